package network

import (
	"context"
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// maxTagWrites bounds how often a write of tags starts over because another writer came in between (arm-wire.md 6.3).
const maxTagWrites = 5

// bring makes an object, or brings the one that is there to what build wants, with the least that does it:
//
//   - not there: one PUT;
//   - nothing differs: nothing;
//   - only tags differ: one PATCH under If-Match, which every type answers at once but the firewall (arm-wire.md 1.2), where a
//     PUT of a policy in use takes minutes;
//   - else: one PUT of the JSON just read, under If-Match. An object whose last operation failed is always written: that is
//     what mends it (aks-facts.md 4.3).
//
// An operation of an earlier run that is still under way is waited for first. It answers the object as it is afterwards.
func bring(ctx context.Context, client *armclient.Client, id armid.ID, live *armclient.Object, build func(*edit), options ...armclient.Option) (armclient.Object, error) {
	live, err := settle(ctx, client, id, live)
	if err != nil {
		return armclient.Object{}, err
	}
	if live == nil {
		e := newEdit(armclient.Object{})
		if build(e); e.err != nil {
			return armclient.Object{}, e.err
		}
		return client.Put(ctx, id, APIVersion, e.object.Body, options...)
	}
	e := newEdit(live.Clone())
	switch build(e); {
	case e.err != nil:
		return *live, e.err
	case failed(*live):
	case len(e.changed) == 0:
		return *live, nil
	case e.onlyTags():
		return bringTags(ctx, client, id, *live, build)
	}
	return client.Update(ctx, id, APIVersion, func(object armclient.Object) (bool, error) {
		e := newEdit(object)
		build(e)
		return len(e.changed) > 0 || failed(object), e.err
	}, options...)
}

func bringTags(ctx context.Context, client *armclient.Client, id armid.ID, live armclient.Object, build func(*edit)) (armclient.Object, error) {
	var err error
	for range maxTagWrites {
		e := newEdit(live.Clone())
		if build(e); e.err != nil || !e.onlyTags() {
			return live, e.err
		}
		var written armclient.Object
		written, err = client.Patch(ctx, id, APIVersion, map[string]any{"tags": e.object.Body["tags"]}, armclient.IfMatch(live.ETag))
		if !armclient.IsPreconditionFailed(err) {
			return written, err
		}
		if live, err = client.WaitSettled(ctx, id, APIVersion); err != nil {
			return live, err
		}
	}
	return live, fmt.Errorf("another writer changed %s %d times in a row: %w", id, maxTagWrites, err)
}

// settle waits while an operation is under way on the object. An object that is gone at its end is none.
func settle(ctx context.Context, client *armclient.Client, id armid.ID, live *armclient.Object) (*armclient.Object, error) {
	if live == nil || settled(*live) {
		return live, nil
	}
	object, err := client.WaitSettled(ctx, id, APIVersion)
	if armclient.IsNotFound(err) {
		return nil, nil //nolint:nilnil // gone is an answer
	}
	return &object, err
}

func settled(object armclient.Object) bool {
	state := object.ProvisioningState()
	return state == "" || failed(object) || strings.EqualFold(state, "Succeeded")
}

func failed(object armclient.Object) bool {
	state := object.ProvisioningState()
	return strings.EqualFold(state, "Failed") || strings.EqualFold(state, "Canceled")
}
