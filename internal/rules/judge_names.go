package rules

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// names judges names by Azure's rules, and finds those that Azure takes for the same.
func (j *judging) names() {
	var groups []string
	collection, rule := cloud.NameRuleCollection, cloud.NameRule
	if j.Place == Classic {
		collection, rule = cloud.NameClassicCollection, cloud.NameClassicRule
	}
	for _, group := range j.Groups {
		if !group.Short {
			groups = append(groups, group.Name)
		}
		at := map[string]path.Path{}
		for _, c := range group.Collections {
			j.collection(collection, c, at)
			var rules []string
			for _, one := range c.Rules {
				rules = append(rules, one.Name)
			}
			j.Keys(rule, rules, c.At.AtName("rules"))
		}
	}
	j.Keys(cloud.NameRuleCollectionGroup, groups, j.At)
}

// collection judges a collection's name. Collections of all kinds in a group share their names: they stand in one list
// of the group (arm-wire.md 1.4).
func (j *judging) collection(kind cloud.NameKind, c Collection, seen map[string]path.Path) {
	if err := cloud.ValidateName(kind, c.Name); err != nil {
		j.Refuse(j.id(CheckName), c.At, factOf(kind), "Not a valid name", err.Error(), "")
	}
	key := strings.ToLower(c.Name)
	if other, twice := seen[key]; twice {
		j.Contradict(c.At, "Two rule collections have one name",
			fmt.Sprintf("%q is also the name of %s; collections of all kinds share their names here", c.Name, other), "rename one of them")
	}
	seen[key] = c.At
}

// kindText is a kind of rules in a message.
var kindText = map[string]string{azure.KindNetwork: "network rule", azure.KindApplication: "application rule", azure.KindNAT: "NAT rule"}
