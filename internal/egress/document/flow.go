package document

// Flow is traffic to judge.
type Flow struct {
	Name         string       `desc:"name in the report"                                                               json:"name"`
	Subnet       string       `desc:"network/subnet"                                                                   json:"source_subnet"                                     req:"true"`
	Sources      []string     `desc:"some of its addresses; default all"                                               json:"source_addresses"`
	Protocol     string       `desc:"what the flow speaks; https is TLS with a server name"                            enum:"http,https,https-no-sni,mssql,tcp,udp,icmp,esp,ah" json:"protocol" req:"true"`
	Ports        []string     `desc:"destination ports; default 80, 443 or 1433 where the protocol says so"            json:"ports"`
	Names        []string     `desc:"destination names; a star at the left stands for all names that it covers"        json:"names"`
	OneOfNames   bool         `desc:"the names stand for one that is not known yet"                                    json:"one_of_names"`
	Addresses    []string     `desc:"destination addresses; with names too, those that the names resolve to"           json:"addresses"`
	ServiceTags  []ServiceTag `desc:"tags that hold the destination"                                                   json:"service_tags"`
	Firewall     string       `desc:"the destination is the private address of this firewall"                          json:"firewall"`
	PublicIP     string       `desc:"the destination is this public IP"                                                json:"public_ip"`
	TargetSubnet string       `desc:"the destination is all of network/subnet"                                         json:"destination_subnet"`
	Level        string       `desc:"default required; a forbidden flow must not pass"                                 enum:"required,conditional,optional,legacy,forbidden"    json:"level"`
	Reason       string       `desc:"who asks for the flow, such as AK-5"                                              json:"reason"`
	Purpose      string       `desc:"what it is for"                                                                   json:"purpose"`
	ExitCode     int          `desc:"exit code of a node's bootstrap when the flow is blocked"                         json:"exit_code"`
	Check        int          `desc:"place of that check in the bootstrap, from 1; nodes stop at the first that fails" json:"bootstrap_check"`
	Choice       string       `desc:"alternatives: one whole option of a choice suffices"                              json:"choice"`
	Option       string       `desc:"see choice"                                                                       json:"option"`
	NoInspection bool         `desc:"TLS termination breaks the flow"                                                  json:"no_inspection"`
	APIServerOf  string       `desc:"the cluster whose API server is the destination"                                  json:"api_server_of"`
}

// ServiceTag says that a destination lies in a tag.
type ServiceTag struct {
	Tag        string `desc:"service tag, such as AzureCloud.eastus"     json:"tag"        req:"true"`
	Assumption string `desc:"what the claim rests on, such as A-API-TAG" json:"assumption"`
}

// Profile describes an AKS cluster whose required egress is to be judged. It is
// expanded by an [Expander], since this package has no facts about AKS.
type Profile struct {
	Cluster            string     `desc:"name in clusters, for its authorized ranges"                    json:"cluster"`
	Subnets            []string   `desc:"network/subnet of nodes and pods"                               json:"subnets"                     req:"true"`
	Cloud              string     `desc:"default public"                                                 enum:"public,usgovernment,china"   json:"cloud"`
	Region             string     `desc:"location of the cluster"                                        json:"region"                      req:"true"`
	Features           []string   `desc:"features in use, as udr_aks_required_egress names them"         json:"features"`
	Private            bool       `desc:"private cluster"                                                json:"private_cluster"`
	VNetIntegration    bool       `desc:"API server VNet integration"                                    json:"api_server_vnet_integration"`
	OutboundType       string     `desc:"default userDefinedRouting"                                     json:"outbound_type"`
	BootstrapCache     bool       `desc:"bootstrap artifacts from a private registry"                    json:"bootstrap_cache"`
	Windows            bool       `desc:"has Windows pools"                                              json:"windows"`
	GPU                bool       `desc:"has GPU pools"                                                  json:"gpu"`
	DNSServers         []string   `desc:"custom DNS servers"                                             json:"dns_servers"`
	Registries         []Registry `desc:"private container registries"                                   json:"registries"`
	APIServerAddresses []string   `desc:"public addresses of the API server, known after creation"       json:"api_server_addresses"`
	APIServerSubnet    string     `desc:"network/subnet of the API server with VNet integration"         json:"api_server_subnet"`
	HTTPProxy          *HTTPProxy `desc:"HTTP proxy of nodes and pods, through which they ask for names" json:"http_proxy_config"`
	Levels             []string   `desc:"levels to judge; default required and conditional"              json:"levels"`
}

// Registry is a private container registry.
type Registry struct {
	Name            string `desc:"name of the registry"                                        json:"name"             req:"true"`
	Region          string `desc:"region of its data endpoints; default the cluster's"         json:"region"`
	PrivateEndpoint bool   `desc:"it is reached over a private endpoint"                       json:"private_endpoint"`
	DataEndpoints   string `desc:"from where it serves image layers; left out means not known" enum:"dedicated,shared" json:"data_endpoints"`
}

// HTTPProxy is the HTTP proxy of a cluster.
type HTTPProxy struct {
	HTTP    string   `desc:"URL of the proxy for HTTP, such as http://10.0.0.4:3128/"       json:"http_proxy"`
	HTTPS   string   `desc:"URL of the proxy for HTTPS"                                     json:"https_proxy"`
	NoProxy []string `desc:"names, with all below them, and ranges that are asked straight" json:"no_proxy"`
}
