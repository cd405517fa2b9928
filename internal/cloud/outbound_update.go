package cloud

import "slices"

// ChangeVerdict is the answer to the question whether a living object can be changed.
type ChangeVerdict string

const (
	// ChangeNone: from and to are equal.
	ChangeNone ChangeVerdict = "none"
	// ChangeInPlace: Azure makes the change on the living object.
	ChangeInPlace ChangeVerdict = "in_place"
	// ChangeForbidden: Azure refuses the change; the object must be replaced.
	ChangeForbidden ChangeVerdict = "forbidden"
	// ChangeUncertain: sources disagree; refuse nothing because of it.
	ChangeUncertain ChangeVerdict = "uncertain"
)

// OutboundUpdate is the answer to a change of a living cluster's outbound type.
type OutboundUpdate struct {
	From, To OutboundType
	Mode     VNetMode
	Verdict  ChangeVerdict
	// Code is what AKS answers when it refuses.
	Code string
	Note string
	Fact
}

// updateMatrix has one row for each from, with the verdict for each to (aks-facts.md 1.2). What is absent is forbidden.
type updateMatrix struct {
	Mode VNetMode
	From OutboundType
	To   []OutboundType
	// Doubtful lists targets on which sources disagree.
	Doubtful []OutboundType
	Fact
}

var outboundUpdates = []updateMatrix{
	{VNetBYO, OutboundLoadBalancer, []OutboundType{OutboundUserAssignedNATGateway, OutboundUserDefinedRouting, OutboundNone}, nil, srcEgressTypes},
	{VNetBYO, OutboundUserAssignedNATGateway, []OutboundType{OutboundLoadBalancer, OutboundUserDefinedRouting, OutboundNone}, nil, srcEgressTypes},
	{VNetBYO, OutboundUserDefinedRouting, []OutboundType{OutboundLoadBalancer, OutboundUserAssignedNATGateway, OutboundNone}, nil, srcEgressTypes},
	{VNetBYO, OutboundNone, []OutboundType{OutboundLoadBalancer, OutboundUserAssignedNATGateway, OutboundUserDefinedRouting}, nil, srcEgressTypes},
	{VNetManaged, OutboundLoadBalancer, []OutboundType{OutboundManagedNATGateway, OutboundManagedNATGatewayV2, OutboundNone, OutboundBlock}, nil, srcEgressTypes},
	{
		VNetManaged, OutboundManagedNATGateway,
		[]OutboundType{OutboundManagedNATGatewayV2, OutboundNone, OutboundBlock},
		[]OutboundType{OutboundLoadBalancer},
		srcEgressTypes.doubt("the matrix refuses the way back to loadBalancer, the same page still has a how-to for it"),
	},
	{
		VNetManaged, OutboundManagedNATGatewayV2, nil,
		[]OutboundType{OutboundNone, OutboundBlock},
		srcEgressTypes.doubt("the page refuses none and block, the changelog of 2026-05-29 allows them"),
	},
	{VNetManaged, OutboundNone, []OutboundType{OutboundLoadBalancer, OutboundManagedNATGateway, OutboundManagedNATGatewayV2, OutboundBlock}, nil, srcEgressTypes},
	{VNetManaged, OutboundBlock, []OutboundType{OutboundLoadBalancer, OutboundManagedNATGateway, OutboundManagedNATGatewayV2, OutboundNone}, nil, srcEgressTypes},
}

// CodeUpdatingOutboundTypeNotAllowed is AKS's answer to a change that its matrix does not have.
const CodeUpdatingOutboundTypeNotAllowed = "UpdatingOutboundTypeNotAllowed"

const outboundUpdateNote = "the egress addresses change, connections drop and nodes are reimaged; add the new addresses to the authorized ranges first"

// UpdateOutboundType says whether a living cluster can change its outbound type. nodeAutoProvisioning freezes it.
func UpdateOutboundType(mode VNetMode, from, to OutboundType, nodeAutoProvisioning bool) OutboundUpdate {
	u := OutboundUpdate{From: from, To: to, Mode: mode, Verdict: ChangeForbidden, Code: CodeUpdatingOutboundTypeNotAllowed, Fact: srcEgressTypes}
	if from == to {
		u.Verdict, u.Code = ChangeNone, ""
		return u
	}
	if nodeAutoProvisioning {
		u.Note, u.Fact = "clusters with node auto-provisioning keep their outbound type", srcNAP
		return u
	}
	i := slices.IndexFunc(outboundUpdates, func(m updateMatrix) bool { return m.Mode == mode && m.From == from })
	if i < 0 {
		u.Note = "no change leads away from this outbound type in this kind of network"
		return u
	}
	switch row := outboundUpdates[i]; {
	case slices.Contains(row.To, to):
		u.Verdict, u.Code, u.Note = ChangeInPlace, "", outboundUpdateNote
	case slices.Contains(row.Doubtful, to):
		u.Verdict, u.Note, u.Fact = ChangeUncertain, outboundUpdateNote, row.Fact
	default:
		u.Note = "the change is not in AKS's matrix; the kind of network itself cannot change"
	}
	return u
}

// UpdateConsequence is something that goes with every change of the outbound type.
type UpdateConsequence struct {
	Text string
	Fact
}

var outboundConsequences = []UpdateConsequence{
	{"the egress addresses change and connections drop", srcEgressTypes},
	{"nodes are reimaged, unless a node disruption policy forbids the change", srcDisruption},
	{"the request must send no load balancer profile (null), or it fails with " + CodeUDRWithLoadBalancerProfile, fact("hashicorp/terraform-provider-azurerm#25021, #25499, #25530, #28541; Azure/bicep-registry-modules#5759", "2025")},
}

// OutboundConsequences returns what goes with a change to userDefinedRouting or userAssignedNATGateway.
func OutboundConsequences() []UpdateConsequence { return slices.Clone(outboundConsequences) }
