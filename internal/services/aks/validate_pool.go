package aks

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// place is where a pool stands: its attributes' path, and what is known around it.
type place struct {
	at      func(name string) path.Path
	system  view.Leaf[bool]
	windows view.Leaf[bool]
	mode    cloud.NetworkMode // empty while not known
}

func judgeDefaultPool(c section, f *findings) {
	p := defaultPool(c)
	if !p.there() {
		return
	}
	mode, _ := modeOf(c)
	here := place{
		at: func(name string) path.Path { return at("default_node_pool", name) }, system: view.Of(true), windows: view.Of(false), mode: mode,
	}
	judgePool(p, here, f)
	if sku := p.text("os_sku"); strings.HasPrefix(sku.Value, "Windows") {
		f.add(cloud.RulePoolSystem, here.at("os_sku"), "The first pool is a Linux one", "os_sku is "+quoted(sku), "choose a Linux system; add Windows nodes with udr_aks_node_pool")
	}
}

// judgePool is every check of a pool by itself, be it the first or a further one (aks-facts.md 3.2, 3.5).
func judgePool(p section, here place, f *findings) {
	judgePoolName(p, "name", here, f)
	judgePoolName(p, "temporary_name_for_rotation", here, f)
	judgeCounts(p, here, f)
	judgePods(p, here, f)
	judgeSurge(p, here, f)
	judgeLabels(p, here, f)
	judgeSubnets(p, here, f)
}

func judgePoolName(p section, attribute string, here place, f *findings) {
	name := p.text(attribute)
	if !name.Known || here.windows.Unknown {
		return
	}
	kind := cloud.NameNodePoolLinux
	if here.windows.Value {
		kind = cloud.NameNodePoolWindows
	}
	if err := cloud.ValidateName(kind, name.Value); err != nil {
		f.add(cloud.RulePoolName, here.at(attribute), "Not a valid name", err.Error(), "choose another name")
	}
	if other := p.text("name"); attribute != "name" && other.Known && other.Value == name.Value {
		f.add(cloud.RulePoolName, here.at(attribute), "The temporary pool has the pool's own name", fmt.Sprintf("both are %q", name.Value), "choose another name")
	}
}

// judgeCounts: the number of nodes and the autoscaler's bounds.
func judgeCounts(p section, here place, f *findings) {
	count, least, most := p.number("node_count"), p.number("min_count"), p.number("max_count")
	scaled := p.flag("auto_scaling_enabled").Or(false)
	limit := int32(cloud.LimitOf(cloud.LimitNodesPool).Value) //nolint:gosec // a row of a table, far below the bound
	complain := func(attribute, summary, detail, fix string) {
		rule := cloud.RulePoolBounds
		if attribute == "node_count" {
			rule = cloud.RulePoolCount
		}
		f.add(rule, here.at(attribute), summary, detail, fix)
	}
	for _, each := range []struct {
		name string
		leaf view.Leaf[int32]
	}{{"node_count", count}, {"min_count", least}, {"max_count", most}} {
		switch {
		case each.leaf.Known && each.leaf.Value > limit:
			complain(each.name, "Too many nodes", fmt.Sprintf("%s is %d; a pool has at most %d nodes", each.name, each.leaf.Value, limit), "add pools with udr_aks_node_pool")
		case each.leaf.Known && here.system.Value && each.leaf.Value == 0:
			complain(each.name, "A system pool has nodes", each.name+" is 0; a system pool has at least one node", "set at least 1")
		case each.name != "node_count" && scaled.Value && each.leaf.Null():
			complain(each.name, "The autoscaler needs its bounds", "auto_scaling_enabled is set and "+each.name+" is not", "set min_count and max_count")
		case each.name != "node_count" && scaled.Known && !scaled.Value && each.leaf.Known:
			complain(each.name, "The bounds belong to the autoscaler", each.name+" is set and auto_scaling_enabled is not", "set auto_scaling_enabled = true, or remove "+each.name)
		}
	}
	if least.Known && most.Known && least.Value > most.Value {
		complain("min_count", "The autoscaler's bounds are the wrong way round", fmt.Sprintf("min_count is %d and max_count %d", least.Value, most.Value), "exchange them")
	}
	if scaled.Value && count.Known && (least.Known && count.Value < least.Value || most.Known && count.Value > most.Value) {
		complain("node_count", "The number at the beginning is out of bounds", fmt.Sprintf("node_count is %d, outside min_count and max_count", count.Value), "leave node_count out")
	}
}

// judgePods: the number of pods on a node (aks-facts.md 3.2).
func judgePods(p section, here place, f *findings) {
	pods := p.number("max_pods")
	least, most := cloud.LimitOf(cloud.LimitMaxPodsMin).Value, cloud.LimitOf(cloud.LimitMaxPodsMax).Value
	if pods.Known && int(pods.Value) < least {
		f.add("max_pods_minimum", here.at("max_pods"), "Too few pods", fmt.Sprintf("max_pods is %d; the least is %d", pods.Value, least), fmt.Sprintf("set at least %d", least))
		return
	}
	if pods.Known && int(pods.Value) > most {
		f.add("max_pods_maximum", here.at("max_pods"), "Too many pods", fmt.Sprintf("max_pods is %d; the most is %d", pods.Value, most), fmt.Sprintf("set at most %d", most))
		return
	}
	count, scaled := p.number("node_count").Or(1), p.flag("auto_scaling_enabled").Or(false)
	need := cloud.LimitOf(cloud.LimitPodsPerPoolMin).Value
	if pods.Known && count.Known && count.Value > 0 && scaled.Known && !scaled.Value && int(count.Value)*int(pods.Value) < need {
		f.add("max_pods_pool", here.at("max_pods"), "The pool has room for too few pods",
			fmt.Sprintf("%d nodes with %d pods each are %d pods; AKS wants room for %d in a pool", count.Value, pods.Value, int(count.Value)*int(pods.Value), need), "raise max_pods or node_count")
	}
}

func judgeSurge(p section, here place, f *findings) {
	upgrade := p.part("upgrade_settings")
	for _, name := range []string{"max_surge", "max_unavailable"} {
		if given := upgrade.text(name); given.Known {
			if err := surge(given.Value); err != nil {
				f.add(cloud.RulePoolSurge, here.at("upgrade_settings").AtName(name), "Not a number of nodes", err.Error(), `give a number such as "1" or a percentage such as "33%"`)
			}
		}
	}
	nothing := func(name string) bool { return upgrade.is(name, "0") || upgrade.is(name, "0%") }
	if nothing("max_surge") && (upgrade.text("max_unavailable").Null() || nothing("max_unavailable")) {
		f.add(cloud.RulePoolSurge, here.at("upgrade_settings").AtName("max_surge"), "No node could ever be upgraded", "max_surge is 0 and max_unavailable is not set, so that neither may a node be added nor one be missing", "set one of them to at least 1")
	}
}

var (
	labelName  = regexp.MustCompile(`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`)
	labelValue = regexp.MustCompile(`^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$`)
)

// judgeLabels: labels and taints as Kubernetes takes them.
func judgeLabels(p section, here place, f *findings) {
	for name, text := range p.textMap("node_labels") {
		switch {
		case !labelName.MatchString(name) || !labelValue.MatchString(text):
			f.add(cloud.RulePoolLabel, here.at("node_labels").AtMapKey(name), "Not a label", fmt.Sprintf("%s=%s is no label of Kubernetes", name, text), "use letters, digits, hyphens, underscores and periods, at most 63 of them")
		case strings.HasPrefix(name, "kubernetes.azure.com/"):
			f.add(cloud.RulePoolLabel, here.at("node_labels").AtMapKey(name), "The label is AKS's own", "labels that begin with kubernetes.azure.com/ are set by AKS", "choose another prefix")
		}
	}
	for i, element := range view.Elements(p.value("node_taints")) {
		taint := view.Text(element)
		if !taint.Known {
			continue
		}
		key, rest, _ := strings.Cut(taint.Value, "=")
		value, effect, found := strings.Cut(rest, ":")
		if !found || !labelName.MatchString(key) || !labelValue.MatchString(value) || effect != "NoSchedule" && effect != "PreferNoSchedule" && effect != "NoExecute" {
			f.add(cloud.RulePoolTaint, here.at("node_taints").AtListIndex(i), "Not a taint", fmt.Sprintf("%q is no taint", taint.Value), `write key=value:effect with the effect NoSchedule, PreferNoSchedule or NoExecute, such as "sku=gpu:NoSchedule"`)
		}
	}
}

// judgeSubnets: subnets that belong to other services, and pods in another network than the nodes (aks-facts.md 3.2).
func judgeSubnets(p section, here place, f *findings) {
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		id := p.id(name)
		if id.IsZero() {
			continue
		}
		if special, ok := cloud.LookupSpecialSubnet(id.Name()); ok {
			f.add(cloud.RuleSpecialSubnet, here.at(name), "The subnet belongs to another service", special.Name+" holds nothing but its own service, and a route to a firewall in it would be a loop", "choose a subnet for nodes")
		}
	}
	nodes, pods := p.id("vnet_subnet_id"), p.id("pod_subnet_id")
	if nodes.IsZero() || pods.IsZero() {
		return
	}
	if strings.EqualFold(nodes.String(), pods.String()) {
		f.add(cloud.RulePoolNetwork, here.at("pod_subnet_id"), "Nodes and pods share a subnet", "pod_subnet_id is vnet_subnet_id", "give the pods a subnet of their own, or remove pod_subnet_id to take node subnet mode")
	} else if !strings.EqualFold(networkOf(nodes.String()), networkOf(pods.String())) {
		f.add(cloud.RuleSubnetOfOneNetwork, here.at("pod_subnet_id"), "The subnet is in another virtual network", fmt.Sprintf("%s is not in %s, the network of the nodes", pods, networkOf(nodes.String())), "choose a subnet of that network")
	}
}
