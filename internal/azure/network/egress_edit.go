package network

import (
	"maps"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// edit brings the JSON of one ARM object, as just read, to what is wanted: each member is compared by its meaning and
// written only where it differs, so that the same code tells whether there is anything to write. A new object is an edit of
// an empty one.
type edit struct {
	object  armclient.Object
	changed []string // paths of what was written
	err     error    // the first one
}

func newEdit(object armclient.Object) *edit {
	if object.Body == nil {
		object.Body = map[string]any{}
	}
	return &edit{object: object}
}

// set writes the value.
func (e *edit) set(value any, path ...string) {
	if e.err == nil {
		e.err = e.object.Set(value, path...)
	}
	e.changed = append(e.changed, strings.Join(path, "/"))
}

// unset takes a member away, if it is there.
func (e *edit) unset(path ...string) {
	if !e.object.Has(path...) {
		return
	}
	e.object.Unset(path...)
	e.changed = append(e.changed, strings.Join(path, "/"))
}

// text writes a text that ARM compares without case, such as an ID or an enumeration. Empty takes the member away.
func (e *edit) text(want string, path ...string) {
	switch {
	case want == "":
		e.unset(path...)
	case !strings.EqualFold(want, e.object.String(path...)):
		e.set(want, path...)
	}
}

// reference writes {"id": …} at the path. Empty takes the whole reference away.
func (e *edit) reference(id string, path ...string) {
	if id == "" {
		e.unset(path...)
		return
	}
	e.text(id, append(append([]string{}, path...), "id")...)
}

// number writes a number.
func (e *edit) number(want int32, path ...string) {
	if have, ok := e.object.Int(path...); !ok || have != int64(want) {
		e.set(want, path...)
	}
}

// tags writes ours and the mark over those of others.
func (e *edit) tags(prior, want, mark map[string]string) {
	live := e.object.Tags()
	merged := mergeTags(live, prior, want, mark)
	if !maps.Equal(live, merged) {
		e.set(generic(merged), "tags")
	}
}

// onlyTags reports that the tags are all that differs.
func (e *edit) onlyTags() bool { return len(e.changed) == 1 && e.changed[0] == "tags" }

// place writes an owned property: nothing when it is to be left, or has the meaning of what is there already.
func place[T any](e *edit, want Property[T], live T, equal func(a, b T) bool, wire func(T) any, path ...string) {
	if !changed(want, live, equal) {
		return
	}
	if want.Value() == nil {
		e.unset(path...)
		return
	}
	e.set(wire(*want.Value()), path...)
}

// entry is a wanted member of a list whose members have names.
type entry struct {
	name  string
	build func(e *edit) // edits the member; of a new one the name is there
}

// named brings a list of named members to what is wanted: wanted ones are edited where they stand or added behind, those
// that drop names are removed, all others stay as they are.
func (e *edit) named(drop func(name string) bool, want []entry, path ...string) {
	list := []any{} // never null: a list that is to become empty has to be sent
	touched := false
	done := map[string]bool{}
	for _, member := range e.object.Slice(path...) {
		body, _ := member.(map[string]any)
		name, _ := body["name"].(string)
		if found := find(want, name); found != nil && body != nil {
			list, touched = append(list, member), e.inner(*found, body, path) || touched
			done[strings.ToLower(found.name)] = true
			continue
		}
		if body != nil && drop(name) {
			touched = true
			e.changed = append(e.changed, strings.Join(path, "/")+"/"+name)
			continue
		}
		list = append(list, member)
	}
	for _, next := range want {
		if done[strings.ToLower(next.name)] {
			continue
		}
		body := map[string]any{"name": next.name}
		e.inner(next, body, path)
		e.changed = append(e.changed, strings.Join(path, "/")+"/"+next.name)
		list, touched = append(list, body), true
	}
	if touched && e.err == nil {
		e.err = e.object.Set(list, path...)
	}
}

// inner edits one member in place and reports whether it changed.
func (e *edit) inner(next entry, body map[string]any, path []string) bool {
	sub := newEdit(armclient.Object{Body: body})
	next.build(sub)
	if e.err == nil {
		e.err = sub.err
	}
	for _, changed := range sub.changed {
		e.changed = append(e.changed, strings.Join(path, "/")+"/"+next.name+"/"+changed)
	}
	return len(sub.changed) > 0
}

func find(entries []entry, name string) *entry {
	for i := range entries {
		if strings.EqualFold(entries[i].name, name) {
			return &entries[i]
		}
	}
	return nil
}

// overlay writes the owned keys over a body: those that owned has are set, the others are taken away, and what is not
// named stays.
func (e *edit) overlay(owned map[string]any, keys ...string) {
	for _, key := range keys {
		if value, has := owned[key]; has {
			e.set(value, key)
		} else {
			e.unset(key)
		}
	}
}

// mergeTags is the live tags with ours and the mark in place; names of ours that are no longer wanted go. Names are
// compared without case, as ARM does.
func mergeTags(live, prior, want, mark map[string]string) map[string]string {
	merged := map[string]string{}
	for name, text := range live {
		_, had := lookup(prior, name)
		_, has := lookup(want, name)
		_, marked := lookup(mark, name)
		if !had && !has && !marked {
			merged[name] = text
		}
	}
	maps.Copy(merged, want)
	maps.Copy(merged, mark)
	return merged
}

// hasTags reports whether the live tags hold all of the mark. An empty mark is held by nothing.
func hasTags(live, mark map[string]string) bool {
	for name, text := range mark {
		if have, found := lookup(live, name); !found || have != text {
			return false
		}
	}
	return len(mark) > 0
}
