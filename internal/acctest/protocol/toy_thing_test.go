package protocol

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// thingResource is a resource with an attribute of each kind. Changing the name replaces it.
type thingResource struct {
	world *world
}

type thingModel struct {
	ID       types.String  `tfsdk:"id"`
	Name     types.String  `tfsdk:"name"`
	Size     types.Int64   `tfsdk:"size"`
	Ratio    types.Number  `tfsdk:"ratio"`
	Tags     types.Map     `tfsdk:"tags"`
	Labels   types.Set     `tfsdk:"labels"`
	Owner    types.String  `tfsdk:"owner"`
	Secret   types.String  `tfsdk:"secret"`
	Any      types.Dynamic `tfsdk:"any"`
	Revision types.Int64   `tfsdk:"revision"`
	Spec     types.Object  `tfsdk:"spec"`
	Rules    types.Map     `tfsdk:"rules"`
	Steps    types.List    `tfsdk:"steps"`
	Peers    types.Set     `tfsdk:"peers"`
	Pair     types.Object  `tfsdk:"pair"`
}

type thingIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (r *thingResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_thing"
}

func (r *thingResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	nested := func(name string) rschema.NestedAttributeObject {
		return rschema.NestedAttributeObject{Attributes: map[string]rschema.Attribute{
			name:   rschema.StringAttribute{Required: true},
			"note": rschema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("none")},
		}}
	}
	resp.Schema = rschema.Schema{
		Version: 2,
		Attributes: map[string]rschema.Attribute{
			"id":       rschema.StringAttribute{Computed: true, PlanModifiers: keep},
			"name":     rschema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"size":     rschema.Int64Attribute{Optional: true},
			"ratio":    rschema.NumberAttribute{Optional: true},
			"tags":     rschema.MapAttribute{Optional: true, ElementType: types.StringType},
			"labels":   rschema.SetAttribute{Optional: true, ElementType: types.StringType},
			"owner":    rschema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("nobody")},
			"secret":   rschema.StringAttribute{Optional: true, WriteOnly: true},
			"any":      rschema.DynamicAttribute{Optional: true},
			"revision": rschema.Int64Attribute{Computed: true},
			"spec":     rschema.SingleNestedAttribute{Optional: true, Attributes: nested("mode").Attributes},
			"rules":    rschema.MapNestedAttribute{Optional: true, NestedObject: nested("port")},
			"steps":    rschema.ListNestedAttribute{Optional: true, NestedObject: nested("cmd")},
			"peers":    rschema.SetNestedAttribute{Optional: true, NestedObject: nested("addr")},
			"pair":     rschema.ObjectAttribute{Optional: true, AttributeTypes: pairTypes},
		},
	}
}

func (r *thingResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (r *thingResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var size types.Int64
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("size"), &size)...)
	if !size.IsUnknown() && size.ValueInt64() < 0 {
		resp.Diagnostics.AddAttributeError(path.Root("size"), "Size is negative", fmt.Sprintf("Size is %d; give a positive one.", size.ValueInt64()))
	}
	if !size.IsUnknown() && size.ValueInt64() > 1000 {
		resp.Diagnostics.AddAttributeWarning(path.Root("size"), "Size is large", "Large things are slow.")
	}
}

// ModifyPlan leaves a mark in the private data, so that tests see which plan's data came where.
func (r *thingResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	kind := "update"
	switch {
	case req.Plan.Raw.IsNull():
		kind = "destroy"
	case req.State.Raw.IsNull():
		kind = "create"
	}
	seen, diags := req.Private.GetKey(ctx, "applied")
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "planned", fmt.Appendf(nil, `{"kind":%q,"saw":%q}`, kind, seen))...)
	if kind == "destroy" {
		return
	}
	if kind == "update" && !req.Plan.Raw.Equal(req.State.Raw) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("revision"), types.Int64Unknown())...)
	}
	if r.world.fault("plan") == "error" {
		resp.Diagnostics.AddError("Cannot plan", "As the test asked.")
	}
}

func (r *thingResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	var secret types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("secret"), &secret)...)
	fault := r.world.fault("create")
	if fault == "panic" {
		panic("the toy is broken")
	}
	if fault == "error" || resp.Diagnostics.HasError() {
		resp.Diagnostics.AddError("Cannot create", "As the test asked.")
		return
	}
	id := r.world.create(thing{Name: m.Name.ValueString(), Revision: 1, Size: m.Size.ValueInt64(), Secret: secret.ValueString()})
	m.ID, m.Revision = types.StringValue(id), types.Int64Value(1)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{ID: m.ID})...)
	r.mark(ctx, "create "+id, resp.Private.SetKey, &resp.Diagnostics)
	r.world.note("create %s", id)
	if fault == "partial" {
		resp.Diagnostics.AddError("Cannot finish", "The thing exists and is not ready.")
	}
}

func (r *thingResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if r.world.fault("read") == "error" {
		resp.Diagnostics.AddError("Cannot read", "As the test asked.")
		return
	}
	// Core before 1.12 sends no identity, and the framework then wants Read to set it even for an object that is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{ID: m.ID})...)
	found, ok := r.world.get(m.ID.ValueString())
	if !ok {
		resp.State.RemoveResource(ctx)
		return
	}
	m.Name, m.Revision = types.StringValue(found.Name), types.Int64Value(found.Revision)
	if found.Size != 0 || !m.Size.IsNull() {
		m.Size = types.Int64Value(found.Size)
	}
	if m.Owner.IsNull() {
		m.Owner = types.StringValue("nobody")
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *thingResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	fault := r.world.fault("update")
	if fault == "error" {
		resp.Diagnostics.AddError("Cannot update", "As the test asked.")
		return
	}
	now := r.world.change(m.ID.ValueString(), func(t *thing) { t.Revision++; t.Size = m.Size.ValueInt64() })
	m.Revision = types.Int64Value(now.Revision)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	// Core before 1.12 sends no identity, and the framework then wants Update to set it as well.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{ID: m.ID})...)
	r.mark(ctx, fmt.Sprintf("update %s", m.ID.ValueString()), resp.Private.SetKey, &resp.Diagnostics)
	r.world.note("update %s", m.ID.ValueString())
	if fault == "partial" {
		resp.Diagnostics.AddError("Cannot finish", "The thing is half changed.")
	}
}

func (r *thingResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	planned, diags := req.Private.GetKey(ctx, "planned")
	resp.Diagnostics.Append(diags...)
	if r.world.fault("delete") == "error" {
		resp.Diagnostics.AddError("Cannot delete", "As the test asked.")
		return
	}
	r.world.remove(id.ValueString())
	r.world.note("delete %s %s", id.ValueString(), planned)
}

// mark writes what was applied into the private data.
func (r *thingResource) mark(ctx context.Context, what string, set func(context.Context, string, []byte) diag.Diagnostics, diags *diag.Diagnostics) {
	diags.Append(set(ctx, "applied", fmt.Appendf(nil, "%q", what))...)
}

func (r *thingResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

// UpgradeState knows version 1, in which the name was called title.
func (r *thingResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{1: {
		PriorSchema: &rschema.Schema{Attributes: map[string]rschema.Attribute{
			"id":    rschema.StringAttribute{Computed: true},
			"title": rschema.StringAttribute{Required: true},
		}},
		StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			var id, title types.String
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("title"), &title)...)
			resp.State.Raw = tftypes.NewValue(resp.State.Schema.Type().TerraformType(ctx), nil)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), title)...)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("owner"), types.StringValue("nobody"))...)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("revision"), types.Int64Value(1))...)
		},
	}}
}

// MoveState takes over an other_thing.
func (r *thingResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		SourceSchema: &rschema.Schema{Attributes: map[string]rschema.Attribute{
			"key": rschema.StringAttribute{Required: true},
		}},
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != "other_thing" {
				return
			}
			var key types.String
			resp.Diagnostics.Append(req.SourceState.GetAttribute(ctx, path.Root("key"), &key)...)
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("id"), key)...)
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("name"), key)...)
			resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, thingIdentity{ID: key})...)
		},
	}}
}
