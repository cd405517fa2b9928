package walk

// Outcome is how a walk ends.
type Outcome string

// The outcomes.
const (
	// Leaves: the packet goes out to the Internet.
	Leaves Outcome = "leaves"
	// Delivered: it is handed to the network, service or platform that owns the address. Whether a host is there, nobody knows here (VM-7).
	Delivered Outcome = "delivered"
	// Dropped: it does not arrive, or its answer does not.
	Dropped Outcome = "dropped"
	// Opaque: it reaches an appliance or a gateway that ARM knows nothing of.
	Opaque Outcome = "opaque"
)

// Result is what became of a packet.
type Result struct {
	Outcome Outcome `json:"outcome"`
	// Way that it took: vnet-local, peering, firewall, internet-direct, gateway, service-endpoint, platform; nva or gateway where it becomes opaque.
	Way string `json:"way"`
	// Decider is the object that decided: the route, the security rule, the firewall's rule, the firewall itself.
	Decider Object `json:"decider"`
	// Reason in a few words.
	Reason string `json:"reason"`
	// Exits are the public addresses that it may show on the Internet, if any is known (FW-37).
	Exits []string `json:"exits,omitempty"`
	// Trace are the steps in order, the last one with the reason.
	Trace []Step `json:"trace"`
}

// Passes tells whether the packet arrives somewhere.
func (r Result) Passes() bool { return r.Outcome == Leaves || r.Outcome == Delivered }

// Step is one thing that happened.
type Step struct {
	// At is where: the name of the subnet or firewall.
	At string `json:"at"`
	// What happened.
	What string `json:"what"`
	// Object that had the effect.
	Object Object `json:"object"`
	// Rules of the egress semantics that say so.
	Rules []string `json:"rules"`
}

// Object is a part of the configuration.
type Object struct {
	// Kind is "route", "system route", "security rule", "network rule", "application rule", "default deny", "firewall", ….
	Kind string `json:"kind"`
	// Name within its owner: "collection/rule" for rules of firewalls, the prefix for system routes.
	Name string `json:"name"`
	// ID of the ARM resource that holds it.
	ID string `json:"id,omitempty"`
}
