package firewallingress

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// ImportState takes "firewall ID|name", or the ID of the group or the collection itself. The read that follows finds the rules in the firewall's policy or in the firewall.
func (r *ingressResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text, name, _ := strings.Cut(req.ID, "|")
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("firewall_id"), &text)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("name"), &name)...)
	}
	if id, err := armid.Parse(text); err == nil && name == "" {
		text, name = r.ownerOf(ctx, id)
	}
	firewall, err := customtypes.ParseResourceID(text, firewallType)
	if err == nil && name == "" {
		err = fmt.Errorf("the name of the rule collection group or classic collection is missing")
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q names no ingress: %v.\n\n"+
			"Give it as <ID of the firewall>|<name>, in quotes: the bar means something to a shell. The ID of the rule collection group will do where exactly one "+
			"firewall uses its policy.", req.ID, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, firewallPath, firewall.String())...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, namePath, name)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("firewall_id"), firewall.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("name"), name)...)
}

// ownerOf is the firewall, and the name, of rules that are named by their own ID. Of a policy that no firewall uses, or several, nobody can say which
// one is meant: the ID is answered as it is, and refused.
func (r *ingressResource) ownerOf(ctx context.Context, id armid.ID) (firewall, name string) {
	parent, _ := id.Parent()
	switch {
	case id.IsType(firewallType + "/natRuleCollections"):
		return parent.String(), id.Name()
	case !id.IsType(policyType+"/ruleCollectionGroups") || !r.account.Known():
		return id.String(), ""
	}
	policy, err := r.account.Client.Get(ctx, parent, azure.APIVersion)
	if err != nil {
		return id.String(), ""
	}
	if users := policy.Objects("properties", "firewalls"); len(users) == 1 {
		return users[0].String("id"), id.Name()
	}
	return id.String(), ""
}
