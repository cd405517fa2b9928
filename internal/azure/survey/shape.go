package survey

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The readers below take one member of an object. What is absent or null is left out; what is there but not of the kind
// that ARM's API describes is not known, so that nothing definite follows from it.

// texts reads a list of strings. Each goes through accept, which may write it another way; one that it does not take
// leaves the list open.
func texts(o armclient.Object, accept func(string) (string, bool), path ...string) document.List[string] {
	raw := o.Value(path...)
	if raw == nil {
		return document.List[string]{}
	}
	list, ok := raw.([]any)
	out := document.List[string]{Unknown: !ok}
	for _, item := range list {
		text, isText := item.(string)
		taken, valid := text, false
		if isText {
			taken, valid = accept(text)
		}
		if !valid {
			out.Unknown = true
			continue
		}
		out.Items = append(out.Items, taken)
	}
	return out
}

// text reads a string; given is false where there is none, valid where it is of another kind.
func text(o armclient.Object, path ...string) (value string, given, valid bool) {
	switch raw := o.Value(path...).(type) {
	case nil:
		return "", false, true
	case string:
		return raw, raw != "", true
	}
	return "", true, false
}

// word reads one of some words in any letter case; another word is not known.
func word(o armclient.Object, allowed []string, path ...string) document.Leaf[string] {
	value, given, valid := text(o, path...)
	if valid && !given {
		return document.Leaf[string]{}
	}
	i := slices.IndexFunc(allowed, func(a string) bool { return strings.EqualFold(a, value) })
	if !valid || i < 0 {
		return document.UnknownLeaf[string]()
	}
	return document.Of(allowed[i])
}

// flag reads a truth value.
func flag(o armclient.Object, path ...string) document.Leaf[bool] {
	switch raw := o.Value(path...).(type) {
	case nil:
		return document.Leaf[bool]{}
	case bool:
		return document.Of(raw)
	}
	return document.UnknownLeaf[bool]()
}

// number reads a whole number that has to be there and lie between the bounds.
func number(o armclient.Object, low, high int64, path ...string) document.Leaf[int] {
	n, ok := o.Int(path...)
	if !ok || n < low || n > high {
		return document.UnknownLeaf[int]()
	}
	return document.Of(int(n))
}

// reference reads the ID of a sub-resource, {"id": "…"}, of one type. None is a reference to nothing.
func reference(o armclient.Object, typ string, path ...string) document.Leaf[string] {
	raw := o.Value(path...)
	if raw == nil {
		return document.Leaf[string]{}
	}
	id, ok := idAt(armclient.Object{Body: map[string]any{"at": raw}}, typ, "at", "id")
	if !ok {
		return document.UnknownLeaf[string]()
	}
	return document.Of(id.String())
}

// references reads a list of sub-resources; whole is false where one of them is no ID of the type.
func references(o armclient.Object, typ string, path ...string) (ids []armid.ID, whole bool) {
	list, whole := objects(o, path...)
	for _, item := range list {
		if id, ok := idAt(item, typ, "id"); ok {
			ids = append(ids, id)
		} else {
			whole = false
		}
	}
	return ids, whole
}

// idAt reads an ID of one type; of any type where none is given.
func idAt(o armclient.Object, typ string, path ...string) (armid.ID, bool) {
	value, _, _ := text(o, path...)
	id, err := armid.Parse(value)
	if err != nil || typ != "" && !id.IsType(typ) {
		return armid.ID{}, false
	}
	return id, true
}

// objects reads a list of objects; whole is false where it is none, or has elements that are none.
func objects(o armclient.Object, path ...string) (list []armclient.Object, whole bool) {
	raw := o.Value(path...)
	if raw == nil {
		return nil, true
	}
	all, ok := raw.([]any)
	list = o.Objects(path...)
	return list, ok && len(list) == len(all)
}

// anyText takes every string but the empty one.
func anyText(s string) (string, bool) { return s, s != "" }

// prefixText takes CIDR prefixes, and writes them with their network address, as ARM understands them.
func prefixText(s string) (string, bool) {
	p, err := netset.ParsePrefixMasked(s)
	return p.String(), err == nil
}

// addressText takes single addresses.
func addressText(s string) (string, bool) {
	a, err := netset.ParseAddress(s)
	return a.String(), err == nil
}

// rangeText takes addresses, prefixes, ranges and the star.
func rangeText(s string) (string, bool) {
	if _, err := netset.ParseAddresses(s); err == nil {
		return s, true
	}
	return prefixText(s)
}

// targetText takes ranges and service tags. Azure writes some tags in letter case of its own, and a tag that nobody
// knows has unknown content.
func targetText(s string) (string, bool) {
	if tag(s) {
		return s, true
	}
	return rangeText(s)
}

// tag tells a service tag from an address: it begins with a letter.
func tag(s string) bool {
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') && !strings.ContainsAny(s, ":/ ")
}

func nameText(s string) (string, bool) {
	_, err := netset.ParsePattern(s)
	return s, err == nil
}

func portText(s string) (string, bool) {
	_, err := netset.ParsePorts(s)
	return s, err == nil
}

func protocolText(s string) (string, bool) {
	_, err := netset.ParseProtocols(s)
	return s, err == nil
}
