package egress

import "slices"

// FlowTable lists the numbered flows and facts of required egress (AK-1, …), as flows cite them for their reason. What
// they are made of lives in package cloud.
func FlowTable() []RuleInfo { return slices.Clone(flowRules) }

var flowRules = []RuleInfo{
	{"AK-1", Documented, "Nodes reach the API server by its name over HTTPS; where it is inside the network, no egress is needed for it."},
	{"AK-2", Documented, "The konnectivity tunnel uses the same name and port, and its protocol must survive inspection."},
	{"AK-3", Documented, "The older tunnel (UDP 1194, TCP 9000) to the API server's address; only network rules serve it, and only clusters without konnectivity need it."},
	{"AK-4", Documented, "Pods that ask the API server by address show no server name, so that only network rules serve them."},
	{"AK-5", Documented, "The front of the Microsoft registry, which the bootstrap of nodes checks first."},
	{"AK-6", Documented, "The registry's data endpoints and its front door; the literal name does not cover the data endpoints."},
	{"AK-7", Documented, "The resource manager of the cloud."},
	{"AK-8", Documented, "Sign-in of the cluster's identities."},
	{"AK-9", Documented, "Microsoft's package repository."},
	{"AK-10", Documented, "Binaries of Kubernetes and CNI."},
	{"AK-11", Observed, "The mirror that AK-10 replaced: still listed, announced retired."},
	{"AK-12", Documented, "Time servers over UDP 123; new nodes do not need them."},
	{"AK-13", Documented, "Resolvers of one's own need UDP and TCP 53; Azure's own needs nothing."},
	{"AK-14", Observed, "The backing store of the registry, seen blocked and on no page: never fails a plan."},
	{"AK-15", Documented, "Updates of the node's operating system, recommended."},
	{"AK-16", Documented, "Drivers of GPU nodes."},
	{"AK-17", Documented, "Windows nodes."},
	{"AK-18", Documented, "Monitoring: the service tag in a network rule, or the names; one of the two is enough."},
	{"AK-19", Documented, "Azure Policy."},
	{"AK-20", Documented, "Defender for Containers."},
	{"AK-21", Inferred, "The Key Vault driver asks for names below the one that the page lists."},
	{"AK-22", Documented, "Cluster extensions."},
	{"AK-23", Documented, "The host's addresses for DNS, agent and metadata, which no route and no firewall sees."},
	{"AK-24", Documented, "Nodes reach one another, and the API server's subnet where it is in the network."},
	{"AK-25", Documented, "Every address that egress may leave with has to be among the API server's authorized ranges."},
	{"AK-26", Documented, "A network isolated cluster, which boots from a cache, needs no egress."},
	{"AK-27", Documented, "Other clouds have names of their own."},
	{"AK-28", Observed, "The bootstrap checks the registry (50), then the API server's name (52, 53), then the API server (51), and stops at the first that fails; outbound types none and block skip the registry."},
	{"AK-29", Observed, "One application rule with the FQDN tag and no network rule carries a cluster."},
	{"AK-30", Observed, "What the FQDN tag AzureKubernetesService is known to hold, may hold and does not hold."},
	{"AK-31", Documented, "In Azure Firewall a star stands for any text; other devices may mean one label by it."},
	{"AK-32", Observed, "What the vendor's checker asks from a running node is among the required flows."},
	{"AK-33", Inferred, "Windows nodes behind a default route need the licence servers (TCP 1688)."},
}

// PropertyTable lists the properties that tests hold the evaluator to with drawn worlds (P-1, …).
func PropertyTable() []RuleInfo { return slices.Clone(properties) }

var properties = []RuleInfo{
	{"P-1", Inferred, "Verdicts agree with a brute-force oracle that enumerates a tiny universe and shares no code."},
	{"P-2", Inferred, "For every value of what is unknown, the verdict is one of those that were held possible."},
	{"P-3", Inferred, "Routes part the destinations: disjoint, and none is left over."},
	{"P-4", Inferred, "A further Allow never denies, a further Deny never allows."},
	{"P-5", Inferred, "Splitting a prefix or reordering a list inside a field changes nothing."},
	{"P-6", Inferred, "Renumbering priorities in their order changes nothing."},
	{"P-7", Inferred, "Removing a rule that was reported dead changes no verdict."},
	{"P-8", Inferred, "The witness against the cited rule alone meets the same action."},
	{"P-9", Inferred, "A fix, applied, lets the flow pass."},
	{"P-10", Inferred, "Classic rules and a policy that say the same get the same verdicts."},
	{"P-11", Inferred, "The letter case of names does not matter."},
}
