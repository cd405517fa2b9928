package cloud

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRules(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		if !checkID.MatchString(r.ID) || r.Text == "" || r.Code != "" && !azCode.MatchString(r.Code) {
			t.Errorf("%+v", r)
		}
		if !slices.Contains([]Severity{SeverityError, SeverityWarning, SeverityInfo}, r.Severity) {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		if got, ok := LookupRule(r.ID); !ok || got != r {
			t.Errorf("%s is not found", r.ID)
		}
		if _, ok := LookupCheck(r.ID); ok {
			t.Errorf("%s is a check of AKS too", r.ID)
		}
	}
	if _, ok := LookupRule("unheard"); ok {
		t.Error("an unknown rule is found")
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	pairs := func(settings ...Setting) []string {
		var out []string
		for _, c := range ConflictsAmong(settings...) {
			out = append(out, string(c.A)+"+"+string(c.B))
		}
		return out
	}
	for _, c := range []struct {
		settings []Setting
		want     []string
	}{
		{nil, nil},
		{[]Setting{SettingUDR, SettingOverlay, SettingCilium, SettingPrivateCluster}, nil},
		{[]Setting{SettingUDR, SettingKubenet, SettingCalico}, nil},
		{[]Setting{SettingLBProfile, SettingUDR}, []string{"user_defined_routing+load_balancer_profile"}},
		{[]Setting{SettingWindows, SettingCilium, SettingKubenet}, []string{"kubenet+windows", "cilium+windows"}},
		{[]Setting{SettingPrivateCluster, SettingAuthorizedRanges}, []string{"private_cluster+authorized_ip_ranges"}},
	} {
		if diff := cmp.Diff(c.want, pairs(c.settings...)); diff != "" {
			t.Errorf("%v: %s", c.settings, diff)
		}
	}
	for _, c := range Conflicts() {
		if c.A == c.B || c.Why == "" || c.Severity != SeverityError && c.Severity != SeverityWarning {
			t.Errorf("%+v", c)
		}
	}
}
