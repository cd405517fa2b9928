package network

import (
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// LiveGroup is a rule collection group as ARM shows it.
type LiveGroup struct {
	Group
	ID string

	ProvisioningState string
}

// edit brings a rule collection group to what is wanted. All its collections are ours.
func (g Group) edit(e *edit) {
	e.number(g.Priority, "properties", "priority")
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(g.Collections)) {
		entries = append(entries, entry{name: name, build: g.Collections[name].editInPolicy})
	}
	e.named(func(string) bool { return true }, entries, "properties", "ruleCollections")
}

// readGroup decodes a rule collection group.
func readGroup(object armclient.Object) (LiveGroup, error) {
	priority, _ := object.Int("properties", "priority")
	live := LiveGroup{ID: object.String("id"), ProvisioningState: object.ProvisioningState()}
	live.Priority, live.Collections = int32(priority), map[string]Collection{}
	for _, one := range object.Objects("properties", "ruleCollections") {
		collection, err := readPolicyCollection(one)
		if err != nil {
			return LiveGroup{}, fmt.Errorf("decoding rule collection %q of group %q: %w", one.Name(), object.Name(), err)
		}
		live.Collections[one.Name()] = collection
	}
	return live, nil
}
