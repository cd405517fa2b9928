package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// HasToBeKnown is the text of the problem that a value is marked as not known where none may be. Who reads a document of
// which parts are not known yet may wait for them.
const HasToBeKnown = "has to be known"

// Problem is one thing that is wrong with a document.
type Problem struct {
	// Path is the place in JSON path notation, such as $.networks[0].name.
	Path string
	Text string
}

// Errors are all problems of a document, in the order of the text as far as
// possible.
type Errors []Problem

// Error lists the problems, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.Text
		if p.Path != "" {
			lines[i] = p.Path + ": " + p.Text
		}
	}
	return strings.Join(lines, "\n")
}

// Decode reads a document. The error is of type [Errors].
func Decode(text []byte) (Document, error) {
	var d Document
	raw, err := parse(text)
	if err != nil {
		return d, Errors{{"$", err.Error()}}
	}
	r := &reader{}
	r.value("$", raw, reflect.ValueOf(&d).Elem(), "")
	if len(r.problems) == 0 && d.Version != Version {
		r.add("$.version", fmt.Sprintf("version %d is not known; this reads version %d", d.Version, Version))
	}
	if len(r.problems) > 0 {
		return d, r.problems
	}
	return d, nil
}

// Encode writes a document as indented JSON that [Decode] reads back. Fields that
// hold nothing are left out.
func Encode(d Document) ([]byte, error) {
	d.Version = Version
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(compact(reflect.ValueOf(d))); err != nil {
		return nil, fmt.Errorf("encoding the document: %w", err)
	}
	return b.Bytes(), nil
}

func parse(text []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var raw any
	if err := dec.Decode(&raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("not valid JSON at byte %d: %w", syntax.Offset, err)
		}
		return nil, fmt.Errorf("not valid JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more text after the document")
	}
	return raw, nil
}

// reader fills Go values from parsed JSON and collects what is wrong.
type reader struct{ problems Errors }

func (r *reader) add(path, text string) { r.problems = append(r.problems, Problem{path, text}) }

// readable is implemented by values that may be marked as not known.
type readable interface {
	read(r *reader, path string, raw any, enum string)
}

func (l *Leaf[T]) read(r *reader, path string, raw any, enum string) {
	l.Set = true
	if isUnknown(raw) {
		l.Unknown = true
		return
	}
	r.value(path, raw, reflect.ValueOf(&l.Value).Elem(), enum)
}

func (l *List[T]) read(r *reader, path string, raw any, enum string) {
	if isUnknown(raw) {
		l.Unknown = true
		return
	}
	items, ok := raw.([]any)
	if !ok {
		r.wrong(path, "a list", raw)
		return
	}
	for i, item := range items {
		if isUnknown(item) {
			l.Unknown = true
			continue
		}
		var v T
		r.value(fmt.Sprintf("%s[%d]", path, i), item, reflect.ValueOf(&v).Elem(), enum)
		l.Items = append(l.Items, v)
	}
}

func (r *reader) value(path string, raw any, v reflect.Value, enum string) {
	if special, ok := v.Addr().Interface().(readable); ok {
		special.read(r, path, raw, enum)
		return
	}
	if isUnknown(raw) {
		r.add(path, HasToBeKnown)
		return
	}
	switch v.Kind() {
	case reflect.String:
		r.text(path, raw, v, enum)
	case reflect.Bool:
		if b, ok := raw.(bool); ok {
			v.SetBool(b)
		} else {
			r.wrong(path, "true or false", raw)
		}
	case reflect.Int:
		r.number(path, raw, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(path, raw, v.Elem(), enum)
	case reflect.Slice:
		r.list(path, raw, v, enum)
	case reflect.Map:
		r.table(path, raw, v)
	case reflect.Struct:
		r.object(path, raw, v)
	default:
		r.add(path, "cannot be read. This is a bug in the provider")
	}
}

func (r *reader) text(path string, raw any, v reflect.Value, enum string) {
	s, ok := raw.(string)
	if !ok {
		r.wrong(path, "a string", raw)
		return
	}
	if enum != "" {
		allowed := strings.Split(enum, ",")
		i := slices.IndexFunc(allowed, func(a string) bool { return strings.EqualFold(a, s) })
		if i < 0 {
			r.add(path, fmt.Sprintf("%q is not one of %s", s, strings.Join(allowed, ", ")))
			return
		}
		s = allowed[i]
	}
	v.SetString(s)
}

func (r *reader) number(path string, raw any, v reflect.Value) {
	n, ok := raw.(json.Number)
	if !ok {
		r.wrong(path, "a number", raw)
		return
	}
	i, err := n.Int64()
	if err != nil {
		r.add(path, fmt.Sprintf("%s is not a whole number", n))
		return
	}
	v.SetInt(i)
}

func (r *reader) list(path string, raw any, v reflect.Value, enum string) {
	items, ok := raw.([]any)
	if !ok {
		r.wrong(path, "a list", raw)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		r.value(fmt.Sprintf("%s[%d]", path, i), item, v.Index(i), enum)
	}
}

func (r *reader) table(path string, raw any, v reflect.Value) {
	m, ok := raw.(map[string]any)
	if !ok {
		r.wrong(path, "an object", raw)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		item := reflect.New(v.Type().Elem()).Elem()
		r.value(fmt.Sprintf("%s[%q]", path, name), m[name], item, "")
		v.SetMapIndex(reflect.ValueOf(name), item)
	}
}

func (r *reader) object(path string, raw any, v reflect.Value) {
	m, ok := raw.(map[string]any)
	if !ok {
		r.wrong(path, "an object", raw)
		return
	}
	known := fieldsOf(v.Type())
	for _, f := range known {
		item, given := m[f.name]
		if !given || item == nil {
			if f.required {
				r.add(path+"."+f.name, "is missing")
			}
			continue
		}
		r.value(path+"."+f.name, item, v.FieldByIndex(f.index), f.enum)
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.ContainsFunc(known, func(f field) bool { return f.name == name }) {
			r.add(path+"."+name, "is not a field here"+meant(name, known))
		}
	}
}

// meant proposes a field whose name is almost the one given.
func meant(name string, known []field) string {
	for _, f := range known {
		if strings.EqualFold(strings.ReplaceAll(f.name, "_", ""), strings.ReplaceAll(name, "_", "")) {
			return fmt.Sprintf("; did you mean %q?", f.name)
		}
	}
	return ""
}

func (r *reader) wrong(path, want string, raw any) {
	have := "null"
	switch raw.(type) {
	case string:
		have = "a string"
	case bool:
		have = "true or false"
	case json.Number:
		have = "a number"
	case []any:
		have = "a list"
	case map[string]any:
		have = "an object"
	}
	r.add(path, fmt.Sprintf("want %s, have %s", want, have))
}
