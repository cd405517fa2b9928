package aks

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *clusterResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An AKS cluster, by default with `userDefinedRouting`: its nodes leave through the route table of their subnet.\n\n" +
			"With the `egress` of a `udr_firewall_egress` or `udr_appliance_egress`, the first plan is judged before anything exists: the default route, its hop, the rules against what " +
			"this cluster's features must reach, the address ranges, the subnets' room. Against what exists, the same is read and judged. A refusal names the code that AKS would " +
			"have answered and what to change.\n\n" +
			"The resource writes what its configuration names and nothing else. Values that AKS chooses are never a difference, and no change in the default pool replaces the cluster.",
		Attributes: clusterAttributes(ctx),
	}
}

func clusterAttributes(ctx context.Context) map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"id":                  shownText("The ARM ID of the cluster. Known at plan."),
		"name":                replacing(required(optionalText("The name of the cluster, 1 to 63 letters, digits, hyphens and underscores. A change replaces the cluster.")), strings.EqualFold),
		"resource_group_name": replacing(required(optionalText("The resource group of the cluster. A change replaces the cluster.")), strings.EqualFold),
		"location":            locationAttribute(),
		"dns_prefix":          replacing(servedText("The beginning of the API server's name. Unset, it is made of the cluster's name. A change replaces the cluster."), strings.EqualFold),
		"dns_prefix_private_cluster": replacing(optionalText("The beginning of a private cluster's name in a private DNS zone of one's own, instead of `dns_prefix`. A change replaces the cluster."),
			strings.EqualFold),
		"kubernetes_version": optionalText("The Kubernetes version: a minor version such as `1.36`, which stands for its newest patch and never makes a difference by itself, or a patch "+
			"version. Unset, AKS chooses, and the version is left alone from then on.", versionValidator()),
		"sku_tier":               fixedText("Free", "`Free`, `Standard` (with an SLA) or `Premium` (with long-term support).", oneOf("Free", "Standard", "Premium")),
		"support_plan":           fixedText("KubernetesOfficial", "`KubernetesOfficial`, or `AKSLongTermSupport`, which needs the tier `Premium`.", oneOf("KubernetesOfficial", "AKSLongTermSupport")),
		"node_resource_group":    replacing(servedText("The resource group that AKS makes for the nodes, which must not exist yet. Unset, `MC_<group>_<name>_<location>`. A change replaces the cluster."), strings.EqualFold),
		"disk_encryption_set_id": optionalID("The ARM ID of the set that encrypts the nodes' disks. A change replaces the cluster.", "Microsoft.Compute/diskEncryptionSets"),
		"default_node_pool":      defaultPoolAttribute(),
		"network_profile":        networkAttribute(),
		"overlay": optionalText("Properties that have no attribute here, as JSON in the form of the ARM API (`jsonencode({ properties = { … } })`). They are merged into the body, and what Azure shows of "+
			"them is compared. What has an attribute cannot be set here.", overlayValidator(clusterType)),
		"egress":                     egressAttribute(),
		"current_kubernetes_version": shownText("The Kubernetes version that runs."),
		"fqdn":                       shownText("The API server's name."),
		"private_fqdn":               shownText("The API server's name in the private DNS zone."),
		"portal_fqdn":                shownText("The API server's name for the Azure portal."),
		"node_resource_group_id":     shownText("The ARM ID of the node resource group."),
		"oidc_issuer_url":            shownText("The URL of the issuer of tokens."),
	}
	for _, part := range []map[string]schema.Attribute{accessAttributes(), identityAttributes(), addOnAttributes(), upkeepAttributes(), commonAttributes(ctx, "cluster")} {
		maps.Copy(all, part)
	}
	return all
}

func locationAttribute() schema.StringAttribute {
	a := replacing(required(optionalText("The Azure region, such as `eastus` or `East US`. A change replaces the cluster.")), customtypes.EqualLocation)
	a.CustomType = customtypes.LocationType{}
	return a
}

// egressAttribute is write-only, so that a rule which changes in the egress is no difference here, and dynamic, since each
// kind of egress has its own form and every rule changes its type.
func egressAttribute() schema.DynamicAttribute {
	return schema.DynamicAttribute{
		MarkdownDescription: "The way out: `egress = udr_firewall_egress.this.egress`, or that of `udr_appliance_egress`. It makes the nodes wait for their route, adds the egress's public IPs " +
			"to the authorized ranges, and lets the plan be judged. Write-only: a change in it is no difference here.",
		Optional: true, WriteOnly: true, Validators: []validator.Dynamic{egressForm{}},
	}
}

// commonAttributes are those of both resources of this package.
func commonAttributes(ctx context.Context, object string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"tags_all": schema.MapAttribute{
			MarkdownDescription: "All tags that this resource sets: its `tags` over the provider's `default_tags`.",
			ElementType:         types.StringType, Computed: true,
		},
		"tags": optionalMap("Tags of the " + object + ". Tags that others set on it are kept. The provider's `default_tags` are added."),
		"skip_checks": schema.SetAttribute{
			MarkdownDescription: "IDs of checks to switch off on this resource. A refusal that rests on a fact which Azure may change names its ID.",
			ElementType:         types.StringType, Optional: true, Validators: []validator.Set{checkIDs()},
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: "How long a create may take. Default 90m.",
			ReadDescription:   "How long a read may take. Default 5m.",
			UpdateDescription: "How long an update may take. Default 90m.",
			DeleteDescription: "How long a delete may take. Default 90m.",
		}),
	}
}
