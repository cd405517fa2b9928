package cloud

import "slices"

// Rule is one rule of Azure on a configuration, with an id that can be switched off (skip_checks). Unlike a Check it is
// not about a cluster's PUT.
type Rule struct {
	ID   string
	Text string
	// Code is Azure's answer when the rule is broken; empty if not known.
	Code     string
	Severity Severity
	Fact
}

// Rules returns all rules: on a cluster's settings, ranges and authorized ranges, firewalls and routes.
func Rules() []Rule {
	return slices.Concat(rangeRules, authorizedRangeRules, firewallRules, routeRules, clusterRules)
}

// LookupRule finds a rule by its id.
func LookupRule(id string) (Rule, bool) {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}
