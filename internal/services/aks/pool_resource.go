package aks

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

type poolResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*poolResource)(nil)
	_ resource.ResourceWithConfigure      = (*poolResource)(nil)
	_ resource.ResourceWithIdentity       = (*poolResource)(nil)
	_ resource.ResourceWithImportState    = (*poolResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*poolResource)(nil)
	_ resource.ResourceWithValidateConfig = (*poolResource)(nil)
)

// NewPoolResource is the constructor for the provider's list.
func NewPoolResource() resource.Resource { return &poolResource{} }

func (r *poolResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = poolName
}

// IdentitySchema names the pool by its ARM ID, for `import` blocks with an identity.
func (r *poolResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityOf("The ARM ID of the node pool.")
}

func (r *poolResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+poolName, problem.Error())
	}
}

func (r *poolResource) pools() azure.Pools { return azure.NewPools(r.account.Client) }

func (r *poolResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A further node pool of an AKS cluster, on the cluster's subnet or on one of its own, which is checked for its own route.\n\n" +
			"What AKS does not change in place replaces the pool; with `temporary_name_for_rotation` it is exchanged through a temporary pool instead, so that its load has a place meanwhile.",
		Attributes: furtherPoolAttributes(ctx),
	}
}

func furtherPoolAttributes(ctx context.Context) map[string]schema.Attribute {
	all := nodePoolAttributes()
	maps.Copy(all, commonAttributes(ctx, "pool's virtual machines"))
	all["id"] = shownText("The ARM ID of the pool. Known at plan where the cluster's is.")
	all["name"] = replacing(required(optionalText("The name of the pool: 1 to 12 lower-case letters and digits, 1 to 6 for Windows. A change replaces the pool.")), strings.EqualFold)
	cluster := required(optionalID("The ARM ID of the cluster. A change replaces the pool.", clusterType))
	all["kubernetes_cluster_id"] = replacing(cluster, customtypes.EqualResourceID)
	all["overlay"] = optionalText("Properties that have no attribute here, as JSON in the form of the ARM API (`jsonencode({ properties = { … } })`). They are merged into the body, and what "+
		"Azure shows of them is compared. What has an attribute cannot be set here.", overlayValidator(poolType))
	all["egress"] = egressAttribute()
	return all
}

// ValidateConfig judges every known part of the configuration, without credentials (law L1).
func (r *poolResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var found findings
	judgeFurtherPool(sectionOf(config), &found)
	report(&resp.Diagnostics, sectionOf(config), found)
}

// judgeFurtherPool is every check of a further pool that needs no other object.
func judgeFurtherPool(p section, f *findings) {
	mode, kind := p.text("mode").Or("User"), p.text("os_type").Or("Linux")
	here := place{at: path.Root}
	here.system.Value, here.system.Known, here.system.Unknown = mode.Value == "System", mode.Known, mode.Unknown
	here.windows.Value, here.windows.Known, here.windows.Unknown = kind.Value == "Windows", kind.Known, kind.Unknown
	judgePool(p, here, f)
	judgeSystem(p, here, f)
	judgeSpot(p, f)
	sku := p.text("os_sku")
	if kind.Known && sku.Known && strings.HasPrefix(sku.Value, "Windows") != here.windows.Value {
		f.add(cloud.RulePoolSystem, path.Root("os_sku"), "The system does not go with the OS type", "os_sku is "+quoted(sku)+" and os_type "+quoted(kind), "change one of the two")
	}
	if p.part("windows_profile").there() && kind.Known && !here.windows.Value {
		f.add(cloud.RulePoolSystem, path.Root("windows_profile"), "The settings belong to Windows nodes", "os_type is "+quoted(kind), "remove windows_profile")
	}
	if p.text("pod_subnet_id").Known && p.text("vnet_subnet_id").Null() {
		f.add(cloud.RuleOutboundNetwork, path.Root("vnet_subnet_id"), "Pods have a subnet and nodes have none", "pod_subnet_id is set and vnet_subnet_id is not", "set vnet_subnet_id")
	}
}

func judgeSystem(p section, here place, f *findings) {
	if here.system.Value && here.windows.Value {
		f.add(cloud.RulePoolSystem, path.Root("mode"), "A system pool is a Linux one", "mode is System and os_type Windows", `set mode = "User"`)
	}
	if here.system.Value && p.is("priority", "Spot") {
		f.add(cloud.RulePoolSystem, path.Root("priority"), "A system pool is no spot pool", "mode is System and priority Spot", `set mode = "User"`)
	}
}

func judgeSpot(p section, f *findings) {
	priority := p.text("priority").Or("Regular")
	price, _ := p.value("spot_max_price").(types.Float32)
	if priority.Value == "Regular" {
		if p.text("eviction_policy").Known {
			f.add(cloud.RulePoolSpot, path.Root("eviction_policy"), "The eviction policy belongs to spot pools", "priority is Regular", `set priority = "Spot", or remove eviction_policy`)
		}
		if !price.IsNull() && !price.IsUnknown() {
			f.add(cloud.RulePoolSpot, path.Root("spot_max_price"), "The price belongs to spot pools", "priority is Regular", `set priority = "Spot", or remove spot_max_price`)
		}
	}
	if !price.IsNull() && !price.IsUnknown() && price.ValueFloat32() <= 0 && price.ValueFloat32() != -1 {
		f.add(cloud.RulePoolSpot, path.Root("spot_max_price"), "Not a price", "a price is above 0, or -1 for the regular one", "set -1 or a price")
	}
	if p.is("priority", "Spot") && p.part("upgrade_settings").text("max_surge").Known {
		f.add(cloud.RulePoolSpot, path.Root("upgrade_settings").AtName("max_surge"), "Spot pools have no surge", "max_surge is set and priority is Spot", "remove max_surge")
	}
}
