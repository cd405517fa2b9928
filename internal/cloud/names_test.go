package cloud

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestValidateName(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("a", n) }
	for kind, c := range map[NameKind]struct{ good, bad []string }{
		NameResourceGroup:       {[]string{"rg", "Gruppe_1.(x)-ä", "学校", ".rg", long(90)}, []string{"", "rg.", "r/g", "r g", long(91)}},
		NameManagedCluster:      {[]string{"a", "aks_1-b", long(63)}, []string{"", "-a", "a-", "a_", "a.b", long(64)}},
		NameDNSPrefix:           {[]string{"a", "a-1", long(54)}, []string{"", "-a", "a-", "a_b", long(55)}},
		NameNodePoolLinux:       {[]string{"a", "np1", long(12)}, []string{"", "1a", "Np", "n-p", long(13), "aksmanagedap"}},
		NameNodePoolWindows:     {[]string{"w", "win1", long(6)}, []string{"", "1w", "Win", long(7)}},
		NameNodeResourceGroup:   {[]string{"MC_rg_aks_eastus", long(80)}, []string{"", "x.", long(81)}},
		NameFirewall:            {[]string{"f", "fw_1.x-y", "f_", long(80)}, []string{"", "-f", "_f", "f-", "f.", "f w", long(81)}},
		NameFirewallPolicy:      {[]string{"p", "p.1"}, []string{"", "p-", "_p"}},
		NameRuleCollectionGroup: {[]string{"DefaultGroup"}, []string{"", "a b", long(81)}},
		NameRuleCollection:      {[]string{"aks", "aks_"}, []string{"", "aks-"}},
		NameRule:                {[]string{"allow-mcr"}, []string{"", "allow mcr", "allow-"}},
		NameClassicCollection:   {[]string{"aksfwar"}, []string{"", "a b"}},
		NameClassicRule:         {[]string{"fqdn", "allow network (any)"}, []string{"", " a", "a ", long(81)}},
		NameRouteTable:          {[]string{"contosofinaksrt"}, []string{"", "rt-", long(81)}},
		NameRoute:               {[]string{"r", "r_"}, []string{"", "r.", "r/1"}},
		NamePublicIP:            {[]string{"pip.1_"}, []string{"", ".pip"}},
		NamePublicIPPrefix:      {[]string{"pre"}, []string{"", "pre-"}},
		NameDomainLabel:         {[]string{"abc", "a-1", long(63)}, []string{"ab", "1bc", "Abc", "ab-", long(64)}},
		NameVirtualNetwork:      {[]string{"vn", "v_", long(64)}, []string{"v", "-v", "v.", long(65)}},
		NameSubnet:              {[]string{"s", "AzureFirewallSubnet", long(80)}, []string{"", "s-", long(81)}},
		NamePeering:             {[]string{"hub_to_spoke"}, []string{"", "-x"}},
		NameIPConfiguration:     {[]string{"config1"}, []string{"", "c-"}},
		NameIPGroup:             {[]string{"nodes"}, []string{"", "n-"}},
		NameSecurityGroup:       {[]string{"nsg"}, []string{"", "n-"}},
		NameIdentity:            {[]string{"id1", "id-", "a_b", long(128)}, []string{"id", "-id", "i.d", long(129)}},
	} {
		for _, name := range c.good {
			if err := ValidateName(kind, name); err != nil {
				t.Error(err)
			}
		}
		for _, name := range c.bad {
			var refused *NameError
			if err := ValidateName(kind, name); !errors.As(err, &refused) || refused.Reason == "" || refused.Kind != kind {
				t.Errorf("%s %q: %v", kind, name, err)
			}
		}
	}
	if ValidateName("spaceship", "x") == nil {
		t.Error("an unknown kind takes names")
	}
}

// TestNameRestrictionsAreComplete: every rule has its texts and a pattern for the whole name.
func TestNameRestrictionsAreComplete(t *testing.T) {
	t.Parallel()
	for _, r := range NameRestrictions() {
		if r.Message == "" || r.Scope == "" || r.Min < 1 || r.Max < r.Min {
			t.Errorf("%s: %+v", r.Kind, r)
		}
		if !strings.HasPrefix(r.Pattern, "^") || !strings.HasSuffix(r.Pattern, "$") {
			t.Errorf("%s: the pattern is not for the whole name: %s", r.Kind, r.Pattern)
		}
		if got, ok := NameRestrictionOf(r.Kind); !ok || got.Pattern != r.Pattern {
			t.Errorf("%s is not found", r.Kind)
		}
	}
}

func TestNameHint(t *testing.T) {
	t.Parallel()
	if NameHint(NameFirewall, strings.Repeat("a", 56)) != "" || NameHint(NameFirewall, strings.Repeat("a", 57)) == "" {
		t.Error("the hint on firewalls starts after 56 characters")
	}
	if NameHint(NameSubnet, strings.Repeat("a", 80)) != "" {
		t.Error("subnets have no hint")
	}
	if got := DefaultNodeResourceGroup("rg", "aks", "East US"); got != "MC_rg_aks_eastus" {
		t.Error(got)
	}
}

// TestNamesNeverPanic: any text gets an answer, and no name passes that is too short or too long.
func TestNamesNeverPanic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(NameRestrictions()).Draw(t, "kind")
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z][a-z0-9]{0,5}`)).Draw(t, "name")
		if err := ValidateName(r.Kind, name); err == nil && (len([]rune(name)) < r.Min || len([]rune(name)) > r.Max) {
			t.Fatalf("%s takes %q", r.Kind, name)
		}
	})
}

func TestValidateTags(t *testing.T) {
	t.Parallel()
	many := map[string]string{}
	for i := range 51 {
		many[strings.Repeat("k", i+1)] = "v"
	}
	for name, c := range map[string]struct {
		tags map[string]string
		want []Severity
	}{
		"none":         {nil, nil},
		"good":         {map[string]string{"env": "prod", "hidden-title": "x", "Kosten stelle": "ä/&"}, nil},
		"51":           {many, []Severity{SeverityError}},
		"empty name":   {map[string]string{"": "v"}, []Severity{SeverityError}},
		"slash":        {map[string]string{"a/b": "v"}, []Severity{SeverityError}},
		"control":      {map[string]string{"a\tb": "v"}, []Severity{SeverityError}},
		"long name":    {map[string]string{strings.Repeat("n", 513): "v"}, []Severity{SeverityError}},
		"longest name": {map[string]string{strings.Repeat("n", 512): strings.Repeat("v", 256)}, nil},
		"long value":   {map[string]string{"n": strings.Repeat("v", 257)}, []Severity{SeverityError}},
		"wide value":   {map[string]string{"n": strings.Repeat("ä", 256)}, nil},
		"case":         {map[string]string{"Env": "a", "env": "b"}, []Severity{SeverityError}},
		"reserved":     {map[string]string{"Azure-thing": "a"}, []Severity{SeverityWarning}},
	} {
		got := ValidateTags(c.tags)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", name, got)
			continue
		}
		for i, p := range got {
			if p.Severity != c.want[i] || p.Message == "" {
				t.Errorf("%s: %v", name, p)
			}
		}
	}
	for _, char := range tagForbidden {
		if len(ValidateTags(map[string]string{"a" + string(char): "v"})) != 1 {
			t.Errorf("%q passes", char)
		}
	}
}
