package aks

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// rotation is a pool that is made anew for a change that AKS does not make in place: a temporary pool stands beside the old one and then beside the
// new one (docs/design/0008, Rotation), so that the subnet holds two pools at once.
type rotation struct {
	old, new side
	before   section // the pool as it is
	after    section // and as it will be
	renamed  bool    // the new pool stands beside the old one, without a temporary one
	resumed  bool    // one was cut short: some of its pools are there already
	at       func(string) path.Path
}

// side is a pool with the nodes that it is certain to have, and with the surge that AKS reckons with when the pool is made.
type side struct {
	now, made cloud.Pool
	mode      cloud.NetworkMode
}

func (s side) addresses(pods bool, pool cloud.Pool) int {
	if pods {
		return cloud.PodSubnetAddresses(pool)
	}
	return cloud.NodeSubnetAddresses(s.mode, pool)
}

// sideOf counts the nodes that a pool is certain to have: how many the autoscaler has chosen by now is not known.
func sideOf(p section, mode cloud.NetworkMode) (side, bool) {
	crowd, ok := crowdOf(p)
	s := side{now: crowd.now, mode: mode}
	if p.on("auto_scaling_enabled") {
		least := p.number("min_count")
		s.now.Nodes, ok = int(least.Value), ok && least.Known
	}
	surge, err := cloud.SurgeNodes(p.part("upgrade_settings").text("max_surge").Value, s.now.Nodes)
	s.made = s.now
	s.made.Surge = surge
	return s, ok && err == nil
}

// defaultRotation is that of the first pool of a cluster that stays; ok is false where there is none, or too little is known of it.
func defaultRotation(c, before section, resumed bool) (r rotation, ok bool) {
	was, will := clusterSpec(before, section{}).DefaultPool, clusterSpec(c, section{}).DefaultPool
	r = rotation{
		before: defaultPool(before), after: defaultPool(c), renamed: !was.ID.Equal(will.ID), resumed: resumed,
		at: func(name string) path.Path { return at("default_node_pool", name) },
	}
	frozen, err := azure.PoolReplacements(was, will)
	if err != nil || len(frozen) == 0 && !r.renamed {
		return r, false
	}
	mode, known := modeOf(c)
	old, oldKnown := modeOf(before)
	return r.counted(old, mode, known && oldKnown)
}

// poolRotation is that of a further pool that is not replaced.
func poolRotation(p, before, c section, resumed bool) (r rotation, ok bool) {
	r = rotation{before: before, after: p, resumed: resumed, at: path.Root}
	mode, known := poolMode(c, p)
	old, oldKnown := poolMode(c, before)
	return r.counted(old, mode, known && oldKnown)
}

// poolMode is how the pods of a further pool get their addresses: with the plugin azure each pool has a subnet for its pods or none.
func poolMode(c, p section) (cloud.NetworkMode, bool) {
	mode, known := modeOf(c)
	if !known || !c.there() || mode != cloud.ModeNodeSubnet && mode != cloud.ModePodSubnet {
		return mode, known && c.there()
	}
	switch pods := p.text("pod_subnet_id"); {
	case pods.Unknown:
		return "", false
	case pods.Known:
		return cloud.ModePodSubnet, true
	}
	return cloud.ModeNodeSubnet, true
}

func (r rotation) counted(old, mode cloud.NetworkMode, known bool) (rotation, bool) {
	var oldCounted, newCounted bool
	r.old, oldCounted = sideOf(r.before, old)
	r.new, newCounted = sideOf(r.after, mode)
	return r, known && oldCounted && newCounted
}

// share reports that the old pool and the new one are in the same subnet.
func (r rotation) share(attribute string) bool {
	return strings.EqualFold(r.before.text(attribute).Value, r.after.text(attribute).Value)
}

// need is how many addresses of the attribute's subnet both pools take at once, beside what others take: at least, and with the surge that AKS
// reckons with when it makes the second.
func (r rotation) need(attribute string) (least, most int) {
	pods := attribute == "pod_subnet_id"
	beside := 0
	if r.share(attribute) {
		beside = r.old.addresses(pods, r.old.now)
	}
	if !r.renamed { // the temporary pool is like the new one, and stands beside it too
		beside = max(beside, r.new.addresses(pods, r.new.now))
	}
	return r.new.addresses(pods, r.new.now) + beside, r.new.addresses(pods, r.new.made) + beside
}

// free is how many of the addresses that are in use when a rotation begins come free before it ends: those of the old pool, once it is gone.
func (r rotation) free(attribute string) int {
	if !r.share(attribute) {
		return 0
	}
	return r.old.addresses(attribute == "pod_subnet_id", r.old.now)
}

// judge judges the room of both subnets: by what the egress tells of them, which is certain, and by what is there, which may change before the
// rotation begins.
func (r rotation) judge(ctx context.Context, account *account.Account, egress section, skip []string) diag.Diagnostics {
	var found findings
	subnets := egressSubnets(egress)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		id := r.after.id(name)
		if id.IsZero() {
			continue
		}
		before := len(found.list)
		if told, there := subnets.find(id.String()); egress.there() && there && len(told.prefixes) > 0 {
			r.told(name, id.Name(), usable(told.prefixes), &found)
		}
		if len(found.list) == before && account.Known() && !r.resumed {
			r.seen(name, look(ctx, account, subnetsOf(r.after)).Subnet(id), &found)
		}
	}
	var problems diag.Diagnostics
	diags.AppendChecks(&problems, skip, found.list...)
	return problems
}

// told judges a subnet of which the size is known.
func (r rotation) told(name, subnet string, room int, f *findings) {
	least, most := r.need(name)
	switch {
	case least > room:
		f.add("subnet_full", r.at(name), fullSummary, fmt.Sprintf("%s take %d addresses of the subnet %q, which has %d for them", r.words(), least, subnet, room), rotationFix(most))
	case most > room:
		f.warn("subnet_full", r.at(name), "The subnet may have no room for two pools",
			fmt.Sprintf("%s take %d addresses of the subnet %q with the surge of an upgrade, and it has %d for them", r.words(), most, subnet, room), rotationFix(most))
	}
}

// seen judges a subnet as it is, with what others have in it.
func (r rotation) seen(name string, live survey.Subnet, f *findings) {
	room := usable(parsed(live.Prefixes))
	if live.Sight != survey.Seen || room == 0 {
		return
	}
	least, _ := r.need(name)
	used := 0
	if name == "vnet_subnet_id" { // how AKS hands out those of pods' subnets does not show in them
		used = max(len(live.IPConfigurations)-r.free(name), 0)
	}
	if least+used > room {
		f.warn("subnet_full", r.at(name), fullSummary,
			fmt.Sprintf("%s take %d addresses of the subnet %q, which has %d, and others hold %d", r.words(), least, live.ID.Name(), room, used), rotationFix(least+used))
	}
}

const fullSummary = "The subnet has no room for two pools"

func (r rotation) words() string {
	if r.renamed {
		return "the pool of the new name stands beside the old one for a while, and both together"
	}
	return "the pool is made anew while a temporary one stands beside it, and both together"
}

func rotationFix(addresses int) string {
	return fmt.Sprintf("use a subnet of at least /%d, or lower the number of nodes before this change", cloud.SmallestSubnet(addresses))
}
