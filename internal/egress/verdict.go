package egress

import "net/netip"

// Status is the answer for a flow (VM-3).
type Status string

// The four answers. Allowed means configured to pass; it is no claim on DNS
// answers, certificates, capacity, SNAT ports or the remote side (VM-7).
const (
	Allowed       Status = "allowed"
	Denied        Status = "denied"
	Partial       Status = "partial"       // part surely passes, part surely does not
	Indeterminate Status = "indeterminate" // hinges on something not known
)

// Path says which way the traffic takes (VM-5).
type Path string

// The paths.
const (
	PathNetwork         Path = "vnet-local"
	PathPeering         Path = "peering"
	PathFirewall        Path = "firewall"
	PathAppliance       Path = "nva"
	PathInternet        Path = "internet-direct"
	PathGateway         Path = "gateway"
	PathServiceEndpoint Path = "service-endpoint"
	PathPrivateEndpoint Path = "private-endpoint"
	PathPlatform        Path = "platform"
	PathDropped         Path = "dropped"
	PathUnknown         Path = "unknown"
)

// Verdict is the judgement of one flow.
type Verdict struct {
	Flow   Flow
	Status Status
	// Path is the way of the packets that decided.
	Path Path
	// Decider is the object that decided: a route, a security rule, a firewall rule,
	// the default deny.
	Decider Object
	// Steps is the way of the deciding packets, hop by hop.
	Steps []Step
	// Otherwise is the other side of a Partial or Indeterminate verdict: the way of
	// packets that fare differently, or of the same packets should an unknown value
	// turn out otherwise.
	Otherwise []Step
	// Rules are the ids of the semantics that were used, sorted.
	Rules []string
	// Assumptions that the status rests on, sorted.
	Assumptions []Assumption
	// Witness is a packet that meets the status; of a Partial one, one that is denied.
	Witness *Packet
	// Passed is a packet that gets through, Dropped one that does not. A Partial
	// verdict has both.
	Passed, Dropped *Packet
	// Fixes are changes that were proven to let the flow pass (see [Options]).
	Fixes []Fix
}

// OK reports whether the flow fares as it should: Allowed, or for a forbidden
// flow Denied.
func (v Verdict) OK() bool {
	if v.Flow.Level == LevelForbidden {
		return v.Status == Denied
	}
	return v.Status == Allowed
}

// Fails reports whether the flow surely does not fare as it should.
func (v Verdict) Fails() bool {
	if v.Flow.Level == LevelForbidden {
		return v.Status == Allowed || v.Status == Partial
	}
	return v.Status == Denied || v.Status == Partial
}

// Packet is a concrete example.
type Packet struct {
	Subnet      string
	Source      netip.Addr // invalid when the subnet's prefix is not known
	Protocol    string
	Port        uint16 // 0 for protocols without ports
	L7          L7
	Name        string     // empty when no name is asked for
	Destination netip.Addr // invalid when only the name is known
	Tag         string     // the service tag of a destination without address
}

// Object points at a part of the configuration.
type Object struct {
	Kind ObjectKind
	Name string
	// In names what the object is part of, from the outside in.
	In []string
	// Index is the place among the rules of its kind in the order of evaluation,
	// from 1; 0 where there is no order.
	Index int
}

// ObjectKind is the kind of an [Object].
type ObjectKind string

// The kinds of objects.
const (
	ObjectNone            ObjectKind = ""
	ObjectNetwork         ObjectKind = "network"
	ObjectSubnet          ObjectKind = "subnet"
	ObjectPeering         ObjectKind = "peering"
	ObjectRouteTable      ObjectKind = "route table"
	ObjectRoute           ObjectKind = "route"
	ObjectSystemRoute     ObjectKind = "system route"
	ObjectGatewayRoute    ObjectKind = "gateway route"
	ObjectSecurityGroup   ObjectKind = "security group"
	ObjectSecurityRule    ObjectKind = "security rule"
	ObjectAdminRule       ObjectKind = "admin rule"
	ObjectFirewall        ObjectKind = "firewall"
	ObjectPolicy          ObjectKind = "policy"
	ObjectGroup           ObjectKind = "rule collection group"
	ObjectCollection      ObjectKind = "rule collection"
	ObjectIPGroup         ObjectKind = "IP group"
	ObjectNetworkRule     ObjectKind = "network rule"
	ObjectApplicationRule ObjectKind = "application rule"
	ObjectNATRule         ObjectKind = "NAT rule"
	ObjectDefault         ObjectKind = "default action"
	ObjectAppliance       ObjectKind = "appliance"
	ObjectApplianceRule   ObjectKind = "appliance rule"
	ObjectCluster         ObjectKind = "cluster"
	ObjectPrivateEndpoint ObjectKind = "private endpoint"
	ObjectPlatform        ObjectKind = "platform address"
)

// Step is one thing that happened to the packets.
type Step struct {
	Code   Code
	Object Object
	// Certain is Yes when it surely happened, Maybe when it hinges on something not known.
	Certain Truth
	// Detail completes the code: the hop of a route, the missing knowledge, the
	// address that is not authorized.
	Detail string
	Rules  []string
	// Examined counts the rules that were looked at without a match.
	Examined int
	// Nearest is the rule that came closest to matching, when explanations are asked for.
	Nearest *Miss
}

// Miss explains why a rule does not match.
type Miss struct {
	Rule Object
	// Matched lists the dimensions that do match.
	Matched []Dimension
	// Failed lists those that do not, with the reason.
	Failed []Failure
}

// Dimension is a part of a rule that has to match (FW-13).
type Dimension string

// The dimensions.
const (
	DimensionProtocol    Dimension = "protocol"
	DimensionPort        Dimension = "port"
	DimensionSource      Dimension = "source"
	DimensionDestination Dimension = "destination"
	DimensionName        Dimension = "name"
)

// Failure is a dimension that does not match and how it fails.
type Failure struct {
	Dimension Dimension
	How       How
	// Have is what the rule says, Want what the flow needs.
	Have, Want string
}

// How says in which way a dimension fails.
type How string

// The ways to fail.
const (
	HowDifferent   How = "different"           // nothing in common
	HowPartly      How = "partly"              // some of the flow only
	HowSubdomains  How = "subdomains only"     // "*.name" does not cover the name itself (FW-23)
	HowApexOnly    How = "apex only"           // the literal does not cover what is below it
	HowOtherRegion How = "other region"        // the same service, another region
	HowNotInTag    How = "not in the FQDN tag" // AK-30
	HowNoName      How = "no server name"      // FW-32
	HowWrongKind   How = "other kind of rule"  // an application rule for a flow that is not HTTP, HTTPS or MSSQL (FW-8)
)
