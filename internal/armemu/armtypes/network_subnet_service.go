package armtypes

import (
	"strings"
)

// privateByDefault is the first api-version whose new subnets have no default outbound access (Azure networking blog 4513778, 2026).
const privateByDefault = "2025-07-01"

// fillSubnet sets what NRP sets: default outbound access by api-version, and the state and places of service endpoints.
func fillSubnet(w *Write) {
	const outbound = "properties.defaultOutboundAccess"
	switch {
	case w.Body.Get(outbound) != nil:
	case w.Prev == nil && w.APIVersion >= privateByDefault:
		w.Body.Set(outbound, false)
	case w.Prev.Get(outbound) != nil:
		w.Body.Set(outbound, w.Prev.Get(outbound)) // [?] absent in a PUT means as it was
	}
	for _, e := range w.Body.Objs("properties.serviceEndpoints") {
		e.Set("provisioningState", "Succeeded")
		if len(e.List("locations")) == 0 {
			e.Set("locations", endpointLocations(e.Str("service"), w.Location()))
		}
	}
}

// pairedRegions are those that a Storage endpoint covers beside the network's own (Azure's list of region pairs).
var pairedRegions = map[string]string{
	"westeurope": "northeurope", "northeurope": "westeurope", "eastus": "westus", "westus": "eastus", "eastus2": "centralus",
	"centralus": "eastus2", "uksouth": "ukwest", "ukwest": "uksouth", "germanywestcentral": "germanynorth", "francecentral": "francesouth",
	"swedencentral": "swedensouth", "switzerlandnorth": "switzerlandwest", "norwayeast": "norwaywest", "canadacentral": "canadaeast",
	"australiaeast": "australiasoutheast", "japaneast": "japanwest", "southeastasia": "eastasia", "eastasia": "southeastasia",
	"southcentralus": "northcentralus", "northcentralus": "southcentralus", "westus2": "westcentralus", "brazilsouth": "southcentralus",
	"centralindia": "southindia", "koreacentral": "koreasouth", "southafricanorth": "southafricawest", "uaenorth": "uaecentral",
}

func endpointLocations(service, location string) []string {
	switch strings.ToLower(service) {
	case "microsoft.sql":
		return []string{location}
	case "microsoft.storage":
		if pair, ok := pairedRegions[location]; ok {
			return []string{location, pair}
		}
		return []string{location}
	}
	return []string{"*"}
}

// validateSubnetServices: one delegation at most, each endpoint and delegation with its service. No source has the codes.
func validateSubnetServices(w *Write) []*Error {
	var errs []*Error
	delegations := w.Body.Objs("properties.delegations")
	if len(delegations) > 1 {
		errs = append(errs, Invalid("SubnetHasMoreThanOneDelegation", "Subnet %s can be delegated to one service only.", w.ID).At("properties.delegations").Unsure())
	}
	for _, d := range delegations {
		if d.Str("name") == "" || !strings.Contains(d.Str("properties.serviceName"), "/") {
			errs = append(errs, Invalid("InvalidSubnetDelegation", "A delegation of subnet %s has no name or no service name.", w.ID).At("properties.delegations").Unsure())
		}
	}
	seen := map[string]bool{}
	for _, e := range w.Body.Objs("properties.serviceEndpoints") {
		service := strings.ToLower(e.Str("service"))
		if !strings.Contains(service, ".") || seen[service] {
			errs = append(errs, Invalid("InvalidServiceEndpoint", "Service endpoint %q of subnet %s is not a service, or stands there twice.", e.Str("service"), w.ID).
				At("properties.serviceEndpoints").Unsure())
		}
		seen[service] = true
	}
	return errs
}

// delegationReadOnly is what the service sets in a delegation.
var delegationReadOnly = []string{
	"properties.delegations[*].id", "properties.delegations[*].etag", "properties.delegations[*].type",
	"properties.delegations[*].properties.actions", "properties.delegations[*].properties.provisioningState",
}

const joinSubnet = "Microsoft.Network/virtualNetworks/subnets/join/action"

// delegatedActions are the actions that a delegation grants, where they are not only to join (azurerm's subnet reference lists them).
var delegatedActions = map[string][]string{
	"microsoft.containerinstance/containergroups": {"Microsoft.Network/virtualNetworks/subnets/action"},
	"microsoft.web/serverfarms":                   {"Microsoft.Network/virtualNetworks/subnets/action"},
	"microsoft.netapp/volumes":                    {"Microsoft.Network/networkinterfaces/*", joinSubnet},
	"microsoft.sql/managedinstances":              {joinSubnet, "Microsoft.Network/virtualNetworks/subnets/prepareNetworkPolicies/action", "Microsoft.Network/virtualNetworks/subnets/unprepareNetworkPolicies/action"},
	"microsoft.databricks/workspaces":             {joinSubnet, "Microsoft.Network/virtualNetworks/subnets/prepareNetworkPolicies/action", "Microsoft.Network/virtualNetworks/subnets/unprepareNetworkPolicies/action"},
}

// showDelegations adds to each delegation what NRP shows: id, type, the network's etag, the granted actions.
func showDelegations(_ View, d *Document) {
	for _, delegation := range d.Body.Objs("properties.delegations") {
		delegation.Set("id", d.ID.Child(subnetType+"/delegations", delegation.Str("name")).String())
		delegation.Set("etag", d.ETag)
		delegation.Set("type", subnetType+"/delegations")
		delegation.Set("properties.provisioningState", "Succeeded")
		actions, ok := delegatedActions[strings.ToLower(delegation.Str("properties.serviceName"))]
		if !ok {
			actions = []string{joinSubnet}
		}
		delegation.Set("properties.actions", actions)
	}
}
