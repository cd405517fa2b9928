package document

// Flow is traffic to judge.
type Flow struct {
	Name         string       `json:"name" desc:"name in the report"`
	Subnet       string       `json:"source_subnet" req:"true" desc:"network/subnet"`
	Sources      []string     `json:"source_addresses" desc:"some of its addresses; default all"`
	Protocol     string       `json:"protocol" req:"true" enum:"http,https,https-no-sni,mssql,tcp,udp,icmp,esp,ah" desc:"what the flow speaks; https is TLS with a server name"`
	Ports        []string     `json:"ports" desc:"destination ports; default 80, 443 or 1433 where the protocol says so"`
	Names        []string     `json:"names" desc:"destination names; a star at the left stands for all names that it covers"`
	OneOfNames   bool         `json:"one_of_names" desc:"the names stand for one that is not known yet"`
	Addresses    []string     `json:"addresses" desc:"destination addresses; with names too, those that the names resolve to"`
	ServiceTags  []ServiceTag `json:"service_tags" desc:"tags that hold the destination"`
	Firewall     string       `json:"firewall" desc:"the destination is the private address of this firewall"`
	PublicIP     string       `json:"public_ip" desc:"the destination is this public IP"`
	TargetSubnet string       `json:"destination_subnet" desc:"the destination is all of network/subnet"`
	Level        string       `json:"level" enum:"required,conditional,optional,legacy,forbidden" desc:"default required; a forbidden flow must not pass"`
	Reason       string       `json:"reason" desc:"who asks for the flow, such as AK-5"`
	Purpose      string       `json:"purpose" desc:"what it is for"`
	ExitCode     int          `json:"exit_code" desc:"exit code of a node's bootstrap when the flow is blocked"`
	Choice       string       `json:"choice" desc:"alternatives: one whole option of a choice suffices"`
	Option       string       `json:"option" desc:"see choice"`
	NoInspection bool         `json:"no_inspection" desc:"TLS termination breaks the flow"`
	APIServerOf  string       `json:"api_server_of" desc:"the cluster whose API server is the destination"`
}

// ServiceTag says that a destination lies in a tag.
type ServiceTag struct {
	Tag        string `json:"tag" req:"true" desc:"service tag, such as AzureCloud.eastus"`
	Assumption string `json:"assumption" desc:"what the claim rests on, such as A-API-TAG"`
}

// Profile describes an AKS cluster whose required egress is to be judged. It is
// expanded by an [Expander], since this package has no facts about AKS.
type Profile struct {
	Cluster            string     `json:"cluster" desc:"name in clusters, for its authorized ranges"`
	Subnets            []string   `json:"subnets" req:"true" desc:"network/subnet of nodes and pods"`
	Cloud              string     `json:"cloud" enum:"public,usgovernment,china" desc:"default public"`
	Region             string     `json:"region" req:"true" desc:"location of the cluster"`
	Features           []string   `json:"features" desc:"features in use, as udr_aks_required_egress names them"`
	Private            bool       `json:"private_cluster" desc:"private cluster"`
	VNetIntegration    bool       `json:"api_server_vnet_integration" desc:"API server VNet integration"`
	OutboundType       string     `json:"outbound_type" desc:"default userDefinedRouting"`
	BootstrapCache     bool       `json:"bootstrap_cache" desc:"bootstrap artifacts from a private registry"`
	Windows            bool       `json:"windows" desc:"has Windows pools"`
	GPU                bool       `json:"gpu" desc:"has GPU pools"`
	DNSServers         []string   `json:"dns_servers" desc:"custom DNS servers"`
	Registries         []Registry `json:"registries" desc:"private container registries"`
	APIServerAddresses []string   `json:"api_server_addresses" desc:"public addresses of the API server, known after creation"`
	Levels             []string   `json:"levels" desc:"levels to judge; default required and conditional"`
}

// Registry is a private container registry.
type Registry struct {
	Name            string `json:"name" req:"true" desc:"name of the registry"`
	Region          string `json:"region" desc:"region of its data endpoints; default the cluster's"`
	PrivateEndpoint bool   `json:"private_endpoint" desc:"it is reached over a private endpoint"`
}
