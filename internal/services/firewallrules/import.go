package firewallrules

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

var namesPath = path.Root("group_names")

const importForm = "Give the policy's ARM ID, a bar and the names of the groups to manage: `<policy>|spoke,spoke-dns`. The bar and the names may be left out where the policy has a single group."

// ImportState takes the policy's ARM ID, followed by a bar and the names of the groups to manage, separated by commas. Without names the policy must have
// exactly one group: of several nobody could tell whose they are.
func (r *rulesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text, list, _ := strings.Cut(req.ID, "|")
	var names []string
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	if req.ID == "" && req.Identity != nil {
		var given types.List
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, policyPath, &text)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, namesPath, &given)...)
		if !given.IsNull() {
			resp.Diagnostics.Append(given.ElementsAs(ctx, &names, false)...)
		}
	}
	id, err := customtypes.ParseResourceID(strings.TrimSpace(text), azure.FirewallPolicyType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a firewall policy: %v.\n\n%s", text, err, importForm))
		return
	}
	live, ok := r.importable(ctx, id, names, resp)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	groups := map[string]attr.Value{}
	for name, group := range live {
		groups[name] = rules.OfPolicy.Display(nil).Group(name, group.Group, nil)
	}
	m := model{PolicyID: customtypes.NewResourceID(id.String()), RuleCollectionGroups: types.MapValueMust(rules.OfPolicy.Groups().ElemType, groups)}
	m.ID = idOf(m.PolicyID)
	for at, value := range map[*path.Path]any{&idPath: m.ID, &policyPath: m.PolicyID, &groupsPath: m.RuleCollectionGroups} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, *at, value)...)
	}
	resp.Diagnostics.Append(identify(ctx, resp.Identity, m)...)
}

// importable reads the groups to import, under their names as Azure spells them. Each name that was given must be there.
func (r *rulesResource) importable(ctx context.Context, id armid.ID, names []string, resp *resource.ImportStateResponse) (map[string]azure.LiveGroup, bool) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	live, err := azure.NewEgresses(r.account.Client).Read(ctx, azure.Egress{Policy: &azure.Policy{ID: id}})
	if err != nil {
		resp.Diagnostics.Append(diags.FromError("import", objectName, id.String(), err))
		return nil, false
	}
	fail := func(text string, args ...any) {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf(text, args...)+"\n\n"+importForm)
	}
	if live.Policy == nil {
		fail("The firewall policy %s does not exist.", id)
		return nil, false
	}
	there := groupsIn(*live.Policy)
	slices.Sort(there)
	if len(names) == 0 {
		if len(there) != 1 {
			fail("%s has %d rule collection groups: %s.", id, len(there), strings.Join(there, ", "))
			return nil, false
		}
		names = there
	}
	for i, name := range names {
		at := slices.IndexFunc(there, func(other string) bool { return strings.EqualFold(other, name) })
		if at < 0 {
			fail("%s has no rule collection group %q; it has %s.", id, name, strings.Join(there, ", "))
			return nil, false
		}
		names[i] = there[at]
	}
	groups, err := r.groups().Read(ctx, id, names...)
	if err != nil {
		resp.Diagnostics.Append(diags.FromError("import", objectName, id.String(), err))
		return nil, false
	}
	return groups, true
}
