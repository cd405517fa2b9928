package firewallegress

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// preflightTimeout bounds reads that only make a plan better: without a network the plan goes on without them.
const preflightTimeout = 15 * time.Second

// question is one object of others that a change begins to depend on.
type question struct {
	ask   azure.Egress // what to read
	judge func(live azure.LiveEgress, found *findings)
}

// preflight reads what a change depends on and this resource does not make, at plan and again at apply (law L6), all at
// once. What cannot be read, or is not there yet, is not decidable: nothing is said of it. Only what changes is judged: a
// verdict about the live world must not block a change that has nothing to do with it.
func (r *egressResource) preflight(ctx context.Context, plan, state model) diag.Diagnostics {
	var problems diag.Diagnostics
	if !r.account.Known() {
		return problems
	}
	r.foretell(plan, state)
	questions := preflightOf(plan, state)
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	answers := make([]findings, len(questions))
	var wait sync.WaitGroup
	for i, question := range questions {
		wait.Go(func() {
			answers[i] = newFindings()
			if live, err := r.egresses().Read(ctx, question.ask); err == nil {
				question.judge(live, &answers[i])
			}
		})
	}
	wait.Wait()
	skip, _ := values.KnownStrings(plan.SkipChecks)
	for _, answer := range answers {
		diags.AppendChecks(&problems, skip, answer.List...)
	}
	return problems
}

// preflightOf are the questions of a change.
func preflightOf(plan, state model) []question {
	var all []question
	ips, before := view.Map(plan.PublicIPs), view.Map(state.PublicIPs)
	for _, key := range ips.Keys {
		given := view.Object(ips.Values[key]).Text("public_ip_address_id")
		if had := view.Object(before.Values[key]).Text("public_ip_address_id"); given.Known && !convergence.SameID(given.Value, had.Value) {
			all = append(all, askPublicIP(publicIPsPath.AtMapKey(key).AtName("public_ip_address_id"), given.Value, plan))
		}
	}
	given := view.Object(plan.Management).Text("public_ip_address_id")
	if had := view.Object(state.Management).Text("public_ip_address_id"); given.Known && !convergence.SameID(given.Value, had.Value) {
		all = append(all, askPublicIP(managementPath.AtName("public_ip_address_id"), given.Value, plan))
	}
	if others := plan.Policy.IsNull() && values.Known(plan.FirewallPolicyID); others && !convergence.SameID(plan.FirewallPolicyID.ValueString(), state.FirewallPolicyID.ValueString()) {
		all = append(all, askPolicy(plan.FirewallPolicyID.ValueString(), plan.SKUTier.ValueString()))
	}
	routed, had := view.Map(plan.RoutedSubnets), view.Map(state.RoutedSubnets)
	table := view.Object(plan.RouteTable)
	for _, key := range routed.Keys {
		id := view.Object(routed.Values[key]).Text("id")
		if id.Known && !convergence.SameID(id.Value, view.Object(had.Values[key]).Text("id").Value) {
			all = append(all, askRouted(key, id.Value, plan.RouteTableID.ValueString(), table.Texts("replaced_route_table_ids")))
		}
	}
	subnet := view.Object(plan.FirewallSubnet)
	if id := subnet.Text("id"); id.Known && !convergence.SameID(id.Value, view.Object(state.FirewallSubnet).Text("id").Value) {
		all = append(all, askFirewallSubnet(id.Value))
	}
	return append(all, turnQuestions(plan, state)...)
}

// askPublicIP: a given address must be Standard, static and IPv4, of the firewall's region, and free (aks-facts.md 4.1).
func askPublicIP(at path.Path, text string, plan model) question {
	id, _ := armid.Parse(text)
	ask := azure.Egress{Firewall: azure.Firewall{IPs: map[string]azure.FirewallIP{"ip": {PublicIP: &azure.PublicIP{ID: id}}}}}
	return question{ask, func(live azure.LiveEgress, found *findings) {
		ip, there := live.PublicIPs["ip"]
		if !there {
			return
		}
		for _, one := range []struct{ what, is, must string }{
			{"SKU", ip.SKU, "Standard"}, {"allocation method", ip.Allocation, "Static"}, {"IP version", ip.Version, "IPv4"},
		} {
			if one.is != "" && !strings.EqualFold(one.is, one.must) {
				found.Refuse(checkPublicIP, at, certain, "The public IP does not suit a firewall", fmt.Sprintf("%s has the %s %s; a firewall takes %s only", id, one.what, one.is, one.must),
					"give another public IP, or leave public_ip_address_id out to have one made")
			}
		}
		region, known := plan.Location.Name()
		if known && ip.Location != "" && cloud.NormalizeRegion(ip.Location) != region {
			found.Refuse(checkPublicIP, at, certain, "The public IP is in another region", fmt.Sprintf("%s is in %s and the firewall in %s", id, ip.Location, region), "give a public IP of the firewall's region")
		}
		if ip.UsedBy != "" && !strings.HasPrefix(strings.ToLower(ip.UsedBy), strings.ToLower(plan.ID.ValueString())+"/") {
			found.Refuse(checkPublicIP, at, certain, "The public IP is in use", fmt.Sprintf("%s is used by %s (PublicIPAddressInUse)", id, ip.UsedBy), "give another public IP, or free this one")
		}
	}}
}

// askPolicy: a policy of others must not be above the firewall.
func askPolicy(text, tier string) question {
	id, _ := armid.Parse(text)
	return question{azure.Egress{Policy: &azure.Policy{ID: id}}, func(live azure.LiveEgress, found *findings) {
		if live.Policy == nil || tier == "" {
			return
		}
		if row := cloud.PolicyAllowed(cloud.Tier(tier), cloud.Tier(live.Policy.Tier)); row.Support == cloud.SupportNo {
			found.Refuse(checkPolicyTier, firewallPolicy, row.Fact, "The policy's tier is above the firewall's",
				fmt.Sprintf("%s has tier %s; a firewall of tier %s does not take it (%s, %s)", id, live.Policy.Tier, tier, row.Source, row.Date), "raise sku_tier, or use another policy")
		}
	}}
}

// askRouted: a subnet that has a table of others already is refused by the write; the plan warns, since something else in the
// same apply may take that table away.
func askRouted(key, text, table string, replaced view.List) question {
	id, _ := armid.Parse(text)
	return question{azure.Egress{Routing: azure.Routing{Subnets: []armid.ID{id}}}, func(live azure.LiveEgress, found *findings) {
		subnet, there := live.Subnets[id.Key()]
		if !there || subnet.RouteTableID == "" || convergence.SameID(subnet.RouteTableID, table) {
			return
		}
		for _, one := range replaced.Items {
			if convergence.SameID(one, subnet.RouteTableID) {
				return
			}
		}
		found.Warn(checkLive, routedPath.AtMapKey(key).AtName("id"), "The subnet has a route table of others", fmt.Sprintf("%s uses %s, which is not replaced without being asked", id, subnet.RouteTableID),
			fmt.Sprintf("add it to route_table.replaced_route_table_ids, or take the subnet out of routed_subnets: [%q]", subnet.RouteTableID))
	}}
}

// askFirewallSubnet: the size of the subnet as it is (aks-facts.md 3.3).
func askFirewallSubnet(text string) question {
	id, _ := armid.Parse(text)
	return question{azure.Egress{Routing: azure.Routing{Subnets: []armid.ID{id}}}, func(live azure.LiveEgress, found *findings) {
		shape := subnetShape{id: id}
		for i, text := range live.Subnets[id.Key()].AddressPrefixes {
			if prefix, err := netip.ParsePrefix(text); err == nil {
				shape.prefixes = append(shape.prefixes, indexedPrefix{i, prefix})
			}
		}
		size := newFindings()
		size.special(cloud.SubnetFirewall, subnetShape{prefixes: shape.prefixes}, firewallAt)
		for _, one := range size.List {
			one.Attribute = firewallAt.AtName("id")
			found.List = append(found.List, one)
		}
	}}
}
