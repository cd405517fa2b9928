package sweep

import (
	"fmt"
	"sort"
	"strings"
)

// Report counts what a sweep found.
type Report struct {
	Paths []PathReport
}

// PathReport counts the cases of one path.
type PathReport struct {
	Name   string
	Writes int // writes of the path, as far as strikes hit them
	Cases  int // strikes that hit
	// ByApplies counts the cases that converged by themselves, by the number of runs that followed the strike; 0 means that the
	// struck run itself succeeded, because the provider got over the failure.
	ByApplies map[int]int
	// ByRemedy counts the cases that needed a remedy.
	ByRemedy map[string]int
	// Stuck names the cases that did not converge at all.
	Stuck []string
}

func newPathReport(name string) PathReport {
	return PathReport{Name: name, ByApplies: map[int]int{}, ByRemedy: map[string]int{}}
}

func (r *PathReport) count(a *attempt) {
	if a.remedy != "" {
		r.ByRemedy[a.remedy]++
		return
	}
	r.ByApplies[a.applies]++
}

// Cases is the number of strikes that hit, on all paths.
func (r Report) Cases() int {
	n := 0
	for _, p := range r.Paths {
		n += p.Cases
	}
	return n
}

// String has one line a path.
func (r Report) String() string {
	var b strings.Builder
	for _, p := range r.Paths {
		fmt.Fprintf(&b, "%s: %d writes, %d cases:", p.Name, p.Writes, p.Cases)
		for _, applies := range sortedInts(p.ByApplies) {
			fmt.Fprintf(&b, " %d after %d more runs;", p.ByApplies[applies], applies)
		}
		for _, remedy := range sortedNames(p.ByRemedy) {
			fmt.Fprintf(&b, " %d by %s;", p.ByRemedy[remedy], remedy)
		}
		fmt.Fprintf(&b, " %d stuck\n", len(p.Stuck))
	}
	return b.String()
}

func sortedInts(m map[int]int) []int {
	keys := make([]int, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Ints(keys)
	return keys
}

func sortedNames(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
