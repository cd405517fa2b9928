package containers

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// temporaryTag is on a pool that only takes another's load over while that one is made anew; its value is the other's name. It is
// how a run that comes after a death knows the pool for ours.
const temporaryTag = "hidden-udr-temporary"

// pendingTag says that an object is not finished: a refresh that sees it makes the next plan an update, which finishes the work
// (framework/convergence, whose name it is and which this room may not import; docs/design/0002-convergence.md, C-2, C-8).
const pendingTag = "hidden-udr-pending"

// temporary is the pool that takes over for p, and its mark.
func (p PoolSpec) temporary() (PoolSpec, map[string]string) {
	temporary := p
	temporary.ID = p.ClusterID().Child(poolCollection, p.TemporaryName)
	temporary.TemporaryName, temporary.Running = "", nil
	temporary.Tags = maps.Clone(p.Tags)
	return temporary, map[string]string{temporaryTag: p.Name()}
}

// TemporaryPools are the names of the pools that took over for the named one and were not deleted yet: a rotation was cut
// short. The next Converge finishes it.
func (c ClusterLive) TemporaryPools(name string) []string {
	var names []string
	for _, other := range c.PoolNames() {
		pool, _ := c.Pool(other)
		if isTemporary(pool.object, name) {
			names = append(names, other)
		}
	}
	return names
}

func isTemporary(pool armclient.Object, name string) bool {
	return hasTags(poolTags(pool), map[string]string{temporaryTag: name})
}

// concerns reports that a pool is this one, or stands for it.
func (p PoolSpec) concerns(pool armclient.Object) bool {
	if p.ID.IsZero() {
		return false
	}
	return strings.EqualFold(pool.Name(), p.Name()) || strings.EqualFold(pool.Name(), p.TemporaryName) || isTemporary(pool, p.Name())
}

// rotate makes a pool anew for what Azure does not change in place: a temporary pool takes its load, the pool is deleted and made
// again. The temporary one goes with the leftovers. Each step looks at what is there, so that a run that was cut short is continued by
// the same call; takeover is the temporary pool that is there already.
func (p poolRun) rotate(ctx context.Context, live, takeover *armclient.Object) error {
	if live != nil {
		if err := p.stand(ctx, *live, takeover); err != nil {
			return err
		}
		p.say("deleting the agent pool " + p.want.Name() + ", which is made anew")
		if err := deletePool(ctx, p.client, p.want.ID); err != nil {
			return err
		}
		p.want.Count = p.nodes(*live)
	} else if takeover != nil {
		p.want.Count = p.nodes(*takeover)
	}
	if p.pending && (live != nil || takeover != nil) {
		p.mark = maps.Clone(p.mark)
		if p.mark == nil {
			p.mark = map[string]string{}
		}
		p.mark[pendingTag] = "true"
	}
	made, err := p.make(ctx)
	if err != nil {
		return err
	}
	_, err = p.upgrade(ctx, made)
	return err
}

// finish takes the pending mark of a rotation off a pool, now that its temporary one is gone.
func (p poolRun) finish(ctx context.Context, live armclient.Object) (armclient.Object, error) {
	pending := map[string]string{pendingTag: "true"}
	if !hasTags(poolTags(live), pending) {
		return live, nil
	}
	return bring(ctx, p.client, p.want.ID, live, func(object armclient.Object) ([]string, error) {
		if !hasTags(poolTags(object), pending) {
			return nil, nil
		}
		object.Unset("properties", "tags", pendingTag)
		return []string{"properties.tags"}, nil
	})
}

// stand makes the temporary pool with as many nodes as the live one has, or mends the one that is there.
func (p poolRun) stand(ctx context.Context, live armclient.Object, takeover *armclient.Object) error {
	temporary, mark := p.want.temporary()
	temporary.Count = p.nodes(live)
	helper := poolRun{poolEdit: poolEdit{want: temporary, mark: mark}, client: p.client, say: p.say}
	if takeover == nil {
		_, err := helper.make(ctx)
		return err
	}
	if !isFailedState(takeover.ProvisioningState()) {
		return nil
	}
	helper.want.ID = p.want.ClusterID().Child(poolCollection, takeover.Name())
	_, frozen, err := helper.differs(*takeover)
	if err != nil {
		return err
	}
	if len(frozen) == 0 {
		_, err = helper.bring(ctx, *takeover)
		return err
	}
	// What failed may be what the configuration has changed since (a size that the region has not): there is no mending that.
	if err := deletePool(ctx, p.client, helper.want.ID); err != nil {
		return err
	}
	helper.want.ID = temporary.ID
	_, err = helper.make(ctx)
	return err
}

// nodes is how many nodes the pool that is made anew begins with: as many as wanted, or as the autoscaler had.
func (p poolRun) nodes(live armclient.Object) *int32 {
	if p.want.Autoscale == nil {
		return p.want.Count
	}
	count, ok := live.Int("properties", "count")
	if !ok {
		return p.want.Count
	}
	return to.Ptr(int32(min(max(count, int64(p.want.Autoscale.Min)), int64(p.want.Autoscale.Max)))) //nolint:gosec // between two int32
}

// poolEdit is the default pool's step. A pool of another name is another pool: nothing of the old one is taken back from it.
func (r *clusterRun) poolEdit() poolEdit {
	edit := poolEdit{prior: r.Prior.DefaultPool, want: r.Want.DefaultPool}
	if !edit.prior.ID.Equal(edit.want.ID) {
		edit.prior = PoolSpec{}
	}
	if edit.want.Mode == nil {
		edit.want.Mode = to.Ptr("System")
	}
	return edit
}

// defaultPool brings the default pool to what is wanted: in place, by rotation, or by a pool of another name that takes the
// old one's place.
func (r *clusterRun) defaultPool(ctx context.Context) error {
	if r.Want.DefaultPool.ID.IsZero() {
		return nil
	}
	run := poolRun{poolEdit: r.poolEdit(), client: r.client, say: r.say}
	live, there := r.pool(run.want.Name())
	if !there {
		r.stale = true
		return run.rotate(ctx, nil, r.takeover())
	}
	changed, frozen, err := run.differs(live)
	if err != nil {
		return err
	}
	switch {
	case len(frozen) > 0:
		r.stale = true
		return run.rotate(ctx, &live, r.takeover())
	case len(changed) == 0 && run.upToDate(live) && isSettledState(live.ProvisioningState()) && !isFailedState(live.ProvisioningState()):
		return nil
	}
	r.stale = true
	live, err = r.client.Get(ctx, run.want.ID, APIVersion)
	if err != nil {
		return err
	}
	_, err = run.bring(ctx, live)
	return err
}

// hopeless deletes pools of a rotation that failed for something that the configuration says otherwise by now (a size that the region
// has not): as long as they are there every write of the cluster would try them again and fail. The default pool goes only while
// another carries its load.
func (r *clusterRun) hopeless(ctx context.Context) error {
	if r.cluster == nil || r.Want.DefaultPool.ID.IsZero() {
		return nil
	}
	run := r.poolEdit()
	carried := false
	for _, inline := range r.cluster.Objects("properties", "agentPoolProfiles") {
		pool := outlined(inline)
		carried = carried || isTemporary(pool, run.want.Name()) && !isFailedState(pool.ProvisioningState())
	}
	for _, inline := range r.cluster.Objects("properties", "agentPoolProfiles") {
		pool := outlined(inline)
		ours := isTemporary(pool, run.want.Name()) || carried && strings.EqualFold(pool.Name(), run.want.Name())
		if !ours || !isFailedState(pool.ProvisioningState()) {
			continue
		}
		_, frozen, err := run.differs(pool)
		if err != nil {
			return err
		}
		if len(frozen) == 0 {
			continue
		}
		r.stale = true
		if err := deletePool(ctx, r.client, r.Want.PoolID(pool.Name())); err != nil {
			return err
		}
	}
	if r.stale {
		return r.refresh(ctx)
	}
	return nil
}

// takeover is a pool that took over for the default pool and is still there, whatever name the configuration gives it now.
func (r *clusterRun) takeover() *armclient.Object {
	return takeoverIn(*r.cluster, r.Want.DefaultPool.Name())
}

func takeoverIn(cluster armclient.Object, name string) *armclient.Object {
	for _, inline := range cluster.Objects("properties", "agentPoolProfiles") {
		if pool := outlined(inline); isTemporary(pool, name) {
			return &pool
		}
	}
	return nil
}

// leftovers deletes what the default pool does not need any more: the pool of its old name, and temporary pools of rotations that were
// cut short.
func (r *clusterRun) leftovers(ctx context.Context) error {
	if r.stale {
		if err := r.refresh(ctx); err != nil || r.cluster == nil {
			return err
		}
	}
	for _, inline := range r.cluster.Objects("properties", "agentPoolProfiles") {
		name := inline.Name()
		id := r.Want.PoolID(name)
		old := !r.isNew() && id.Equal(r.Prior.DefaultPool.ID) && !id.Equal(r.Want.DefaultPool.ID)
		forOld := !r.isNew() && isTemporary(outlined(inline), r.Prior.DefaultPool.Name())
		if !old && !forOld && !isTemporary(outlined(inline), r.Want.DefaultPool.Name()) || id.Equal(r.Want.DefaultPool.ID) {
			continue
		}
		r.say("deleting the agent pool " + name)
		r.stale = true
		if err := deletePool(ctx, r.client, id); err != nil {
			return err
		}
	}
	return nil
}

// refusePool finds, before the first write, what would leave the default pool half way.
func (r *clusterRun) refusePool() error {
	want := r.Want.DefaultPool
	if want.ID.IsZero() {
		return nil
	}
	live, there := r.pool(want.Name())
	if !there {
		return nil
	}
	edit := r.poolEdit()
	changed, frozen, err := edit.differs(live)
	if err != nil {
		return err
	}
	renamed := !r.isNew() && !r.Prior.DefaultPool.ID.IsZero() && !r.Prior.DefaultPool.ID.Equal(want.ID)
	if renamed && !r.Resume && slices.ContainsFunc(changed, func(path string) bool { return path != "properties.mode" }) {
		return &ExistsError{ID: want.ID, Kind: "agent pool"}
	}
	if want.Version != nil && VersionOlder(*want.Version, poolVersion(live)) {
		return &DowngradeError{ID: want.ID, From: poolVersion(live), To: *want.Version}
	}
	if len(frozen) == 0 {
		return nil
	}
	return refuseRotation(*r.cluster, want, frozen)
}

// refuseRotation: a rotation needs the name of a temporary pool, which nobody else's pool may have.
func refuseRotation(cluster armclient.Object, want PoolSpec, frozen []string) error {
	if takeoverIn(cluster, want.Name()) != nil {
		return nil
	}
	if want.TemporaryName == "" {
		return &RotationError{ID: want.ID, Paths: frozen}
	}
	if _, there := inlinePool(cluster, want.TemporaryName); there {
		return &ExistsError{ID: want.ClusterID().Child(poolCollection, want.TemporaryName), Kind: "agent pool"}
	}
	return nil
}
