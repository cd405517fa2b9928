package containers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Pools makes the calls on agent pools that are resources of their own.
type Pools struct{ client *armclient.Client }

// NewPools works through the given client.
func NewPools(client *armclient.Client) Pools { return Pools{client: client} }

// PoolChange is one step of a pool from what we owned to what we want to own.
type PoolChange struct {
	Prior PoolSpec // what the state says we own; zero on a create
	Want  PoolSpec

	// Mark is hidden tags of the pool (PoolLive.Tags), by which a run without state knows it.
	Mark map[string]string
	// Resume: the pool that is there is ours to complete.
	Resume bool
	// Progress gets a line about each long step; nil for none.
	Progress func(text string)
}

// Lock takes the lock of the pool's cluster: a write on a pool excludes every other on the cluster (arm-wire.md 6.1).
func (n Pools) Lock(ctx context.Context, pools ...armid.ID) (func(), error) {
	var clusters []armid.ID
	for _, id := range pools {
		if cluster, ok := id.Parent(); ok {
			clusters = append(clusters, cluster)
		}
	}
	return n.client.Lock(ctx, clusters...)
}

// Tags are all tags of the pool's scale set, hidden ones too. The pending mark is among them while a rotation is not finished.
func (p PoolLive) Tags() map[string]string { return poolTags(p.object) }

// ETag is the pool's version for conditional writes.
func (p PoolLive) ETag() string {
	if p.object.ETag != "" {
		return p.object.ETag
	}
	return p.object.String("properties", "eTag")
}

// Read reads a pool by one GET. One that is not there, also because its cluster is not, is an error for which armclient.IsNotFound
// holds.
func (n Pools) Read(ctx context.Context, id armid.ID) (PoolLive, error) {
	object, err := n.client.GetCached(ctx, id, APIVersion)
	if err != nil {
		return PoolLive{}, err
	}
	return decodePool(id, object)
}

// Delete deletes a pool. Where AKS refuses it because an operation is under way on the pool or on its cluster
// (OperationNotAllowed), that is waited for. A pool that is gone already, or whose cluster is, is deleted.
func (n Pools) Delete(ctx context.Context, id armid.ID) error { return deletePool(ctx, n.client, id) }

// Converge brings a pool from prior to want, whatever part of the way an earlier run has gone, and makes it when it is missing. It
// answers the pool as it is afterwards, also with an error; nil where there is none.
//
// A change that Azure does not make in place rotates the pool through its temporary one; without the name of one it is
// refused (RotationError). An error that wraps UntouchedError came before the first write. Further refusals are MissingError,
// ExistsError, DowngradeError and StoppedError.
func (n Pools) Converge(ctx context.Context, change PoolChange) (*PoolLive, error) {
	if !change.Prior.ID.IsZero() && !change.Prior.ID.Equal(change.Want.ID) {
		return nil, untouched(fmt.Errorf("agent pool %s cannot become %s", change.Prior.ID, change.Want.ID))
	}
	mark := maps.Clone(change.Mark)
	delete(mark, pendingTag) // it is the rotation's, not the caller's
	run := poolRun{poolEdit: poolEdit{prior: change.Prior, want: change.Want, mark: mark}, client: n.client, say: change.say, pending: true}
	cluster, err := lookCluster(ctx, n.client, change.Want.ClusterID(), change.Want.concerns)
	if err == nil && cluster == nil {
		err = &MissingError{ID: change.Want.ClusterID()}
	}
	if err != nil {
		return nil, untouched(err)
	}
	var live *armclient.Object
	if _, there := inlinePool(*cluster, change.Want.Name()); there {
		if live, err = look(ctx, n.client, change.Want.ID); err != nil {
			return nil, untouched(err)
		}
	}
	if err := change.refuse(run, *cluster, live); err != nil {
		return nil, untouched(err)
	}
	rotated, failed := run.build(ctx, *cluster, live)
	if failed == nil {
		failed = run.dropTakeovers(ctx, *cluster, rotated)
	}
	return run.end(ctx, failed)
}

// end reads the pool after the work on it and, where that was done, takes off the mark of a rotation.
func (p poolRun) end(ctx context.Context, failed error) (*PoolLive, error) {
	object, err := look(ctx, p.client, p.want.ID)
	if err != nil || object == nil {
		return nil, errors.Join(failed, err)
	}
	if failed == nil {
		*object, failed = p.finish(ctx, *object)
	}
	live, err := decodePool(p.want.ID, *object)
	return &live, errors.Join(failed, err)
}

func (c PoolChange) say(text string) {
	if c.Progress != nil {
		c.Progress(text)
	}
}

func (c PoolChange) refuse(run poolRun, cluster armclient.Object, live *armclient.Object) error {
	if stopped(cluster) {
		return &StoppedError{ID: c.Want.ClusterID(), Paths: []string{"agent pool " + c.Want.Name()}}
	}
	if live == nil {
		_, err := newPool(c.Want, nil, c.Mark)
		return err
	}
	if c.Prior.ID.IsZero() && !c.Resume {
		return &ExistsError{ID: c.Want.ID, Kind: "agent pool"}
	}
	if c.Want.Version != nil && VersionOlder(*c.Want.Version, poolVersion(*live)) {
		return &DowngradeError{ID: c.Want.ID, From: poolVersion(*live), To: *c.Want.Version}
	}
	_, frozen, err := run.differs(*live)
	if err != nil || len(frozen) == 0 {
		return err
	}
	return refuseRotation(cluster, c.Want, frozen)
}

// build makes the pool, brings it in place, or rotates it through the temporary pool that it answers.
func (p poolRun) build(ctx context.Context, cluster armclient.Object, live *armclient.Object) (rotated string, err error) {
	takeover := takeoverIn(cluster, p.want.Name())
	if live == nil {
		return "", p.rotate(ctx, nil, takeover)
	}
	_, frozen, err := p.differs(*live)
	if err != nil {
		return "", err
	}
	if len(frozen) > 0 {
		return p.want.TemporaryName, p.rotate(ctx, live, takeover)
	}
	_, err = p.bring(ctx, *live)
	return "", err
}

// dropTakeovers deletes the temporary pools of this pool: the one of this run, and those of runs that were cut short.
func (p poolRun) dropTakeovers(ctx context.Context, before armclient.Object, rotated string) error {
	names := map[string]bool{}
	for _, inline := range before.Objects("properties", "agentPoolProfiles") {
		if isTemporary(outlined(inline), p.want.Name()) {
			names[inline.Name()] = true
		}
	}
	if rotated != "" && len(names) == 0 {
		names[rotated] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		p.say("deleting the temporary agent pool " + name)
		if err := deletePool(ctx, p.client, p.want.ClusterID().Child(poolCollection, name)); err != nil {
			return err
		}
	}
	return nil
}
