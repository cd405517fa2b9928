package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ModifyPlan makes known what can be known, tells replacement from update and rotation, and judges the way out.
func (r *poolResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan, ok := draw(ctx, r.account, req, resp, "tags_all", r.plan)
	if !ok {
		return
	}
	config, before, after, id := plan.config, plan.before, plan.after, plan.id
	if before.there() {
		replaced, rotated := replacePool(before, after, id, &resp.Diagnostics)
		resp.RequiresReplace = append(resp.RequiresReplace, replaced...)
		if len(replaced) == 0 && rotated {
			resp.Diagnostics.Append(r.judgeRotation(ctx, plan, lifecycle.Unfinished(ctx, req))...)
		}
	}
	resp.Diagnostics.Append(judgeTagCount(after)...)
	resp.Diagnostics.Append(r.preflight(ctx, planning, config, after, before)...)
	resp.Diagnostics.Append(r.judgeRights(ctx, after, before)...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, id.String(), nil)
}

// judgeRotation: room for the pool and the one that stands for it.
func (r *poolResource) judgeRotation(ctx context.Context, plan drawn, resumed bool) diag.Diagnostics {
	c := r.clusterOf(ctx, plan.after.id("kubernetes_cluster_id"))
	rotated, ok := poolRotation(plan.after, plan.before, c, resumed)
	if !ok {
		return nil
	}
	return rotated.judge(ctx, r.account, egressOf(plan.config), plan.after.texts("skip_checks").Items)
}

func (r *poolResource) plan(ctx context.Context, config, plan, state types.Object) (types.Object, armid.ID) {
	asked, before := sectionOf(config), sectionOf(state)
	if before.there() {
		if settled, ok := settle(ctx, config, plan, state).(types.Object); ok {
			plan = settled
		}
	}
	d := draftOf(plan, plan.AttributeTypes(ctx))
	id := planPoolID(d, before)
	planPool(d, asked)
	if priority := d.section().text("priority"); d.isUnknown("eviction_policy") && priority.Known {
		d.members["eviction_policy"] = types.StringNull()
		if priority.Value == "Spot" {
			d.members["eviction_policy"] = types.StringValue("Delete")
		}
	}
	if tags, ok := d.members["tags"].(types.Map); ok {
		d.members["tags_all"] = lifecycle.PlannedTags(r.account, tags)
	}
	return d.object(), id
}

// planPoolID forms the pool's ID from the cluster's; a pool in the state keeps the spelling that it has.
func planPoolID(d draft, before section) armid.ID {
	p := d.section()
	cluster, name := p.id("kubernetes_cluster_id"), p.text("name")
	d.unknown("id")
	if cluster.IsZero() || !name.Known {
		return armid.ID{}
	}
	id := azure.ClusterSpec{ID: cluster}.PoolID(name.Value)
	if known := before.id("id"); convergence.SameID(known.String(), id.String()) {
		id = known
	}
	d.members["id"] = types.StringValue(id.String())
	return id
}

// replacePool: what AKS does not change in place exchanges the pool through a temporary one where the configuration names one, and replaces it
// otherwise.
func replacePool(before, after section, id armid.ID, problems *diag.Diagnostics) (replaced []path.Path, rotated bool) {
	frozen, err := azure.PoolReplacements(furtherPoolSpec(before, before.id("id")), furtherPoolSpec(after, before.id("id")))
	if err != nil {
		problems.AddError("Cannot compare the pool with its plan", err.Error())
		return nil, false
	}
	for _, member := range frozen {
		attribute, ok := poolPaths[member]
		if !ok {
			continue
		}
		where := path.Root(attribute)
		if temporary := after.text("temporary_name_for_rotation"); temporary.Known && attribute != "os_type" && attribute != "priority" {
			problems.AddAttributeWarning(where, "The pool is made anew", fmt.Sprintf("AKS does not change %s of a living pool. Nodes of the temporary pool %s take the load while %s is made anew.",
				where, quoted(temporary), id.Name()))
			rotated = true
			continue
		}
		replaced = append(replaced, where)
		problems.AddAttributeWarning(where, "The pool is replaced", fmt.Sprintf("AKS does not change %s of a living pool, so this plan deletes it and makes another. To keep a place for its load, set "+
			"temporary_name_for_rotation.", where))
	}
	return replaced, rotated
}

// poolPaths are the attributes of the members that Azure does not change in place.
var poolPaths = map[string]string{
	"properties.vmSize": "vm_size", "properties.availabilityZones": "zones", "properties.vnetSubnetID": "vnet_subnet_id", "properties.podSubnetID": "pod_subnet_id",
	"properties.maxPods": "max_pods", "properties.osType": "os_type", "properties.osSKU": "os_sku", "properties.osDiskType": "os_disk_type",
	"properties.osDiskSizeGB": "os_disk_size_gb", "properties.kubeletDiskType": "kubelet_disk_type", "properties.enableNodePublicIP": "node_public_ip_enabled",
	"properties.nodePublicIPPrefixID": "node_public_ip_prefix_id", "properties.enableEncryptionAtHost": "host_encryption_enabled",
	"properties.enableUltraSSD": "ultra_ssd_enabled", "properties.scaleSetPriority": "priority", "properties.scaleSetEvictionPolicy": "eviction_policy",
	"properties.spotMaxPrice": "spot_max_price", "properties.gpuProfile.driver": "gpu_driver", "properties.proximityPlacementGroupID": "proximity_placement_group_id",
	"properties.capacityReservationGroupID": "capacity_reservation_group_id", "properties.creationData.sourceResourceId": "snapshot_id",
	"properties.windowsProfile.disableOutboundNat": "windows_profile", "properties.enableFIPS": "fips_enabled",
}

// withTags puts the tags into a plan that held them back: that of a pool whose work was cut short plans them as unknown, so that there is
// something to do.
func (r *poolResource) withTags(ctx context.Context, plan types.Object) types.Object {
	d := draftOf(plan, plan.AttributeTypes(ctx))
	if tags, ok := d.members["tags"].(types.Map); ok && d.isUnknown("tags_all") {
		d.members["tags_all"] = lifecycle.PlannedTags(r.account, tags)
	}
	return d.object()
}
