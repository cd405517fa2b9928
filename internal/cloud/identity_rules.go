package cloud

import "slices"

// IdentityKind is the kind of identity a cluster has.
type IdentityKind string

// The kinds of identities.
const (
	IdentitySystemAssigned   IdentityKind = "SystemAssigned"
	IdentityUserAssigned     IdentityKind = "UserAssigned"
	IdentityServicePrincipal IdentityKind = "ServicePrincipal"
)

// IdentityRule says which identities a circumstance takes.
type IdentityRule struct {
	Circumstance string
	Allowed      []IdentityKind
	// Check is the id of the check that AKS makes of it; empty if none is known.
	Check    string
	Severity Severity
	Fact
}

// The circumstances that restrict the identity.
const (
	WithKubenetRouteTable = "kubenet with a route table of one's own"
	WithPrivateDNSZone    = "private DNS zone of one's own"
	WithKubeletIdentity   = "kubelet identity of one's own"
	WithNodeProvisioning  = "node auto-provisioning"
	WithoutUserAssigned   = "regions usgoviowa, usdodcentral, usdodeast"
)

var identityRules = []IdentityRule{
	{WithKubenetRouteTable, []IdentityKind{IdentityUserAssigned, IdentityServicePrincipal}, "udr_kubenet_identity", SeverityError, srcKubenet},
	{WithPrivateDNSZone, []IdentityKind{IdentityUserAssigned, IdentityServicePrincipal}, "private_dns_identity", SeverityError, srcPrivate},
	{WithKubeletIdentity, []IdentityKind{IdentityUserAssigned}, "kubelet_identity_type", SeverityError, srcIdentity},
	{WithNodeProvisioning, []IdentityKind{IdentityUserAssigned, IdentitySystemAssigned}, "", SeverityError, srcNAP},
	{WithoutUserAssigned, []IdentityKind{IdentitySystemAssigned, IdentityServicePrincipal}, "", SeverityWarning, srcUserIdent.doubt("page of 2024")},
}

// IdentityRules returns the table of identities.
func IdentityRules() []IdentityRule {
	out := slices.Clone(identityRules)
	for i := range out {
		out[i].Allowed = slices.Clone(out[i].Allowed)
	}
	return out
}

// IdentityAllowed reports whether a circumstance takes an identity, with the row; unknown circumstances take all.
func IdentityAllowed(circumstance string, kind IdentityKind) (IdentityRule, bool) {
	for _, r := range IdentityRules() {
		if r.Circumstance == circumstance {
			return r, slices.Contains(r.Allowed, kind)
		}
	}
	return IdentityRule{}, true
}
