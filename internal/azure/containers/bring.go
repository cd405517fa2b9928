package containers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// maxTagWrites bounds how often a write of tags starts over because another writer came in between (arm-wire.md 6.3).
const maxTagWrites = 5

// maxRereads bounds how often a guarded write starts over, and rereadPause is the first pause before it, which doubles
// (arm-wire.md 6.3).
const (
	maxRereads  = 5
	rereadPause = time.Second
)

// editor brings the JSON just read to what is wanted and answers the paths of what differs.
type editor func(object armclient.Object) (changed []string, err error)

// bring brings an object that is there to what is wanted, with the least that does it:
//
//   - nothing differs: nothing;
//   - only tags differ: one PATCH under If-Match (clusters; a pool knows none);
//   - else: one PUT of the JSON just read, under If-Match. An object whose last operation failed is always written: that is
//     what mends it.
//
// An operation of an earlier run that is still under way is waited for first. It answers the object as it is afterwards.
func bring(ctx context.Context, client *armclient.Client, id armid.ID, live armclient.Object, edit editor) (armclient.Object, error) {
	var err error
	if !isSettledState(live.ProvisioningState()) {
		if live, err = client.WaitSettled(ctx, id, APIVersion); err != nil {
			return live, err
		}
	}
	changed, err := edit(live.Clone())
	switch {
	case err != nil:
		return live, err
	case isFailedState(live.ProvisioningState()):
	case len(changed) == 0:
		return live, nil
	case len(changed) == 1 && changed[0] == "tags":
		live, err = bringTags(ctx, client, id, live, edit)
		if err != nil {
			return live, err
		}
		// Whether a PATCH takes away the tags that it does not name is nowhere said of AKS; a PUT does.
		if left, err := edit(live.Clone()); err != nil || len(left) == 0 {
			return live, err
		}
	}
	written, err := update(ctx, client, id, func(object armclient.Object) (bool, error) {
		changed, err := edit(object)
		return len(changed) > 0 || isFailedState(object.ProvisioningState()), err
	})
	if err != nil {
		return live, err
	}
	return written, nil
}

// update is the guarded read-modify-write. That of the client serves where the etag is where it looks for it; a pool has
// it among its properties (armcontainerservice.ManagedClusterAgentPoolProfileProperties), unless a header says it.
func update(ctx context.Context, client *armclient.Client, id armid.ID, change func(armclient.Object) (bool, error)) (armclient.Object, error) {
	pause := rereadPause
	for attempt := 0; ; attempt++ {
		read, err := client.WaitSettled(ctx, id, APIVersion)
		if err != nil {
			return armclient.Object{}, err
		}
		inside := read.String("properties", "eTag")
		if read.ETag != "" || inside == "" {
			return client.Update(ctx, id, APIVersion, change)
		}
		draft := read.Clone()
		changed, err := change(draft)
		if err != nil || !changed {
			return read, err
		}
		written, err := client.Put(ctx, id, APIVersion, draft, armclient.IfMatch(inside))
		if again := armclient.IsPreconditionFailed(err) || endedBusy(err); !again || attempt == maxRereads {
			return written, err
		}
		if err := client.Clock().Sleep(ctx, pause); err != nil {
			return written, err
		}
		pause *= 2
	}
}

// endedBusy reports an operation that gave way to another one. Its etag is spent, so that the client did not repeat it.
func endedBusy(err error) bool {
	e := armclient.As(err)
	return e != nil && e.Class == armclient.Busy && e.Operation != "" && !armclient.MayHaveTakenEffect(err)
}

func bringTags(ctx context.Context, client *armclient.Client, id armid.ID, live armclient.Object, edit editor) (armclient.Object, error) {
	var err error
	for range maxTagWrites {
		draft := live.Clone()
		changed, failed := edit(draft)
		if failed != nil || len(changed) != 1 {
			return live, failed
		}
		var written armclient.Object
		written, err = client.Patch(ctx, id, APIVersion, map[string]any{"tags": draft.Body["tags"]}, armclient.IfMatch(live.ETag))
		if !armclient.IsPreconditionFailed(err) {
			return written, err
		}
		if live, err = client.WaitSettled(ctx, id, APIVersion); err != nil {
			return live, err
		}
	}
	return live, fmt.Errorf("another writer changed %s %d times in a row: %w", id, maxTagWrites, err)
}

// look reads an object that may not be there, waiting for an operation that is under way on it. Nil: it is not there, or
// not any more.
func look(ctx context.Context, client *armclient.Client, id armid.ID) (*armclient.Object, error) {
	object, err := client.Get(ctx, id, APIVersion)
	if err == nil && !isSettledState(object.ProvisioningState()) {
		object, err = client.WaitSettled(ctx, id, APIVersion)
	}
	switch {
	case armclient.IsNotFound(err):
		return nil, nil //nolint:nilnil // not there is an answer
	case err != nil:
		return nil, err
	}
	return &object, nil
}

// lookCluster reads a cluster once nothing is under way on it nor on those of its pools that concern us: AKS can show a cluster
// as Succeeded while one of its pools is made or deleted. Nil: it is not there.
func lookCluster(ctx context.Context, client *armclient.Client, id armid.ID, concerns func(pool armclient.Object) bool) (*armclient.Object, error) {
	cluster, err := look(ctx, client, id)
	if err != nil || cluster == nil {
		return nil, err
	}
	waited := false
	for _, inline := range cluster.Objects("properties", "agentPoolProfiles") {
		pool := outlined(inline)
		if isSettledState(pool.ProvisioningState()) || !concerns(pool) {
			continue
		}
		waited = true
		if _, err := look(ctx, client, id.Child(poolCollection, pool.Name())); err != nil {
			return nil, err
		}
	}
	if !waited {
		return cluster, nil
	}
	return look(ctx, client, id)
}

// untouched says that nothing was written before the error.
func untouched(err error) error {
	var already *UntouchedError
	if err == nil || errors.As(err, &already) {
		return err
	}
	return &UntouchedError{err}
}
