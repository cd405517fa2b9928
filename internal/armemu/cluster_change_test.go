package armemu_test

import (
	"net/http"
	"testing"
)

// What AKS refuses of a running cluster, and what it takes (aks-facts.md 1.2; azurerm's ForceNew list).
func TestClusterChanges(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	c.puts(clusterA, jsonText(t, merged(t, baseCluster, pools(pool(`{}`), pool(`{"name": "work", "mode": "User", "count": 1}`)))))
	before, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	const taken = "" // the change is accepted
	for name, tt := range map[string]struct{ over, code string }{
		"nothing":               {`{}`, taken},
		"prefix":                {`{"properties": {"dnsPrefix": "other"}}`, "PropertyChangeNotAllowed"},
		"service range":         {profile(`"serviceCidr": "10.8.0.0/16", "dnsServiceIP": "10.8.0.10"`), "PropertyChangeNotAllowed"},
		"plugin":                {profile(`"networkPlugin": "kubenet", "networkPluginMode": null`), "PropertyChangeNotAllowed"},
		"pod range elsewhere":   {profile(`"podCidr": "10.200.0.0/16"`), "PropertyChangeNotAllowed"},
		"pod range grows":       {profile(`"podCidr": "10.240.0.0/12"`), taken},
		"size of pool":          {pools(pool(`{"vmSize": "Standard_D8s_v5"}`)), "PropertyChangeNotAllowed"},
		"subnet of pool":        {pools(pool(`{"vnetSubnetID": "SUBNET/other"}`)), "PropertyChangeNotAllowed"},
		"pods of pool":          {pools(pool(`{"maxPods": 50}`)), "PropertyChangeNotAllowed"},
		"count of pool":         {pools(pool(`{"count": 4}`)), taken},
		"private":               {access(`"enablePrivateCluster": true`), "PropertyChangeNotAllowed"},
		"ranges":                {access(`"authorizedIPRanges": ["20.1.1.1"]`), taken},
		"service principal":     {`{"identity": {"type": "None", "userAssignedIdentities": null}, "properties": {"servicePrincipalProfile": {"clientId": "x", "secret": "y"}}}`, "PropertyChangeNotAllowed"},
		"next minor":            {`{"properties": {"kubernetesVersion": "1.36"}}`, taken},
		"same minor by alias":   {`{"properties": {"kubernetesVersion": "1.35"}}`, taken},
		"two minors":            {`{"properties": {"kubernetesVersion": "1.37"}}`, "OperationNotAllowed"},
		"back":                  {`{"properties": {"kubernetesVersion": "1.35.3"}}`, "OperationNotAllowed"},
		"issuer off":            {`{"properties": {"oidcIssuerProfile": {"enabled": false}}}`, "OIDCIssuerCannotBeDisabled"},
		"to load balancer":      {profile(`"outboundType": "loadBalancer"`), taken},
		"to none":               {profile(`"outboundType": "none"`), taken},
		"to own gateway":        {profile(`"outboundType": "userAssignedNATGateway"`), "SubnetNotAssociatedWithNATGateway"},
		"to managed gateway":    {profile(`"outboundType": "managedNATGateway"`), "ManagedNATGatewayWithCustomVNetNotAllowed"},
		"with provisioning":     {merge2(profile(`"outboundType": "loadBalancer"`), `{"properties": {"nodeProvisioningProfile": {"mode": "Auto"}}}`), "UpdatingOutboundTypeNotAllowed"},
		"profile with routing":  {profile(`"loadBalancerProfile": {"managedOutboundIPs": {"count": 1}}`), "InvalidUserDefinedRoutingWithLoadBalancerProfile"},
		"system pool to user":   {pools(pool(`{"mode": "User"}`)), "InvalidParameter"},
		"pool version past own": {pools(pool(`{"orchestratorVersion": "1.36"}`)), "NodePoolMcVersionIncompatible"},
	} {
		if err := c.Restore(before); err != nil {
			t.Fatal(err)
		}
		a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, tt.over))
		if a.code() != tt.code || (a.Status == http.StatusOK) != (tt.code == taken) {
			t.Errorf("%s: %d %s, want %s: %s", name, a.Status, a.code(), tt.code, a.Raw)
		}
	}
	if err := c.Restore(before); err != nil {
		t.Fatal(err)
	}
	c.refused(http.StatusBadRequest, "OperationNotAllowed", http.MethodDelete, clusterA+"/agentPools/sys", nil)
	c.want(http.StatusAccepted, http.MethodDelete, clusterA+"/agentPools/work", nil)
}

// Pools that are added alone are judged like those of a new cluster, each by its own subnet.
func TestPoolRefusals(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	c.puts(clusterA, jsonText(t, merged(t, baseCluster, `{}`)))
	for name, tt := range map[string]struct{ properties, code string }{
		"no table":          {`"vnetSubnetID": "SUBNET/plain"`, "ExistingRouteTableNotAssociatedWithSubnet"},
		"route to Internet": {`"vnetSubnetID": "SUBNET/internet"`, "RouteTableInvalidNextHop"},
		"no default route":  {`"vnetSubnetID": "SUBNET/partial"`, "RouteTableMissingDefaultRouteError"},
		"no subnet":         {`"maxPods": 50`, "InvalidParameter"},
		"another network":   {`"vnetSubnetID": "NETWORK/virtualNetworks/far/subnets/s"`, "InvalidParameter"},
		"public nodes":      {`"vnetSubnetID": "SUBNET/udr", "enableNodePublicIP": true`, "UDRWithNodePublicIPNotAllowed"},
		"spot system":       {`"vnetSubnetID": "SUBNET/udr", "mode": "System", "scaleSetPriority": "Spot"`, "InvalidParameter"},
		"Windows system":    {`"vnetSubnetID": "SUBNET/udr", "mode": "System", "osType": "Windows"`, "InvalidParameter"},
		"too many":          {`"vnetSubnetID": "SUBNET/udr", "count": 300`, "InsufficientSubnetSize"},
		"zone":              {`"vnetSubnetID": "SUBNET/udr", "availabilityZones": ["4"]`, "AvailabilityZoneNotSupported"},
	} {
		body := worldWords.Replace(`{"properties": {"vmSize": "Standard_D4s_v5", ` + tt.properties + `}}`)
		a := c.call(http.MethodPut, clusterA+"/agentPools/work", body)
		if a.Status != http.StatusBadRequest || a.code() != tt.code {
			t.Errorf("%s: %d %s, want %s: %s", name, a.Status, a.code(), tt.code, a.Raw)
		}
	}
	other := worldWords.Replace(`{"properties": {"vmSize": "Standard_D4s_v5", "vnetSubnetID": "SUBNET/other"}}`)
	c.want(http.StatusCreated, http.MethodPut, clusterA+"/agentPools/work", other)
	c.settled(clusterA)
	c.want(http.StatusAccepted, http.MethodPost, clusterA+"/stop", nil)
	c.settled(clusterA)
	c.refused(http.StatusBadRequest, "OperationNotAllowed", http.MethodPut, clusterA+"/agentPools/more", other)
	c.refused(http.StatusBadRequest, "OperationNotAllowed", http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
}
