package egress

// Code names what happens in a [Step]. The table is closed: [Code.Text] has a
// sentence for each, and a renderer needs no other words.
type Code string

// What routing does.
const (
	CodeRoute             Code = "ROUTE"
	CodeRouteNone         Code = "ROUTE_NONE"
	CodeBlackhole         Code = "ROUTE_BLACKHOLE"
	CodeLoop              Code = "ROUTE_LOOP"
	CodeHopInSourceSubnet Code = "ROUTE_HOP_IN_SOURCE_SUBNET"
	CodeOutsideNetwork    Code = "ROUTE_VNETLOCAL_OUTSIDE_NETWORK"
	CodePrivateToInternet Code = "ROUTE_PRIVATE_TO_INTERNET"
	CodeNoIdentity        Code = "NO_OUTBOUND_IDENTITY"
	CodeIdentityUnknown   Code = "OUTBOUND_IDENTITY_UNKNOWN"
	CodePeeringBlocked    Code = "PEERING_ACCESS_BLOCKED"
	CodeForwardingBlocked Code = "PEERING_FORWARDING_BLOCKED"
	CodeDelivered         Code = "DELIVERED"
	CodeInternet          Code = "INTERNET"
	CodePlatform          Code = "PLATFORM"
)

// What filters do.
const (
	CodeSecurityRule    Code = "SECURITY_RULE"
	CodeSecurityDefault Code = "SECURITY_DEFAULT"
	CodeAdminRule       Code = "ADMIN_RULE"
	CodeNetworkRule     Code = "NETWORK_RULE"
	CodeNoNetworkRule   Code = "NO_NETWORK_RULE"
	CodeApplicationRule Code = "APPLICATION_RULE"
	CodeNoApplication   Code = "NO_APPLICATION_RULE"
	CodeNotApplication  Code = "NOT_AN_APPLICATION_FLOW"
	CodeInfrastructure  Code = "INFRASTRUCTURE_COLLECTION"
	CodeDefaultDeny     Code = "DEFAULT_DENY"
	CodeTLSTerminated   Code = "TLS_TERMINATED"
	CodeThreatIntel     Code = "THREAT_INTELLIGENCE"
	CodeIntrusion       Code = "INTRUSION_DETECTION"
	CodeNATRule         Code = "NAT_RULE"
	CodeHairpin         Code = "NAT_HAIRPIN"
	CodeProxyAnswers    Code = "DNS_PROXY_ANSWERS"
	CodeProxyOff        Code = "DNS_PROXY_OFF"
	CodeApplianceRule   Code = "APPLIANCE_RULE"
	CodeApplianceEnd    Code = "APPLIANCE_DEFAULT"
)

// What happens behind the filter.
const (
	CodeNotTranslated  Code = "SNAT_MISSING"
	CodeProtocolLost   Code = "SNAT_PROTOCOL"
	CodeAsymmetric     Code = "RETURN_ASYMMETRIC"
	CodeReturnUnknown  Code = "RETURN_UNKNOWN"
	CodeNotAuthorized  Code = "SOURCE_NOT_AUTHORIZED"
	CodeAuthorizedOpen Code = "SOURCE_AUTHORIZATION_UNKNOWN"
	CodeForcedTunnel   Code = "FORCED_TUNNEL"
	CodeMailPort       Code = "MAIL_PORT"
	CodeIPv6           Code = "FIREWALL_IPV6"
)

// What is not known or not modelled.
const (
	CodeOpaqueGateway   Code = "GATEWAY_OPAQUE"
	CodeOpaqueDevice    Code = "APPLIANCE_OPAQUE"
	CodeUnknownDevice   Code = "APPLIANCE_UNKNOWN"
	CodeUnknownSubnet   Code = "SUBNET_UNKNOWN"
	CodeUnknownRoute    Code = "ROUTE_UNKNOWN"
	CodeUnknownSecurity Code = "SECURITY_GROUP_UNKNOWN"
	CodeUnknownRules    Code = "RULES_UNKNOWN"
	CodeOutOfScope      Code = "OUT_OF_SCOPE"
	CodeTooManyCases    Code = "TOO_MANY_CASES"
	CodeNoDestination   Code = "NO_DESTINATION"
	CodeNowhere         Code = "ADDRESS_NOWHERE"
)

var codeTexts = map[Code]string{
	CodeRoute:             "route selected",
	CodeRouteNone:         "the route drops the traffic",
	CodeBlackhole:         "the next hop cannot be reached from the subnet: the route is accepted, and dead",
	CodeLoop:              "the traffic comes back to a hop that it has passed: a loop",
	CodeHopInSourceSubnet: "the next hop is inside the source subnet, whose own route would send its traffic back",
	CodeOutsideNetwork:    "hop VnetLocal for a prefix outside the network is not documented",
	CodePrivateToInternet: "a private destination with hop Internet is not documented",
	CodeNoIdentity:        "hop Internet, but the private subnet has no NAT gateway, public address or outbound rule",
	CodeIdentityUnknown:   "hop Internet, and nothing says whether the subnet has a way to the Internet",
	CodePeeringBlocked:    "the peering does not allow access to the remote network",
	CodeForwardingBlocked: "the receiving network's peering does not take forwarded traffic",
	CodeDelivered:         "delivered inside the private network",
	CodeInternet:          "leaves to the Internet",
	CodePlatform:          "host address of the platform: neither routes nor the firewall see it",
	CodeSecurityRule:      "security rule matched",
	CodeSecurityDefault:   "no security rule of yours matched; the default rules let it leave",
	CodeAdminRule:         "admin rule of the network manager matched",
	CodeNetworkRule:       "network rule matched",
	CodeNoNetworkRule:     "no network rule matches",
	CodeApplicationRule:   "application rule matched",
	CodeNoApplication:     "no application rule matches",
	CodeNotApplication:    "application rules do not apply to this traffic",
	CodeInfrastructure:    "the firewall's infrastructure collection may let it pass",
	CodeDefaultDeny:       "default deny",
	CodeTLSTerminated:     "the rule terminates TLS, which this flow does not survive",
	CodeThreatIntel:       "threat intelligence in deny mode may drop it",
	CodeIntrusion:         "intrusion detection in deny mode may drop it",
	CodeNATRule:           "NAT rule translated the destination",
	CodeHairpin:           "a firewall's own public address cannot be reached through it from inside",
	CodeProxyAnswers:      "the firewall's DNS proxy answers",
	CodeProxyOff:          "the firewall does not answer DNS queries: its DNS proxy is off",
	CodeApplianceRule:     "appliance rule matched",
	CodeApplianceEnd:      "no appliance rule matches; its default applies",
	CodeNotTranslated:     "the firewall does not translate the source for this destination, so replies cannot come back",
	CodeProtocolLost:      "this protocol does not survive source translation to the Internet",
	CodeAsymmetric:        "the reply does not come back through the firewall",
	CodeReturnUnknown:     "which way the reply takes is not known",
	CodeNotAuthorized:     "the API server does not answer to this address: it is not in the authorized ranges",
	CodeAuthorizedOpen:    "whether the API server answers to this address is not known",
	CodeForcedTunnel:      "forced tunnelling hands the traffic to a device that is not described",
	CodeMailPort:          "the platform may block TCP 25 to the Internet whatever the rules say",
	CodeIPv6:              "IPv6 through the firewall is a preview that is not modelled",
	CodeOpaqueGateway:     "the gateway hands the traffic to a network that is not described",
	CodeOpaqueDevice:      "what the appliance lets pass is not described",
	CodeUnknownDevice:     "which device has the next hop's address is not known",
	CodeUnknownSubnet:     "the subnet is not described",
	CodeUnknownRoute:      "the route cannot be determined",
	CodeUnknownSecurity:   "the security group is not known",
	CodeUnknownRules:      "the rules are not known",
	CodeOutOfScope:        "takes part in routing and is not modelled",
	CodeTooManyCases:      "too many distinct cases to examine",
	CodeNoDestination:     "the flow names no destination",
	CodeNowhere:           "no host of a network or of the Internet has this address",
}

// Text is the sentence for the code, without a final stop.
func (c Code) Text() string { return codeTexts[c] }
