package aks

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// addOnAttributes are what runs in the cluster besides Kubernetes. Each changes what the cluster must reach.
func addOnAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"azure_policy_enabled":  fixedFlag(false, "Whether Azure Policy judges the cluster's objects."),
		"cost_analysis_enabled": fixedFlag(false, "Whether costs are shown by namespace. Needs the tier `Standard` or `Premium`."),
		"oms_agent": optionalPart("Container Insights.", map[string]schema.Attribute{
			"log_analytics_workspace_id":      requiredID("The ARM ID of the workspace.", workspaceType),
			"msi_auth_for_monitoring_enabled": fixedFlag(true, "Whether the agent signs in with its managed identity."),
		}),
		"monitor_metrics": optionalPart("Metrics for Prometheus, managed by Azure Monitor.", map[string]schema.Attribute{
			"annotations_allowed": optionalText("Annotations to keep, separated by commas."),
			"labels_allowed":      optionalText("Labels to keep, separated by commas."),
		}),
		"microsoft_defender": optionalPart("Microsoft Defender for Containers.", map[string]schema.Attribute{
			"log_analytics_workspace_id": requiredID("The ARM ID of the workspace.", workspaceType),
		}),
		"key_vault_secrets_provider": optionalPart("The secrets store driver for Key Vault.", map[string]schema.Attribute{
			"secret_rotation_enabled":  fixedFlag(false, "Whether secrets are read again from time to time."),
			"secret_rotation_interval": optionalText("How often, such as `2m`."),
		}),
		"web_app_routing": optionalPart("Application routing: an NGINX ingress that AKS manages.", map[string]schema.Attribute{
			"dns_zone_ids":             optionalTexts("The ARM IDs of DNS zones that it writes."),
			"default_nginx_controller": optionalText("`Internal`, `External`, `AnnotationControlled` or `None`.", oneOf("AnnotationControlled", "External", "Internal", "None")),
		}),
		"service_mesh_profile": optionalPart("Istio, managed by AKS.", map[string]schema.Attribute{
			"revisions":                        optionalList("The revisions, such as `asm-1-27`.", types.StringType),
			"internal_ingress_gateway_enabled": fixedFlag(false, "Whether there is an ingress gateway with a private address."),
			"external_ingress_gateway_enabled": fixedFlag(false, "Whether there is an ingress gateway with a public address."),
		}),
		"image_cleaner_interval_hours": optionalNumber("Removes images with known vulnerabilities from the nodes every so many hours. Unset, it is off.", 24, 2160),
		"workload_autoscaler_profile": optionalPart("Autoscalers of workloads.", map[string]schema.Attribute{
			"keda_enabled":                    fixedFlag(false, "Whether KEDA runs."),
			"vertical_pod_autoscaler_enabled": fixedFlag(false, "Whether the vertical pod autoscaler runs."),
		}),
		"storage_profile": optionalPart("Drivers of storage.", map[string]schema.Attribute{
			"blob_driver_enabled":         optionalFlag("The driver of blob storage. AKS has it off."),
			"disk_driver_enabled":         optionalFlag("The driver of disks. AKS has it on."),
			"file_driver_enabled":         optionalFlag("The driver of files. AKS has it on."),
			"snapshot_controller_enabled": optionalFlag("The controller of snapshots. AKS has it on."),
		}),
		"http_proxy_config": optionalPart("The proxy of nodes and pods. It does not reach Windows nodes.", map[string]schema.Attribute{
			"http_proxy":  optionalText("Its address for HTTP."),
			"https_proxy": optionalText("Its address for HTTPS."),
			"no_proxy":    optionalTexts("What is reached without it. AKS adds its own entries."),
			"trusted_ca":  optionalText("Its certificate authority, base64."),
		}),
		"bootstrap_profile": optionalPart("Where nodes take what they boot with.", map[string]schema.Attribute{
			"artifact_source":       fixedText("Direct", "`Direct`, or `Cache` for a container registry instead of Microsoft's.", oneOf("Direct", "Cache")),
			"container_registry_id": optionalID("The ARM ID of the registry, of the tier Premium. Unset, AKS makes one.", registryType),
		}),
		"node_provisioning_profile": optionalPart("Node auto-provisioning (Karpenter).", map[string]schema.Attribute{
			"mode":               fixedText("Manual", "`Manual` or `Auto`.", oneOf("Manual", "Auto")),
			"default_node_pools": optionalText("`Auto` or `None`.", oneOf("Auto", "None")),
		}),
	}
}

func requiredID(text string, kinds ...string) schema.StringAttribute {
	return required(optionalID(text, kinds...))
}

// upkeepAttributes are how the cluster is kept up to date.
func upkeepAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"automatic_upgrade_channel": optionalText("Upgrades Kubernetes by itself: `patch`, `rapid`, `stable`, `node-image`; unset or `none`: not.", oneOf("patch", "rapid", "stable", "node-image", "none")),
		"node_os_upgrade_channel": fixedText("NodeImage", "Upgrades the nodes' operating system: `NodeImage` (default), `SecurityPatch`, `Unmanaged` or `None`. `SecurityPatch` and `Unmanaged` "+
			"need Ubuntu's hosts in the egress.", oneOf("NodeImage", "SecurityPatch", "Unmanaged", "None")),
		"maintenance_window_auto_upgrade": windowAttribute("When `automatic_upgrade_channel` upgrades."),
		"maintenance_window_node_os":      windowAttribute("When `node_os_upgrade_channel` upgrades."),
	}
}

func windowAttribute(text string) schema.SingleNestedAttribute {
	return optionalPart(text, map[string]schema.Attribute{
		"frequency":    required(optionalText("`Daily`, `Weekly`, `AbsoluteMonthly` or `RelativeMonthly`.", oneOf("Daily", "Weekly", "AbsoluteMonthly", "RelativeMonthly"))),
		"interval":     required2(optionalNumber("Every so many days, weeks or months.", 1, 52)),
		"duration":     required2(optionalNumber("How many hours it lasts, 4 to 24.", 4, 24)),
		"day_of_week":  optionalText("The day, with `Weekly` and `RelativeMonthly`.", oneOf("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
		"day_of_month": optionalNumber("The day, with `AbsoluteMonthly`.", 1, 31),
		"week_index":   optionalText("The week, with `RelativeMonthly`: `First` to `Fourth` or `Last`.", oneOf("First", "Second", "Third", "Fourth", "Last")),
		"start_time":   required(optionalText("When it begins, such as `02:00`.")),
		"utc_offset":   optionalText("The time zone, such as `+01:00`. Unset, UTC."),
		"start_date":   optionalText("The first day, such as `2026-12-01`. Unset, AKS takes the day of creation."),
	})
}

func required2(a schema.Int32Attribute) schema.Int32Attribute {
	a.Optional, a.Computed, a.Required = false, false, true
	return a
}
