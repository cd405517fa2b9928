package diags

import (
	"net/http"
	"strings"
)

// advice is one row of the table from Azure's code to what the user can do.
type advice struct {
	code   string // Azure's code, compared without case
	prefix bool   // code is a prefix: one row for a family of codes
	suffix string // with prefix: the code must also end so
	text   string
}

// adviceTable says what to do next, per code. Sources: arm-wire.md 2.2 and 6.3 (codes, retry rules),
// aks-facts.md 1.3, 1.4 and 6 (AKS codes, failure modes F..), read 2026-11. First match wins.
var adviceTable = []advice{
	// Identity and permission (arm-wire 2.2).
	{code: "AuthorizationFailed", text: "Give the identity that runs Terraform a role with the action named above on the scope named above (or on a parent of it). A new role assignment can take up to five minutes to be seen."},
	{code: "LinkedAuthorizationFailed", text: "The identity may write the object but not use the one it refers to: give it the join action named above on the linked scope, for example with the role Network Contributor on that object. A new role assignment can take up to five minutes to be seen."},
	{code: "InvalidAuthenticationToken", text: "Sign in again (az login), or renew the credential that the provider uses; then run the same command again."},
	{code: "ExpiredAuthenticationToken", text: "The token ran out: sign in again (az login), or renew the credential that the provider uses; then run the same command again."},
	{code: "AuthenticationFailed", text: "Check the provider's credential (tenant_id, client_id and their secret, certificate or OIDC token) and that it belongs to the subscription's tenant."},
	{code: "InvalidAuthenticationTokenTenant", text: "The credential belongs to another tenant than the subscription: set tenant_id (ARM_TENANT_ID) to the subscription's tenant."},
	{code: "PrincipalNotFound", text: "A new identity is not yet known to the directory. Run the same command again in a few minutes; check the principal ID if it persists."},
	{code: "RoleAssignmentExists", text: "The same role is assigned to this principal on this scope under another name. Import it, or set role_assignments to verify or none."},
	{code: "CustomRouteTableMissingPermission", text: "The cluster's identity needs Network Contributor (or Microsoft.Network/routeTables/* join, read and write) on the route table; assign it before the cluster is made (udr_aks_identity does)."},
	// Subscription, policy, quota.
	{code: "SubscriptionNotFound", text: "Check subscription_id (ARM_SUBSCRIPTION_ID), and that the identity can see the subscription in this tenant and this cloud. Nothing is dropped from state because of this answer."},
	{code: "InvalidSubscriptionId", text: "Check subscription_id (ARM_SUBSCRIPTION_ID): it must be the subscription's UUID."},
	{code: "MissingSubscriptionRegistration", text: "Register the resource provider named above for the subscription: az provider register --namespace <namespace> --wait."},
	{code: "NoRegisteredProviderFound", text: "The resource type is not offered in this location or under this API version; choose one of the locations that the message lists."},
	{code: "ReadOnlyDisabledSubscription", text: "The subscription is disabled; its owner has to enable it again."},
	{code: "RequestDisallowedByPolicy", text: "An Azure policy forbids this configuration. The details name the assignment: change the configuration to satisfy it, or ask its owner for an exemption."},
	{code: "RequestDisallowedByAzure", text: "Azure restricts this subscription in the location given; choose another location or open a support request."},
	{code: "ScopeLocked", text: "A management lock protects the object or a parent of it. Have the lock removed if the change is wanted."},
	{code: "QuotaExceeded", text: "Ask for more quota for the resource named above in this location, free some, or choose another location or size."},
	{code: "PublicIPCountLimitReached", text: "The subscription's public IP addresses in this location are used up: free some or ask for more quota."},
	{code: "SkuNotAvailable", text: "Choose a size, zone or location in which the subscription may use this SKU (az vm list-skus)."},
	{code: "TooManyRequests", text: "Azure is throttling this subscription. Wait a few minutes, lower -parallelism, and run the same command again."},
	{code: "SubscriptionRequestsThrottled", text: "Azure is throttling this subscription. Wait a few minutes, lower -parallelism, and run the same command again."},
	{code: "Throttled", text: "Azure is throttling writes of this kind. Wait a few minutes and run the same command again."},
	// Other writers (arm-wire 6.3).
	{code: "AnotherOperationInProgress", text: "Somebody else is changing this object or one it depends on. The provider waited as long as timeouts allow: run the same command again when that operation has ended."},
	{code: "RetryableError", prefix: true, text: "Somebody else is changing this object or one it depends on. The provider waited as long as timeouts allow: run the same command again when that operation has ended."},
	{code: "ReferencedResourceNotProvisioned", text: "An object that this one refers to is still being changed, or its last change failed. Look at its provisioning state, then run the same command again."},
	{code: "OperationNotAllowed", text: "The object does not accept this change in its present state; often another operation is still running on it. Run the same command again when it has ended (https://aka.ms/aks-pending-operation)."},
	{code: "VirtualNetworkNotInSucceededState", text: "The virtual network is being changed or its last change failed. Wait until its provisioning state is Succeeded, then run the same command again."},
	{code: "PreconditionFailed", text: "Somebody else changed the object between our read and our write, again and again. Find the other writer, then run the same command again."},
	{code: "EtagMismatch", text: "Somebody else changed the cluster between our read and our write, again and again. Find the other writer, then run the same command again."},
	{code: "FirewallPolicyUpdateFailed", text: "The policy was saved but a firewall that uses it refused it or was busy: look at the firewalls named in the details, then run the same command again."},
	{code: "IpGroupsUpdateFailed", text: "The IP group was saved but a firewall or policy that uses it refused it or was busy: look at the objects named in the details, then run the same command again."},
	// Still in use (F37: delete the cluster, then association, table, firewall, address).
	{code: "InUseSubnetCannotBeDeleted", text: "Something still has an address in the subnet (the message names it). Delete that first; objects that Terraform does not manage have to be removed by hand."},
	{code: "InUseRouteTableCannotBeDeleted", text: "A subnet still uses the route table (the message or the table's subnets name it). Detach it there first, or delete what uses the subnet."},
	{code: "InUseNetworkSecurityGroupCannotBeDeleted", text: "A subnet or network interface still uses the network security group. Detach it there first."},
	{code: "InUsePrefixCannotBeDeleted", text: "Addresses of this prefix are in use, so the prefix can be neither removed nor changed. Move what uses them to another subnet first."},
	{code: "PublicIPAddressCannotBeDeleted", text: "Something still uses the public IP address (the message names it). Detach it there first."},
	{code: "PublicIPAddressInUse", text: "The public IP address belongs to another object already: give this one an address of its own."},
	{code: "InUse", prefix: true, text: "Another object still uses this one (the message names it). Remove that use first."},
	{code: "FirewallPolicy", prefix: true, suffix: "InUse", text: "A firewall or a child policy still uses the firewall policy. Detach it there first."},
	// Network shape.
	{code: "NetcfgSubnetRangesOverlap", text: "Choose an address prefix that overlaps with no other subnet of the virtual network, those made outside this configuration included."},
	{code: "NetcfgSubnetRangeOutsideVnet", text: "Choose a subnet prefix inside the virtual network's address space, or extend that space."},
	{code: "NetcfgInvalidSubnet", text: "Choose a subnet prefix inside the virtual network's address space, or extend that space."},
	{code: "InvalidCIDRNotation", text: "The prefix has host bits set: use the masked form that the message proposes."},
	{code: "InvalidResourceReference", text: "The object that this one refers to does not exist, or lies in another region. Check its ID and location."},
	{code: "VnetAddressSpace", prefix: true, text: "Two peered virtual networks must not overlap, neither with each other nor with other peers of either: change one address space."},
	{code: "RemotePeeringIsDisconnected", text: "The other side of the peering was deleted. Delete this side as well and make both again."},
	{code: "AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet", text: "AzureFirewallSubnet must reach the Internet directly: take the cluster's route table off it, or use forced tunnelling with a management IP configuration."},
	// AKS and its egress (aks-facts 1.3, 1.4, 6).
	{code: "ExistingRouteTableNotAssociatedWithSubnet", text: "The node subnet has no route table: associate it first (udr_firewall_egress or udr_appliance_egress does), and give the cluster egress = ….egress so that the order is kept."},
	{code: "RouteTableMissingDefaultRouteError", text: "The route table has no 0.0.0.0/0 route. Add one to the firewall's private IP address (AKS needs it in the table itself; a propagated route does not count)."},
	{code: "RouteTableInvalidNextHop", text: "The 0.0.0.0/0 route must go to a virtual appliance or virtual network gateway, not to Internet, None or VnetLocal."},
	{code: "InvalidUserDefinedRoutingWithLoadBalancerProfile", text: "Leave out load_balancer_profile: it cannot be combined with outbound_type = userDefinedRouting."},
	{code: "CustomRouteTableWithUnsupportedMSIType", text: "kubenet with a custom route table needs a user-assigned identity (udr_aks_identity)."},
	{code: "UpdatingOutboundTypeNotAllowed", text: "Azure does not allow this change of outbound_type for the cluster as it is; the message says why. Where no order of changes allows it, the cluster has to be made anew."},
	{code: "SubnetIsDelegated", text: "The subnet is delegated to another service: give the nodes a subnet without delegation."},
	{code: "SubnetIsFull", text: "The subnet has too few free addresses: use a larger subnet, fewer nodes or fewer pods per node."},
	{code: "InsufficientSubnetSize", text: "The subnet is too small for the nodes, their pods and the upgrade surge: use a larger subnet, fewer nodes or fewer pods per node."},
	{code: "ServiceCidrOverlapExistingSubnetsCidr", text: "service_cidr overlaps with a subnet of the virtual network (or one was added since): choose ranges that do not overlap."},
	{code: "VMExtensionError_OutboundConnFail", text: "The nodes could not reach mcr.microsoft.com:443. Check the default route's next hop, the firewall's rules, network security groups and DNS with the data source udr_egress_check."},
	{code: "VMExtensionError_K8SAPIServerConnFail", text: "The nodes could not reach the API server. Check that the firewall's public IP addresses are in the authorized ranges and that the rules allow the API server's name on port 443 (udr_egress_check)."},
	{code: "VMExtensionError_K8SAPIServerDNSLookupFail", text: "The nodes could not resolve the API server's name. Check the virtual network's DNS servers, that they forward to 168.63.129.16, and links of private DNS zones."},
	{code: "VMExtensionError_DNSLookupFail", text: "The nodes could not resolve names. Check the virtual network's DNS servers and that the firewall allows port 53."},
	// Not found, conflict.
	{code: "ResourceGroupNotFound", text: "Create the resource group first, or check its name and the subscription."},
	{code: "ParentResourceNotFound", text: "Create the parent first, or check its name; a reference to the parent's ID instead of a literal name gives Terraform the order."},
	{code: "InvalidResourceLocation", text: "An object of this name exists in another location. Choose another name, or delete or import the existing one."},
	{code: "ResourceGroupBeingDeleted", text: "The resource group is being deleted: wait until it is gone, or choose another."},
}

// adviceFor looks the answer's code up, then its details' codes, then falls back on the HTTP status.
func adviceFor(remote RemoteError) []string {
	codes := []string{remote.ErrorCode()}
	for _, line := range remote.ErrorDetails() {
		code, _, found := strings.Cut(line, ":")
		if found && !strings.ContainsAny(code, " \t") {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		if text := adviceForCode(code); text != "" {
			return []string{text}
		}
	}
	if text := adviceForStatus(remote.HTTPStatus()); text != "" {
		return []string{text}
	}
	return nil
}

// adviceForCode is the table's text for one code; empty when there is no row.
func adviceForCode(code string) string {
	if code == "" {
		return ""
	}
	lower := strings.ToLower(code)
	for _, row := range adviceTable {
		want := strings.ToLower(row.code)
		if row.prefix {
			if strings.HasPrefix(lower, want) && strings.HasSuffix(lower, strings.ToLower(row.suffix)) {
				return row.text
			}
			continue
		}
		if lower == want {
			return row.text
		}
	}
	return ""
}

// adviceForStatus covers codes that the table does not know.
func adviceForStatus(status int) string {
	switch {
	case status == http.StatusUnauthorized:
		return "Sign in again, or renew the credential that the provider uses; then run the same command again."
	case status == http.StatusForbidden:
		return "Check the roles of the identity that runs Terraform, and the policies and locks on the scope."
	case status == http.StatusTooManyRequests:
		return "Azure is throttling. Wait a few minutes and run the same command again."
	case status >= http.StatusInternalServerError:
		return "Azure failed, not the configuration. Run the same command again; if it persists, open a support request with the correlation ID."
	}
	return ""
}
