package armemu

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// locationNames are the regions that the emulator offers: name to display name.
var locationNames = map[string]string{
	"westeurope": "West Europe", "northeurope": "North Europe", "uksouth": "UK South", "germanywestcentral": "Germany West Central",
	"swedencentral": "Sweden Central", "francecentral": "France Central", "switzerlandnorth": "Switzerland North",
	"eastus": "East US", "eastus2": "East US 2", "centralus": "Central US", "southcentralus": "South Central US", "westus": "West US",
	"westus2": "West US 2", "westus3": "West US 3", "canadacentral": "Canada Central", "brazilsouth": "Brazil South",
	"southeastasia": "Southeast Asia", "eastasia": "East Asia", "japaneast": "Japan East", "australiaeast": "Australia East",
	"centralindia": "Central India", "usgovvirginia": "USGov Virginia", "usgovarizona": "USGov Arizona", "chinaeast2": "China East 2",
	"chinanorth3": "China North 3", "global": "Global",
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func (x *exchange) listTenants() (*reply, error) {
	return jsonReply(http.StatusOK, jsonUTF8, map[string]any{"value": []any{map[string]any{
		"id": "/tenants/" + TenantID, "tenantId": TenantID, "displayName": "udr emulator", "tenantCategory": "Home",
	}}})
}

// subscriptionBody: az needs subscriptionId, state Enabled, tenantId and displayName (arm-wire.md 3.1.1).
func subscriptionBody(id string) map[string]any {
	return map[string]any{
		"id": "/subscriptions/" + id, "subscriptionId": id, "tenantId": TenantID, "displayName": subscriptionNames[id],
		"state": "Enabled", "authorizationSource": "RoleBased", "managedByTenants": []any{},
		"subscriptionPolicies": map[string]any{"locationPlacementId": "Public_2014-09-01", "quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off"},
	}
}

func (x *exchange) listSubscriptions() (*reply, error) {
	var items []any
	for _, id := range sortedKeys(subscriptionNames) {
		items = append(items, subscriptionBody(id))
	}
	return jsonReply(http.StatusOK, jsonUTF8, map[string]any{"value": items, "count": map[string]any{"type": "Total", "value": len(items)}})
}

func (x *exchange) getSubscription() (*reply, error) {
	return jsonReply(http.StatusOK, jsonUTF8, subscriptionBody(knownSubscription(x.segments[1])))
}

func (x *exchange) listLocations() (*reply, error) {
	sub := knownSubscription(x.segments[1])
	var items []any
	for _, name := range sortedKeys(locationNames) {
		if name == "global" {
			continue
		}
		items = append(items, map[string]any{
			"id": "/subscriptions/" + sub + "/locations/" + name, "name": name, "type": "Region", "displayName": locationNames[name],
			"regionalDisplayName":      locationNames[name],
			"metadata":                 map[string]any{"regionType": "Physical", "regionCategory": "Recommended", "geographyGroup": geography(name)},
			"availabilityZoneMappings": []any{zone(name, "1"), zone(name, "2"), zone(name, "3")},
		})
	}
	return jsonReply(http.StatusOK, jsonUTF8, map[string]any{"value": items})
}

func zone(location, n string) map[string]any {
	return map[string]any{"logicalZone": n, "physicalZone": location + "-az" + n}
}

func geography(location string) string {
	switch {
	case strings.Contains(location, "us"):
		return "US"
	case strings.Contains(location, "europe"), location == "uksouth":
		return "Europe"
	}
	return "Other"
}
