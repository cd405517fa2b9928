package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// L7 is what a flow speaks above TCP or UDP. It alone decides whether
// application rules apply (VM-1, FW-8).
type L7 string

// The kinds that matter to a firewall.
const (
	L7None       L7 = ""
	L7HTTP       L7 = "http"
	L7HTTPS      L7 = "https"        // TLS with a server name
	L7HTTPSNoSNI L7 = "https-no-sni" // TLS without one (FW-32)
	L7MSSQL      L7 = "mssql"
)

// Level says how much a flow matters. The words are those of the required
// egress rows; they decide nothing here but order and counting.
type Level string

// The levels. Forbidden flows are to be denied: an Allowed one is a fault, and
// no fix may open it.
const (
	LevelRequired    Level = "required"
	LevelConditional Level = "conditional"
	LevelOptional    Level = "optional"
	LevelLegacy      Level = "legacy"
	LevelForbidden   Level = "forbidden"
)

// Flow is traffic that somebody wants to pass, or to be stopped. It holds only
// if every source address and every member of a name pattern gets through (VM-2).
type Flow struct {
	Name   string
	Source Source
	// Protocol is a set, usually of one member; each is judged.
	Protocol    netset.Protocols
	Ports       netset.Ports
	L7          L7
	Destination Destination

	Level Level
	// Reason is the id of the rule that asks for the flow, such as AK-5.
	Reason string
	// Purpose says in a few words what the flow is for.
	Purpose string
	// ExitCode is that of a node's bootstrap when the flow is blocked, 0 if none (AK-28).
	ExitCode int
	// Check is the place of that check among those of the bootstrap, from 1, 0 if it is not known: nodes stop at the first
	// that fails (AK-28).
	Check int
	// Choice and Option mark alternatives: one whole option of a choice suffices.
	Choice, Option string
	// NoInspection is set where TLS termination breaks the flow (FW-30).
	NoInspection bool
	// APIServerOf names the cluster whose API server is the destination, so that its
	// authorized ranges apply (AK-25).
	APIServerOf string
}

// Source is where a flow starts.
type Source struct {
	// Subnet is "network/subnet".
	Subnet string
	// Addresses narrow the flow to some hosts; empty means all of the subnet.
	Addresses netset.Addresses
}

// Destination is what a flow is aimed at: addresses, names, tags, or an object.
// With names and addresses both given, the names resolve to those addresses.
// With names or tags alone, the addresses are public and not known.
type Destination struct {
	Addresses netset.Addresses
	Names     []netset.Pattern
	// OneOfNames says that the patterns stand for one name that is not known yet,
	// such as that of an API server, and not for all names that they cover.
	OneOfNames bool
	// Tags are service tags whose prefixes hold the destination.
	Tags []TagClaim
	// Object names a firewall whose private address, perhaps not known yet, is the
	// destination: a query to the firewall's DNS proxy.
	Object string
	// PublicIP names a public IP, perhaps not assigned yet, that is the destination.
	PublicIP string
	// Subnet is "network/subnet": the flow goes to all hosts of that subnet.
	Subnet string
}

// TagClaim says that a destination lies within a service tag.
type TagClaim struct {
	Tag string
	// Assumption is what the claim rests on, such as A-API-TAG; empty if documented.
	Assumption Assumption
}
