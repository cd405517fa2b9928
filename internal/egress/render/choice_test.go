package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// TestChoices: only a choice that nothing settles is told, once for each subnet.
func TestChoices(t *testing.T) {
	t.Parallel()
	verdict := func(subnet, choice, option string, s egress.Status) egress.Verdict {
		return egress.Verdict{Status: s, Flow: egress.Flow{Source: egress.Source{Subnet: subnet}, Choice: choice, Option: option, Level: egress.LevelRequired}}
	}
	r := egress.Report{Verdicts: []egress.Verdict{
		verdict("v/a", "monitor", "tag", egress.Denied), verdict("v/a", "monitor", "names", egress.Allowed), verdict("v/a", "monitor", "names", egress.Indeterminate),
		verdict("v/a", "layers", "own", egress.Allowed), verdict("v/a", "layers", "shared", egress.Denied),
		verdict("v/b", "monitor", "tag", egress.Allowed), verdict("v/b", "monitor", "names", egress.Denied),
		verdict("v/b", "lonely", "only", egress.Denied), verdict("v/b", "", "", egress.Denied),
	}}
	want := []string{`of monitor one option is enough from v/a: "tag" (1 of 1 flows to open) or "names" (1 of 2 flows to open)`}
	if diff := cmp.Diff(want, choices(r)); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := Text(&b, r, Options{}); err != nil || !strings.Contains(b.String(), "CHOOSE    "+want[0]+"\n") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
