package containers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// Converge brings a cluster from prior to want, whatever part of the way an earlier run has gone, and makes it when it is
// missing. It reads everything, refuses what Azure does not do, and writes only what differs, in the order of
// docs/design/0008-cluster.md. It answers the cluster as it is afterwards, also with an error.
//
// An error that wraps UntouchedError came before the first write. Refusals are ImmutableError, RotationError, DowngradeError,
// StoppedError and ExistsError; a PermissionError says that role assignments were waited for in vain.
func (n Clusters) Converge(ctx context.Context, change ClusterChange) (ClusterLive, error) {
	run := &clusterRun{ClusterChange: change, n: n, client: n.client}
	if err := run.see(ctx); err != nil {
		return ClusterLive{}, untouched(err)
	}
	if err := run.refuse(); err != nil {
		return ClusterLive{}, untouched(err)
	}
	err := run.build(ctx)
	run.stale = run.stale || err != nil
	live, unread := run.live(ctx)
	return live, errors.Join(err, unread)
}

// clusterRun is one Converge under way.
type clusterRun struct {
	ClusterChange
	n      Clusters
	client *armclient.Client

	cluster     *armclient.Object // as last seen; nil: not there
	stale       bool              // a pool was written since
	maintenance map[string]MaintenanceSpec
}

// see reads the cluster, once nothing is under way on it, and its maintenance configurations.
func (r *clusterRun) see(ctx context.Context) error {
	if !r.isNew() && !r.Prior.ID.Equal(r.Want.ID) {
		return fmt.Errorf("cluster %s cannot become %s", r.Prior.ID, r.Want.ID)
	}
	var err error
	if r.cluster, err = lookCluster(ctx, r.client, r.Want.ID, r.concerns); err != nil || r.cluster == nil {
		return err
	}
	r.maintenance = map[string]MaintenanceSpec{}
	for _, name := range r.maintenanceNames() {
		found, there, err := r.n.readMaintenance(ctx, r.Want.MaintenanceID(name))
		if err != nil {
			return err
		}
		if there {
			r.maintenance[name] = found
		}
	}
	return nil
}

// concerns reports that a pool is the default one, of before or from now on, or stands for it.
func (r *clusterRun) concerns(pool armclient.Object) bool {
	for _, s := range []PoolSpec{r.Prior.DefaultPool, r.Want.DefaultPool} {
		if s.concerns(pool) {
			return true
		}
	}
	return false
}

func (r *clusterRun) build(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.start, r.hopeless, r.write, r.principal, r.upgrade, r.defaultPool, r.leftovers, r.configurations, r.stop} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// write makes the cluster or writes what differs, but for its version and its pools.
func (r *clusterRun) write(ctx context.Context) error {
	again := false
	return r.n.patiently(ctx, r.ClusterChange, func() error {
		if again { // what was refused may be there all the same, failed
			if err := r.refresh(ctx); err != nil {
				return err
			}
		}
		again = true
		if r.cluster == nil {
			return r.create(ctx)
		}
		return r.staged(ctx)
	})
}

// create sends the PUT that makes the cluster. It is conditional: one that somebody made since we looked is not
// overwritten. Our own PUT whose answer was lost shows as such a one too; its mark tells.
func (r *clusterRun) create(ctx context.Context) error {
	body, err := r.newBody()
	if err != nil {
		return err
	}
	r.say("making the cluster " + r.Want.ID.Name())
	made, err := r.client.Put(ctx, r.Want.ID, APIVersion, body, armclient.IfNoneMatch("*"))
	if armclient.IsPreconditionFailed(err) {
		if found, lookup := look(ctx, r.client, r.Want.ID); lookup == nil && found != nil && hasTags(found.Tags(), r.Mark) {
			r.cluster = found
			return r.staged(ctx)
		}
	}
	if err != nil {
		return err
	}
	r.cluster = &made
	return nil
}

// edited writes what an edit changes.
func (r *clusterRun) edited(ctx context.Context, edit editor) error {
	object, err := bring(ctx, r.client, r.Want.ID, *r.cluster, edit)
	if err != nil {
		return err
	}
	r.cluster = &object
	return nil
}

func (r *clusterRun) refresh(ctx context.Context) error {
	found, err := look(ctx, r.client, r.Want.ID)
	if err != nil {
		return err
	}
	r.cluster, r.stale = found, false
	return nil
}

// principal sends another service principal or secret, for which there is an action: a PUT does not take it.
func (r *clusterRun) principal(ctx context.Context) error {
	if !r.newPrincipal(*r.cluster) {
		return nil
	}
	sp := r.Want.Identity.ServicePrincipal
	r.stale = true
	_, err := r.client.Post(ctx, r.Want.ID, APIVersion, "resetServicePrincipalProfile", map[string]any{
		"clientId": sp.ClientID, "secret": sp.Secret.Reveal(),
	}, armclient.Idempotent())
	return err
}

// upgrade brings the control plane to the wanted version. It is a PUT of its own and comes before the pools, which may
// not be newer. Azure resolves an alias to its newest patch.
func (r *clusterRun) upgrade(ctx context.Context) error {
	if r.Want.Version == nil || VersionServed(*r.Want.Version, runningVersion(*r.cluster)) {
		return nil
	}
	r.say(fmt.Sprintf("upgrading the control plane from %s to %s", runningVersion(*r.cluster), *r.Want.Version))
	return r.edited(ctx, func(object armclient.Object) ([]string, error) {
		if VersionServed(*r.Want.Version, runningVersion(object)) {
			return nil, nil
		}
		r.dropOutbound(object)
		return []string{"properties.kubernetesVersion"}, object.Set(*r.Want.Version, "properties", "kubernetesVersion")
	})
}

// runningVersion is the patch version of a cluster's control plane.
func runningVersion(cluster armclient.Object) string {
	if running := cluster.String("properties", "currentKubernetesVersion"); running != "" {
		return running
	}
	return cluster.String("properties", "kubernetesVersion")
}

// start comes first: Azure changes nothing on a stopped cluster. Stop comes last.
func (r *clusterRun) start(ctx context.Context) error {
	if r.cluster == nil || !stopped(*r.cluster) || !value(r.Want.Running) {
		return nil
	}
	return r.power(ctx, "start")
}

func (r *clusterRun) stop(ctx context.Context) error {
	if r.Want.Running == nil || *r.Want.Running || stopped(*r.cluster) {
		return nil
	}
	return r.power(ctx, "stop")
}

func (r *clusterRun) power(ctx context.Context, action string) error {
	r.say(action + " of the cluster " + r.Want.ID.Name())
	if _, err := r.client.Post(ctx, r.Want.ID, APIVersion, action, nil, armclient.Idempotent()); err != nil {
		return err
	}
	return r.refresh(ctx)
}

func stopped(cluster armclient.Object) bool {
	return strings.EqualFold(cluster.String("properties", "powerState", "code"), "Stopped")
}

// configurations brings the maintenance configurations to what is wanted. They are of one request each, and all of it is ours.
func (r *clusterRun) configurations(ctx context.Context) error {
	for _, name := range r.maintenanceNames() {
		id := r.Want.MaintenanceID(name)
		want, wanted := r.Want.Maintenance[name]
		live, there := r.maintenance[name]
		switch {
		case !wanted && there:
			if err := r.client.Delete(ctx, id, APIVersion); err != nil {
				return err
			}
			delete(r.maintenance, name)
		case wanted && (!there || !sameMaintenance(want, live)):
			properties, err := encodeMaintenance(want)
			if err != nil {
				return err
			}
			written, err := r.client.Put(ctx, id, APIVersion, map[string]any{"properties": properties}, armclient.SyncOnly())
			if err != nil {
				return err
			}
			if r.maintenance == nil {
				r.maintenance = map[string]MaintenanceSpec{}
			}
			if r.maintenance[name], err = decodeMaintenance(written); err != nil {
				return err
			}
		}
	}
	return nil
}

// live is the cluster as it is now. It is read again when a pool was written, or when a write failed.
func (r *clusterRun) live(ctx context.Context) (ClusterLive, error) {
	if r.stale && ctx.Err() == nil {
		if found, err := look(ctx, r.client, r.Want.ID); err == nil {
			r.cluster, r.stale = found, false
		}
	}
	if r.cluster == nil {
		return ClusterLive{}, nil
	}
	live, err := decodeCluster(r.Want.ID, *r.cluster, r.Want.DefaultPool.Name())
	live.Maintenance = map[string]MaintenanceSpec{}
	for name, found := range r.maintenance {
		if _, wanted := r.Want.Maintenance[name]; wanted {
			live.Maintenance[name] = found
		}
	}
	return live, err
}

// hasTags reports whether the live tags hold all of the mark. An empty mark is held by nothing.
func hasTags(live, mark map[string]string) bool {
	for name, text := range mark {
		held := false
		for other, has := range live {
			held = held || strings.EqualFold(other, name) && has == text
		}
		if !held {
			return false
		}
	}
	return len(mark) > 0
}
