package cloud

// identityChecks are AKS's checks of identities, names and switches (aks-facts.md 1.4, 5, 7).
var identityChecks = []Check{
	{"private_dns_identity", "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone", false, "a private DNS zone of one's own needs a user-assigned identity", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"private_dns_none", "NonePrivateDNSZonePublicFQDNDisabledError", false, "without a private DNS zone the public FQDN must stay on", onCreateUpdate, DetectConfig, SeverityError, srcErrorCodes},
	{"private_dns_permission", "CustomPrivateDNSZoneMissingPermissionError", false, "the cluster's identity must write the private DNS zone", onCreateUpdate, DetectPermissions, SeverityError, srcErrorCodes},
	{"kubelet_identity_permission", "CustomKubeletIdentityMissingPermissionError", false, "the cluster's identity must operate the kubelet identity", onCreateUpdate, DetectPermissions, SeverityError, srcErrorCodes},
	{"kubelet_identity_type", "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster", false, "a kubelet identity of one's own needs a user-assigned cluster identity", onCreateUpdate, DetectConfig, SeverityError, srcErrorCodes},
	{"oidc_issuer_off", "OIDCIssuerCannotBeDisabled", false, "the OIDC issuer cannot be switched off again", []Moment{OnUpdate}, DetectConfig, SeverityError, srcOIDC},
	{"node_resource_group_same", "NodeResourceGroupSameAsResourceGroup", false, "the node resource group is the cluster's own", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"node_resource_group_exists", "NodeResourceGroupAlreadyExists", false, "the node resource group exists already", []Moment{OnCreate}, DetectRead, SeverityError, srcErrorCodes},
	{"reserved_name", "ReservedResourceName", false, "a name contains a word that Azure reserves", []Moment{OnCreate}, DetectNone, SeverityError, srcErrorCodes},
	{"public_ip_quota", "PublicIPCountLimitReached", false, "the subscription has no public addresses left in the region", onCreateUpdate, DetectNone, SeverityWarning, srcErrorCodes},
	{"linked_authorization", "LinkedAuthorizationFailed", true, "the caller may not join the subnet, address or identity", onCreateUpdatePool, DetectPermissions, SeverityError, srcPermissions},
}
