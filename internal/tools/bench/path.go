package main

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// operation is one long-running operation of an apply.
type operation struct {
	name string
	// resource is the address of the Terraform resource that its target belongs to, "" when there is none.
	resource string
	// holds are the objects that it writes or refers to, lower-case IDs.
	holds      []string
	start, end time.Time
}

// criticalPath is the longest chain of operations in which each had to wait for the one before: because the configuration says so (waits
// tells whether one address depends on another), or because Azure lets only one of the two write at a time. In which order such two came is
// taken from what happened. Everything else could have run at once, and is not excused.
func criticalPath(operations []operation, waits func(later, earlier string) bool) chain {
	ordered := slices.SortedFunc(slices.Values(operations), func(a, b operation) int { return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.name, b.name)) })
	best := make([]time.Duration, len(ordered))
	before := make([]int, len(ordered))
	last := -1
	for i, o := range ordered {
		before[i] = -1
		for j, earlier := range ordered[:i] {
			if !earlier.end.After(o.start) && best[j] > best[i] && (share(o.holds, earlier.holds) || waits(o.resource, earlier.resource)) {
				best[i], before[i] = best[j], j
			}
		}
		best[i] += o.end.Sub(o.start)
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	var longest chain
	for i := last; i >= 0; i = before[i] {
		longest = append(longest, ordered[i])
	}
	slices.Reverse(longest)
	return longest
}

// chain is operations of which each had to wait for the one before.
type chain []operation

func (c chain) names() []string {
	var names []string
	for _, o := range c {
		names = append(names, o.name)
	}
	return names
}

// length is how long the operations take together.
func (c chain) length() time.Duration { return c.seen(1) }

// seen is how long they take for a client that looks as often as it is asked to by Retry-After and not more often: each ends for it with the
// first look after its end.
func (c chain) seen(every time.Duration) time.Duration {
	var total time.Duration
	for _, o := range c {
		lasted := o.end.Sub(o.start)
		if rest := lasted % every; rest > 0 {
			lasted += every - rest
		}
		total += lasted
	}
	return total
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

// document is the top resource of an ID, in lower case: a write of a part holds the whole (arm-wire.md 6.1).
func document(id string) string {
	id = strings.ToLower(id)
	parts := strings.Split(id, "/")
	for i, part := range parts {
		if part == "providers" && len(parts) >= i+4 {
			return strings.Join(parts[:i+4], "/")
		}
	}
	return id
}

// referred collects the documents of all IDs in a JSON value.
func referred(value any) []string {
	switch v := value.(type) {
	case string:
		if strings.HasPrefix(strings.ToLower(v), "/subscriptions/") {
			return []string{document(v)}
		}
	case []any:
		var ids []string
		for _, member := range v {
			ids = append(ids, referred(member)...)
		}
		return ids
	case map[string]any:
		var ids []string
		for _, member := range v {
			ids = append(ids, referred(member)...)
		}
		return ids
	}
	return nil
}
