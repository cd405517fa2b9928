package aks

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// preflightTimeout bounds reads that only make a plan better: without a network the plan goes on without them.
const preflightTimeout = 30 * time.Second

// moment is when the way out is judged.
type moment bool

const (
	planning moment = false // what is to be made first may not be there yet
	applying moment = true  // everything that the cluster needs must be there
)

// preflight judges the way out (law L6): at plan, and again before the first write. What exists is read and judged only for a create and for a
// change that depends on it. Of a living cluster whose way out does not change, the egress object alone is judged, and nothing
// is refused (law L2).
func (r *clusterResource) preflight(ctx context.Context, when moment, config, c, before section) diag.Diagnostics {
	depends := !before.there() || wayChanges(c, before)
	e := egressOf(config)
	var found findings
	var problems diag.Diagnostics
	ranged := leftToAKS(c, config)
	if depends {
		judgeEgress(ranged, config, &found)
		judgeRoom(c, e, &found)
	}
	if routed(c) && e.there() {
		q := preflight.Question{Egress: objectOf(e), Profile: profile(c, config)}
		if found.has(lockout) { // it has been told already
			q.Profile.AuthorizedRanges = nil
		}
		q.Final = when == applying
		depends := depends || needsMore(c, before)
		rulesOfOthers(ctx, r.account, e, depends, &q)
		problems.Append(judged(q, c, c, depends)...)
	}
	if depends && r.account.Known() {
		w := look(ctx, r.account, append(subnetsOf(defaultPool(c)), apiServer(c).id("subnet_id")))
		w.cluster(ranged, when, !before.there(), e.there(), &found)
		if routed(c) && !e.there() {
			problems.Append(w.judged(c, config, when == applying)...)
		}
	}
	if depends {
		judgeHop(ranged, e, &found)
	}
	diags.AppendChecks(&problems, c.texts("skip_checks").Items, found.list...)
	return problems
}

// rulesOfOthers adds to a question what others have, and plan, in the firewall policy of the egress. Where nothing depends on the answer, what exists is
// read only if resources of this run have told of their rules: the refresh has read these already, and one that they take away is worth a warning.
func rulesOfOthers(ctx context.Context, account *account.Account, e section, depends bool, q *preflight.Question) {
	policy := e.id("firewall_policy_id")
	if policy.IsZero() || !account.Known() {
		return
	}
	q.Planned, q.PlannedOpen = preflight.PlannedRules(account.Ledger, policy)
	if !depends && len(q.Planned) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(armclient.WithReadCache(ctx), preflightTimeout)
	defer cancel()
	read := survey.New(account.Client).Read(ctx, survey.Scope{Policies: []armid.ID{policy}})
	q.Around, q.Names = read.World(), read.Name
}

// wayChanges reports a change that the way out decides about: another outbound type, another subnet, other ranges.
func wayChanges(c, before section) bool {
	return network(c).text("outbound_type") != network(before).text("outbound_type") ||
		defaultPool(c).text("vnet_subnet_id") != defaultPool(before).text("vnet_subnet_id") ||
		defaultPool(c).text("pod_subnet_id") != defaultPool(before).text("pod_subnet_id") ||
		!same(c.value("effective_authorized_ip_ranges"), before.value("effective_authorized_ip_ranges"))
}

// needsMore reports a feature with egress of its own that the change turns on.
func needsMore(c, before section) bool {
	return slices.ContainsFunc(features, func(f featureRule) bool { return f.on(c) && !f.on(before) })
}

func same(a, b attr.Value) bool { return a != nil && b != nil && a.Equal(b) }

func objectOf(s section) types.Object {
	kinds := map[string]attr.Type{}
	for name, v := range s.fields {
		kinds[name] = v.Type(noContext)
	}
	object, problems := types.ObjectValue(kinds, s.fields)
	if problems.HasError() {
		return types.ObjectNull(kinds)
	}
	return object
}

// judged is the verdict of the evaluator in words, for the cluster c or for a pool of it.
func judged(q preflight.Question, c, object section, depends bool) diag.Diagnostics {
	levels := preflight.DefaultLevels()
	if c.part("http_proxy_config").there() {
		// Nodes go to the proxy, of whose own way out nobody here knows: what the firewall denies may never come to it.
		levels.Required = preflight.Warn
	}
	levels.Findings = preflight.Silent // rules are the business of the egress that has them
	if !depends {
		levels.Undecidable = preflight.Silent
	}
	q.Levels = levels.Judged()
	return preflight.Judge(q).Diagnostics(preflight.Options{
		Levels: levels, SkipChecks: object.texts("skip_checks").Items, Rules: egressPath, Routes: egressPath, Profile: path.Empty(),
		Ranges: at("api_server_access_profile"), Depends: depends, Advice: lateRules,
	})
}

var egressPath = path.Root("egress")

// lateRules is what a plan cannot see by itself: which of two resources that do not depend on one another comes first.
const lateRules = "where a udr_firewall_rules of this configuration adds the rule, let the cluster come after it: depends_on = [udr_firewall_rules.NAME]"

// world is what exists, as far as it can be read.
type world struct {
	*survey.Reading
}

// look reads what decides over the egress of subnets. It fails on nothing: what cannot be read is not known.
func look(ctx context.Context, account *account.Account, subnets []armid.ID) world {
	var known []armid.ID
	for _, id := range subnets {
		if !id.IsZero() {
			known = append(known, id)
		}
	}
	ctx, cancel := context.WithTimeout(armclient.WithReadCache(ctx), preflightTimeout)
	defer cancel()
	return world{survey.New(account.Client).Read(ctx, survey.Scope{Subnets: known})}
}

// judged is the verdict on what exists, for a cluster without an egress object. At plan nothing is refused: what is missing may be made
// in the same run by a resource that nobody told us of.
func (w world) judged(c, config section, refuse bool) diag.Diagnostics {
	return judged(preflight.Question{Around: w.World(), Names: w.Name, Profile: profile(c, config)}, c, c, refuse)
}
