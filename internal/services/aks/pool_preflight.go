package aks

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// plannedCluster is what the ledger holds of a cluster that this run makes or changes, for its pools.
type plannedCluster struct{ c section }

// preflight judges a pool's way out like that of the first pool: each of its own subnets is judged. What the cluster is like is known from this
// run's own plan, or read; while neither tells, nothing is said of what depends on it.
func (r *poolResource) preflight(ctx context.Context, when moment, config, p, before section) diag.Diagnostics {
	var problems diag.Diagnostics
	moves := p.text("vnet_subnet_id") != before.text("vnet_subnet_id") || p.text("pod_subnet_id") != before.text("pod_subnet_id")
	if !r.account.Known() {
		return problems
	}
	e := egressOf(config)
	if before.there() && !moves {
		return r.judgeStanding(ctx, e, p)
	}
	var found findings
	c := r.clusterOf(ctx, p.id("kubernetes_cluster_id"))
	is := goesByRoute(c)
	if e.there() && is {
		subnets := egressSubnets(e)
		for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
			judgeRouted(p.text(name).Value, path.Root(name), subnets, &found)
		}
		q := preflight.Question{Egress: objectOf(e), Profile: profile(c, section{}), Final: when == applying}
		q.Profile.Subnets = subnetsOf(p)
		rulesOfOthers(ctx, r.account, e, true, &q)
		problems.Append(judged(q, c, p, true)...)
	}
	judgePoolNetwork(p, c, &found)
	if !before.there() {
		judgePoolRoom(p, c, e, &found)
	}
	w := look(ctx, r.account, subnetsOf(p))
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		w.subnet(asked{p.id(name), path.Root(name), is, e.there(), c.on("private_cluster_enabled"), when}, &found)
	}
	if mode, known := poolMode(c, p); known && !before.there() && !found.has("subnet_size") {
		w.room(p, mode, path.Root("vnet_subnet_id"), w.Subnet(p.id("vnet_subnet_id")), &found)
	}
	diags.AppendChecks(&problems, p.texts("skip_checks").Items, found.list...)
	return problems
}

// goesByRoute reports a cluster that is known to leave through a route.
func goesByRoute(c section) bool { return c.there() && outbound(c).Known && routed(c) }

// judgeStanding: what has become of the way out of a pool that stays where it is.
func (r *poolResource) judgeStanding(ctx context.Context, e, p section) diag.Diagnostics {
	var found findings
	if e.there() {
		judgeLeft(p, e, path.Root, &found)
	}
	if len(found.list) == 0 || !goesByRoute(r.clusterOf(ctx, p.id("kubernetes_cluster_id"))) { // the cluster is read only where it matters
		return nil
	}
	var problems diag.Diagnostics
	diags.AppendChecks(&problems, p.texts("skip_checks").Items, found.list...)
	return problems
}

// clusterOf is the cluster of a pool, as this run plans it or as it is; the zero section where neither is known.
func (r *poolResource) clusterOf(ctx context.Context, id armid.ID) section {
	if id.IsZero() || !r.account.Known() {
		return section{}
	}
	if c := r.plannedCluster(id); c.there() {
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	live, err := azure.NewClusters(r.account.Client).Get(ctx, id)
	if err != nil {
		return section{}
	}
	if pools := live.SystemPools(); len(pools) > 0 {
		pool, _ := live.Pool(pools[0])
		live.Spec.DefaultPool = pool.Spec
	}
	object, problems := publish(ctx, emptyCluster(ctx), live, true)
	if problems.HasError() {
		return section{}
	}
	return sectionOf(object)
}

// plannedCluster is the cluster as this run plans it; the zero section where it does not.
func (r *poolResource) plannedCluster(id armid.ID) section {
	if id.IsZero() || r.account == nil {
		return section{}
	}
	planned, _ := r.account.Ledger.Planned(id)
	cluster, _ := planned.(plannedCluster)
	return cluster.c
}

// judgePoolNetwork: all pools are in one virtual network, or none is in one of the user's own (aks-facts.md 3.2).
func judgePoolNetwork(p, c section, f *findings) {
	first, own := defaultPool(c).text("vnet_subnet_id"), p.text("vnet_subnet_id")
	if !c.there() || first.Unknown || own.Unknown {
		return
	}
	switch {
	case first.Known && own.Null(), first.Null() && own.Known:
		f.add("subnet_mixed", path.Root("vnet_subnet_id"), "Some pools have a subnet and some have none", "the cluster's first pool and this one differ in that", "set vnet_subnet_id for all pools, or for none")
	case first.Known && own.Known && networkOf(first.Value) != "" && !sameNetwork(first.Value, own.Value):
		f.add("pool_network", path.Root("vnet_subnet_id"), "The pool is in another virtual network", own.Value+" is not in "+networkOf(first.Value)+", the network of the first pool", "choose a subnet of that network")
	}
}
