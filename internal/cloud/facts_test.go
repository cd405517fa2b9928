package cloud

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tables lists every table of facts of the package by the name of its variable.
// TestEveryTableIsListed keeps it complete.
func tables() map[string]any {
	return map[string]any{
		"clouds": clouds, "regionTable": regionTable, "features": features, "retired": retired, "exitCodes": exitCodes,
		"bootstrapChecks": bootstrapChecks, "tagMembers": tagMembers, "serviceTags": serviceTags, "irregularTagRegions": irregularTagRegions,
		"ranges": ranges, "notRoutable": notRoutable, "platformAddresses": platformAddresses, "specialSubnets": specialSubnets,
		"apiServerSubnet": apiServerSubnet, "limits": limits, "nameRestrictions": nameRestrictions, "reservedTagPrefixes": reservedTagPrefixes,
		"capabilities": capabilities, "tierInfos": tierInfos, "tierChanges": tierChanges, "policyTiers": policyTiers, "valueSets": valueSets,
		"snatKeywords": snatKeywords, "infrastructureNames": infrastructureNames, "serviceEndpoints": serviceEndpoints, "noise": noise, "outboundTypes": outboundTypes,
		"outboundUpdates": outboundUpdates, "outboundConsequences": outboundConsequences, "routingChecks": routingChecks, "rangeChecks": rangeChecks,
		"subnetChecks": subnetChecks, "identityChecks": identityChecks, "roles": roles, "roleRules": roleRules, "callerActions": callerActions,
		"identityRules": identityRules, "rangeRules": rangeRules, "networkModes": networkModes, "surgeRules": surgeRules,
		"authorizedRangeRules": authorizedRangeRules, "firewallRules": firewallRules, "routeRules": routeRules, "clusterRules": clusterRules, "conflicts": conflicts, "defaults": defaults, "versions": versions,
	}
}

// covered are variables that make up a table of the list above.
var covered = regexp.MustCompile(`^(feature[A-Z]\w*|(public|usGovernment|china)Cloud|base\w+|ubuntuUpdates|gpuDrivers|monitor(Tag|Names)|policyElsewhere|extensionCore|src\w+)$`)

// plain are variables that hold no facts of their own, or shorthands used inside rows.
var plain = []string{
	"privateAPI", "isolated", "placeholderPattern", "namePatterns", "microsoftSuffixes", "onCreateUpdate", "onCreatePool",
	"onCreateUpdatePool", "joinSubnet", "writeRoutes", "writeGroups", "writeRecords", "assignIdentity", "ErrSurge",
}

func TestEveryTableIsListed(t *testing.T) {
	t.Parallel()
	listed := tables()
	for _, name := range packageVariables(t) {
		_, isTable := listed[name]
		if !isTable && !covered.MatchString(name) && !slices.Contains(plain, name) {
			t.Errorf("variable %s is in no list of this test: is it a table of facts?", name)
		}
	}
}

// packageVariables returns the names of all variables at package level outside tests.
func packageVariables(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					if spec, ok := s.(*ast.ValueSpec); ok {
						for _, n := range spec.Names {
							out = append(out, n.Name)
						}
					}
				}
			}
		}
	}
	if len(out) < 50 {
		t.Fatalf("found only %d variables", len(out))
	}
	return out
}

var isoDate = regexp.MustCompile(`^20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)

// today is the day on which the tables were written; no source can be younger.
const today = "2026-11-22"

func TestEveryRowHasSourceAndDate(t *testing.T) {
	t.Parallel()
	total := 0
	for name, table := range tables() {
		n := walkFacts(reflect.ValueOf(table), name, func(path string, f Fact) {
			if strings.TrimSpace(f.Source) == "" {
				t.Errorf("%s has no source", path)
			}
			if !isoDate.MatchString(f.Date) || f.Date > today {
				t.Errorf("%s has the date %q", path, f.Date)
			}
			if f.Uncertain != strings.TrimSpace(f.Uncertain) {
				t.Errorf("%s: blanks around %q", path, f.Uncertain)
			}
		})
		if n == 0 {
			t.Errorf("%s has no rows with a fact", name)
		}
		total += n
	}
	if total < 500 {
		t.Errorf("only %d facts found: does the walk still see them?", total)
	}
}

// walkFacts calls f for each Fact inside v and returns their number. A struct that holds a Fact and lists is one fact plus those inside.
func walkFacts(v reflect.Value, path string, f func(string, Fact)) int {
	if fact, ok := asFact(v); ok {
		f(path, fact)
		return 1
	}
	n := 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			n += walkFacts(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			n += walkFacts(v.Index(i), path+"["+rowName(v.Index(i), i)+"]", f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			n += walkFacts(v.MapIndex(k), path+"["+k.String()+"]", f)
		}
	}
	return n
}

func asFact(v reflect.Value) (Fact, bool) {
	if v.Type() != reflect.TypeFor[Fact]() {
		return Fact{}, false
	}
	return Fact{v.FieldByName("Source").String(), v.FieldByName("Date").String(), v.FieldByName("Uncertain").String()}, true
}

func rowName(v reflect.Value, i int) string {
	if v.Kind() == reflect.Struct {
		for _, field := range []string{"Key", "ID", "Name", "Destination", "Kind"} {
			if f := v.FieldByName(field); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
				return f.String()
			}
		}
	}
	return string(rune('0' + i%10))
}

// TestNoDuplicatedKeys: one row for each key, so that no fact has two homes.
func TestNoDuplicatedKeys(t *testing.T) {
	t.Parallel()
	keys := map[string][]string{}
	add := func(table, key string) { keys[table] = append(keys[table], key) }
	for _, c := range clouds {
		add("clouds", string(c.Name))
		add("metadata", c.MetadataName)
		add("authority", c.AuthorityHost)
		add("endpoint", c.ResourceManagerEndpoint)
		for _, s := range c.KubernetesSuffixes {
			add("suffix", s)
		}
	}
	for _, r := range regionTable {
		add("regions", r.Name)
	}
	for _, f := range features {
		add("features", string(f.Key))
	}
	for _, r := range retired {
		add("retired", string(r.Kind)+r.Destination)
	}
	for _, m := range tagMembers {
		add("tag members", m.Template)
	}
	for _, s := range serviceTags {
		add("service tags", strings.ToLower(s.Name))
	}
	for _, l := range limits {
		add("limits", string(l.Key))
	}
	for _, n := range nameRestrictions {
		add("names", string(n.Kind))
	}
	for _, c := range capabilities {
		add("capabilities", string(c.Capability))
	}
	for _, v := range valueSets {
		add("values", v.Property)
	}
	for _, c := range Checks() {
		add("checks", c.ID)
	}
	for _, r := range Rules() {
		add("rules", r.ID)
	}
	for _, c := range conflicts {
		add("conflicts", string(min(c.A, c.B))+string(max(c.A, c.B)))
	}
	for _, r := range roles {
		add("roles", r.Name)
		add("role ids", r.ID)
	}
	for _, d := range defaults {
		add("defaults", string(d.Key))
	}
	for _, e := range exitCodes {
		add("exit codes", string(rune(e.Code)))
	}
	for _, s := range specialSubnets {
		add("subnets", s.Name)
	}
	for table, list := range keys {
		slices.Sort(list)
		for i := 1; i < len(list); i++ {
			if list[i] == list[i-1] {
				t.Errorf("%s: %q twice", table, list[i])
			}
		}
	}
}

// TestHostsHaveOneHome: the names that the rows of clouds hold stand in no other file of the package.
func TestHostsHaveOneHome(t *testing.T) {
	t.Parallel()
	home := map[Name]string{Public: "public.go", USGovernment: "usgovernment.go", China: "china.go"}
	for _, c := range clouds {
		for _, host := range []string{c.ResourceManagerHost(), c.AuthorityHostName(), hostOf(c.MicrosoftGraphEndpoint), hostOf(c.PortalURL)} {
			for _, file := range filesHolding(t, host) {
				if file != home[c.Name] {
					t.Errorf("%s is written in %s, its home is %s", host, file, home[c.Name])
				}
			}
		}
	}
}

func filesHolding(t *testing.T, text string) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "_test.go") || !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		body, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), `"`+text+`"`) || strings.Contains(string(body), "/"+text) {
			out = append(out, e.Name())
		}
	}
	return out
}
