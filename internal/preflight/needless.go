package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// FindNotNeeded is a rule for what AKS alone asks for, by a feature that the cluster does not have, or not any more.
const FindNotNeeded egress.FindingCode = "RULE_NOT_NEEDED"

// target is one thing that a rule allows.
type target struct {
	kind        cloud.Kind
	transport   cloud.Transport
	port        uint16
	destination string
}

// needless finds rules that allow only what the tables list for features that the cluster does not have. A rule that allows
// anything else is somebody's own, and nobody's business here.
func needless(w egress.World, p *Profile, where place) []egress.Finding {
	needed := map[target]bool{}
	for _, variant := range p.variants(where) {
		rows, _ := cloud.RequiredEgress(variant)
		for _, row := range rows {
			if row.Level != cloud.LevelLegacy {
				needed[targetOf(row)] = true
			}
		}
	}
	reasons := reasonsOf(where)
	var out []egress.Finding
	eachRule(w, func(in []string, c egress.Collection, rule egress.Rule) {
		if action, known := c.Action.Get(); !known || action != egress.Allow {
			return
		}
		kind, targets := targetsOf(rule)
		var why []string
		for _, t := range targets {
			reason, listed := reasons[t]
			if !listed || needed[t] {
				return
			}
			if !slices.Contains(why, reason) {
				why = append(why, reason)
			}
		}
		if len(why) > 0 {
			out = append(out, egress.Finding{
				Severity: egress.SeverityAdvice, Code: FindNotNeeded, Object: egress.Object{Kind: kind, Name: rule.RuleName(), In: append(in, c.Name)},
				Text: "no feature of the cluster needs it: " + strings.Join(why, "; "),
			})
		}
	})
	return out
}

func targetOf(e cloud.Endpoint) target {
	return target{e.Kind, e.Protocol, uint16(e.Port), strings.ToLower(e.Destination)}
}

// reasonsOf says of everything that some feature asks for why it may not be needed.
func reasonsOf(where place) map[target]string {
	rows, _ := cloud.RequiredEgress(cloud.Profile{Cloud: string(where.cloud.Name), Region: where.region, Features: cloud.FeatureKeys()})
	out := map[target]string{}
	for _, r := range cloud.RetiredEndpoints() {
		text := r.Destination + " is retired"
		if r.Successor != "" {
			text += ", " + r.Successor + " took its place"
		}
		for _, port := range []uint16{80, 443} {
			out[target{r.Kind, cloud.TCP, port, strings.ToLower(r.Destination)}] = text
		}
	}
	for _, row := range rows {
		if len(row.Unresolved) > 0 {
			continue
		}
		text := fmt.Sprintf("%s:%d is for the feature %s", row.Destination, row.Port, row.Feature)
		switch {
		case row.ReplacedBy != "":
			text = fmt.Sprintf("%s is retired, %s took its place", row.Destination, row.ReplacedBy)
		case row.Level == cloud.LevelLegacy:
			text = fmt.Sprintf("%s:%d is listed for older clusters only", row.Destination, row.Port)
		}
		if old, seen := out[targetOf(row)]; !seen || len(text) < len(old) {
			out[targetOf(row)] = text
		}
	}
	return out
}

// targetsOf lists what a rule allows; none where that is more than names and tags.
func targetsOf(rule egress.Rule) (egress.ObjectKind, []target) {
	var out []target
	switch r := rule.(type) {
	case egress.ApplicationRule:
		if r.NamesOpen || r.ProtocolsOpen || len(r.FQDNTags)+len(r.URLs)+len(r.WebCategories) > 0 {
			return egress.ObjectApplicationRule, nil
		}
		for _, n := range r.Names {
			for _, p := range r.Protocols {
				out = append(out, target{cloud.KindApplication, cloud.TCP, p.Port, strings.ToLower(n.String())})
			}
		}
		return egress.ObjectApplicationRule, out
	case egress.NetworkRule:
		port, single := r.Ports.Single()
		if r.PortsOpen || !single || r.Destination.Open || !r.Destination.Addresses.IsEmpty() || len(r.Destination.IPGroups) > 0 {
			return egress.ObjectNetworkRule, nil
		}
		for _, transport := range r.Protocols.Each() {
			protocol := cloud.TCP
			switch transport {
			case netset.TCP:
			case netset.UDP:
				protocol = cloud.UDP
			default:
				return egress.ObjectNetworkRule, nil
			}
			for _, n := range r.Names {
				out = append(out, target{cloud.KindNetwork, protocol, port, strings.ToLower(n.String())})
			}
			for _, tag := range r.Destination.ServiceTags {
				out = append(out, target{cloud.KindNetwork, protocol, port, strings.ToLower(tag)})
			}
		}
		return egress.ObjectNetworkRule, out
	case egress.NATRule:
	}
	return egress.ObjectNATRule, nil
}

// eachRule visits all rules of firewalls and policies, with what they are part of.
func eachRule(w egress.World, visit func(in []string, c egress.Collection, r egress.Rule)) {
	collections := func(in []string, list []egress.Collection) {
		for _, c := range list {
			for _, r := range c.Rules {
				visit(slices.Clone(in), c, r)
			}
		}
	}
	for _, f := range w.Firewalls {
		collections([]string{f.Name}, f.Collections)
	}
	for _, p := range w.Policies {
		for _, g := range p.Groups {
			collections([]string{p.Name, g.Name}, g.Collections)
		}
	}
}
