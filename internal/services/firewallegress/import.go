package firewallegress

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ImportState takes the firewall's ARM ID, alone or followed by `|` and the route table's. Alone, the table is looked for
// among those that subnets of the firewall's network and of its peers use. The route table's ID alone will do as well,
// since messages about an egress that exists name it by its table. A third part names NAT rules that are the egress's own where they could
// be those of an ingress too.
func (r *egressResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text, table, _ := strings.Cut(req.ID, "|")
	table, own, _ := strings.Cut(table, "|")
	named := strings.TrimSpace(table) != ""
	resp.Diagnostics.Append(keepTaken(ctx, resp.Private, own)...)
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, idPath, &text)...)
	}
	if id, err := customtypes.ParseResourceID(strings.TrimSpace(text), azure.RouteTableType); err == nil && !named {
		firewall, problem := r.firewallOf(ctx, id)
		if problem != "" {
			resp.Diagnostics.AddError("Cannot import "+typeName, problem)
			return
		}
		text, table, named = firewall.String(), id.String(), true
	}
	id, err := customtypes.ParseResourceID(strings.TrimSpace(text), azure.FirewallType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a firewall: %v.\n\nGive the firewall's ARM ID, "+
			"or the firewall's and the route table's with a bar between: `<firewall>|<route table>`.", text, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, id.String())...)
	if named {
		tableID, err := customtypes.ParseResourceID(strings.TrimSpace(table), azure.RouteTableType)
		if err != nil {
			resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a route table: %v.", table, err))
			return
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, routeTableIDAt, tableID.String())...)
	}
}

// firewallOf finds the firewall that a table's default route leads to, among those of the table's resource group.
func (r *egressResource) firewallOf(ctx context.Context, table armid.ID) (id armid.ID, problem string) {
	advice := "\n\nGive both IDs: `<firewall>|" + table.String() + "`."
	live, err := r.egresses().Read(ctx, azure.Egress{Routing: azure.Routing{Table: azure.RouteTable{ID: table}}})
	if err != nil {
		return id, "Reading the route table " + table.String() + ": " + err.Error() + advice
	}
	if live.Table == nil {
		return id, "The route table " + table.String() + " does not exist."
	}
	group, _ := table.Parent()
	firewalls, err := r.account.Client.List(ctx, group.Collection(azure.FirewallType), azure.APIVersion)
	if err != nil {
		return id, "Listing the firewalls of " + group.String() + ": " + err.Error() + advice
	}
	for _, object := range firewalls {
		found, err := armid.Parse(object.String("id"))
		if err != nil {
			continue
		}
		seen, err := r.egresses().Read(ctx, azure.Egress{Firewall: azure.Firewall{ID: found}})
		if err == nil && seen.Firewall != nil && leadsTo(*live.Table, seen.Firewall.PrivateIP()) {
			return found, ""
		}
	}
	return id, "No firewall of the resource group " + group.Name() + " is what the default route of " + table.String() + " leads to." + advice
}

// readImported fills the whole state from what is there: it is the first read after an import, when nothing says what is
// ours. Everything in the firewall's own resource group is taken for ours, everything else for given.
func (r *egressResource) readImported(ctx context.Context, state model, req resource.ReadRequest, resp *resource.ReadResponse) {
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diags.Invalid(idPath, "ID", err))
		return
	}
	live, err := r.egresses().Read(ctx, azure.Egress{Firewall: azure.Firewall{ID: id}})
	if err != nil {
		resp.Diagnostics.Append(diags.FromError("import", "firewall", id.String(), err))
		return
	}
	if live.Firewall == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	i := &importing{ctx: ctx, r: r, id: id, firewall: *live.Firewall, taken: readTaken(ctx, req.Private), problems: &resp.Diagnostics}
	before, ok := i.model(state)
	if !ok {
		return
	}
	i.tellLeft()
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, takenKey, nil)...)
	ours, problems := specOf(ctx, before, model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	if live, err = r.egresses().Read(ctx, ours); err != nil {
		resp.Diagnostics.Append(diags.FromError("import", "firewall", id.String(), err))
		return
	}
	live.RulesOfOthers = r.egresses().OtherRules(ctx, ours, live)
	after, problems := publish(ctx, before, ours, live)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, anchorTags(ours, live))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(before, after))...)
}

// importing is one import under way.
type importing struct {
	ctx      context.Context //nolint:containedctx // an import lives within one call
	r        *egressResource
	id       armid.ID
	firewall azure.LiveFirewall
	problems *diag.Diagnostics
	data     bool // for the data source, which imports nothing

	taken map[string]bool // NAT rules that the import's ID names, in lower case; true for those that are there
	left  []string        // NAT rules that were left to others
}

func (i *importing) fail(at path.Path, text string) {
	summary := "Cannot import " + typeName
	if i.data {
		summary = "Cannot read the egress"
	}
	i.problems.AddAttributeError(at, summary, text)
}

// ours reports whether an object stands in the firewall's resource group.
func (i *importing) ours(id armid.ID) bool {
	group, _ := id.Parent()
	own, _ := i.id.Parent()
	return group.Equal(own)
}
