package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Schema returns the JSON Schema (draft 2020-12) of the document, made from the
// same types that read it.
func Schema() ([]byte, error) {
	s := &schema{defs: ordered{}, seen: map[reflect.Type]bool{}}
	root := s.object(reflect.TypeFor[Document]())
	s.defs = append(s.defs, member{"unknown", ordered{
		{"type", "object"},
		{"description", "a value that is not known yet; as an element of a list, further elements that are not"},
		{"properties", ordered{{"unknown", ordered{{"const", true}}}}},
		{"required", []string{"unknown"}},
		{"additionalProperties", false},
	}})
	doc := append(ordered{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "udr egress document"},
		{"description", "Networks, route tables, firewalls and flows, to be judged by the egress evaluator."},
	}, root...)
	doc = append(doc, member{"$defs", s.defs})
	text, err := marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type schema struct {
	defs ordered
	seen map[reflect.Type]bool
}

var unknownRef = ordered{{"$ref", "#/$defs/unknown"}}

// object describes a struct in place.
func (s *schema) object(t reflect.Type) ordered {
	properties := ordered{}
	required := []string{}
	for _, f := range fieldsOf(t) {
		of := s.of(f.typ, f.enum)
		if f.text != "" {
			of = append(ordered{{"description", f.text}}, of...)
		}
		properties = append(properties, member{f.name, of})
		if f.required {
			required = append(required, f.name)
		}
	}
	out := ordered{{"type", "object"}, {"properties", properties}}
	if t == reflect.TypeFor[Document]() {
		required = []string{"version"}
	}
	if len(required) > 0 {
		out = append(out, member{"required", required})
	}
	return append(out, member{"additionalProperties", false})
}

func (s *schema) of(t reflect.Type, enum string) ordered {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem(), enum)
	case reflect.String:
		if enum == "" {
			return ordered{{"type", "string"}}
		}
		return ordered{{"type", "string"}, {"enum", strings.Split(enum, ",")}}
	case reflect.Bool:
		return ordered{{"type", "boolean"}}
	case reflect.Int:
		return ordered{{"type", "integer"}}
	case reflect.Slice:
		return ordered{{"type", "array"}, {"items", s.of(t.Elem(), enum)}}
	case reflect.Map:
		return ordered{{"type", "object"}, {"additionalProperties", s.of(t.Elem(), "")}}
	default:
		return s.structure(t, enum)
	}
}

// structure describes leaves and lists in place, and other structs by reference.
func (s *schema) structure(t reflect.Type, enum string) ordered {
	if v, ok := t.FieldByName("Unknown"); ok && v.Type.Kind() == reflect.Bool {
		if f, ok := t.FieldByName("Value"); ok {
			return ordered{{"anyOf", []ordered{s.of(f.Type, enum), unknownRef}}}
		}
		f, _ := t.FieldByName("Items")
		item := ordered{{"anyOf", []ordered{s.of(f.Type.Elem(), enum), unknownRef}}}
		return ordered{{"anyOf", []ordered{{{"type", "array"}, {"items", item}}, unknownRef}}}
	}
	name := defName(t)
	if !s.seen[t] {
		s.seen[t] = true
		at := len(s.defs)
		s.defs = append(s.defs, member{name, nil})
		s.defs[at].value = s.object(t)
	}
	return ordered{{"$ref", "#/$defs/" + name}}
}

// defName turns RouteTable into route_table.
func defName(t reflect.Type) string {
	var b strings.Builder
	name := []rune(t.Name())
	for i, c := range name {
		upper := c >= 'A' && c <= 'Z'
		startsWord := upper && i > 0 && (name[i-1] < 'A' || name[i-1] > 'Z' || i+1 < len(name) && (name[i+1] < 'A' || name[i+1] > 'Z'))
		if startsWord {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(c)))
	}
	return b.String()
}
