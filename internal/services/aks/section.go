package aks

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// section is an object of a configuration, plan or state with what is known of it. A resource of this package is one
// section whose members are read by name: its hundred attributes would be as many fields otherwise. Names that no schema
// has are caught by TestSectionsNameAttributes.
type section struct {
	fields  view.Fields
	unknown bool // the whole object is
}

// sectionOf views an object. Null and unknown objects have no fields; of the unknown ones every member is unknown.
func sectionOf(v attr.Value) section {
	if v != nil && v.IsUnknown() {
		return section{unknown: true}
	}
	return section{fields: view.Object(v)}
}

// there reports an object that is neither null nor unknown.
func (s section) there() bool { return s.fields != nil }

// absent reports an object that is null.
func (s section) absent() bool { return s.fields == nil && !s.unknown }

func (s section) text(name string) view.Leaf[string] {
	if s.unknown {
		return view.Leaf[string]{Unknown: true}
	}
	return s.fields.Text(name)
}

func (s section) flag(name string) view.Leaf[bool] {
	if s.unknown {
		return view.Leaf[bool]{Unknown: true}
	}
	return s.fields.Flag(name)
}

func (s section) number(name string) view.Leaf[int32] {
	if s.unknown {
		return view.Leaf[int32]{Unknown: true}
	}
	return s.fields.Number(name)
}

func (s section) texts(name string) view.List {
	if s.unknown {
		return view.List{}
	}
	return s.fields.Texts(name)
}

func (s section) part(name string) section {
	if s.unknown {
		return section{unknown: true}
	}
	return sectionOf(s.fields[name])
}

// value is a member as it is; nil where the section is not there.
func (s section) value(name string) attr.Value { return s.fields[name] }

// on reports a flag that is known to be set.
func (s section) on(name string) bool { return s.flag(name).Value }

// is reports a text that is known to be the one given.
func (s section) is(name, text string) bool {
	leaf := s.text(name)
	return leaf.Known && leaf.Value == text
}

// prefix is a known CIDR; ok is false where it is null, unknown or no CIDR.
func (s section) prefix(name string) (netip.Prefix, bool) { return prefixOf(s.text(name).Value) }

func prefixOf(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	return p, err == nil
}

// id is a known ARM ID, zero where there is none.
func (s section) id(name string) armid.ID {
	id, err := armid.Parse(s.text(name).Value)
	if err != nil {
		return armid.ID{}
	}
	return id
}

// textMap is a map of texts as far as it is known.
func (s section) textMap(name string) map[string]string {
	m, ok := s.fields[name].(types.Map)
	if !ok || !values.Known(m) {
		return nil
	}
	out := map[string]string{}
	for key, element := range m.Elements() {
		if text := view.Text(element); text.Known {
			out[key] = text.Value
		}
	}
	return out
}
