package cloud

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	checkID = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	azCode  = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)
)

func TestChecks(t *testing.T) {
	t.Parallel()
	for _, c := range Checks() {
		if !checkID.MatchString(c.ID) {
			t.Errorf("id %q", c.ID)
		}
		if c.Code != "" && !azCode.MatchString(c.Code) || c.CodeSeen && c.Code == "" {
			t.Errorf("%s: code %q, seen %t", c.ID, c.Code, c.CodeSeen)
		}
		if c.Gist == "" || len(c.When) == 0 {
			t.Errorf("%s: %+v", c.ID, c)
		}
		if !slices.Contains([]Severity{SeverityError, SeverityWarning, SeverityInfo}, c.Severity) {
			t.Errorf("%s: severity %q", c.ID, c.Severity)
		}
		if !slices.Contains([]Detection{DetectConfig, DetectRead, DetectConfigOrRead, DetectPermissions, DetectNone}, c.Detect) {
			t.Errorf("%s: detection %q", c.ID, c.Detect)
		}
		if got, ok := LookupCheck(c.ID); !ok || got.Code != c.Code {
			t.Errorf("%s is not found", c.ID)
		}
	}
	if _, ok := LookupCheck("unheard"); ok {
		t.Error("an unknown check is found")
	}
	// aks-facts.md 1.3: a public cluster's missing default route is an error, a private one's a warning.
	var severities []Severity
	for _, c := range ChecksByCode("RouteTableMissingDefaultRouteError") {
		severities = append(severities, c.Severity)
	}
	if diff := cmp.Diff([]Severity{SeverityError, SeverityWarning}, severities); diff != "" {
		t.Error(diff)
	}
}

func TestRequiredRoles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile RoleProfile
		want    []string
	}{
		"nothing":  {RoleProfile{}, nil},
		"azure":    {RoleProfile{NodeSubnet: true, RouteTable: true}, []string{"cluster_identity Network Contributor node_subnet"}},
		"kubenet":  {RoleProfile{Kubenet: true, NodeSubnet: true, RouteTable: true}, []string{"cluster_identity Network Contributor node_subnet", "cluster_identity Network Contributor route_table"}},
		"nap":      {RoleProfile{WholeNetwork: true, NodeSubnet: true, PodSubnet: true, APIServerSubnet: true}, []string{"cluster_identity Network Contributor virtual_network"}},
		"private":  {RoleProfile{NodeSubnet: true, PrivateDNSZone: true, APIServerSubnet: true}, []string{"cluster_identity Network Contributor node_subnet", "cluster_identity Network Contributor api_server_subnet", "cluster_identity Private DNS Zone Contributor private_dns_zone"}},
		"kubelet":  {RoleProfile{KubeletIdentity: true, Registry: true}, []string{"cluster_identity Managed Identity Operator kubelet_identity", "kubelet_identity AcrPull registry"}},
		"abac":     {RoleProfile{Registry: true, RegistryABAC: true}, []string{"kubelet_identity Container Registry Repository Reader registry"}},
		"pod nets": {RoleProfile{PodSubnet: true}, []string{"cluster_identity Network Contributor pod_subnet"}},
	} {
		var got []string
		for _, n := range RequiredRoles(c.profile) {
			got = append(got, string(n.Principal)+" "+n.Role+" "+string(n.Scope))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func TestRoles(t *testing.T) {
	t.Parallel()
	for _, r := range Roles() {
		if !guid.MatchString(r.ID) {
			t.Errorf("%s: %q is no GUID", r.Name, r.ID)
		}
		if got, ok := RoleByID(r.ID); !ok || got.Name != r.Name {
			t.Errorf("%s is not found by its id", r.Name)
		}
	}
	for name, id := range map[string]string{
		RoleNetworkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7", RoleContributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
		RolePrivateDNSContributor: "b12aa53e-6015-4669-85d0-8515ebb3ae7f", RoleIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
		RoleACRPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d", RoleOwner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
	} {
		if r, ok := LookupRole(name); !ok || r.ID != id {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for _, rule := range roleRules {
		if _, ok := LookupRole(rule.Role); !ok {
			t.Errorf("%s is not in the table of roles", rule.Role)
		}
	}
	for _, name := range RolesThatAssign() {
		if _, ok := LookupRole(name); !ok {
			t.Errorf("%s is not in the table of roles", name)
		}
	}
	if len(CallerActions()) == 0 {
		t.Error("no caller actions")
	}
}

func TestIdentityRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		circumstance string
		kind         IdentityKind
		want         bool
	}{
		{WithKubenetRouteTable, IdentitySystemAssigned, false},
		{WithKubenetRouteTable, IdentityUserAssigned, true},
		{WithPrivateDNSZone, IdentitySystemAssigned, false},
		{WithKubeletIdentity, IdentityServicePrincipal, false},
		{WithNodeProvisioning, IdentityServicePrincipal, false},
		{WithNodeProvisioning, IdentitySystemAssigned, true},
		{"sunshine", IdentitySystemAssigned, true},
	} {
		if _, got := IdentityAllowed(c.circumstance, c.kind); got != c.want {
			t.Errorf("%s with %s: %t", c.circumstance, c.kind, got)
		}
	}
	for _, r := range IdentityRules() {
		if _, ok := LookupCheck(r.Check); r.Check != "" && !ok {
			t.Errorf("%s names the check %s, which does not exist", r.Circumstance, r.Check)
		}
	}
}

func TestDefaultsFollowTheRules(t *testing.T) {
	t.Parallel()
	service, pod := prefix(DefaultOf(DefaultServiceCIDR).Value), prefix(DefaultOf(DefaultPodCIDR).Value)
	problems := slices.Concat(
		ServiceCIDRProblems(service), PodCIDRProblems(pod), DNSServiceIPProblems(addr(DefaultOf(DefaultDNSServiceIP).Value), service),
		ServiceCIDRProblems(prefix(DefaultOf(DefaultServiceCIDRv6).Value)), PodCIDRProblems(prefix(DefaultOf(DefaultPodCIDRv6).Value)),
	)
	if len(problems) > 0 || service.Overlaps(pod) {
		t.Errorf("AKS's own defaults break the rules: %v", problems)
	}
	if DefaultOf("unheard") != (Default{}) {
		t.Error("an unknown default has a value")
	}
	for _, d := range Defaults() {
		if d.Value == "" {
			t.Errorf("%s is empty", d.Key)
		}
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]VersionState{"1.35": VersionGA, "v1.36.2": VersionGA, "1.34.7": VersionEnding, "1.33": VersionLTS} {
		if v, ok := LookupVersion(text); !ok || v.State != want {
			t.Errorf("%s: %+v %t", text, v, ok)
		}
	}
	for _, text := range []string{"", "1", "one.two", "1.99", "-1.35", "1.035x"} {
		if v, ok := LookupVersion(text); ok {
			t.Errorf("%q is %+v", text, v)
		}
	}
	for _, c := range []struct {
		a, b  string
		order int
		ok    bool
	}{
		{"1.9", "1.35", -1, true}, {"1.35.1", "v1.35.9", 0, true}, {"2.0", "1.99", 1, true}, {"x", "1.35", -1, false},
	} {
		order, ok := CompareMinor(c.a, c.b)
		if ok != c.ok || ok && order != c.order {
			t.Errorf("CompareMinor(%q, %q) = %d, %t", c.a, c.b, order, ok)
		}
	}
	for i, v := range Versions()[1:] {
		if order, _ := CompareMinor(Versions()[i].Minor, v.Minor); order >= 0 {
			t.Errorf("%s after %s", v.Minor, Versions()[i].Minor)
		}
	}
}
