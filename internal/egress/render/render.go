// Package render writes an egress report for people (text), for programs
// (JSON) and for documents (a Mermaid graph). The report itself is data; all
// wording that is not part of a rule's text lives here.
package render

import (
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Options choose what is shown.
type Options struct {
	// All shows flows that fare as they should too, not only their number.
	All bool
	// ExpandCauses shows every flow in full; otherwise flows with the same cause
	// follow the first one as a list.
	ExpandCauses bool
}

// word is the head of a verdict as a reader scans for it.
func word(v egress.Verdict) string {
	if v.Flow.Level == egress.LevelForbidden {
		switch v.Status {
		case egress.Allowed, egress.Partial:
			return "OPEN"
		case egress.Denied:
			return "CLOSED"
		case egress.Indeterminate:
		}
	}
	switch v.Status {
	case egress.Allowed:
		return "ALLOWED"
	case egress.Denied:
		return "DENIED"
	case egress.Partial:
		return "PARTIAL"
	case egress.Indeterminate:
	}
	return "UNDECIDED"
}

// layer is the label of a step in the left column.
func layer(c egress.Code) string {
	switch c {
	case egress.CodeSecurityRule, egress.CodeSecurityDefault, egress.CodeAdminRule, egress.CodeUnknownSecurity:
		return "nsg"
	case egress.CodeNetworkRule, egress.CodeNoNetworkRule, egress.CodeApplicationRule, egress.CodeNoApplication, egress.CodeNotApplication,
		egress.CodeInfrastructure, egress.CodeDefaultDeny, egress.CodeTLSTerminated, egress.CodeThreatIntel, egress.CodeIntrusion,
		egress.CodeNATRule, egress.CodeHairpin, egress.CodeProxyAnswers, egress.CodeProxyOff, egress.CodeUnknownRules,
		egress.CodeNotTranslated, egress.CodeProtocolLost, egress.CodeForcedTunnel, egress.CodeMailPort, egress.CodeIPv6:
		return "firewall"
	case egress.CodeApplianceRule, egress.CodeApplianceEnd, egress.CodeOpaqueDevice:
		return "appliance"
	case egress.CodeAsymmetric, egress.CodeReturnUnknown:
		return "reply"
	case egress.CodeNotAuthorized, egress.CodeAuthorizedOpen:
		return "cluster"
	case egress.CodePlatform:
		return "platform"
	default:
		return "route"
	}
}
