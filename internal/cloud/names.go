package cloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// NameKind is a kind of object whose name Azure restricts.
type NameKind string

// The kinds of names.
const (
	NameResourceGroup       NameKind = "resource group"
	NameManagedCluster      NameKind = "AKS cluster"
	NameDNSPrefix           NameKind = "DNS prefix of an AKS cluster"
	NameNodePoolLinux       NameKind = "Linux node pool"
	NameNodePoolWindows     NameKind = "Windows node pool"
	NameNodeResourceGroup   NameKind = "node resource group"
	NameFirewall            NameKind = "Azure Firewall"
	NameFirewallPolicy      NameKind = "firewall policy"
	NameRuleCollectionGroup NameKind = "rule collection group"
	NameRuleCollection      NameKind = "rule collection"
	NameRule                NameKind = "firewall policy rule"
	NameClassicCollection   NameKind = "classic rule collection"
	NameClassicRule         NameKind = "classic firewall rule"
	NameRouteTable          NameKind = "route table"
	NameRoute               NameKind = "route"
	NamePublicIP            NameKind = "public IP address"
	NamePublicIPPrefix      NameKind = "public IP prefix"
	NameDomainLabel         NameKind = "domain label of a public IP address"
	NameVirtualNetwork      NameKind = "virtual network"
	NameSubnet              NameKind = "subnet"
	NamePeering             NameKind = "virtual network peering"
	NameIPConfiguration     NameKind = "IP configuration"
	NameIPGroup             NameKind = "IP group"
	NameSecurityGroup       NameKind = "network security group"
	NameIdentity            NameKind = "user-assigned identity"
)

// NameRestriction is what Azure demands of the names of one kind.
type NameRestriction struct {
	Kind NameKind
	// Min and Max bound the length in characters.
	Min, Max int
	// Pattern is a regular expression in Go's syntax for the whole name; it may leave the length to Min and Max.
	Pattern string
	// Message says in words what Pattern demands.
	Message string
	// Reserved lists names that fit but are taken by Azure, compared without case.
	Reserved []string
	// AdviseMax is a length above which some page says no; 0 if there is none.
	AdviseMax int
	// Scope is where the name must be unique.
	Scope string
	Fact
}

// NameError is a name that Azure would refuse.
type NameError struct {
	Kind   NameKind
	Name   string
	Reason string
}

// Error tells the kind, the name and the reason.
func (e *NameError) Error() string {
	return fmt.Sprintf("%q is not a name for a %s: %s", e.Name, e.Kind, e.Reason)
}

var namePatterns = compileNames()

func compileNames() map[NameKind]*regexp.Regexp {
	out := make(map[NameKind]*regexp.Regexp, len(nameRestrictions))
	for _, r := range nameRestrictions {
		out[r.Kind] = regexp.MustCompile(r.Pattern)
	}
	return out
}

// NameRestrictions returns the restrictions of all kinds.
func NameRestrictions() []NameRestriction {
	out := slices.Clone(nameRestrictions)
	for i := range out {
		out[i].Reserved = slices.Clone(out[i].Reserved)
	}
	return out
}

// NameRestrictionOf returns the restriction of one kind; ok is false for a kind that the table lacks.
func NameRestrictionOf(kind NameKind) (NameRestriction, bool) {
	i := slices.IndexFunc(nameRestrictions, func(r NameRestriction) bool { return r.Kind == kind })
	if i < 0 {
		return NameRestriction{}, false
	}
	return NameRestrictions()[i], true
}

// ValidateName tells whether Azure takes the name. The error is a *NameError with one reason; nil for good names.
func ValidateName(kind NameKind, name string) error {
	r, ok := NameRestrictionOf(kind)
	if !ok {
		return &NameError{kind, name, "no rule is known for this kind; this is a bug in the provider"}
	}
	switch n := utf8.RuneCountInString(name); {
	case n < r.Min || n > r.Max:
		return &NameError{kind, name, fmt.Sprintf("it has %d characters, allowed are %d to %d", n, r.Min, r.Max)}
	case !namePatterns[kind].MatchString(name):
		return &NameError{kind, name, r.Message}
	case slices.ContainsFunc(r.Reserved, func(x string) bool { return strings.EqualFold(x, name) }):
		return &NameError{kind, name, "the name is reserved by Azure"}
	}
	return nil
}

// NameHint is a doubt about a name that ValidateName takes; empty if there is none.
func NameHint(kind NameKind, name string) string {
	r, ok := NameRestrictionOf(kind)
	if n := utf8.RuneCountInString(name); ok && r.AdviseMax > 0 && n > r.AdviseMax {
		return fmt.Sprintf("%q has %d characters; some of Azure's pages allow a %s only %d", name, n, kind, r.AdviseMax)
	}
	return ""
}

// DefaultNodeResourceGroup is the name that AKS gives the node resource group when none is chosen. It must itself be a
// valid name of a node resource group.
func DefaultNodeResourceGroup(resourceGroup, cluster, region string) string {
	return "MC_" + resourceGroup + "_" + cluster + "_" + NormalizeRegion(region)
}
