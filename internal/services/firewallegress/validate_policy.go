package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// judgeClassic: what classic rules are good for.
func judgeClassic(s shape, found *findings) {
	if s.place() != rules.Classic {
		return
	}
	if s.tier.Known && s.tier.Value == "Premium" {
		found.Warn(checkClassic, path.Root("rules_as"), "Classic rules on a Premium firewall",
			"Azure advises against it: what Premium adds lives in policies only, and the tier cannot change while rules are classic", "set rules_as = \"policy\"")
	}
}
