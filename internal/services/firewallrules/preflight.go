package firewallrules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// preflightTimeout bounds reads that only make a plan better: without a network the plan goes on without them.
const preflightTimeout = 15 * time.Second

// phase is when a preflight runs.
type phase bool

const (
	planning phase = false
	applying phase = true
)

// preflight judges what changes beside the policy and the groups of others in it (law L6). What cannot be read is not decidable, and at plan the
// policy may still be about to be made: nothing is said of it. Groups that stay as they are, are not judged: a verdict about the live world must
// not block a change that has nothing to do with it (L2).
func (r *rulesResource) preflight(ctx context.Context, plan, state model, when phase) diag.Diagnostics {
	var problems diag.Diagnostics
	id, known := plan.PolicyID.ID()
	if !r.account.Known() || !known || plan.RuleCollectionGroups.Equal(state.RuleCollectionGroups) && plan.ID.Equal(state.ID) {
		return problems
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	live, err := azure.NewEgresses(r.account.Client).Read(ctx, azure.Egress{Policy: &azure.Policy{ID: id}})
	if err != nil {
		return problems
	}
	if live.Policy == nil {
		if when == applying {
			problems.AddAttributeError(policyPath, "The firewall policy does not exist", fmt.Sprintf("%s does not exist. Nothing was changed.\n\nMake it first, or correct the ID.", id))
		}
		return problems
	}
	p := &policyCheck{Findings: rules.Findings{Prefix: checkPrefix}, plan: plan, state: state, policy: *live.Policy, names: groupsIn(*live.Policy), when: when}
	p.live, _ = r.groups().Read(ctx, id, p.names...) // groups that cannot be read are not judged
	p.config()
	p.neighbours()
	p.existing()
	skip, _ := values.KnownStrings(plan.SkipChecks)
	diags.AppendChecks(&problems, skip, p.List...)
	return problems
}

// policyCheck is one preflight.
type policyCheck struct {
	rules.Findings
	plan, state model
	policy      azure.LivePolicy
	names       []string // of all groups that the policy has
	live        map[string]azure.LiveGroup
	when        phase
}

func groupsIn(policy azure.LivePolicy) []string {
	var names []string
	for _, text := range policy.Groups {
		if id, err := armid.Parse(text); err == nil {
			names = append(names, id.Name())
		}
	}
	return names
}

// changed are the groups that the plan adds or changes.
func (p *policyCheck) changed() rules.Groups {
	groups, _ := rules.GroupsOf(p.plan.RuleCollectionGroups, groupsPath)
	before := view.Map(p.state.RuleCollectionGroups)
	planned := view.Map(p.plan.RuleCollectionGroups)
	return slices.DeleteFunc(groups, func(group rules.Group) bool {
		had, there := before.Values[group.Name]
		return there && p.kept() && had.Equal(planned.Values[group.Name])
	})
}

// kept reports that the rules stay in their policy.
func (p *policyCheck) kept() bool { return p.plan.ID.Equal(p.state.ID) }

// config judges the rules by the policy's settings: its tier, DNS proxy and certificate. What is found without them, the
// validation has said already.
func (p *policyCheck) config() {
	blind := configOf(p.plan)
	blind.Groups = p.changed()
	seen := blind
	seen.Tier, seen.Proxy = view.Of(p.policy.Tier), view.Of(p.policy.Settings.DNS.Proxy) // a parent's DNS settings are not inherited (FW-42)
	if p.policy.Tier == "" {
		seen.Tier = blind.Tier
	}
	if p.policy.BaseID == "" { // a parent may bring a certificate
		seen.Certificate = view.Of(p.policy.TLSInspection != azure.TLSCert{})
	}
	said := rules.Judge(blind)
	for _, check := range rules.Judge(seen) {
		same := func(other diags.Check) bool {
			return other.Rule == check.Rule && other.Detail == check.Detail && other.Attribute.Equal(check.Attribute)
		}
		if !slices.ContainsFunc(said, same) {
			p.List = append(p.List, check)
		}
	}
}

// neighbours judges priorities and counts beside the groups of others.
func (p *policyCheck) neighbours() {
	others := map[int32]string{}
	count := 0
	for _, name := range p.names {
		if p.planned(name) || p.ours(name) {
			continue
		}
		count++
		if live, read := p.live[name]; read {
			others[live.Priority] = name
		}
	}
	for _, group := range p.changed() {
		if name, taken := others[group.Priority.Value]; taken && group.Priority.Known {
			p.Warn(checkPrefix+"-"+rules.CheckPriority, group.At.AtName("priority"), "Two priorities are equal",
				fmt.Sprintf("the group %q, which others put into %s, has the priority %d as well; which of two groups with one priority goes first is not documented (FW-6)",
					name, p.policy.ID, group.Priority.Value), "choose a priority that no group of the policy has")
		}
	}
	p.Limit(cloud.LimitPolicyGroups, count+len(view.Map(p.plan.RuleCollectionGroups).Keys), groupsPath)
}

// existing looks for groups of others that have a wanted name. What an interrupted run has finished is not one of them. A plan without a prior state may be
// one half of a replacement, which deletes these groups first: there it is only told. The apply judges again, and refuses.
func (p *policyCheck) existing() {
	if p.when == applying {
		return
	}
	for _, group := range p.changed() {
		live, there := liveGroup(p.live, group.Name)
		if !there || p.ours(group.Name) && p.kept() || group.Complete && values.FullyKnown(view.Map(p.plan.RuleCollectionGroups).Values[group.Name]) && group.Wire().Equal(live.Group) {
			continue
		}
		text := fmt.Sprintf("%s has a group %q, which is not in this state and differs from the one that is planned", p.policy.ID, live.name)
		if p.state.ID.IsNull() {
			p.Warn(checkExists, group.At, "A rule collection group of that name exists", text, "choose another name, or import it, unless this very plan replaces it")
			continue
		}
		p.Refuse(checkExists, group.At, cloud.Fact{}, "A rule collection group of that name exists", text, "choose another name, or take it from where it is managed first")
	}
}

func (p *policyCheck) planned(name string) bool {
	return slices.ContainsFunc(view.Map(p.plan.RuleCollectionGroups).Keys, func(other string) bool { return strings.EqualFold(other, name) })
}

func (p *policyCheck) ours(name string) bool {
	return p.kept() && slices.ContainsFunc(view.Map(p.state.RuleCollectionGroups).Keys, func(other string) bool { return strings.EqualFold(other, name) })
}

// namedGroup is a live group with its name as Azure spells it.
type namedGroup struct {
	azure.LiveGroup
	name string
}

// liveGroup finds a group as ARM compares names: without case.
func liveGroup(live map[string]azure.LiveGroup, name string) (namedGroup, bool) {
	for spelling, group := range live {
		if strings.EqualFold(spelling, name) {
			return namedGroup{group, spelling}, true
		}
	}
	return namedGroup{}, false
}
