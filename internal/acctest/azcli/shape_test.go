package azcli_test

// The parts of az's own output that the tests look at. az renames and drops members of ARM's answers by its own idea of the API, so what
// arrives here went through its models.

type reference struct {
	ID string `json:"id"`
}

type vnet struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Location     string `json:"location"`
	State        string `json:"provisioningState"`
	AddressSpace struct {
		Prefixes []string `json:"addressPrefixes"`
	} `json:"addressSpace"`
	Subnets  []subnet          `json:"subnets"`
	Peerings []peering         `json:"virtualNetworkPeerings"`
	Tags     map[string]string `json:"tags"`
}

type subnet struct {
	Name       string     `json:"name"`
	Prefix     string     `json:"addressPrefix"`
	State      string     `json:"provisioningState"`
	RouteTable *reference `json:"routeTable"`
}

type peering struct {
	Name      string    `json:"name"`
	State     string    `json:"peeringState"`
	Sync      string    `json:"peeringSyncLevel"`
	Forwarded bool      `json:"allowForwardedTraffic"`
	Remote    reference `json:"remoteVirtualNetwork"`
}

type routeTable struct {
	Routes []struct {
		Name   string `json:"name"`
		Prefix string `json:"addressPrefix"`
		Type   string `json:"nextHopType"`
		Hop    string `json:"nextHopIpAddress"`
	} `json:"routes"`
	Subnets []reference `json:"subnets"`
}

type publicIP struct {
	IP struct {
		Address    string `json:"ipAddress"`
		Allocation string `json:"publicIpAllocationMethod"`
		SKU        struct {
			Name string `json:"name"`
		} `json:"sku"`
	} `json:"publicIp"`
}

type assignment struct {
	Principal string `json:"principalId"`
	Role      string `json:"roleDefinitionName"`
	Scope     string `json:"scope"`
}
