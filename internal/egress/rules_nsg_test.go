package egress

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func nsgRule(name string, priority int, access Access, protocols, source, destination, ports string) SecurityRule {
	return SecurityRule{
		Name: name, Priority: Known(priority), Access: Known(access), Protocols: protocolsOf(protocols),
		Source: spec(strings.Fields(source)...), SourcePorts: netset.AllPorts(),
		Destination: spec(strings.Fields(destination)...), Ports: portsOf(ports),
	}
}

func secured(rules ...SecurityRule) func(*World) {
	return func(w *World) {
		w.SecurityGroups = append(w.SecurityGroups, SecurityGroup{Name: "nsg", Rules: rules})
		subnetOf(w, "aks").SecurityGroup = Known("nsg")
		subnetOf(w, "other").SecurityGroup = Known("nsg")
	}
}

func TestSecurityRules(t *testing.T) {
	t.Parallel()
	deny := func(priority int, destination string) SecurityRule {
		return nsgRule("deny", priority, AccessDeny, "*", "*", destination, "*")
	}
	allow := func(priority int, destination string) SecurityRule {
		return nsgRule("allow", priority, AccessAllow, "*", "*", destination, "*")
	}
	direct := from("vnet/other", to("tcp 8.8.8.8:443"))
	internet := "allowed internet-direct by system route 0.0.0.0/0"
	nic := func(w *World) {
		w.SecurityGroups = append(w.SecurityGroups, SecurityGroup{Name: "nic", Rules: []SecurityRule{deny(100, "8.8.8.8")}})
		subnetOf(w, "other").NICSecurityGroup = Known("nic")
	}
	admin := func(rules ...SecurityRule) func(*World) {
		return func(w *World) { w.Networks[0].AdminRules = rules }
	}
	always := allow(50, "8.8.8.8")
	always.Access = Known(AccessAlwaysAllow)
	unknownPriority := deny(0, "8.8.8.8")
	unknownPriority.Priority = Unknown[int]()
	runRules(t, []ruleCase{
		{"NSG-1 no group, no filter", hub(), direct, internet},
		{"NSG-1 the interface's group counts as well", change(hub(), secured(allow(100, "*")), nic), direct, "denied dropped by security rule deny"},
		{"NSG-1 a group that is not known", change(hub(), editSubnet("other", func(s *Subnet) { s.SecurityGroup = Unknown[string]() })), direct, "indeterminate unknown by security group "},
		{"NSG-2 the smaller priority wins", change(hub(), secured(deny(200, "*"), allow(100, "8.8.8.8"))), direct, internet},
		{"NSG-2 the other way round", change(hub(), secured(deny(100, "*"), allow(200, "8.8.8.8"))), direct, "denied dropped by security rule deny"},
		{"NSG-2 the defaults let everything leave", change(hub(), secured(deny(100, "9.9.9.9"))), direct, internet},
		{"NSG-2 inbound rules do not matter", change(hub(), secured(func() SecurityRule { r := deny(100, "*"); r.Inbound = true; return r }())), direct, internet},
		{"NSG-3 the real destination counts, not the firewall", change(openHub, secured(deny(100, "8.8.8.8"))), to("tcp 8.8.8.8:443"), "denied dropped by security rule deny"},
		{"NSG-3 the firewall's address is not what it sees", change(openHub, secured(deny(100, "10.42.2.4"))), to("tcp 8.8.8.8:443"), "allowed firewall by network rule all"},
		{"NSG-4 ESP is a protocol of its own", change(hub(), secured(nsgRule("deny", 100, AccessDeny, "Esp", "*", "*", "*"))), direct, internet},
		{"NSG-4 members of application groups are inside", change(hub(), secured(deny(100, "asg:web"))), direct, internet},
		{"NSG-4 and nobody knows which", change(hub(), secured(deny(100, "asg:web"))), from("vnet/other", to("tcp 10.42.1.7:443")), "indeterminate dropped by security rule deny"},
		{"NSG-4 ports and a protocol without them", change(hub(), secured(nsgRule("deny", 100, AccessDeny, "*", "*", "*", "443"))), from("vnet/other", to("icmp 8.8.8.8:0")), "indeterminate dropped by security rule deny"},
		{"NSG-5 Internet without a default route", change(hub(), secured(deny(100, "tag:Internet"))), direct, "denied dropped by security rule deny"},
		{"NSG-5 Internet with one: the vendor leaves it open", change(openHub, secured(deny(100, "tag:Internet"))), to("tcp 8.8.8.8:443"), "indeterminate dropped by security rule deny"},
		{"NSG-5 VirtualNetwork holds the network", change(hub(), secured(deny(100, "tag:VirtualNetwork"))), from("vnet/other", to("tcp 10.42.1.7:443")), "denied dropped by security rule deny"},
		{"NSG-5 and peers", change(hub(), peered, secured(deny(100, "tag:VirtualNetwork"))), from("vnet/other", to("tcp 10.50.1.7:443")), "denied dropped by security rule deny"},
		{"NSG-5 and prefixes of routes", change(hub(), addRoutes(udr("x", "20.0.0.0/8", HopNone)), secured(deny(100, "tag:VirtualNetwork"))), to("tcp 20.1.1.1:443"), "denied dropped by security rule deny"},
		{"NSG-5 not the Internet", change(hub(), secured(deny(100, "tag:VirtualNetwork"))), direct, internet},
		{"NSG-6 host services pass a deny of everything", change(hub(), secured(deny(100, "*"))), to("udp 168.63.129.16:53"), "allowed platform by platform address 168.63.129.16"},
		{"NSG-6 unless it is aimed at them", change(hub(), secured(deny(100, "tag:AzurePlatformDNS"))), to("udp 168.63.129.16:53"), "denied dropped by security rule deny"},
		{"NSG-6 each tag has its own service", change(hub(), secured(deny(100, "tag:AzurePlatformDNS"))), to("http 169.254.169.254:80"), "allowed platform by platform address 169.254.169.254"},
		{"NSG-6 the metadata tag", change(hub(), secured(deny(100, "tag:AzurePlatformIMDS"))), to("http 169.254.169.254:80"), "denied dropped by security rule deny"},
		{"NSG-6 the agent's ports ignore groups", change(hub(), secured(deny(100, "tag:AzurePlatformDNS"))), to("tcp 168.63.129.16:80"), "allowed platform by platform address 168.63.129.16"},
		{"NSG-7 an admin deny comes first", change(hub(), secured(allow(100, "*")), admin(deny(1, "8.8.8.8"))), direct, "denied dropped by admin rule deny"},
		{"NSG-7 an admin allow goes on to the groups", change(hub(), secured(deny(100, "8.8.8.8")), admin(allow(1, "8.8.8.8"))), direct, "denied dropped by security rule deny"},
		{"NSG-7 AlwaysAllow skips them", change(hub(), secured(deny(100, "8.8.8.8")), admin(always)), direct, "allowed internet-direct by system route 0.0.0.0/0"},
		{"5.3 a priority that is not known", change(hub(), secured(unknownPriority, allow(100, "8.8.8.8"))), direct, "indeterminate dropped by security rule deny"},
		{"5.3 alone it does not matter", change(hub(), secured(unknownPriority)), direct, "denied dropped by security rule deny"},
	})
}

// TestClusterClosed: security rules have to leave the nodes of a cluster open to one another (NSG-8).
func TestClusterClosed(t *testing.T) {
	t.Parallel()
	deny := func(name, destination, ports string) SecurityRule {
		return SecurityRule{
			Name: name, Priority: Known(200), Access: Known(AccessDeny), Protocols: netset.AllProtocols, Source: Anywhere(), SourcePorts: netset.AllPorts(),
			Destination: spec(destination), Ports: portsOf(ports),
		}
	}
	secured := func(rules ...SecurityRule) World {
		return change(hub(), cluster(func(c *Cluster) { c.Subnets = []string{"vnet/aks", "vnet/other"} }), func(w *World) {
			subnetOf(w, "aks").SecurityGroup = Known("nsg")
			w.SecurityGroups = []SecurityGroup{{Name: "nsg", Rules: rules}}
		})
	}
	allow := deny("open", "10.42.0.0/16", "*")
	allow.Priority, allow.Access = Known(100), Known(AccessAllow)
	unknown := deny("unknown", "*", "*")
	unknown.Access = Unknown[Access]()
	for _, tt := range []struct {
		name   string
		world  World
		object string
	}{
		{"everything denied", secured(deny("all", "*", "*")), "all"},
		{"the network denied", secured(deny("network", "tag:VirtualNetwork", "*")), "network"},
		{"the other subnet denied", secured(deny("pods", "10.42.4.0/24", "*")), "pods"},
		{"opened before", secured(deny("all", "*", "*"), allow), ""},
		{"another port", secured(deny("ssh", "*", "22")), ""},
		{"the Internet", secured(deny("internet", "8.0.0.0/8", "*")), ""},
		{"not known", secured(unknown), ""},
		{"no cluster", change(secured(deny("all", "*", "*")), func(w *World) { w.Clusters = nil }), ""},
	} {
		found := Evaluate(tt.world, nil, Options{}).Findings
		if tt.object == "" {
			hasNot(t, found, FindClusterClosed)
			continue
		}
		if f := has(t, found, FindClusterClosed, tt.object); f.Severity != SeverityWarning {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
}
