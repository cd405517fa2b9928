package network

import (
	"maps"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// refuse finds what must not be touched, before the first write: an object that exists and is not ours, a subnet with
// somebody else's table, rules of others that stand in the way.
func (c EgressChange) refuse(s *sight) error {
	live, err := s.live(c.Want)
	if err != nil {
		return err
	}
	if err := c.refuseTaggable(s); err != nil {
		return err
	}
	if err := c.refuseMissing(s); err != nil {
		return err
	}
	if live.Policy != nil && live.Policy.Tier != "" && !strings.EqualFold(live.Policy.Tier, c.Want.Policy.Tier) {
		return &PolicyTierError{ID: c.Want.Policy.ID, From: live.Policy.Tier, To: c.Want.Policy.Tier}
	}
	if live.Firewall != nil && c.Want.Policy != nil {
		if foreign := ForeignCollections(live.Firewall.Classic, c.Prior.Classic); len(foreign) > 0 {
			var names []string
			for _, collection := range foreign {
				names = append(names, collection.Name)
			}
			return &ForeignCollectionsError{FirewallID: c.Want.Firewall.ID, Names: names}
		}
	}
	if c.leavesPolicy() && !c.Prior.Policy.Existing {
		if err := refuseSharedPolicy(s, *c.Prior.Policy, c.Prior.Groups, c.Prior.Firewall.ID); err != nil {
			return err
		}
	}
	if !c.Resume {
		if err := c.refuseUntaggable(live); err != nil {
			return err
		}
	}
	routing := c.routing()
	routing.seen = known{firewall: privateIP(live.Firewall), public: live.Addresses()}
	return routing.refuse(s)
}

// refuseTaggable looks at objects that carry an ownership tag of their own. The anchor was judged before.
func (c EgressChange) refuseTaggable(s *sight) error {
	for _, object := range c.Want.made() {
		if object.id.Equal(c.Want.AnchorID()) || c.Prior.makes(object.id) {
			continue
		}
		if there := s.of(object.id); there != nil && !hasTags(there.Tags(), c.ChildMark) {
			return &ExistsError{ID: object.id, Kind: object.kind}
		}
	}
	return nil
}

// refuseMissing looks for public IPs that the configuration takes for granted.
func (c EgressChange) refuseMissing(s *sight) error {
	ips := c.Want.Firewall.PublicIPs()
	for _, name := range slices.Sorted(maps.Keys(ips)) {
		if ips[name].Made == nil && s.of(ips[name].ID) == nil {
			return &MissingError{ID: ips[name].ID, Kind: "public IP"}
		}
	}
	return nil
}

// madeObject is an object of ours that stands for itself.
type madeObject struct {
	id   armid.ID
	kind string
}

// made is the objects of ours that stand for themselves and bear tags, in a fixed order.
func (e Egress) made() []madeObject {
	var objects []madeObject
	ips := e.Firewall.PublicIPs()
	for _, name := range slices.Sorted(maps.Keys(ips)) {
		if ips[name].Made != nil {
			objects = append(objects, madeObject{ips[name].ID, "public IP"})
		}
	}
	if e.Policy != nil && !e.Policy.Existing {
		objects = append(objects, madeObject{e.Policy.ID, "firewall policy"})
	}
	if !e.Firewall.ID.IsZero() {
		objects = append(objects, madeObject{e.Firewall.ID, "firewall"})
	}
	return objects
}

// refuseUntaggable looks at children that bear no tags: rule collection groups and classic collections. One that we add
// and that is there is somebody else's, unless an earlier run of ours was interrupted (Resume), or the parent itself is
// taken over as a part of an interrupted create, or it is in a parent of ours and already all that we want: then a run of ours has
// finished and died before the state was saved, and nobody loses anything.
func (c EgressChange) refuseUntaggable(live LiveEgress) error {
	if c.Want.Policy != nil && !c.adopts(c.Want.Policy.ID) {
		before := map[string]Group{}
		if c.Prior.Policy != nil && c.Prior.Policy.ID.Equal(c.Want.Policy.ID) {
			before = c.Prior.Groups
		}
		for _, name := range slices.Sorted(maps.Keys(c.Want.Groups)) {
			there, found := live.Groups[name]
			_, had := lookup(before, name)
			finished := !c.Want.Policy.Existing && c.Want.Groups[name].Resolve(live.Addresses()).Equal(there.Group)
			if found && !had && !finished {
				return &ExistsError{ID: c.Want.Policy.GroupID(name), Kind: "rule collection group"}
			}
		}
	}
	if live.Firewall == nil || c.adopts(c.Want.Firewall.ID) {
		return nil
	}
	for _, collection := range ForeignCollections(live.Firewall.Classic, c.Prior.Classic) {
		own, wanted := lookup(c.Want.Classic, collection.Name)
		if wanted && strings.EqualFold(own.Kind, collection.Kind) && !own.Resolve(live.Addresses()).Equal(collection.Collection) {
			return &ExistsError{ID: c.Want.Firewall.ID.Child(classicLists[own.Kind], collection.Name), Kind: "rule collection"}
		}
	}
	return nil
}

// leavesPolicy reports whether the firewall goes from one policy to another, or to none.
func (c EgressChange) leavesPolicy() bool {
	return c.Prior.Policy != nil && (c.Want.Policy == nil || !c.Want.Policy.ID.Equal(c.Prior.Policy.ID))
}

// adopts reports whether the parent is ours and the state does not have it: it bears our mark, else it would have been
// refused, so that what it holds is ours too.
func (c EgressChange) adopts(parent armid.ID) bool {
	return c.Want.makes(parent) && !c.Prior.makes(parent)
}

// makes reports whether the object is one of ours that stands for itself.
func (e Egress) makes(id armid.ID) bool {
	return slices.ContainsFunc(e.made(), func(object madeObject) bool { return object.id.Equal(id) })
}

func privateIP(live *LiveFirewall) string {
	if live == nil {
		return ""
	}
	return live.PrivateIP()
}
