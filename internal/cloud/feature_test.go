package cloud

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEachCloudAnswersEachFeature: rows, a reason for having none, or nothing but other features.
func TestEachCloudAnswersEachFeature(t *testing.T) {
	t.Parallel()
	for _, f := range Features() {
		if len(f.Answers) != len(clouds) {
			t.Errorf("%s: %d answers for %d clouds", f.Key, len(f.Answers), len(clouds))
		}
		for _, c := range Names() {
			a, ok := f.Answers[c]
			switch {
			case !ok:
				t.Errorf("%s: no answer from %s", f.Key, c)
			case len(a.Rows) > 0 && a.Absent != "":
				t.Errorf("%s in %s has rows and a reason for having none", f.Key, c)
			case len(a.Rows) == 0 && a.Absent == "" && len(f.Implies) == 0:
				t.Errorf("%s in %s has neither rows nor a reason", f.Key, c)
			}
		}
		for _, i := range f.Implies {
			if _, ok := LookupFeature(i); !ok {
				t.Errorf("%s implies %s, which does not exist", f.Key, i)
			}
		}
		if f.Title == "" {
			t.Errorf("%s has no title", f.Key)
		}
	}
}

// eachRow calls f for every row of every feature in every cloud.
func eachRow(f func(Endpoint)) {
	for _, feature := range Features() {
		for _, c := range Names() {
			for _, r := range feature.Answers[c].Rows {
				f(r)
			}
		}
	}
}

var (
	keyPattern  = regexp.MustCompile(`^[a-z0-9_]+/[a-z0-9_]+$`)
	rulePattern = regexp.MustCompile(`^(AK|FW|RT|NSG)-\d+$`)
	hostPattern = regexp.MustCompile(`^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$`)
)

func TestRowsAreWellFormed(t *testing.T) {
	t.Parallel()
	known := Placeholders()
	keys := map[Name]map[string]bool{}
	eachRow(func(r Endpoint) {
		at := string(r.Cloud) + " " + r.Key
		if keys[r.Cloud] == nil {
			keys[r.Cloud] = map[string]bool{}
		}
		if keys[r.Cloud][r.Key] {
			t.Errorf("%s twice", at)
		}
		keys[r.Cloud][r.Key] = true
		if !keyPattern.MatchString(r.Key) {
			t.Errorf("%s: bad key", at)
		}
		if !slices.Contains(Levels(), r.Level) {
			t.Errorf("%s: level %q", at, r.Level)
		}
		if r.Purpose == "" {
			t.Errorf("%s: no purpose", at)
		}
		for _, p := range unresolved(r.Destination, r.ServiceTag) {
			if !slices.Contains(known, p) {
				t.Errorf("%s: unknown placeholder %s", at, p)
			}
		}
		for _, rule := range r.Rules {
			if !rulePattern.MatchString(rule) {
				t.Errorf("%s: rule %q", at, rule)
			}
		}
		if (r.Choice == "") != (r.Option == "") {
			t.Errorf("%s: choice %q, option %q", at, r.Choice, r.Option)
		}
		if r.ExitCode != 0 {
			if _, ok := r.ExitCode.Explain(); !ok {
				t.Errorf("%s: exit code %d is not explained", at, r.ExitCode)
			}
			if r.Level != LevelRequired {
				t.Errorf("%s is %s, yet a node stops without it", at, r.Level)
			}
		}
		checkKind(t, at, r)
		checkDestination(t, at, r)
	})
}

// checkKind: application rows speak HTTP or HTTPS over TCP, network rows nothing above the transport.
func checkKind(t *testing.T, at string, r Endpoint) {
	t.Helper()
	switch r.Kind {
	case KindApplication:
		if r.Protocol != TCP || r.Application == "" || r.Port == 0 {
			t.Errorf("%s: %s %s %d", at, r.Protocol, r.Application, r.Port)
		}
		if r.DestinationKind != DestinationFQDN && r.DestinationKind != DestinationFQDNTag {
			t.Errorf("%s: an application row to a %s", at, r.DestinationKind)
		}
	case KindNetwork:
		if r.Application != "" || r.Port == 0 || r.Protocol != TCP && r.Protocol != UDP {
			t.Errorf("%s: %s %s %d", at, r.Protocol, r.Application, r.Port)
		}
		if r.TagHolds != TagMisses {
			t.Errorf("%s: an FQDN tag covers no network rule (AK-30)", at)
		}
	default:
		t.Errorf("%s: kind %q", at, r.Kind)
	}
}

// checkDestination fills the row in for its cloud and looks at what comes out.
func checkDestination(t *testing.T, at string, r Endpoint) {
	t.Helper()
	c, err := Lookup(string(r.Cloud))
	if err != nil {
		t.Fatal(err)
	}
	v := cloudValues(c).with(PlaceholderRegion, "region1").with(PlaceholderTagRegion, "region1").with(PlaceholderRegistry, "mine").with(PlaceholderRegistryRegion, "region1")
	destination := v.expand(r.Destination)
	switch r.DestinationKind {
	case DestinationFQDN:
		if !hostPattern.MatchString(destination) {
			t.Errorf("%s: %q is no name", at, destination)
		}
	case DestinationServiceTag:
		if tag, _, ok := ParseServiceTag(destination); !ok || !tag.Firewall {
			t.Errorf("%s: %q is no service tag for firewall rules", at, destination)
		}
	case DestinationFQDNTag:
		if FQDNTagHint(destination) != "" {
			t.Errorf("%s: %q is no FQDN tag", at, destination)
		}
	case DestinationAddress, DestinationSubnet:
		if len(unresolved(destination)) != 1 {
			t.Errorf("%s: %q should be a placeholder", at, destination)
		}
	default:
		t.Errorf("%s: destination kind %q", at, r.DestinationKind)
	}
	if r.ServiceTag != "" {
		if hint := ServiceTagHint(strings.ReplaceAll(r.ServiceTag, PlaceholderTagRegion, "eastus")); hint != "" {
			t.Errorf("%s: %s", at, hint)
		}
	}
}

// TestEveryPlaceholderIsUsed: a placeholder that no row uses is a leftover.
func TestEveryPlaceholderIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	eachRow(func(r Endpoint) {
		for _, p := range unresolved(r.Destination, r.ServiceTag) {
			used[p] = true
		}
	})
	for _, p := range Placeholders() {
		if !used[p] {
			t.Errorf("no row uses %s", p)
		}
	}
}

// TestRetiredNamesAreLegacy: no row demands a retired name, and successors are in the tables.
func TestRetiredNamesAreLegacy(t *testing.T) {
	t.Parallel()
	current := map[string]bool{}
	eachRow(func(r Endpoint) {
		current[r.Destination] = true
		if _, ok := LookupRetired(r.Template); ok && r.Kind == KindApplication && r.Level != LevelLegacy {
			t.Errorf("%s is retired, yet %s", r.Destination, r.Level)
		}
	})
	for _, r := range RetiredEndpoints() {
		if r.Successor != "" && !current[r.Successor] {
			t.Errorf("%s is replaced by %s, which no row has", r.Destination, r.Successor)
		}
		if r.Reason == "" {
			t.Errorf("%s: no reason", r.Destination)
		}
	}
	for _, name := range []string{"ACS-Mirror.azureedge.net.", "*blob.core.windows.net", "aksrepos.azurecr.io", "*cdn.mscr.io", "ntp.ubuntu.com"} {
		if _, ok := LookupRetired(name); !ok {
			t.Errorf("the how-to's %s is not known as retired", name)
		}
	}
	for _, name := range []string{"mcr.microsoft.com", "", "*.data.mcr.microsoft.com"} {
		if _, ok := LookupRetired(name); ok {
			t.Errorf("%s counts as retired", name)
		}
	}
}

func TestFeaturesAreCopies(t *testing.T) {
	t.Parallel()
	Features()[0].Answers[Public] = Answer{}
	Features()[0].Answers[USGovernment].Rows[0].DroppedFor[0] = "spoiled"
	f, ok := LookupFeature(FeatureBase)
	if !ok || len(f.Answers[Public].Rows) == 0 || f.Answers[USGovernment].Rows[0].DroppedFor[0] == "spoiled" {
		t.Error("the table changed")
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	var order []ExitCode
	for _, b := range BootstrapChecks() {
		order = append(order, b.Code)
		if b.Tries < 1 || b.Seconds < 1 || b.TriesPrivate < b.Tries || b.SecondsPrivate < b.Seconds {
			t.Errorf("%s: %d × %d s, private %d × %d s", b.Name, b.Tries, b.Seconds, b.TriesPrivate, b.SecondsPrivate)
		}
	}
	if !slices.Equal(order, []ExitCode{ExitOutbound, ExitDNS, ExitAPIServer}) {
		t.Errorf("order %v", order)
	}
	if _, ok := ExitCode(7).Explain(); ok {
		t.Error("exit code 7 is explained")
	}
	for _, c := range ExitCodes() {
		if m, ok := c.Code.Explain(); !ok || m.Meaning == "" || m.Name == "" {
			t.Errorf("%d: %v", c.Code, m)
		}
	}
}
