package armtypes

import (
	"net/netip"
	"strconv"
	"strings"
)

const (
	securityRulePriorityLow  = 100
	securityRulePriorityHigh = 4096
)

// securityRules live inside their group.
func securityRules() *Type {
	return &Type{
		Name:        securityRuleType,
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		Embed:       &Embed{Paths: []string{"properties.securityRules"}, KeepWhenAbsent: true},
		Patch:       None,
		NoTags:      true,
		Defaults: map[string]any{
			"properties.sourcePortRanges": []any{}, "properties.destinationPortRanges": []any{},
			"properties.sourceAddressPrefixes": []any{}, "properties.destinationAddressPrefixes": []any{},
		},
		Locks: func(w *Write) []string {
			group, _ := w.ID.Parent()
			return subnetsOf(w, group.String(), subnetSecurityGroupPath)
		},
		Validate: validateSecurityRule,
	}
}

func validateSecurityRule(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "properties.protocol", true, "*", "Tcp", "Udp", "Icmp", "Esp", "Ah"),
		checkEnum(w.Body, "properties.access", true, "Allow", "Deny"),
		checkEnum(w.Body, "properties.direction", true, "Inbound", "Outbound"),
		rulePriority(w),
	)
	for _, end := range []string{"source", "destination"} {
		errs = append(errs, rulePorts(w, end)...)
		errs = append(errs, ruleAddresses(w, end)...)
	}
	return append(errs, ruleConflicts(w)...)
}

func rulePriority(w *Write) *Error {
	priority, ok := w.Body.Int("properties.priority")
	if ok && priority >= securityRulePriorityLow && priority <= securityRulePriorityHigh {
		return nil
	}
	return Invalid("SecurityRuleInvalidPriority", "Security rule %s has an invalid priority. The value must be between %d and %d.",
		w.ID.Name(), securityRulePriorityLow, securityRulePriorityHigh).At("properties.priority").Unsure()
}

func ruleConflicts(w *Write) []*Error {
	var errs []*Error
	for _, sibling := range w.Parent.Objs("properties.securityRules") {
		if strings.EqualFold(sibling.Str("name"), w.ID.Name()) || !strings.EqualFold(sibling.Str("properties.direction"), w.Body.Str("properties.direction")) {
			continue
		}
		if sibling.Get("properties.priority") == w.Body.Get("properties.priority") {
			errs = append(errs, Invalid("SecurityRuleConflict", "Security rule %s conflicts with rule %s. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.",
				w.ID.Name(), sibling.Str("name")).At("properties.priority"))
		}
	}
	return errs
}

// given collects the values of a member that has a single and a list form.
func given(body Object, single, list string) []string {
	values := body.Strs(list)
	if v := body.Str(single); v != "" {
		values = append(values, v)
	}
	return values
}

func rulePorts(w *Write, end string) []*Error {
	path := "properties." + end + "PortRange"
	ports := given(w.Body, path, path+"s")
	if len(ports) == 0 {
		return []*Error{notSpecified(w, path)}
	}
	for _, p := range ports {
		if !validPorts(p) {
			return []*Error{Invalid("SecurityRuleInvalidPortRange", "Security rule has invalid Port range. Value provided: %s. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535. To learn more, see aka.ms/nsgrules.", p).At(path)}
		}
	}
	return nil
}

func validPorts(s string) bool {
	if s == "*" {
		return true
	}
	low, high, isRange := strings.Cut(s, "-")
	if !isRange {
		high = low
	}
	from, err1 := strconv.ParseUint(low, 10, 16)
	to, err2 := strconv.ParseUint(high, 10, 16)
	return err1 == nil && err2 == nil && from <= to
}

func ruleAddresses(w *Write, end string) []*Error {
	path := "properties." + end + "AddressPrefix"
	addresses := given(w.Body, path, path+"es")
	if len(addresses) == 0 && len(w.Body.List("properties."+end+"ApplicationSecurityGroups")) == 0 {
		return []*Error{notSpecified(w, path)}
	}
	for _, a := range addresses {
		if !validAddress(a) {
			return []*Error{Invalid("SecurityRuleInvalidAddressPrefix", "Security rule %s has invalid Address prefix. Value provided: %s", w.ID, a).At(path)}
		}
	}
	return nil
}

// validAddress accepts a CIDR, an address, "*", and any word for a service tag.
func validAddress(s string) bool {
	if _, err := netip.ParsePrefix(s); err == nil || s == "*" {
		return true
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	return !strings.ContainsAny(s, "/:* ") && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z')
}

func notSpecified(w *Write, path string) *Error {
	return Invalid("SecurityRuleParameterNotSpecified", "Required security rule parameters are not specified for security rule with Id: %s. Security rule must specify %s.", w.ID, path).
		At(path).Unsure()
}
