package containers

import (
	"maps"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// poolEdit is one step of a pool from what we owned to what we want to own.
type poolEdit struct {
	prior, want PoolSpec
	mark        map[string]string // hidden tags of the scale set
}

// edit brings a pool's JSON, as just read, to what is wanted, and answers the paths of what differs. The version is not
// touched: an upgrade is a write of its own.
func (p poolEdit) edit(object armclient.Object) ([]string, error) {
	var prior map[string]any
	var err error
	if !p.prior.ID.IsZero() {
		if prior, err = encodePool(p.prior); err != nil {
			return nil, err
		}
	}
	want, err := encodePool(p.want)
	if err != nil {
		return nil, err
	}
	if p.want.Autoscale != nil {
		// The number of nodes is the autoscaler's. That of before it was turned on is not taken back.
		for _, body := range []map[string]any{prior, want} {
			if properties, ok := body["properties"].(map[string]any); ok {
				delete(properties, "count")
			}
		}
	}
	if len(p.mark) > 0 {
		overlay(want, map[string]any{"properties": map[string]any{"tags": generic(p.mark)}})
	}
	changed := merge(poolRules, object.Body, prior, want)
	if len(changed) > 0 {
		p.intoBounds(object)
		p.withoutBounds(object)
	}
	return changed, nil
}

// intoBounds keeps the number of nodes between the bounds, outside of which Azure refuses it. It is no difference by
// itself: the autoscaler would do the same.
func (p poolEdit) intoBounds(object armclient.Object) {
	if p.want.Autoscale == nil {
		return
	}
	count, ok := object.Int("properties", "count")
	if !ok {
		return
	}
	if bounded := min(max(count, int64(p.want.Autoscale.Min)), int64(p.want.Autoscale.Max)); bounded != count {
		object.Map("properties")["count"] = bounded
	}
}

// withoutBounds takes bounds out that go with no autoscaler.
func (p poolEdit) withoutBounds(object armclient.Object) {
	if on, there := object.Bool("properties", "enableAutoScaling"); there && !on {
		object.Unset("properties", "minCount")
		object.Unset("properties", "maxCount")
	}
}

// newPool is the body of the PUT that makes a pool. Version is what a pool without one of its own gets; nil leaves it to
// Azure, which takes that of the control plane.
func newPool(s PoolSpec, version *string, mark map[string]string) (armclient.Object, error) {
	body, err := encodePool(s)
	if err != nil {
		return armclient.Object{}, err
	}
	properties, ok := body["properties"].(map[string]any)
	if !ok { // the specification says nothing
		properties = map[string]any{}
		body["properties"] = properties
	}
	if _, given := properties["type"]; !given {
		properties["type"] = "VirtualMachineScaleSets"
	}
	switch {
	case s.Version != nil:
		properties["orchestratorVersion"] = *s.Version
	case version != nil:
		properties["orchestratorVersion"] = *version
	}
	if s.Autoscale != nil {
		count := s.Autoscale.Min
		if s.Count != nil {
			count = min(max(*s.Count, s.Autoscale.Min), s.Autoscale.Max)
		}
		properties["count"] = count
	}
	delete(properties, "powerState") // a pool is made running, and stopped afterwards
	if len(mark) > 0 {
		tags := maps.Clone(s.Tags)
		if tags == nil {
			tags = map[string]string{}
		}
		maps.Copy(tags, mark)
		properties["tags"] = generic(tags)
	}
	return armclient.Object{Body: body}, nil
}

// differs tells, without a write, what an edit would change and what of that Azure does not change in place.
func (p poolEdit) differs(live armclient.Object) (changed, frozen []string, err error) {
	draft := live.Clone()
	if changed, err = p.edit(draft); err != nil {
		return nil, nil, err
	}
	return changed, impossible(frozenPool, changed, live.Body, draft.Body), nil
}

// PoolReplacements are the members that differ between two specifications of a pool and that Azure does not change in
// place, as paths (properties.vmSize): the pool has to be made anew for them.
func PoolReplacements(prior, want PoolSpec) ([]string, error) {
	body, err := encodePool(prior)
	if err != nil {
		return nil, err
	}
	_, frozen, err := poolEdit{prior: prior, want: want}.differs(armclient.Object{Body: body})
	return frozen, err
}
