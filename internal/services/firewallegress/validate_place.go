package firewallegress

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// judgeSubnets: the subnets that the firewall stands in.
func judgeSubnets(s shape, found *findings) {
	found.special(cloud.SubnetFirewall, s.subnet, firewallAt)
	if s.management.given {
		found.special(cloud.SubnetFirewallManagement, s.management.subnet, managementPath.AtName("subnet"))
	}
	network, known := s.subnet.id.Parent()
	if other, too := s.management.subnet.id.Parent(); known && too && !network.Equal(other) {
		found.Refuse(checkSubnet, managementPath.AtName("subnet").AtName("id"), certain, "The subnets of the firewall lie in different networks",
			fmt.Sprintf("%s and %s must be subnets of one virtual network", s.subnet.id, s.management.subnet.id), "give the management subnet of the firewall's network")
	}
	if known && s.group.Known && !strings.EqualFold(s.subnet.id.ResourceGroup(), s.group.Value) {
		found.sameGroup(firewallAt.AtName("id"), "the firewall's network", s.subnet.id, s.group.Value)
	}
}

// special: a subnet of a firewall has a fixed name and a least size (aks-facts.md 3.3).
func (f *findings) special(name string, subnet subnetShape, at path.Path) {
	rule, ok := cloud.LookupSpecialSubnet(name)
	if !ok {
		return
	}
	if subnet.id.IsType(subnetIDType.Types[0]) && !strings.EqualFold(subnet.id.Name(), name) {
		f.Refuse(checkSubnet, at.AtName("id"), rule.Fact, "The subnet has the wrong name",
			fmt.Sprintf("the subnet is named %q; Azure asks for %s here", subnet.id.Name(), name), "name a subnet "+name+" and give its ID")
	}
	for _, p := range subnet.prefixes {
		if p.prefix.Addr().Is4() && p.prefix.Bits() > rule.MinPrefix {
			f.Refuse(checkSubnet, at.AtName("address_prefixes").AtListIndex(p.index), rule.Fact, name+" is too small",
				fmt.Sprintf("%s is smaller than the /%d that %s needs (%s, %s)", p.prefix, rule.MinPrefix, name, rule.Source, rule.Date),
				fmt.Sprintf("give the subnet a range of at least /%d", rule.RecommendedPrefix))
		}
	}
}

// sameGroup: the FAQ of the firewall wants everything in one group, later pages are silent (aks-facts.md 3.3): only a warning.
func (f *findings) sameGroup(at path.Path, what string, id armid.ID, group string) {
	f.Warn(checkSameGroup, at, "Another resource group",
		fmt.Sprintf("%s is in the resource group %q and the firewall in %q; Azure's FAQ says that a firewall, its network and its public IPs share one group", what,
			id.ResourceGroup(), group), "put the firewall into the network's resource group")
}

// judgePublicIPs: addresses that are made and addresses that are given.
func judgePublicIPs(s shape, found *findings) {
	used := map[string]path.Path{}
	for _, key := range slices.Sorted(maps.Keys(s.publicIPs)) {
		ip, at := s.publicIPs[key], publicIPsPath.AtMapKey(key)
		if !ip.known {
			continue
		}
		if ip.given.Known {
			found.onlyGiven(ip, at)
		}
		found.once(ip.given, at.AtName("public_ip_address_id"), used)
		if name := ip.name.Or(key); ip.given.Null() && name.Known {
			found.onceByName(name.Value, s.group, at, used)
		}
	}
	if s.management.given {
		found.once(s.management.ipGiven, managementPath.AtName("public_ip_address_id"), used)
		if s.management.ipGiven.Null() && s.management.ipName.Known {
			found.onceByName(s.management.ipName.Value, s.group, managementPath.AtName("public_ip_name"), used)
		}
	}
}

// onlyGiven: what describes a new address says nothing of one that exists.
func (f *findings) onlyGiven(ip publicIPShape, at path.Path) {
	for _, one := range []struct {
		name string
		set  bool
	}{
		{"name", ip.name.Known},
		{"public_ip_prefix_id", ip.prefix.Known},
		{"zones", ip.zones},
		{"ip_tags", ip.ipTags},
		{"domain_name_label", ip.label.Known},
	} {
		if one.set {
			f.Contradict(at.AtName(one.name), "The public IP exists already",
				"public_ip_address_id names an address that exists, and "+one.name+" describes one that is to be made", "leave one of the two out")
		}
	}
}

// once: an address belongs to one IP configuration (PublicIPAddressInUse).
func (f *findings) once(given view.Leaf[string], at path.Path, used map[string]path.Path) {
	id, err := armid.Parse(given.Value)
	if !given.Known || err != nil {
		return
	}
	if other, twice := used[id.Key()]; twice {
		f.Refuse(checkPublicIP, at, certain, "One public IP is used twice",
			fmt.Sprintf("%s names %s too; an address belongs to one IP configuration (PublicIPAddressInUse)", other, id), "give each its own address")
	}
	used[id.Key()] = at
}

func (f *findings) onceByName(name string, group view.Leaf[string], at path.Path, used map[string]path.Path) {
	// The group of all that is made here is one, so that a name is as good as an ID while the group is not known.
	key := "made/" + strings.ToLower(group.Value) + "/" + strings.ToLower(name)
	if other, twice := used[key]; twice {
		f.Contradict(at, "Two public IPs of one name", fmt.Sprintf("%s makes the public IP %q too", other, name), "rename one of them")
	}
	used[key] = at
}

// judgeManagement: when Azure needs a management configuration (aks-facts.md 4.1).
func judgeManagement(s shape, found *findings) {
	if s.management.absent {
		support, row := cloud.Supports(cloud.Tier(s.tier.Value), cloud.NeedsManagementIP)
		if s.tier.Known && support == cloud.SupportYes {
			found.Refuse(checkManagement, managementPath, row.Fact, "The tier needs a management configuration",
				"a firewall of tier "+s.tier.Value+" is managed through a subnet and a public IP of its own", "add management = { subnet = … } with a subnet "+cloud.SubnetFirewallManagement)
		} else if s.ipsKnown && len(s.publicIPs) == 0 {
			found.Refuse(checkManagement, managementPath, certain, "A firewall without public IPs needs a management configuration",
				"public_ips is empty, so that all traffic is tunnelled, and Azure reaches the firewall only through a subnet and a public IP of its own",
				"add an address to public_ips, or management = { subnet = … } with a subnet "+cloud.SubnetFirewallManagement)
		}
	}
	if !s.management.given {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(s.publicIPs)) {
		if s.management.name.Known && strings.EqualFold(key, s.management.name.Value) {
			found.Refuse(checkManagement, publicIPsPath.AtMapKey(key), certain, "An IP configuration has the name of the management configuration",
				fmt.Sprintf("%q is also the name of the management configuration; the names must differ", key), "rename one of them")
		}
	}
	if s.management.ipGiven.Known && s.management.ipName.Known {
		found.Contradict(managementPath.AtName("public_ip_name"), "The public IP exists already",
			"public_ip_address_id names an address that exists, and public_ip_name one that is to be made", "leave one of the two out")
	}
}
