package differential

// world is a small configuration in the words that a user would write. tell_*_test.go says it to the evaluator, deploy_*_test.go to ARM.
type world struct {
	networks       []network
	tables         []table
	securityGroups []securityGroup
	ipGroups       []ipGroup
	policies       []policy
	firewalls      []firewall
	nats           []natGateway
	facts          facts
}

// facts are true and ARM does not store them.
type facts struct {
	tags           map[string][]string // prefixes of service tags
	told           map[string]bool     // the tags whose content the evaluator is told
	fqdnTags       map[string][]string // names in FQDN tags
	categories     map[string][]string
	infrastructure []string
}

type network struct {
	name       string
	space      []string
	subnets    []subnet
	resolvers  []string
	peerings   []peering
	hasGateway bool
	learned    []string // what the gateway announces
	// untold: the evaluator hears of the network only as the other side of a peering.
	untold, learnedUntold bool
}

type subnet struct {
	name, prefix                string
	table, securityGroup, nat   string
	outbound                    string // "", "true", "false": defaultOutboundAccess
	outboundUntold, tableUntold bool
	endpoints                   []endpoint
}

type endpoint struct {
	service string
	names   []string // as told; empty means not told
}

type peering struct {
	remote                                 string
	blocked, forwarded, useRemote, transit bool
}

type table struct {
	name     string
	routes   []route
	isolated bool // propagation disabled
}

type route struct {
	name, prefix, hop, address string
	device                     string // told as the hop instead of the address
	hidden                     bool
}

type securityGroup struct {
	name  string
	rules []securityRule
}

type securityRule struct {
	name             string
	priority         int
	access, protocol string
	from, to         []string
	fromPorts, ports []string
	hidden           bool
}

type ipGroup struct {
	name      string
	addresses []string
	untold    bool
}

type natGateway struct {
	name string
	bare bool // without any address
}

type settings struct {
	threat, detection string
	proxy             bool
	private           []string // nil: not set
}

type firewall struct {
	name, network, tier, policy string
	address                     string // that it will have
	addressUntold               bool
	managed                     bool
	ips                         int
	ipsUntold                   bool
	settings
	collections []collection
}

type policy struct {
	name, parent, tier string
	settings
	groups []group
}

type group struct {
	name        string
	priority    int
	collections []collection
	hidden      bool
}

type collection struct {
	name, kind, action string
	priority           int
	priorityUntold     bool
	rules              []rule
}

type rule struct {
	name             string
	from, fromGroups []string
	protocols, ports []string // of network rules
	to, toGroups     []string // addresses and service tags
	names            []string // of network rules
	pairs            []pair
	targets, tags    []string
	urls, categories []string
	addresses        []string // destinationAddresses of application rules
	terminate        bool
	hidden           bool
}

type pair struct {
	kind string
	port int
}

// flow is what somebody wants to pass.
type flow struct {
	subnet, protocol, speaks string
	sources                  []string
	ports                    []int
	addresses, names         []string
	oneOf                    bool
	tags                     []claim
	firewall, publicIP       string
	toSubnet                 string
}

type claim struct{ tag, assumption string }

func (w *world) network(name string) *network {
	for i := range w.networks {
		if w.networks[i].name == name {
			return &w.networks[i]
		}
	}
	return nil
}

func (w *world) firewallAt(address string) *firewall {
	for i := range w.firewalls {
		if w.firewalls[i].address == address {
			return &w.firewalls[i]
		}
	}
	return nil
}
