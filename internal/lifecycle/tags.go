package lifecycle

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// JudgeTags checks the known part of a configured tags map: Azure's rules, the names that the provider keeps for
// itself, and the room that its own tags need. Rule is the resource's ID for skip_checks.
func JudgeTags(rule string, at path.Path, tags map[string]string) []diags.Check {
	var found []diags.Check
	for _, problem := range cloud.ValidateTags(tags) {
		attribute := at
		if problem.Name != "" {
			attribute = at.AtMapKey(problem.Name)
		}
		found = append(found, diags.Check{
			Rule: rule, Attribute: attribute, Summary: "Not a valid tag", Detail: problem.Message, Warning: problem.Severity != cloud.SeverityError,
		})
	}
	for _, name := range convergence.ReservedNames(tags) {
		found = append(found, diags.Check{
			Rule: rule, Attribute: at.AtMapKey(name), Summary: "The tag name is reserved", Required: true, Detail: convergence.ReservedNameText(name),
		})
	}
	if count := len(tags); count > convergence.MaxUserTags && count <= convergence.MaxTags {
		found = append(found, diags.Check{
			Rule: rule, Attribute: at, Summary: "Too many tags", Required: true,
			Detail: fmt.Sprintf("%d tags are configured; Azure takes %d on one object and the provider needs %d for itself", count, convergence.MaxTags,
				convergence.MaxTags-convergence.MaxUserTags),
		})
	}
	return found
}

// JudgeAllTags counts an object's tags together with the provider's default ones. Too many of its own alone are the
// business of JudgeTags.
func JudgeAllTags(rule string, own, all types.Map) []diags.Check {
	count := len(KnownTags(all))
	if len(KnownTags(own)) > convergence.MaxUserTags || count <= convergence.MaxUserTags {
		return nil
	}
	return []diags.Check{{
		Rule: rule, Attribute: path.Root("tags"), Summary: "Too many tags", Required: true,
		Detail: fmt.Sprintf("With the provider's default_tags the object has %d tags; Azure takes %d on one object and the provider needs %d for itself",
			count, convergence.MaxTags, convergence.MaxTags-convergence.MaxUserTags),
		Fix: "set fewer in tags or in default_tags",
	}}
}

// KnownTags is the known part of a configured tags map.
func KnownTags(tags types.Map) map[string]string {
	known := map[string]string{}
	elements, _ := values.KnownElements(tags)
	for key, element := range elements {
		if text, ok := element.(types.String); ok {
			known[key] = text.ValueString()
		}
	}
	return known
}

// PlannedTags is tags_all: known when the configuration's tags and the provider's are.
func PlannedTags(account *account.Account, tags types.Map) types.Map {
	if _, complete := values.KnownElements(tags); !complete || account != nil && account.DefaultTagsUnknown {
		return types.MapUnknown(types.StringType)
	}
	if account == nil {
		return values.MapOfStrings(KnownTags(tags))
	}
	return values.MapOfStrings(account.TagsFor(KnownTags(tags)))
}

// OwnTags is the live values of the tags that the state names. Tags of others are theirs (law L3).
func OwnTags(before types.Map, live map[string]string) types.Map {
	if before.IsNull() || before.IsUnknown() {
		return before
	}
	own := map[string]attr.Value{}
	for key, element := range before.Elements() {
		if element.IsNull() { // written, but with no value: it asks for nothing
			own[key] = element
			continue
		}
		for name, text := range live {
			if strings.EqualFold(name, key) {
				own[key] = types.StringValue(text)
			}
		}
	}
	return types.MapValueMust(types.StringType, own)
}

// ImportedTags takes every visible tag of an imported object in: what the configuration then does not name, the plan
// shows. Tags that equal the provider's defaults belong to tags_all only.
func ImportedTags(account *account.Account, live map[string]string) (tags, all types.Map) {
	visible := convergence.Visible(live)
	own := map[string]string{}
	for key, text := range visible {
		if fallback, isDefault := account.DefaultTags[key]; !isDefault || fallback != text {
			own[key] = text
		}
	}
	return values.MapOfStringsOrNull(own), values.MapOfStrings(visible)
}
