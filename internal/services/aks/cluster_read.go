package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *clusterResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	refresh(ctx, r.account, req, resp, clusterObject, r.see)
}

// see reads the cluster into its next state.
func (r *clusterResource) see(ctx context.Context, state types.Object, imported bool, problems *diag.Diagnostics) (sight, error) {
	live, err := r.observe(ctx, clusterSpec(sectionOf(state), section{}), imported)
	if err != nil {
		return sight{}, err
	}
	var exits []string
	if imported {
		exits = r.exits(ctx, live)
	}
	after, found := publish(ctx, state, live, imported, exits...)
	problems.Append(found...)
	return sight{after, live.Tags(), live.Tags()}, nil
}

// observe reads the cluster, with its pools in it, and its maintenance configurations: those that are ours, or all of an imported one, of which
// the first system pool is the default one.
func (r *clusterResource) observe(ctx context.Context, ours azure.ClusterSpec, imported bool) (azure.ClusterLive, error) {
	if !imported {
		return r.clusters().Read(ctx, ours)
	}
	live, err := r.clusters().Get(ctx, ours.ID)
	if err != nil {
		return live, err
	}
	if pools := live.SystemPools(); len(pools) > 0 {
		pool, _ := live.Pool(firstPool(live, pools))
		live.Spec.DefaultPool = pool.Spec
	}
	live.Maintenance, err = r.clusters().AllMaintenance(ctx, ours.ID)
	return live, err
}

// firstPool is the system pool that is taken for the default one: the CLI's name where there is one, else the first by name.
func firstPool(_ azure.ClusterLive, pools []string) string {
	for _, name := range pools {
		if name == "nodepool1" {
			return name
		}
	}
	return pools[0]
}

// exits are the public addresses that an imported cluster's nodes leave with through a firewall, as far as they can be read: among the
// authorized ranges they are those that include_egress_ips stands for.
func (r *clusterResource) exits(ctx context.Context, live azure.ClusterLive) []string {
	if len(live.Spec.APIServer.AuthorizedRanges) == 0 || live.Spec.DefaultPool.SubnetID == nil {
		return nil
	}
	subnet, err := armid.Parse(*live.Spec.DefaultPool.SubnetID)
	if err != nil {
		return nil
	}
	var all []string
	for _, firewall := range look(ctx, r.account, []armid.ID{subnet}).World().Firewalls {
		for _, ip := range firewall.PublicIPs {
			if address, known := ip.Address.Get(); known {
				all = append(all, normalRange(address.String()))
			}
		}
	}
	return all
}

// ImportState takes the cluster's ARM ID. Further pools are
// imported as udr_aks_node_pool.
func (r *clusterResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text := importID(ctx, req, resp)
	id, err := customtypes.ParseResourceID(text, clusterType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+clusterName, fmt.Sprintf("%q is not the ID of a cluster: %v.\n\nGive its ARM ID.", text, err))
		return
	}
	setImported(ctx, resp, id)
}

// importID is the ID that an import names, as text or as an identity.
func importID(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) string {
	text := req.ID
	if text == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, idPath, &text)...)
	}
	return text
}

func setImported(ctx context.Context, resp *resource.ImportStateResponse, id armid.ID) {
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, id.String())...)
}
