package network

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// PolicyGroups makes the calls on rule collection groups in a policy that is somebody else's.
type PolicyGroups struct{ client *armclient.Client }

// NewPolicyGroups works through the given client.
func NewPolicyGroups(client *armclient.Client) PolicyGroups { return PolicyGroups{client: client} }

// GroupsChange is one step from the groups that we owned in a policy to those that we want to own.
type GroupsChange struct {
	PolicyID    armid.ID
	Prior, Want map[string]Group
}

// Lock takes the policy's lock: groups of one policy are written one by one (arm-wire.md 6.1).
func (g PolicyGroups) Lock(ctx context.Context, policies ...armid.ID) (func(), error) {
	return g.client.Lock(ctx, policies...)
}

// Read reads the groups of those names, all at once. One that is not there has no entry.
func (g PolicyGroups) Read(ctx context.Context, policy armid.ID, names ...string) (map[string]LiveGroup, error) {
	s := newSight(g.client)
	if err := s.read(ctx, groupIDs(policy, names)...); err != nil {
		return nil, err
	}
	return s.liveGroups(policy, names)
}

// Converge writes the groups that differ, one by one, makes missing ones and deletes those that are no longer wanted. No
// other group is touched or looked at. A group that we add and that is there is refused with an ExistsError, wrapped in an
// UntouchedError, before anything is written. It answers the groups as they are afterwards; with a GroupError those that
// stand so far, without the one that it names.
func (g PolicyGroups) Converge(ctx context.Context, change GroupsChange) (map[string]LiveGroup, error) {
	s := newSight(g.client)
	wanted := slices.Sorted(maps.Keys(change.Want))
	if err := s.read(ctx, groupIDs(change.PolicyID, append(slices.Sorted(maps.Keys(change.Prior)), wanted...))...); err != nil {
		return nil, &UntouchedError{err}
	}
	for _, name := range wanted {
		id := groupID(change.PolicyID, name)
		if _, had := lookup(change.Prior, name); !had && s.of(id) != nil {
			return nil, &UntouchedError{&ExistsError{ID: id, Kind: "rule collection group"}}
		}
	}
	if err := (groupsChange{policy: change.PolicyID, prior: change.Prior, want: change.Want}).converge(ctx, s); err != nil {
		live, unread := s.liveGroups(change.PolicyID, wanted)
		var failed *GroupError
		if errors.As(err, &failed) {
			delete(live, failed.Name)
		}
		return live, errors.Join(err, unread)
	}
	return s.liveGroups(change.PolicyID, wanted)
}

// Delete deletes our groups one by one. One that is gone already, alone or with its policy, is deleted.
func (g PolicyGroups) Delete(ctx context.Context, policy armid.ID, ours map[string]Group) error {
	return groupsChange{policy: policy, prior: ours}.converge(ctx, newSight(g.client))
}

func (s *sight) liveGroups(policy armid.ID, names []string) (map[string]LiveGroup, error) {
	found := map[string]LiveGroup{}
	for _, name := range names {
		live, err := decoded(s, groupID(policy, name), readGroup)
		if err != nil {
			return nil, err
		}
		if live != nil {
			found[name] = *live
		}
	}
	return found, nil
}

// groupsChange is a change of groups whose references are resolved and whose live forms have been read.
type groupsChange struct {
	policy      armid.ID
	prior, want map[string]Group
}

// converge writes groups one by one: two at once would meet at the policy's lock. New and changed ones come first, so that
// a rule that moves to another group is always there; a group goes earlier only when it holds a priority that is wanted.
func (c groupsChange) converge(ctx context.Context, s *sight) error {
	for _, step := range c.steps(s) {
		id := groupID(c.policy, step.name)
		if step.remove {
			if err := s.delete(ctx, id); err != nil {
				return &GroupError{Name: step.name, Removing: true, Err: err}
			}
			continue
		}
		if err := s.bringGroup(ctx, id, c.want[step.name]); err != nil {
			return &GroupError{Name: step.name, Err: err}
		}
	}
	return nil
}

// bringGroup makes a group, or brings the one that is there to what is wanted. One that another writer makes between our look
// and our write is not overwritten (L3), as far as Azure obeys If-None-Match here, which it does not document (arm-wire.md 6.2).
func (s *sight) bringGroup(ctx context.Context, id armid.ID, group Group) error {
	build := func(e *edit) { group.edit(e) }
	if s.of(id) != nil {
		return s.bring(ctx, id, build)
	}
	err := s.bring(ctx, id, build, armclient.IfNoneMatch("*"))
	if !armclient.IsPreconditionFailed(err) {
		return err
	}
	if err := s.read(ctx, id); err != nil {
		return err
	}
	live, unread := decoded(s, id, readGroup)
	switch {
	case unread != nil:
		return unread
	case live == nil:
		return err
	case !group.Equal(live.Group):
		return &ExistsError{ID: id, Kind: "rule collection group"}
	}
	return s.bring(ctx, id, build) // our own write, whose answer was lost
}

// groupStep is one write.
type groupStep struct {
	name   string
	remove bool
}

// steps orders the writes so that, where it can be, no two groups have one priority at the same time: the order of equal
// priorities is not defined (FW-6).
func (c groupsChange) steps(s *sight) []groupStep {
	standing := map[string]int32{} // priorities of our groups as they stand
	for name, group := range c.prior {
		standing[name] = group.Priority
		if live, err := decoded(s, groupID(c.policy, name), readGroup); err == nil && live != nil {
			standing[name] = live.Priority
		}
	}
	var plan []groupStep
	var leaving []string
	for _, name := range slices.Sorted(maps.Keys(c.prior)) {
		if _, kept := lookup(c.want, name); !kept {
			leaving = append(leaving, name)
		}
	}
	waiting := slices.Sorted(maps.Keys(c.want))
	for len(waiting) > 0 {
		next, held := c.next(waiting, leaving, standing)
		for _, holder := range held {
			if i := slices.Index(leaving, holder); i >= 0 {
				plan = append(plan, groupStep{name: holder, remove: true})
				leaving = slices.Delete(leaving, i, i+1)
			}
			delete(standing, holder) // one that stays is part of a ring: for a moment both are equal
		}
		standing[waiting[next]] = c.want[waiting[next]].Priority
		plan = append(plan, groupStep{name: waiting[next]})
		waiting = slices.Delete(waiting, next, next+1)
	}
	for _, name := range leaving {
		plan = append(plan, groupStep{name: name, remove: true})
	}
	return plan
}

// next is the group to be written next and those that hold its priority: one whose priority is free, else one whose priority is
// held only by groups that leave, else the first, since what is left is a ring of groups that exchange their priorities.
func (c groupsChange) next(waiting, leaving []string, standing map[string]int32) (index int, held []string) {
	if i := slices.IndexFunc(waiting, func(name string) bool { return len(holders(standing, c.want, name)) == 0 }); i >= 0 {
		return i, nil
	}
	stays := func(name string) bool { return !slices.Contains(leaving, name) }
	i := max(0, slices.IndexFunc(waiting, func(name string) bool { return !slices.ContainsFunc(holders(standing, c.want, name), stays) }))
	return i, holders(standing, c.want, waiting[i])
}

// holders are the other groups that stand at the priority which a group is to have.
func holders(standing map[string]int32, want map[string]Group, name string) []string {
	var list []string
	for _, other := range slices.Sorted(maps.Keys(standing)) {
		if other != name && standing[other] == want[name].Priority {
			list = append(list, other)
		}
	}
	return list
}

func groupID(policy armid.ID, name string) armid.ID {
	return policy.Child("ruleCollectionGroups", name)
}

func groupIDs(policy armid.ID, names []string) []armid.ID {
	var list []armid.ID
	for _, name := range names {
		list = append(list, groupID(policy, name))
	}
	return list
}
