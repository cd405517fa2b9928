package aks

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// azureCloud is the tag that holds all public addresses of Azure.
const azureCloud = "AzureCloud"

// wire is what the flow looks like to a filter. A row with a TCP port but no
// application protocol is TLS without a server name where it is the API server's
// HTTPS port (AK-4, FW-32).
func wire(e cloud.Endpoint) (netset.Protocols, netset.Ports, egress.L7) {
	protocol, l7 := netset.TCP, egress.L7None
	if e.Protocol == cloud.UDP {
		protocol = netset.UDP
	}
	switch {
	case e.Application == cloud.HTTP:
		l7 = egress.L7HTTP
	case e.Application == cloud.HTTPS:
		l7 = egress.L7HTTPS
	case toAPIServer(e) && e.DestinationKind == cloud.DestinationAddress:
		l7 = egress.L7HTTPSNoSNI
	}
	return protocol, netset.PortsOf(uint16(e.Port)), l7
}

// destination is where the flow goes. What the profile leaves open widens it to
// one name or address that is not known yet, so that a verdict stays true
// whatever it turns out to be (L1, L2).
func (q Question) destination(e cloud.Endpoint) egress.Destination {
	d := egress.Destination{Tags: q.claims(e)}
	switch e.DestinationKind {
	case cloud.DestinationFQDN:
		q.named(&d, e)
	case cloud.DestinationFQDNTag:
		// The tag stands for names that nobody publishes.
		d.Names, d.OneOfNames = []netset.Pattern{netset.AnyName()}, true
	case cloud.DestinationAddress:
		if a, err := netset.ParseAddress(e.Destination); err == nil {
			d.Addresses = netset.SingleAddress(a)
		}
	case cloud.DestinationSubnet:
		d.Subnet = q.APIServerSubnet
	case cloud.DestinationServiceTag:
		if toAPIServer(e) {
			d.Addresses = addresses(q.Profile.APIServerAddresses)
		}
	}
	return d
}

// named sets the names of a row. The API server has one name below the pattern
// (AK-1); everything else with a star means every name that it covers (VM-2).
func (q Question) named(d *egress.Destination, e cloud.Endpoint) {
	pattern, open := e.Destination, len(e.Unresolved) > 0
	if open {
		pattern = widen(pattern)
	}
	p, err := netset.ParsePattern(pattern)
	if err != nil {
		p, open = netset.AnyName(), true
	}
	d.Names = []netset.Pattern{p}
	d.OneOfNames = open || toAPIServer(e)
	if toAPIServer(e) {
		d.Addresses = addresses(q.Profile.APIServerAddresses)
	}
}

// widen replaces what is left of a placeholder and all before it by a star.
func widen(text string) string {
	if i := strings.LastIndexByte(text, '>'); i >= 0 {
		return "*" + text[i+1:]
	}
	return text
}

// claims are the service tags that hold the destination: by the vendor's word,
// and for the API server by the assumption that its address is in the region's tag.
func (q Question) claims(e cloud.Endpoint) []egress.TagClaim {
	tag := e.ServiceTag
	if e.DestinationKind == cloud.DestinationServiceTag {
		tag = e.Destination
	}
	if tag == "" {
		return nil
	}
	if strings.ContainsRune(tag, '<') {
		tag, _, _ = strings.Cut(tag, ".") // of an unknown region, but surely in the tag of all regions
	}
	c := egress.TagClaim{Tag: tag}
	if service, _, _ := strings.Cut(tag, "."); service == azureCloud {
		c.Assumption = egress.AssumeAPITag
	}
	return []egress.TagClaim{c}
}

func addresses(list []netip.Addr) netset.Addresses {
	var out netset.Addresses
	for _, a := range list {
		out = out.Union(netset.SingleAddress(a))
	}
	return out
}

// platformFlows go to addresses that the host serves itself. No route and no
// firewall sees them, but a security group can block them (AK-23, NSG-6).
func platformFlows(subnet string, p cloud.Profile) []egress.Flow {
	flow := func(a netip.Addr, protocols netset.Protocols, purpose string, exit cloud.ExitCode, ports ...uint16) egress.Flow {
		return egress.Flow{
			Source: egress.Source{Subnet: subnet}, Protocol: protocols, Ports: netset.PortsOf(ports...),
			Destination: egress.Destination{Addresses: netset.SingleAddress(a)},
			Level:       egress.LevelRequired, Reason: "AK-23", Purpose: purpose, ExitCode: int(exit), Check: bootCheck(exit),
		}
	}
	out := []egress.Flow{
		flow(cloud.AzureDNS(), netset.TCP, "VM agent", 0, 80, 32526),
		flow(cloud.InstanceMetadata(), netset.TCP, "instance metadata", 0, 80),
	}
	if !customDNS(p) {
		out = append(out, flow(cloud.AzureDNS(), netset.TCP|netset.UDP, "name resolution", cloud.ExitAzureDNS, 53))
	}
	return out
}

// customDNS reports whether nodes ask servers of one's own. The feature without
// addresses counts: who they are will be known later.
func customDNS(p cloud.Profile) bool {
	return slices.Contains(p.Features, cloud.FeatureCustomDNS) ||
		slices.ContainsFunc(p.DNSServers, func(a netip.Addr) bool { return a != cloud.AzureDNS() })
}
