package firewallrules

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// The checks of this resource besides those of rules. Each can be switched off with skip_checks.
const (
	checkPrefix = "FR"
	checkExists = "FR-EXISTS" // a group of others that has a wanted name
)

func checkIDs() []string {
	ids := append(rules.CheckIDs(checkPrefix), checkExists)
	slices.Sort(ids)
	return ids
}

// ValidateConfig judges every known part of the configuration. It runs without credentials, even under a mocked
// provider, so whatever can be judged here is judged here (law L1).
func (r *rulesResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	skip, _ := values.KnownStrings(config.SkipChecks)
	checks := append(rules.Judge(configOf(config)), lifecycle.JudgeTimeouts(config.Timeouts.Object)...)
	diags.AppendChecks(&resp.Diagnostics, skip, checks...)
}

// configOf is what is known of the rules while the policy has not been read.
func configOf(m model) rules.Config {
	groups, _ := rules.GroupsOf(m.RuleCollectionGroups, groupsPath)
	return rules.Config{
		Prefix: checkPrefix, At: groupsPath, Groups: groups, Place: rules.OthersPolicy, Tier: view.Leaf[string]{Unknown: true}, Proxy: view.Leaf[bool]{Unknown: true},
		Certificate: view.Leaf[bool]{Unknown: true},
	}
}
