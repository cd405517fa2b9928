package survey

import (
	"reflect"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// names are short names of objects, by key of the ID.
type names map[string]string

// namesOf chooses a name for every ID in a document: that of the object where no other of its type has it, else with its
// resource group, else the ID. A subnet has its network's before it.
func namesOf(d *document.Document) names {
	var ids []armid.ID
	seen := map[string]bool{}
	collect := func(text string) string {
		if id, err := armid.Parse(text); err == nil && !seen[id.Key()] {
			seen[id.Key()] = true
			ids = append(ids, id)
			if network, ok := id.Parent(); ok && id.IsType(subnetType) && !seen[network.Key()] {
				seen[network.Key()] = true
				ids = append(ids, network)
			}
		}
		return text
	}
	eachID(reflect.ValueOf(d).Elem(), collect)
	for _, n := range d.Networks {
		for _, s := range n.Subnets {
			if id, err := armid.Parse(n.Name); err == nil {
				collect(id.Child("subnets", s.Name).String())
			}
		}
	}
	short, longer := map[string]int{}, map[string]int{} // names are compared without regard to case
	for _, id := range ids {
		short[kind(id, id.Name())]++
		longer[kind(id, grouped(id))]++
	}
	n := names{}
	for _, id := range ids {
		switch {
		case id.IsType(subnetType):
		case short[kind(id, id.Name())] == 1:
			n[id.Key()] = id.Name()
		case longer[kind(id, grouped(id))] == 1:
			n[id.Key()] = grouped(id)
		default:
			n[id.Key()] = id.String()
		}
	}
	for _, id := range ids {
		if network, ok := id.Parent(); ok && id.IsType(subnetType) {
			n[id.Key()] = n.of(network) + "/" + id.Name()
		}
	}
	return n
}

// kind is a name among those of one type.
func kind(id armid.ID, name string) string { return strings.ToLower(id.Type() + " " + name) }

func grouped(id armid.ID) string { return id.ResourceGroup() + "/" + id.Name() }

// of is the name of an ID; the ID itself where there is none.
func (n names) of(id armid.ID) string {
	if name, ok := n[id.Key()]; ok {
		return name
	}
	if network, ok := id.Parent(); ok && id.IsType(subnetType) {
		if name, known := n[network.Key()]; known {
			return name + "/" + id.Name()
		}
	}
	return id.String()
}

// rewrite puts names in place of IDs.
func (n names) rewrite(d *document.Document) {
	eachID(reflect.ValueOf(d).Elem(), func(text string) string {
		if id, err := armid.Parse(text); err == nil {
			return n.of(id)
		}
		return text
	})
}

// eachID replaces every text of a document that looks like an ARM ID of a resource.
func eachID(v reflect.Value, change func(string) string) {
	switch v.Kind() {
	case reflect.String:
		if strings.HasPrefix(strings.ToLower(v.String()), "/subscriptions/") {
			v.SetString(change(v.String()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachID(v.Elem(), change)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachID(v.Index(i), change)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachID(v.Field(i), change)
		}
	default: // maps have service tags and FQDN tags, no IDs
	}
}
