package containers

import (
	"context"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// inlinePool is a pool in a cluster's body, in the form of a resource of its own.
func inlinePool(cluster armclient.Object, name string) (armclient.Object, bool) {
	for _, inline := range cluster.Objects("properties", "agentPoolProfiles") {
		if strings.EqualFold(inline.Name(), name) {
			return outlined(inline), true
		}
	}
	return armclient.Object{}, false
}

// poolRun is the work on one pool. Its cluster must be locked.
type poolRun struct {
	poolEdit
	client *armclient.Client
	say    func(string)
	// pending: a pool that is made anew bears the pending mark until its temporary one is gone. The default pool does
	// without: its cluster shows both (ClusterLive.Tags).
	pending bool
}

// make makes the pool, and stops it when it is to be stopped. One that somebody made since we looked is not overwritten.
func (p poolRun) make(ctx context.Context) (armclient.Object, error) {
	body, err := newPool(p.want, nil, p.mark)
	if err != nil {
		return armclient.Object{}, err
	}
	p.say("making the agent pool " + p.want.Name())
	made, err := p.client.Put(ctx, p.want.ID, APIVersion, body, armclient.IfNoneMatch("*"))
	if armclient.IsPreconditionFailed(err) {
		if made, err = p.lostAnswer(ctx, err); err != nil {
			return made, err
		}
		return p.bring(ctx, made)
	}
	if err != nil || p.want.Running == nil || *p.want.Running {
		return made, err
	}
	return p.bring(ctx, made)
}

// lostAnswer tells our own PUT, whose answer was lost, from another writer's: by the mark, or by its having all that is
// wanted.
func (p poolRun) lostAnswer(ctx context.Context, refusal error) (armclient.Object, error) {
	found, err := look(ctx, p.client, p.want.ID)
	if err != nil || found == nil || !p.ours(*found) {
		return armclient.Object{}, refusal
	}
	return *found, nil
}

// ours reports that a pool bears our mark or, where there is none, has all that is wanted.
func (p poolRun) ours(pool armclient.Object) bool {
	if len(p.mark) > 0 {
		return hasTags(poolTags(pool), p.mark)
	}
	changed, _, err := poolEdit{want: p.want}.differs(pool)
	return err == nil && len(changed) == 0
}

// bring writes what differs, and upgrades the pool.
func (p poolRun) bring(ctx context.Context, live armclient.Object) (armclient.Object, error) {
	live, err := bring(ctx, p.client, p.want.ID, live, p.edit)
	if err != nil {
		return live, err
	}
	return p.upgrade(ctx, live)
}

func (p poolRun) upgrade(ctx context.Context, live armclient.Object) (armclient.Object, error) {
	if p.upToDate(live) {
		return live, nil
	}
	p.say("upgrading the agent pool " + p.want.Name() + " to Kubernetes " + *p.want.Version)
	live, err := bring(ctx, p.client, p.want.ID, live, func(object armclient.Object) ([]string, error) {
		if p.upToDate(object) {
			return nil, nil
		}
		return []string{"properties.orchestratorVersion"}, object.Set(*p.want.Version, "properties", "orchestratorVersion")
	})
	return live, err
}

func (p poolRun) upToDate(pool armclient.Object) bool {
	return p.want.Version == nil || VersionServed(*p.want.Version, poolVersion(pool))
}

func poolVersion(pool armclient.Object) string {
	if running := pool.String("properties", "currentOrchestratorVersion"); running != "" {
		return running
	}
	return pool.String("properties", "orchestratorVersion")
}

func poolTags(pool armclient.Object) map[string]string {
	return armclient.Object{Body: map[string]any{"tags": pool.Value("properties", "tags")}}.Tags()
}

// deletePool deletes a pool; one that is gone already is deleted.
func deletePool(ctx context.Context, client *armclient.Client, id armid.ID) error {
	return client.Delete(ctx, id, APIVersion)
}
