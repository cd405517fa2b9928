package firewallegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// egressDataSource is the data source udr_firewall_egress: an egress through a firewall that somebody else made, in any way, with the
// outputs of the resource. It reads what an import reads.
type egressDataSource struct {
	account *account.Account
}

var (
	_ datasource.DataSource              = (*egressDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*egressDataSource)(nil)
)

// NewDataSource is the constructor for the provider's list.
func NewDataSource() datasource.DataSource { return &egressDataSource{} }

func (d *egressDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName
}

func (d *egressDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	var problem error
	if d.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

// found is the data source's configuration and result.
type found struct {
	FirewallID       customtypes.ResourceID `tfsdk:"firewall_id"`
	RouteTableID     customtypes.ResourceID `tfsdk:"route_table_id"`
	ID               types.String           `tfsdk:"id"`
	Name             types.String           `tfsdk:"name"`
	Location         types.String           `tfsdk:"location"`
	SKUTier          types.String           `tfsdk:"sku_tier"`
	RulesAs          types.String           `tfsdk:"rules_as"`
	FirewallPolicyID types.String           `tfsdk:"firewall_policy_id"`
	PrivateIPAddress types.String           `tfsdk:"private_ip_address"`
	PublicAddresses  types.Map              `tfsdk:"public_ip_addresses"`
	Egress           types.Object           `tfsdk:"egress"`
	Tags             types.Map              `tfsdk:"tags"`
}

func (d *egressDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	texts := func(text string) schema.Attribute {
		return schema.MapAttribute{MarkdownDescription: text, ElementType: types.StringType, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An egress through an Azure Firewall that exists already, whoever made it: the firewall, the route table that leads to it, and the subnets that use the table. " +
			"It has the outputs of the resource of the same name, the `egress` object for `udr_aks_cluster` among them.",
		Attributes: map[string]schema.Attribute{
			"firewall_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the firewall.",
				CustomType:          customtypes.ResourceIDType{Types: []string{azure.FirewallType}},
				Required:            true,
			},
			"route_table_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the route table. Unset: the only one whose default route leads to the firewall and that subnets of its network or of a peer use.",
				CustomType:          customtypes.ResourceIDType{Types: []string{azure.RouteTableType}},
				Optional:            true, Computed: true,
			},
			"id":                  computed("The ARM ID of the firewall, as Azure spells it."),
			"name":                computed("The name of the firewall."),
			"location":            computed("The region of the firewall."),
			"sku_tier":            computed("The tier of the firewall."),
			"rules_as":            computed("Where the rules are: `policy`, `existing_policy` or `classic`."),
			"firewall_policy_id":  computed("The ARM ID of the firewall's policy; null with classic rules."),
			"private_ip_address":  computed("The private IP of the firewall, to which the default route leads."),
			"public_ip_addresses": texts("The public addresses with which traffic leaves, by the name of the IP configuration."),
			"egress":              schema.ObjectAttribute{MarkdownDescription: "What `udr_aks_cluster` and `udr_aks_node_pool` take as `egress`.", AttributeTypes: egressTypes, Computed: true},
			"tags":                texts("The tags of the firewall."),
		},
	}
}

func (d *egressDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m found
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	id, ok := m.FirewallID.ID()
	if !ok && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(diags.AttributeBug(path.Root("firewall_id"), "an unknown reached the request"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	read, tags := d.look(ctx, id, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.ID, m.Name, m.Location, m.SKUTier, m.RulesAs = read.ID, read.Name, types.StringValue(read.Location.ValueString()), read.SKUTier, read.RulesAs
	m.RouteTableID, m.FirewallPolicyID = customtypes.NewResourceID(read.RouteTableID.ValueString()), plain(read.FirewallPolicyID)
	m.PrivateIPAddress, m.PublicAddresses, m.Egress, m.Tags = read.PrivateIPAddress, read.PublicIPAddresses, read.Egress, tags
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// look reads what an import reads and answers it as the resource would show it.
func (d *egressDataSource) look(ctx context.Context, id armid.ID, config found, problems *diag.Diagnostics) (model, types.Map) {
	r := &egressResource{account: d.account}
	live, err := r.egresses().Read(ctx, azure.Egress{Firewall: azure.Firewall{ID: id}})
	switch {
	case err != nil:
		problems.Append(diags.AttributeFromError(path.Root("firewall_id"), "read", "firewall", id.String(), err))
		return model{}, types.Map{}
	case live.Firewall == nil:
		problems.AddAttributeError(path.Root("firewall_id"), "The firewall does not exist", id.String()+" was not found.")
		return model{}, types.Map{}
	}
	i := &importing{ctx: ctx, r: r, id: id, firewall: *live.Firewall, problems: problems, data: true}
	start := emptyModel(ctx, problems)
	start.ID, start.RouteTableID = types.StringValue(live.Firewall.ID), config.RouteTableID
	before, ok := i.model(start)
	if !ok {
		return model{}, types.Map{}
	}
	ours, wrong := specOf(ctx, before, model{})
	problems.Append(wrong...)
	if problems.HasError() {
		return model{}, types.Map{}
	}
	if live, err = r.egresses().Read(ctx, ours); err != nil {
		problems.Append(diags.AttributeFromError(path.Root("firewall_id"), "read", "firewall", id.String(), err))
		return model{}, types.Map{}
	}
	live.RulesOfOthers = r.egresses().OtherRules(ctx, ours, live)
	read, wrong := publish(ctx, before, ours, live)
	problems.Append(wrong...)
	return read, before.TagsAll
}

// emptyModel is a state in which everything is null, each value in the type that the resource's schema asks for.
func emptyModel(ctx context.Context, problems *diag.Diagnostics) model {
	var described resource.SchemaResponse
	(&egressResource{}).Schema(ctx, resource.SchemaRequest{}, &described)
	kind, _ := described.Schema.Type().TerraformType(ctx).(tftypes.Object)
	nulls := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		nulls[name] = tftypes.NewValue(attribute, nil)
	}
	var m model
	state := tfsdk.State{Schema: described.Schema, Raw: tftypes.NewValue(kind, nulls)}
	problems.Append(state.Get(ctx, &m)...)
	return m
}
