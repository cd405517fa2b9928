package preflight

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Question is what is judged.
type Question struct {
	// Egress is the exported object of an egress resource, null where there is none. Any leaf may be unknown; attributes
	// that an object does not have are taken for not told.
	Egress types.Object
	// Around is what else is known, such as networks, security groups, policies and appliances that were read. Where it
	// describes what the object tells too, the object wins: it is what will be.
	Around egress.World
	// Planned are rule collection groups in the policy of the egress as this run leaves them (see [PlannedRules]). They take the
	// place of what was read. PlannedOpen says that more are planned of which nothing is known.
	Planned     []PlannedGroup
	PlannedOpen bool
	// Coming says that others may yet change their rules in this very run, after what is judged: that a rule is missing is then never
	// certain. Final says that nothing comes any more, since the apply has come to what is judged; it wins.
	Coming, Final bool
	// Names gives the name in Around of what an ARM ID names; nil means that objects are named by their IDs.
	Names func(armid.ID) string
	// Profile is the cluster; nil where only rules and routes are judged.
	Profile *Profile
	// Levels of required egress that are judged; none means required and conditional.
	Levels []egress.Level
	// WithoutRules leaves out what is wrong with the rules themselves: dead, broad and needless ones.
	WithoutRules bool
}

// Profile is a cluster as a plan knows it. The zero value of a field is known and means Azure's default or not used.
type Profile struct {
	// Cloud is a name that [cloud.Lookup] knows; empty means that of the region. Where neither is known nothing is judged.
	Cloud  string
	Region egress.Value[string]
	// Features beyond those that every cluster has. FeaturesOpen says that there may be more.
	Features     []cloud.Feature
	FeaturesOpen bool
	// Private clusters and those with API server VNet integration reach their API server inside the network.
	Private, VNetIntegration egress.Value[bool]
	// OutboundType as AKS spells it; empty means userDefinedRouting.
	OutboundType   egress.Value[string]
	BootstrapCache bool
	DNSServers     []netip.Addr
	Registries     []cloud.Registry
	// APIServerAddresses are known only after creation.
	APIServerAddresses []netip.Addr

	// Name of the cluster in messages; empty means "aks".
	Name string
	// Subnets are those of nodes and pods. Nil means all routed subnets of the egress object.
	Subnets []armid.ID
	// APIServerSubnet is the API server's subnet with VNet integration; zero while it is not known.
	APIServerSubnet armid.ID
	// AuthorizedRanges limit who may call a public API server; nil means no limit (AK-25).
	AuthorizedRanges   *egress.AuthorizedRanges
	Kubenet, DualStack bool
}

// clusterName is the cluster in the world.
func (p *Profile) clusterName() string {
	if p.Name == "" {
		return "aks"
	}
	return p.Name
}

// public says whether the API server has a public address that its nodes use.
func (p *Profile) public() egress.Truth {
	private, known := p.Private.Get()
	integrated, told := p.VNetIntegration.Get()
	switch {
	case known && private, told && integrated:
		return egress.No
	case known && told:
		return egress.Yes
	}
	return egress.Maybe
}
