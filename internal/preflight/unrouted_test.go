package preflight_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// TestUnroutedSubnet: of a subnet that the egress does not route nothing is known, which is told where the subnet is named and not once more
// for each flow. While the egress may route more, or somebody read the network, it is judged.
func TestUnroutedSubnet(t *testing.T) {
	t.Parallel()
	id := func(name string) armid.ID {
		made, err := armid.Parse(vnet + "/subnets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	read := egress.World{Networks: []egress.Network{{Name: vnet, PeeringsOpen: true}}}
	for name, test := range map[string]struct {
		changes map[string]any
		around  egress.World
		judged  bool
	}{
		"whole":        {judged: false},
		"more to come": {changes: map[string]any{"subnets": unknown{}}, judged: true},
		"not named":    {changes: map[string]any{"subnets": map[string]any{"nodes": map[string]any{"id": unknown{}}}}, judged: true},
		"read":         {around: read, judged: true},
	} {
		p := eastus()
		p.Subnets = []armid.ID{id("contosofinakssubnet"), id("other")}
		report := preflight.Judge(preflight.Question{Egress: build(t, firewallType, howTo(test.changes)), Profile: p, Around: test.around})
		var routed, other int
		for _, row := range report.Rows {
			if strings.HasSuffix(row.Flow.Source.Subnet, "/other") {
				other++
			} else {
				routed++
			}
		}
		if routed == 0 || (other > 0) != test.judged {
			t.Errorf("%s: %d rows of the routed subnet and %d of the other", name, routed, other)
		}
	}
}
