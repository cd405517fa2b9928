package armclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Object is a resource, or another JSON answer, as Azure sent it. Body keeps
// every member, numbers as json.Number, so that it can be written back whole.
type Object struct {
	// Body is the decoded JSON object; nil when the answer had none.
	Body map[string]any
	// ETag is the value for IfMatch: the header's where there is one, otherwise
	// the body's. Only that of a GET of a settled resource is of use
	// (arm-wire.md 1.3).
	ETag string
	// StatusCode is the HTTP status of the answer.
	StatusCode int
}

// Value answers what lies at path, or nil. A path element names a member of an
// object or, in decimal, an element of a list.
func (o Object) Value(path ...string) any {
	var at any = o.Body
	for _, step := range path {
		switch container := at.(type) {
		case map[string]any:
			at = container[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(container) {
				return nil
			}
			at = container[i]
		default:
			return nil
		}
	}
	return at
}

// Has reports whether path holds anything but null.
func (o Object) Has(path ...string) bool { return o.Value(path...) != nil }

// String answers the text at path, or "" where there is none.
func (o Object) String(path ...string) string {
	switch v := o.Value(path...).(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// Bool answers the truth value at path and whether there is one.
func (o Object) Bool(path ...string) (value, ok bool) {
	value, ok = o.Value(path...).(bool)
	return value, ok
}

// Int answers the whole number at path and whether there is one.
func (o Object) Int(path ...string) (int64, bool) {
	switch v := o.Value(path...).(type) {
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	case int:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}

// Map answers the object at path, or nil. It is not a copy.
func (o Object) Map(path ...string) map[string]any {
	v, _ := o.Value(path...).(map[string]any)
	return v
}

// Slice answers the list at path, or nil. It is not a copy.
func (o Object) Slice(path ...string) []any {
	v, _ := o.Value(path...).([]any)
	return v
}

// Strings answers the texts of the list at path; other elements are left out.
func (o Object) Strings(path ...string) []string {
	var texts []string
	for _, v := range o.Slice(path...) {
		if text, ok := v.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// Objects answers the objects of the list at path; other elements are left out.
// Their Body is shared with o.
func (o Object) Objects(path ...string) []Object {
	var objects []Object
	for _, v := range o.Slice(path...) {
		if body, ok := v.(map[string]any); ok {
			objects = append(objects, Object{Body: body, ETag: bodyETag(body), StatusCode: o.StatusCode})
		}
	}
	return objects
}

// ID answers the member "id", or the zero ID where it is missing or malformed.
func (o Object) ID() armid.ID {
	id, _ := armid.Parse(o.String("id"))
	return id
}

// Name answers the member "name".
func (o Object) Name() string { return o.String("name") }

// Location answers the member "location".
func (o Object) Location() string { return o.String("location") }

// Tags answers the tags; never nil.
func (o Object) Tags() map[string]string {
	tags := map[string]string{}
	for name, v := range o.Map("tags") {
		if text, ok := v.(string); ok {
			tags[name] = text
		}
	}
	return tags
}

// ProvisioningState answers properties.provisioningState, or "" for types that
// have none.
func (o Object) ProvisioningState() string { return o.String("properties", "provisioningState") }

// Set puts value at path, making objects where the path has none. Lists are not
// grown: an element that does not exist is an error, as is a path through a
// value that holds nothing.
func (o *Object) Set(value any, path ...string) error {
	if len(path) == 0 {
		return errors.New("path is empty")
	}
	if o.Body == nil {
		o.Body = map[string]any{}
	}
	var at any = o.Body
	for depth, step := range path {
		last := depth == len(path)-1
		switch container := at.(type) {
		case map[string]any:
			if last {
				container[step] = value
				return nil
			}
			if container[step] == nil {
				container[step] = map[string]any{}
			}
			at = container[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(container) {
				return fmt.Errorf("path %v: the list has no element %q", path, step)
			}
			if last {
				container[i] = value
				return nil
			}
			at = container[i]
		default:
			return fmt.Errorf("path %v: %q lies in no object", path, step)
		}
	}
	return nil
}

// Unset removes the member at path, if it is there.
func (o *Object) Unset(path ...string) {
	if len(path) == 0 {
		return
	}
	delete(o.Map(path[:len(path)-1]...), path[len(path)-1])
}

// Clone answers a copy that shares nothing with o.
func (o Object) Clone() Object {
	if o.Body != nil {
		o.Body, _ = cloneValue(o.Body).(map[string]any)
	}
	return o
}

// Decode fills target, a pointer to a typed struct, from the body.
func (o Object) Decode(target any) error {
	raw, err := json.Marshal(o.Body)
	if err != nil {
		return fmt.Errorf("encoding the object: %w", err)
	}
	if err := json.Unmarshal(raw, target); err != nil {
		return fmt.Errorf("decoding the object: %w", err)
	}
	return nil
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, value := range v {
			c[name] = cloneValue(value)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, value := range v {
			c[i] = cloneValue(value)
		}
		return c
	}
	return v
}

// decodeObject reads an answer's body. A body that is a JSON list, as some
// actions answer, becomes the member "value".
func decodeObject(raw []byte) (map[string]any, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more text after the JSON value")
	}
	switch v := v.(type) {
	case map[string]any:
		return v, nil
	case nil:
		return nil, nil
	default:
		return map[string]any{"value": v}, nil
	}
}

// bodyETag reads the two spellings that services use (arm-wire.md 6.2).
func bodyETag(body map[string]any) string {
	for _, name := range []string{"etag", "eTag"} {
		if etag, ok := body[name].(string); ok && etag != "" {
			return etag
		}
	}
	return ""
}
