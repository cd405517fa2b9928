package containers

import (
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// refuse finds what Azure would refuse, or what must not be touched, before the first write.
func (r *clusterRun) refuse() error {
	if r.cluster == nil {
		_, err := r.newBody()
		return err
	}
	if err := r.refuseFrozen(); err != nil {
		return err
	}
	if err := r.refuseDowngrade(); err != nil {
		return err
	}
	if err := r.refuseForeign(); err != nil {
		return err
	}
	if err := r.refusePool(); err != nil {
		return err
	}
	return r.refuseStopped()
}

func (r *clusterRun) refuseFrozen() error {
	kind := r.cluster.String("identity", "type")
	client := r.cluster.String("properties", "servicePrincipalProfile", "clientId")
	byPrincipal := (kind == "" || kind == "None") && client != "" && client != noPrincipal
	paths, err := r.frozen(*r.cluster, byPrincipal)
	if err != nil {
		return err
	}
	if len(paths) > 0 {
		return &ImmutableError{ID: r.Want.ID, Paths: paths}
	}
	return nil
}

func (r *clusterRun) refuseDowngrade() error {
	running := runningVersion(*r.cluster)
	if r.Want.Version != nil && VersionOlder(*r.Want.Version, running) {
		return &DowngradeError{ID: r.Want.ID, From: running, To: *r.Want.Version}
	}
	return nil
}

// refuseForeign: a maintenance configuration that the state does not know and that says something else is somebody else's.
func (r *clusterRun) refuseForeign() error {
	for name, want := range r.Want.Maintenance {
		live, there := r.maintenance[name]
		_, had := r.Prior.Maintenance[name]
		if there && !had && !r.Resume && !sameMaintenance(want, live) {
			return &ExistsError{ID: r.Want.MaintenanceID(name), Kind: "maintenance configuration"}
		}
	}
	return nil
}

// refuseStopped: nothing but tags is changed on a stopped cluster that is to stay so.
func (r *clusterRun) refuseStopped() error {
	if !stopped(*r.cluster) || value(r.Want.Running) {
		return nil
	}
	changed, err := r.edit(r.cluster.Clone())
	if err != nil {
		return err
	}
	if !VersionServed(valueOr(r.Want.Version, runningVersion(*r.cluster)), runningVersion(*r.cluster)) {
		changed = append(changed, "properties.kubernetesVersion")
	}
	if pool, there := r.pool(r.Want.DefaultPool.Name()); there {
		below, _, err := r.poolEdit().differs(pool)
		if err != nil {
			return err
		}
		for _, path := range below {
			changed = append(changed, "default pool "+path)
		}
	}
	if len(changed) == 0 || len(changed) == 1 && changed[0] == "tags" {
		return nil
	}
	return &StoppedError{ID: r.Want.ID, Paths: changed}
}

func valueOr(pointer *string, otherwise string) string {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}

// pool is a pool of the cluster as last seen, in the form of a resource of its own.
func (r *clusterRun) pool(name string) (armclient.Object, bool) {
	if r.cluster == nil || name == "" {
		return armclient.Object{}, false
	}
	return inlinePool(*r.cluster, name)
}
