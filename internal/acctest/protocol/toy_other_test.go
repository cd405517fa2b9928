package protocol

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var pairTypes = map[string]attr.Type{"left": types.StringType, "right": types.BoolType}

// boxResource has no identity and an optional nested attribute that is computed as well.
type boxResource struct {
	world *world
}

func (r *boxResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_box"
}

func (r *boxResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = rschema.Schema{Attributes: map[string]rschema.Attribute{
		"name":    rschema.StringAttribute{Required: true},
		"content": rschema.StringAttribute{Optional: true, Computed: true},
	}}
}

func (r *boxResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(r.put(ctx, req.Plan, &resp.State)...)
	r.world.note("create box")
}

func (r *boxResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *boxResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(r.put(ctx, req.Plan, &resp.State)...)
	r.world.note("update box")
}

// put fills the content where the plan leaves it open.
func (r *boxResource) put(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State) diag.Diagnostics {
	state.Raw = plan.Raw
	var content types.String
	diags := plan.GetAttribute(ctx, path.Root("content"), &content)
	if content.IsUnknown() {
		diags.Append(state.SetAttribute(ctx, path.Root("content"), types.StringValue("air"))...)
	}
	return diags
}

func (r *boxResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
	r.world.note("delete box")
}

// lookup finds the ID of a thing by its name.
type lookup struct {
	world *world
}

func (d *lookup) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "toy_lookup"
}

func (d *lookup) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"name": dataschema.StringAttribute{Required: true},
		"id":   dataschema.StringAttribute{Computed: true},
	}}
}

func (d *lookup) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	for _, id := range d.world.ids() {
		if strings.HasPrefix(id, name.ValueString()+"-") {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), name)...)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
			return
		}
	}
	resp.Diagnostics.AddAttributeError(path.Root("name"), "Not found", "There is no thing "+name.ValueString()+".")
}

// token is an ephemeral resource that counts its renewals in its private data.
type token struct {
	world *world
}

func (e *token) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "toy_token"
}

func (e *token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"for":   ephemeralschema.StringAttribute{Required: true},
		"token": ephemeralschema.StringAttribute{Computed: true},
	}}
}

func (e *token) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var who types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("for"), &who)...)
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("for"), who)...)
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("token"), "t-"+who.ValueString())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "renewals", []byte("0"))...)
	resp.RenewAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
}

func (e *token) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	before, diags := req.Private.GetKey(ctx, "renewals")
	resp.Diagnostics.Append(diags...)
	e.world.note("renew %s", before)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "renewals", []byte("1"))...)
}

func (e *token) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	before, diags := req.Private.GetKey(ctx, "renewals")
	resp.Diagnostics.Append(diags...)
	e.world.note("close %s", before)
}

// join joins strings; the separator may be null.
type join struct{}

func (join) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "join"
}

func (join) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Parameters:        []function.Parameter{function.StringParameter{Name: "separator", AllowNullValue: true}},
		VariadicParameter: function.StringParameter{Name: "parts"},
		Return:            function.StringReturn{},
	}
}

func (join) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var separator types.String
	var parts []string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &separator, &parts))
	for i, part := range parts {
		if part == "" {
			resp.Error = function.NewArgumentFuncError(int64(i+1), "a part is empty")
			return
		}
	}
	resp.Error = function.ConcatFuncErrors(resp.Error, resp.Result.Set(ctx, strings.Join(parts, separator.ValueString())))
}

// counter is a function that is none: it gives another result each time.
type counter struct{}

var counted int64

func (*counter) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "counter"
}

func (*counter) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{Return: function.Int64Return{}}
}

func (*counter) Run(ctx context.Context, _ function.RunRequest, resp *function.RunResponse) {
	counted++
	resp.Error = resp.Result.Set(ctx, counted)
}

// thingList lists things.
type thingList struct {
	world *world
}

func (l *thingList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_thing"
}

func (l *thingList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{Attributes: map[string]listschema.Attribute{"prefix": listschema.StringAttribute{Optional: true}}}
}

func (l *thingList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var prefix types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("prefix"), &prefix); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		sent := int64(0)
		for _, id := range l.world.ids() {
			if !strings.HasPrefix(id, prefix.ValueString()) || sent == req.Limit {
				continue
			}
			sent++
			found, _ := l.world.get(id)
			result := req.NewListResult(ctx)
			result.DisplayName = found.Name
			result.Diagnostics.Append(result.Identity.Set(ctx, thingIdentity{ID: types.StringValue(id)})...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), id)...)
				result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("name"), found.Name)...)
			}
			if !push(result) {
				return
			}
		}
	}
}

// poke is an action.
type poke struct {
	world *world
}

func (a *poke) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "toy_poke"
}

func (a *poke) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{Attributes: map[string]actionschema.Attribute{
		"id":    actionschema.StringAttribute{Required: true},
		"times": actionschema.Int64Attribute{Optional: true},
	}}
}

func (a *poke) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id types.String
	var times types.Int64
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("times"), &times)...)
	if _, ok := a.world.get(id.ValueString()); !ok {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Not found", "There is no thing "+id.ValueString()+".")
		return
	}
	for i := range times.ValueInt64() {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("poke %d", i+1)})
	}
	a.world.pokes = append(a.world.pokes, id.ValueString())
}
