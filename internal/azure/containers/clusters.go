package containers

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Clusters makes the calls on managed clusters.
type Clusters struct{ client *armclient.Client }

// NewClusters works through the given client.
func NewClusters(client *armclient.Client) Clusters { return Clusters{client: client} }

// ClusterChange is one step from what we owned to what we want to own.
type ClusterChange struct {
	Prior ClusterSpec // what the state says we own; zero on a create
	Want  ClusterSpec

	// Mark is the hidden tags of the cluster.
	Mark map[string]string
	// Resume: the cluster bears our mark. Maintenance configurations that the configuration names and that are there are
	// then taken for ours.
	Resume bool

	// Propagation is how long a refusal for a missing permission is taken for a role assignment that is not in effect yet;
	// zero: it is final. Azure documents up to an hour (aks-facts.md 5).
	Propagation time.Duration
	// Awaited names the assignments that the cluster needs, for the progress and for the error.
	Awaited []string
	// Progress gets a line about each long step; nil for none.
	Progress func(text string)
}

// DefaultPropagation is how long role assignments are waited for where nobody says otherwise.
const DefaultPropagation = 15 * time.Minute

func (c ClusterChange) say(text string) {
	if c.Progress != nil {
		c.Progress(text)
	}
}

// isNew reports that the state knows nothing of the cluster.
func (c ClusterChange) isNew() bool { return c.Prior.ID.IsZero() }

// Lock takes the locks of the clusters: a write on a cluster or on one of its pools excludes every other (arm-wire.md 6.1).
func (n Clusters) Lock(ctx context.Context, ids ...armid.ID) (func(), error) {
	return n.client.Lock(ctx, ids...)
}

// Read reads a cluster and those of its maintenance configurations that ours names: one GET for each. Pools come with the
// cluster. A cluster that is not there is an error for which armclient.IsNotFound holds.
func (n Clusters) Read(ctx context.Context, ours ClusterSpec) (ClusterLive, error) {
	group, ctx := errgroup.WithContext(ctx)
	var object armclient.Object
	group.Go(func() error {
		var err error
		object, err = n.client.GetCached(ctx, ours.ID, APIVersion)
		return err
	})
	configurations := newSet[MaintenanceSpec]()
	for name := range ours.Maintenance {
		group.Go(func() error {
			found, there, err := n.readMaintenance(ctx, ours.MaintenanceID(name))
			if there {
				configurations.put(name, found)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return ClusterLive{}, err
	}
	live, err := decodeCluster(ours.ID, object, ours.DefaultPool.Name())
	live.Maintenance = configurations.all
	return live, err
}

// Get reads a cluster alone.
func (n Clusters) Get(ctx context.Context, id armid.ID) (ClusterLive, error) {
	object, err := n.client.GetCached(ctx, id, APIVersion)
	if err != nil {
		return ClusterLive{}, err
	}
	return decodeCluster(id, object, "")
}

// AllMaintenance reads every maintenance configuration of a cluster, by name, for an import.
func (n Clusters) AllMaintenance(ctx context.Context, id armid.ID) (map[string]MaintenanceSpec, error) {
	objects, err := n.client.List(ctx, id.Collection(maintenanceCollection), APIVersion)
	if err != nil {
		return nil, err
	}
	all := map[string]MaintenanceSpec{}
	for _, object := range objects {
		if all[object.Name()], err = decodeMaintenance(object); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Delete deletes a cluster with its pools and its node resource group. One that is gone already is deleted. Where AKS refuses
// it because an operation is under way (OperationNotAllowed), that is waited for.
func (n Clusters) Delete(ctx context.Context, id armid.ID) error {
	return n.client.Delete(ctx, id, APIVersion)
}

// SystemPools are the names of the pools in which the cluster's own pods run, sorted.
func (c ClusterLive) SystemPools() []string {
	names := []string{}
	for _, name := range c.PoolNames() {
		if pool, _ := c.Pool(name); strings.EqualFold(value(pool.Spec.Mode), "System") {
			names = append(names, name)
		}
	}
	return names
}
