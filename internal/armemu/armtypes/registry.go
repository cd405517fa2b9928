package armtypes

import (
	"fmt"
	"sort"
	"strings"
)

// declared lists every type that the emulator serves. Adding a type is one line here.
var declared = []func() *Type{
	resourceGroups,
	userAssignedIdentities,
	federatedIdentityCredentials,
	roleDefinitions,
	roleAssignments,

	virtualNetworks,
	subnets,
	virtualNetworkPeerings,
	routeTables,
	routes,
	networkSecurityGroups,
	securityRules,
	defaultSecurityRules,
	publicIPAddresses,
	publicIPPrefixes,
	natGateways,

	loadBalancers,
	frontendIPConfigurations,
	backendAddressPools,
	loadBalancingRules,
	probes,
	inboundNatRules,
	outboundRules,

	azureFirewalls,
	azureFirewallIPConfigurations,
	networkRuleCollections,
	applicationRuleCollections,
	natRuleCollections,
	firewallPolicies,
	ruleCollectionGroups,
	ipGroups,

	scaleSets,
	managedClusters,
	agentPools,
	maintenanceConfigurations,
}

// Registry finds types by name.
type Registry struct {
	types  map[string]*Type // by lower-case name
	order  []*Type
	embeds map[string][]*Type // by lower-case parent name
}

// Default makes the registry of all declared types.
func Default() (*Registry, error) {
	types := make([]*Type, 0, len(declared))
	for _, f := range declared {
		types = append(types, f())
	}
	return NewRegistry(types...)
}

// NewRegistry makes a registry. It refuses declarations that contradict themselves or one another, so that a mistake shows at start.
func NewRegistry(types ...*Type) (*Registry, error) {
	r := &Registry{types: map[string]*Type{}, embeds: map[string][]*Type{}}
	for _, t := range types {
		key := strings.ToLower(t.Name)
		if _, dup := r.types[key]; dup {
			return nil, fmt.Errorf("type %s is declared twice", t.Name)
		}
		r.types[key] = t
		r.order = append(r.order, t)
	}
	for _, t := range r.order {
		if err := r.check(t); err != nil {
			return nil, fmt.Errorf("type %s: %w", t.Name, err)
		}
		if t.Embed != nil {
			parent := strings.ToLower(t.ParentName())
			r.embeds[parent] = append(r.embeds[parent], t)
		}
	}
	return r, nil
}

func (r *Registry) check(t *Type) error {
	if strings.Count(t.Name, "/") < 1 {
		return fmt.Errorf("the name must be namespace/type")
	}
	if strings.Count(t.Name, "/") > 1 && r.Parent(t) == nil {
		return fmt.Errorf("its parent %s is not declared", t.ParentName())
	}
	if t.Embed != nil && (r.Parent(t) == nil || len(t.Embed.Paths) == 0) {
		return fmt.Errorf("an embedded type needs a parent and a path")
	}
	if t.WireType != "" && !strings.EqualFold(t.WireType, t.Name) {
		return fmt.Errorf("the wire type %s differs by more than case", t.WireType)
	}
	for _, b := range t.BackReferences {
		if err := r.checkBackReference(b); err != nil {
			return err
		}
	}
	for _, ref := range t.References {
		if ref.To != "" && r.Type(ref.To) == nil {
			return fmt.Errorf("reference %s: type %s is not declared", ref.Path, ref.To)
		}
	}
	return nil
}

func (r *Registry) checkBackReference(b BackReference) error {
	from := r.Type(b.From)
	if from == nil {
		return fmt.Errorf("back reference %s: type %s is not declared", b.Path, b.From)
	}
	for _, ref := range from.References {
		if ref.Path == b.Via {
			return nil
		}
	}
	return fmt.Errorf("back reference %s: %s has no reference %s", b.Path, b.From, b.Via)
}

// Type finds a type by its name in any case, nil when it is not declared.
func (r *Registry) Type(name string) *Type { return r.types[strings.ToLower(name)] }

// Parent finds the type one level up, nil for a type without one.
func (r *Registry) Parent(t *Type) *Type {
	if strings.Count(t.Name, "/") < 2 {
		return nil
	}
	return r.Type(t.ParentName())
}

// Embedded gives the child types that live inside the body of t, in order of declaration.
func (r *Registry) Embedded(t *Type) []*Type { return r.embeds[strings.ToLower(t.Name)] }

// Types gives all types in order of declaration.
func (r *Registry) Types() []*Type { return r.order }

// Namespaces gives the resource providers, sorted, in the casing of the types.
func (r *Registry) Namespaces() []string {
	seen := map[string]bool{}
	var out []string
	for _, t := range r.order {
		if ns := t.Namespace(); !seen[ns] {
			seen[ns] = true
			out = append(out, ns)
		}
	}
	sort.Strings(out)
	return out
}

// Namespace is the part of the name before the first slash.
func (t *Type) Namespace() string { ns, _, _ := strings.Cut(t.Name, "/"); return ns }

// ParentName is the name up to the last slash.
func (t *Type) ParentName() string { return t.Name[:strings.LastIndex(t.Name, "/")] }

// Segment is the last part of the name, as it stands in paths.
func (t *Type) Segment() string { return t.Name[strings.LastIndex(t.Name, "/")+1:] }

// Wire is the casing of the "type" member.
func (t *Type) Wire() string {
	if t.WireType != "" {
		return t.WireType
	}
	return t.Name
}
