package cloud

import "slices"

// Role is a built-in role of Azure.
type Role struct {
	Name string
	// ID is the GUID of the role definition, the same in every tenant and cloud.
	ID string
	Fact
}

// The names of the roles, for LookupRole.
const (
	RoleOwner                 = "Owner"
	RoleContributor           = "Contributor"
	RoleUserAccessAdmin       = "User Access Administrator"
	RoleRBACAdmin             = "Role Based Access Control Administrator"
	RoleNetworkContributor    = "Network Contributor"
	RolePrivateDNSContributor = "Private DNS Zone Contributor"
	RoleIdentityOperator      = "Managed Identity Operator"
	RoleACRPull               = "AcrPull"
	RoleRepositoryReader      = "Container Registry Repository Reader"
)

var srcRoleList = fact("learn.microsoft.com/azure/role-based-access-control/built-in-roles", "2025")

var roles = []Role{
	{RoleOwner, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", srcRoleList},
	{RoleContributor, "b24988ac-6180-42a0-ab88-20f7382dd24c", srcIdentity},
	{RoleUserAccessAdmin, "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", srcRoleList},
	{RoleRBACAdmin, "f58310d9-a9f6-439a-9e8d-f62e7b41a168", srcRoleList},
	{RoleNetworkContributor, "4d97b98b-1d4f-4787-a291-c67834d212e7", srcCNI},
	{RolePrivateDNSContributor, "b12aa53e-6015-4669-85d0-8515ebb3ae7f", srcPrivate},
	{RoleIdentityOperator, "f1a07417-d97a-45cb-824c-7a7467783830", srcIdentity},
	{RoleACRPull, "7f951dda-4ed3-4680-a7ca-43fe172d538d", srcPermissions},
	{RoleRepositoryReader, "b93aa761-3e63-49ed-ac28-beffa264f7ac", srcRoleList.doubt("GUID not confirmed by a second source")},
}

// Roles returns the roles that clusters and their makers need.
func Roles() []Role { return slices.Clone(roles) }

// LookupRole finds a role by its name.
func LookupRole(name string) (Role, bool) {
	i := slices.IndexFunc(roles, func(r Role) bool { return r.Name == name })
	if i < 0 {
		return Role{}, false
	}
	return roles[i], true
}

// RoleByID finds a role by the GUID of its definition.
func RoleByID(id string) (Role, bool) {
	i := slices.IndexFunc(roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return roles[i], true
}

// Principal says who needs a role.
type Principal string

// The principals of role assignments.
const (
	PrincipalCluster Principal = "cluster_identity"
	PrincipalKubelet Principal = "kubelet_identity"
	PrincipalCaller  Principal = "caller"
)

// Scope says on what a role is needed.
type Scope string

// The scopes of role assignments.
const (
	ScopeNodeSubnet      Scope = "node_subnet"
	ScopePodSubnet       Scope = "pod_subnet"
	ScopeAPIServerSubnet Scope = "api_server_subnet"
	ScopeVirtualNetwork  Scope = "virtual_network"
	ScopeRouteTable      Scope = "route_table"
	ScopeSecurityGroup   Scope = "network_security_group"
	ScopePrivateDNSZone  Scope = "private_dns_zone"
	ScopeKubeletIdentity Scope = "kubelet_identity"
	ScopeRegistry        Scope = "registry"
)

// RoleNeed is one role assignment that a cluster needs.
type RoleNeed struct {
	Principal Principal
	// Role is the least built-in role that does.
	Role  string
	Scope Scope
	// Actions are the actions that a custom role must hold instead.
	Actions []string
	Why     string
	Fact
}

var (
	joinSubnet  = []string{"Microsoft.Network/virtualNetworks/subnets/read", "Microsoft.Network/virtualNetworks/subnets/join/action"}
	writeRoutes = []string{
		"Microsoft.Network/routeTables/read", "Microsoft.Network/routeTables/write", "Microsoft.Network/routeTables/routes/read",
		"Microsoft.Network/routeTables/routes/write", "Microsoft.Network/routeTables/routes/delete",
	}
	writeGroups    = []string{"Microsoft.Network/networkSecurityGroups/read", "Microsoft.Network/networkSecurityGroups/write"}
	writeRecords   = []string{"Microsoft.Network/privateDnsZones/read", "Microsoft.Network/privateDnsZones/A/write"}
	assignIdentity = []string{"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"}
)

// RoleProfile is what decides which role assignments a cluster needs.
type RoleProfile struct {
	// Kubenet is the network plugin; it writes routes into the route table.
	Kubenet bool
	// NodeSubnet, PodSubnet and RouteTable are set when the user brings them.
	NodeSubnet, PodSubnet, RouteTable bool
	APIServerSubnet                   bool
	// SecurityGroup is a group of the user's own on a subnet of the nodes, in a place that the cluster is to write it.
	SecurityGroup bool
	// WholeNetwork is node auto-provisioning or AKS Automatic.
	WholeNetwork   bool
	PrivateDNSZone bool
	// KubeletIdentity is an identity of the user's own for the nodes.
	KubeletIdentity bool
	Registry        bool
	// RegistryABAC registries decide by repository, not by registry.
	RegistryABAC bool
}

// roleRule is one row of the table of needs.
type roleRule struct {
	when func(RoleProfile) bool
	RoleNeed
}

var roleRules = []roleRule{
	{func(p RoleProfile) bool { return p.WholeNetwork }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopeVirtualNetwork, joinSubnet, "nodes may be placed in any subnet", srcAutoCustom}},
	{func(p RoleProfile) bool { return p.NodeSubnet && !p.WholeNetwork }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopeNodeSubnet, joinSubnet, "nodes and internal load balancers join the subnet", srcCNI}},
	{func(p RoleProfile) bool { return p.PodSubnet && !p.WholeNetwork }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopePodSubnet, joinSubnet, "pods join the subnet", srcCNI}},
	{func(p RoleProfile) bool { return p.APIServerSubnet && !p.WholeNetwork }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopeAPIServerSubnet, joinSubnet, "the API server joins the subnet", srcVNetAPI}},
	{func(p RoleProfile) bool { return p.Kubenet && p.RouteTable }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopeRouteTable, writeRoutes, "kubenet writes one route for each node", srcKubenet}},
	{func(p RoleProfile) bool { return p.SecurityGroup }, RoleNeed{PrincipalCluster, RoleNetworkContributor, ScopeSecurityGroup, writeGroups, "load balancers open their ports in it", srcPermissions}},
	{func(p RoleProfile) bool { return p.PrivateDNSZone }, RoleNeed{PrincipalCluster, RolePrivateDNSContributor, ScopePrivateDNSZone, writeRecords, "the API server's record is written there", srcPrivate}},
	{func(p RoleProfile) bool { return p.KubeletIdentity }, RoleNeed{PrincipalCluster, RoleIdentityOperator, ScopeKubeletIdentity, assignIdentity, "the cluster gives the identity to its nodes", srcIdentity}},
	{func(p RoleProfile) bool { return p.Registry && !p.RegistryABAC }, RoleNeed{PrincipalKubelet, RoleACRPull, ScopeRegistry, nil, "nodes pull images", srcPermissions}},
	{func(p RoleProfile) bool { return p.Registry && p.RegistryABAC }, RoleNeed{PrincipalKubelet, RoleRepositoryReader, ScopeRegistry, nil, "nodes pull images from a registry that decides by repository", srcPermissions}},
}

// RequiredRoles returns the role assignments that a cluster of this profile needs beside those that AKS makes itself
// (Contributor on the node resource group). The caller that makes them needs Owner, User Access Administrator or
// Role Based Access Control Administrator on their scopes.
func RequiredRoles(p RoleProfile) []RoleNeed {
	var out []RoleNeed
	for _, r := range roleRules {
		if r.when(p) {
			n := r.RoleNeed
			n.Actions = slices.Clone(n.Actions)
			out = append(out, n)
		}
	}
	return out
}

// LookupRoleNeed is what the cluster's identity needs on a scope of the kind.
func LookupRoleNeed(scope Scope) (RoleNeed, bool) {
	i := slices.IndexFunc(roleRules, func(r roleRule) bool { return r.Principal == PrincipalCluster && r.Scope == scope })
	if i < 0 {
		return RoleNeed{}, false
	}
	n := roleRules[i].RoleNeed
	n.Actions = slices.Clone(n.Actions)
	return n, true
}

// RolesThatAssign are the roles of which the caller needs one to make role assignments.
func RolesThatAssign() []string { return []string{RoleOwner, RoleUserAccessAdmin, RoleRBACAdmin} }

// CallerAction is an action that whoever makes a cluster needs on an object that it joins.
type CallerAction struct {
	Action string
	On     string
	Fact
}

var callerActions = []CallerAction{
	{"Microsoft.Network/virtualNetworks/subnets/join/action", "node, pod and API server subnets", srcPermissions},
	{"Microsoft.Network/publicIPAddresses/join/action", "public addresses", srcPermissions},
	{"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "cluster and kubelet identities", srcPermissions},
	{"Microsoft.Network/routeTables/join/action", "route tables, when a subnet is given one", fact("microsoft/planetary-computer-hub#25", "2021")},
	{"Microsoft.Network/firewallPolicies/join/action", "firewall policies", fact("microsoft/planetary-computer-hub#25", "2021").doubt("by analogy with the other linked objects")},
}

// CallerActions returns the actions; a missing one ends in LinkedAuthorizationFailed.
func CallerActions() []CallerAction { return slices.Clone(callerActions) }
