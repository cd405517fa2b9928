package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// SecurityGroup is a network security group. Only outbound rules matter here.
type SecurityGroup struct {
	Name  string
	Rules []SecurityRule
	// Open says that there may be rules the plan does not know.
	Open bool
}

// Access is what a security rule does.
type Access string

// Allow and Deny are shared with firewall rules; AlwaysAllow exists in admin
// rules only and skips the security groups (NSG-7).
const (
	AccessAllow       Access = "Allow"
	AccessDeny        Access = "Deny"
	AccessAlwaysAllow Access = "AlwaysAllow"
)

// SecurityRule is an outbound rule of a security group or network manager.
type SecurityRule struct {
	Name        string
	Priority    Value[int]
	Access      Value[Access]
	Protocols   netset.Protocols
	Source      AddressSpec
	SourcePorts netset.Ports
	Destination AddressSpec
	Ports       netset.Ports
	// PortsOpen says that there may be further ports.
	PortsOpen bool
	// Inbound rules are kept so that a document can be complete; they are ignored.
	Inbound bool
}
