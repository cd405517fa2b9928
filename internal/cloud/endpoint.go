package cloud

import "slices"

// Level says what breaks when a flow is blocked.
type Level string

const (
	// LevelRequired flows are needed by every cluster to which the row applies: nodes do not start, or the cluster breaks.
	LevelRequired Level = "required"
	// LevelConditional flows are needed when the feature, or the circumstance that the note names, is in use.
	// Blocking one breaks the feature, not the cluster.
	LevelConditional Level = "conditional"
	// LevelOptional flows are recommended by the vendor or seen in practice; blocking one costs comfort or telemetry.
	LevelOptional Level = "optional"
	// LevelLegacy flows stand on a page still but serve nothing current. They are reported, never demanded (AK-29).
	LevelLegacy Level = "legacy"
)

// Levels returns the levels from the strongest to the weakest.
func Levels() []Level {
	return []Level{LevelRequired, LevelConditional, LevelOptional, LevelLegacy}
}

// Kind is the kind of firewall rule that a flow needs.
type Kind string

// Application rules see HTTP and HTTPS by name; everything else needs a network rule (FW-8).
const (
	KindApplication Kind = "application"
	KindNetwork     Kind = "network"
)

// Transport is an IP protocol in Azure Firewall's spelling.
type Transport string

// The transports of required flows.
const (
	TCP Transport = "TCP"
	UDP Transport = "UDP"
)

// Application is the protocol of an application rule in Azure Firewall's spelling; empty for network rules.
type Application string

// The application protocols of required flows.
const (
	HTTP  Application = "Http"
	HTTPS Application = "Https"
)

// DestinationKind says how Destination is to be read.
type DestinationKind string

const (
	// DestinationFQDN is a host name, or a pattern with one leading star in Azure Firewall's meaning (FW-23).
	DestinationFQDN DestinationKind = "fqdn"
	// DestinationServiceTag is a service tag, usable in network rules only (FW-16).
	DestinationServiceTag DestinationKind = "service_tag"
	// DestinationFQDNTag is an FQDN tag, usable in application rules only (FW-26).
	DestinationFQDNTag DestinationKind = "fqdn_tag"
	// DestinationAddress is one IP address.
	DestinationAddress DestinationKind = "address"
	// DestinationSubnet is a subnet of the cluster's own network: the flow never meets the firewall with sound routes.
	DestinationSubnet DestinationKind = "subnet"
)

// Variant is a kind of cluster for which some rows fall away.
type Variant string

const (
	// VariantPrivateCluster has its API server behind a private endpoint.
	VariantPrivateCluster Variant = "private_cluster"
	// VariantVNetIntegration has its API server in a subnet of the cluster's network, be it public or private.
	VariantVNetIntegration Variant = "vnet_integration"
	// VariantIsolated has outbound type none or block and the bootstrap cache.
	VariantIsolated Variant = "network_isolated"
)

// Endpoint is one flow that an AKS cluster needs, from its nodes' subnets (or from pod subnets, RT-28).
type Endpoint struct {
	// Key names the row: the feature, a slash, the row, and what a placeholder was expanded to if it has several values.
	Key     string
	Feature Feature
	Cloud   Name
	Level   Level
	Kind    Kind
	// Protocol and Port are those on the wire; Application is the protocol of an application rule.
	Protocol        Transport
	Application     Application
	Port            int
	DestinationKind DestinationKind
	// Destination has the profile's values filled in; Template is the row as written in the table.
	Destination string
	Template    string
	// Unresolved lists the placeholders that the profile gave no value for and that Destination or ServiceTag still holds.
	Unresolved []string
	// ServiceTag is the service tag which in a network rule on the same port lets the flow pass too, by the vendor's word or
	// by a named assumption (A-API-TAG); empty if none.
	ServiceTag string
	// TagHolds says whether the FQDN tag AzureKubernetesService holds the name (AK-30).
	TagHolds Membership
	// Choice and Option mark alternatives: of all options of one choice, one whole option suffices (see Choose).
	Choice, Option string
	// NoInspection is set when TLS termination breaks the flow (FW-30).
	NoInspection bool
	// ExitCode is the exit code of the node's bootstrap script when the flow is blocked, 0 if none is known (AK-28).
	ExitCode ExitCode
	// DroppedFor lists the variants of clusters which do not need the row.
	DroppedFor []Variant
	// ReplacedBy is the successor of a retired name; empty for current ones.
	ReplacedBy string
	// Rules are the ids of the egress semantics that the row stands for.
	Rules []string
	// Purpose says in a few words what the flow is for.
	Purpose string
	Note    string
	Fact
}

// Hard reports whether a block of this flow may refuse a plan by itself: the row is required and its source is beyond doubt (L2).
func (e Endpoint) Hard() bool {
	return e.Level == LevelRequired && e.Certain() && len(e.Unresolved) == 0
}

// Flow is what a firewall rule must let pass. Two rows with equal flows are satisfied by the same rule.
type Flow struct {
	Kind            Kind
	Protocol        Transport
	Application     Application
	Port            int
	DestinationKind DestinationKind
	Destination     string
}

// Flow returns the row's flow.
func (e Endpoint) Flow() Flow {
	return Flow{e.Kind, e.Protocol, e.Application, e.Port, e.DestinationKind, e.Destination}
}

// Distinct returns one row for each flow, in the order of first appearance: the strongest one of those that ask for it.
// A rule generator needs no more.
func Distinct(rows []Endpoint) []Endpoint {
	var out []Endpoint
	at := map[Flow]int{}
	for _, r := range rows {
		i, seen := at[r.Flow()]
		switch {
		case !seen:
			at[r.Flow()] = len(out)
			out = append(out, r)
		case rank(r.Level) < rank(out[i].Level):
			out[i] = r
		}
	}
	return out
}

// Choose settles every choice among rows: it keeps the rows of the first of the given options that the choice has, or of
// the choice's first option in the order of the tables, and all rows outside any choice.
func Choose(rows []Endpoint, options ...string) []Endpoint {
	chosen := map[string]string{}
	for _, r := range rows {
		old, seen := chosen[r.Choice]
		if !seen || preference(r.Option, options) < preference(old, options) {
			chosen[r.Choice] = r.Option
		}
	}
	var out []Endpoint
	for _, r := range rows {
		if r.Choice == "" || chosen[r.Choice] == r.Option {
			out = append(out, r)
		}
	}
	return out
}

func preference(option string, options []string) int {
	if i := slices.Index(options, option); i >= 0 {
		return i
	}
	return len(options)
}

func rank(l Level) int {
	if i := slices.Index(Levels(), l); i >= 0 {
		return i
	}
	return len(Levels())
}
