package rules

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// groups: priorities of groups and collections, and groups that are made besides.
func (j *judging) groups() {
	seen := map[int32]path.Path{}
	for _, group := range j.Groups {
		if !group.Short {
			j.priority(group.Priority, group.At.AtName("priority"))
			j.reserved(group)
		}
		if j.Place != Classic {
			j.tie(group.Priority, groupAt(group), "groups", seen)
			j.collections(group)
		}
	}
	for _, made := range j.Generated {
		j.priority(made.Priority, made.At.AtName("priority"))
		if j.Place != Classic {
			j.tie(made.Priority, made.At.AtName("priority"), "groups", seen)
		}
	}
	if j.Place == Classic {
		j.classicPriorities()
	}
}

func groupAt(group Group) path.Path {
	if group.Short {
		return group.Collections[0].At
	}
	return group.At.AtName("priority")
}

// collections of a group: those of one kind are ordered among themselves, since the firewall asks one kind after the other (FW-2).
func (j *judging) collections(group Group) {
	seen := map[string]map[int32]path.Path{azure.KindNetwork: {}, azure.KindApplication: {}, azure.KindNAT: {}}
	for _, collection := range group.Collections {
		j.priority(collection.Priority, collection.At.AtName("priority"))
		j.tie(collection.Priority, collection.At.AtName("priority"), "collections of a kind in a group", seen[collection.Kind])
	}
}

// classicPriorities: classic collections are ordered among those of their kind, and share no groups (FW-4).
func (j *judging) classicPriorities() {
	seen := map[string]map[int32]path.Path{azure.KindNetwork: {}, azure.KindApplication: {}, azure.KindNAT: {}}
	made := map[string]Generated{} // by the names of their collections
	for _, one := range j.Generated {
		if one.Priority.Known {
			seen[azure.KindNetwork][one.Priority.Value], seen[azure.KindApplication][one.Priority.Value] = one.At, one.At
		}
		made[one.Name+networkSuffix], made[one.Name+applicationSuffix] = one, one
	}
	for _, group := range j.Groups {
		for _, collection := range group.Collections {
			j.priority(collection.Priority, collection.At.AtName("priority"))
			j.tie(collection.Priority, collection.At.AtName("priority"), "classic collections of a kind", seen[collection.Kind])
			if by, taken := made[strings.ToLower(collection.Name)]; taken {
				j.Contradict(collection.At, "The name is taken by the "+by.Name+" rules", fmt.Sprintf("%s makes a rule collection %q", by.Name, strings.ToLower(collection.Name)), "rename the collection")
			}
		}
	}
}

// priority: 100 to 65000 (FW-5).
func (j *judging) priority(priority view.Leaf[int32], at path.Path) {
	low, high := cloud.LimitOf(cloud.LimitPriorityMin), cloud.LimitOf(cloud.LimitPriorityMax)
	if priority.Known && (int(priority.Value) < low.Value || int(priority.Value) > high.Value) {
		j.Refuse(j.id(CheckPriority), at, low.Fact, "Not a priority", fmt.Sprintf("%d is not between %d and %d (%s, %s)", priority.Value, low.Value, high.Value, low.Source, low.Date), "")
	}
}

// tie: of two equal priorities Azure does not say which goes first, nor whether it takes them (FW-6): a warning.
func (j *judging) tie(priority view.Leaf[int32], at path.Path, what string, seen map[int32]path.Path) {
	if !priority.Known {
		return
	}
	if other, twice := seen[priority.Value]; twice {
		j.Warn(j.id(CheckPriority), at, "Two priorities are equal",
			fmt.Sprintf("%s has the priority %d as well; which of two %s with one priority goes first is not documented (FW-6)", other, priority.Value, what),
			"give each a priority of its own")
		return
	}
	seen[priority.Value] = at
}

// reserved: names of the groups that the short form and generated rules make.
func (j *judging) reserved(group Group) {
	made := map[string]string{}
	if j.Groups.hasShort() {
		made[j.Short] = "collections of the short form"
	}
	for _, one := range j.Generated {
		made[one.Name] = "rules of " + one.Name
	}
	for _, name := range sortedKeys(made) {
		if strings.EqualFold(group.Name, name) {
			j.Contradict(group.At, "The name is taken by a group that is made here", fmt.Sprintf("the group %q holds the %s", name, made[name]), "rename the group")
		}
	}
}
