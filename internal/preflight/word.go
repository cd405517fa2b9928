package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// namer shortens IDs in texts to names.
type namer struct{ replacer *strings.Replacer }

// short replaces every ID of the world by the name at its end.
func (n namer) short(text string) string {
	if n.replacer == nil {
		return text
	}
	return n.replacer.Replace(text)
}

// namesOf collects the IDs that messages may hold. Of two objects with one name the resource group tells which is meant.
func namesOf(q Question, d decoded) namer {
	short := map[string]string{}
	add := func(full, name string) {
		if full != "" && full != name {
			short[full] = name
		}
	}
	id := func(text string) {
		if parsed, err := armid.Parse(text); err == nil {
			add(text, parsed.Name())
		}
	}
	for _, r := range d.subnets {
		id(r.network)
		add(r.ref, r.name)
	}
	if !d.hopSubnet.IsZero() {
		add(d.names.subnet(d.hopSubnet), d.hopSubnet.Name())
	}
	id(d.device)
	id(d.table.Name)
	if d.policy != nil {
		id(d.policy.Name)
	}
	if d.firewall != nil {
		for _, ip := range d.firewall.PublicIPs {
			add(ip.Name, ip.Name[len(d.device)+1:])
		}
	}
	around(q.Around, id, add)
	return namer{replacer(short)}
}

// around adds the names of what is described beside the object.
func around(w egress.World, id func(string), add func(full, name string)) {
	for _, n := range w.Networks {
		id(n.Name)
		for _, s := range n.Subnets {
			add(n.Name+"/"+s.Name, s.Name)
		}
	}
	for _, t := range w.RouteTables {
		id(t.Name)
	}
	for _, g := range w.SecurityGroups {
		id(g.Name)
	}
	for _, f := range w.Firewalls {
		id(f.Name)
	}
	for _, p := range w.Policies {
		id(p.Name)
	}
	for _, a := range w.Appliances {
		id(a.Name)
	}
}

// replacer replaces the longest match first, in the spelling given and in the evaluator's own.
func replacer(short map[string]string) *strings.Replacer {
	times := map[string][]string{}
	for full, name := range short {
		times[fold(name)] = append(times[fold(name)], full)
	}
	var pairs [][2]string
	for full, name := range short {
		if kinds := distinct(times[fold(name)]); kinds > 1 {
			name = tail(full)
		}
		pairs = append(pairs, [2]string{full, name}, [2]string{fold(full), name})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if len(a[0]) != len(b[0]) {
			return len(b[0]) - len(a[0])
		}
		return strings.Compare(a[0], b[0])
	})
	var flat []string
	for _, p := range pairs {
		flat = append(flat, p[0], p[1])
	}
	return strings.NewReplacer(flat...)
}

// distinct counts IDs, whatever their letter case.
func distinct(ids []string) int {
	var seen []string
	for _, one := range ids {
		if !slices.Contains(seen, fold(one)) {
			seen = append(seen, fold(one))
		}
	}
	return len(seen)
}

// tail is the end of an ID with its parent's name, which tells two objects of one name apart.
func tail(full string) string {
	parts := strings.Split(full, "/")
	if id, err := armid.Parse(full); err == nil {
		return id.ResourceGroup() + "/" + id.Name()
	}
	if len(parts) >= 2 {
		return parts[len(parts)-2] + "/" + parts[len(parts)-1]
	}
	return full
}

// target names what a flow asks for.
func (r Report) target(row Row) string {
	ports := ""
	if !row.Flow.Ports.IsEmpty() {
		ports = ":" + row.Flow.Ports.String()
	}
	kind := ""
	if row.Flow.L7 == egress.L7None {
		kind = " (" + row.Flow.Protocol.String() + ")"
	}
	return r.names.short(row.Flow.Destination.Text()) + ports + kind
}

// cause says why a flow does not pass: the step that decided, in words.
func (r Report) cause(v egress.Verdict) string {
	step, ok := decisive(v.Steps)
	if !ok {
		return "the evaluator found no way for it"
	}
	object := r.names.short(step.Object.String())
	switch step.Code {
	case egress.CodeDefaultDeny:
		return nothingMatches(v)
	case egress.CodeNetworkRule, egress.CodeApplicationRule, egress.CodeSecurityRule, egress.CodeAdminRule, egress.CodeApplianceRule:
		return object + " denies it"
	case egress.CodeRouteNone, egress.CodeBlackhole:
		return fmt.Sprintf("%s: %s (%s)", step.Code.Text(), r.names.short(step.Detail), object)
	default:
	}
	text := step.Code.Text()
	if step.Detail != "" {
		text += ": " + r.names.short(step.Detail)
	}
	if object != "" {
		text += " (" + object + ")"
	}
	return text
}

// decisive is the last step that is not mere passage.
func decisive(steps []egress.Step) (egress.Step, bool) {
	if len(steps) == 0 {
		return egress.Step{}, false
	}
	return steps[len(steps)-1], true
}

// nothingMatches: the default denies, since no rule of the kind that could serve the flow does.
func nothingMatches(v egress.Verdict) string {
	for _, s := range v.Steps {
		if s.Code == egress.CodeNoApplication {
			return "no application rule matches"
		}
	}
	return "no network rule matches"
}

// nearest is the rule that came closest, in words; empty when there is none.
func (r Report) nearest(v egress.Verdict) string {
	for _, s := range slices.Backward(v.Steps) {
		if s.Nearest != nil {
			return r.names.short(s.Nearest.Text())
		}
	}
	return ""
}

// consequence says what breaks.
func consequence(row Row) string {
	if row.Flow.ExitCode != 0 {
		text := fmt.Sprintf("nodes would stop with exit code %d", row.Flow.ExitCode)
		if m, ok := cloud.ExitCode(row.Flow.ExitCode).Explain(); ok {
			text += " (" + m.Name + ")"
		}
		return text
	}
	feature := ""
	if len(row.Rows) > 0 && row.Rows[0].Feature != cloud.FeatureBase {
		feature = " of the feature " + string(row.Rows[0].Feature)
	}
	purpose := row.Flow.Purpose
	if purpose == "" {
		purpose = "it"
	}
	return fmt.Sprintf("AKS needs it%s for: %s", feature, purpose)
}

// Sentence is one row in words, such as "mcr.microsoft.com:443 from nodes would be denied: no application rule matches; nodes
// would stop with exit code 50". Empty for a row that passes.
func (r Report) Sentence(row Row) string {
	from := " from " + r.names.short(row.Flow.Source.Subnet)
	switch {
	case row.Status == egress.Allowed:
		return ""
	case row.Status == egress.Indeterminate && !row.Verdict.Fails():
		return fmt.Sprintf("%s%s is not decidable: %s", r.target(row), from, r.doubt(row.Verdict))
	}
	return fmt.Sprintf("%s%s %s: %s; %s", r.target(row), from, row.fate(), r.cause(row.Verdict), consequence(row))
}

// fate says how a row fails.
func (r Row) fate() string {
	switch r.Status {
	case egress.Denied:
		return "would be denied"
	case egress.Partial:
		return "would be denied in part"
	case egress.Allowed, egress.Indeterminate:
	}
	return "would be denied unless something that is not described lets it pass"
}

// doubt says what a verdict hinges on: the first step that is not certain.
func (r Report) doubt(v egress.Verdict) string {
	for _, s := range slices.Concat(v.Steps, v.Otherwise) {
		if s.Certain != egress.Yes {
			text := s.Code.Text()
			if s.Code == egress.CodeInfrastructure { // it has words of its own: what is in it nobody publishes (FW-10)
				return "rules that Azure Firewall has built in may let names of Azure's own services pass (FW-10)"
			}
			switch s.Object.Kind {
			case egress.ObjectFirewall, egress.ObjectPolicy, egress.ObjectGroup, egress.ObjectCollection:
				text, s.Object.Index = "there may be rules that are not known", 0
			default:
			}
			if o := r.names.short(s.Object.String()); o != "" {
				text += " (" + o + ")"
			}
			return text
		}
	}
	return r.cause(v)
}

// compareRules orders ids by group and number: AK-7 before AK-23.
func compareRules(a, b string) int {
	groupA, numberA, _ := strings.Cut(a, "-")
	groupB, numberB, _ := strings.Cut(b, "-")
	if groupA != groupB {
		return strings.Compare(groupA, groupB)
	}
	if len(numberA) != len(numberB) {
		return len(numberA) - len(numberB)
	}
	return strings.Compare(numberA, numberB)
}
