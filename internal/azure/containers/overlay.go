package containers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Overlay is JSON that a configuration merges into the body of a cluster or a pool: rare properties that have no attribute
// of their own. Objects are merged member by member; lists and plain values are set whole. What it sets is
// compared and taken back like every attribute.
type Overlay struct {
	text string
	body map[string]any
}

// maxOverlayDepth keeps a hostile text from exhausting the stack.
const maxOverlayDepth = 32

// ParseOverlay reads a JSON object. An empty text is an overlay that says nothing.
func ParseOverlay(text string) (Overlay, error) {
	if strings.TrimSpace(text) == "" {
		return Overlay{}, nil
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return Overlay{}, fmt.Errorf("reading the overlay: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Overlay{}, errors.New("reading the overlay: there is more text after the JSON object")
	}
	body, ok := value.(map[string]any)
	if !ok {
		return Overlay{}, errors.New("the overlay is no JSON object")
	}
	if err := checkOverlay(body, nil); err != nil {
		return Overlay{}, err
	}
	return Overlay{text: text, body: body}, nil
}

func checkOverlay(body map[string]any, path []string) error {
	if len(path) > maxOverlayDepth {
		return errors.New("the overlay is nested too deeply")
	}
	folded := map[string]string{}
	for name, value := range body {
		at := append(slices.Clone(path), name)
		if other, twice := folded[strings.ToLower(name)]; twice {
			return fmt.Errorf("the overlay names %s twice, as %q and %q", strings.Join(at, "."), other, name)
		}
		folded[strings.ToLower(name)] = name
		if value == nil {
			return fmt.Errorf("the overlay's %s is null: leave it out, since null would take away what others set", strings.Join(at, "."))
		}
		if inner, ok := value.(map[string]any); ok {
			if err := checkOverlay(inner, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// IsZero reports that the overlay says nothing.
func (o Overlay) IsZero() bool { return len(o.body) == 0 }

// Equal compares what overlays say, not how they are written.
func (o Overlay) Equal(other Overlay) bool {
	return canonical(o.body) == canonical(other.body)
}

// String is the text as it was given.
func (o Overlay) String() string { return o.text }

// Paths are the members that the overlay sets, as "properties.a.b", sorted.
func (o Overlay) Paths() []string {
	var paths []string
	leaves(o.body, nil, func(path []string, _ any) { paths = append(paths, strings.Join(path, ".")) })
	slices.Sort(paths)
	return paths
}

// textOver is the overlay with the live values in the place of its own. Where all of them mean the same, it is the text
// as it was given, so that its spelling is never a difference.
func (o Overlay) textOver(live map[string]any) string {
	seen, same := over(o.body, live)
	if same {
		return o.text
	}
	return canonical(seen)
}

func over(own, live map[string]any) (seen map[string]any, same bool) {
	seen, same = map[string]any{}, true
	for name, value := range own {
		key, _ := memberName(live, name)
		inner, isObject := value.(map[string]any)
		liveInner, isLiveObject := live[key].(map[string]any)
		switch {
		case isObject && (isLiveObject || live[key] == nil):
			below, equal := over(inner, liveInner)
			if seen[name] = below; !equal && live[key] == nil {
				delete(seen, name)
			}
			same = same && equal
		case live[key] == nil && (isEmpty(value) || value == false): // Azure leaves out what says nothing
			seen[name] = value
		case live[key] == nil:
			same = false
		case sameValue(value, live[key], true):
			seen[name] = value
		default:
			seen[name], same = live[key], false
		}
	}
	return seen, same
}

// leaves visits all members that are no objects, and empty objects, in no order.
func leaves(body map[string]any, path []string, visit func(path []string, value any)) {
	for name, value := range body {
		at := append(slices.Clone(path), name)
		if inner, ok := value.(map[string]any); ok && len(inner) > 0 {
			leaves(inner, at, visit)
			continue
		}
		visit(at, value)
	}
}

// memberName is the spelling that an object has for a name: ARM compares names without case, and AKS spells some of its
// own in several ways (omsagent, omsAgent).
func memberName(body map[string]any, name string) (string, bool) {
	if _, there := body[name]; there {
		return name, true
	}
	for _, other := range slices.Sorted(maps.Keys(body)) {
		if strings.EqualFold(other, name) {
			return other, true
		}
	}
	return name, false
}

// canonical is JSON with sorted members and without escapes for HTML.
func canonical(body map[string]any) string {
	if body == nil {
		body = map[string]any{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return "" // only a value that JSON cannot hold, and all of ours come from JSON
	}
	return strings.TrimSpace(text.String())
}
