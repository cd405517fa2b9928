package convergence_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	c "github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// The test binary is also the provider of core_test.go: the CLI starts it by a
// link of the provider's name and gives itself away by go-plugin's cookie.
func TestMain(m *testing.M) {
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "" {
		os.Exit(m.Run())
	}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return coreProvider{} },
		providerserver.ServeOpts{Address: "example.com/udr/core", ProtocolVersion: 6})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The provider's cloud is a folder, CORE_DIR: one JSON file for each object.
// CORE_FAULT is "kill" or "error", a colon, and the write after which it
// happens: "anchor", "part" or "done".
type coreProvider struct{}

type coreData struct{ owner, run string }

const coreKind = "core_pair"

func (coreProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "core"
}

func (coreProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{"owner": pschema.StringAttribute{Optional: true}}}
}

func (coreProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var owner types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("owner"), &owner)...)
	resp.ResourceData = &coreData{owner: owner.ValueString(), run: c.NewID()}
}

func (coreProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (coreProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &corePair{} }}
}

// corePair is a composite in small: an anchor with tags and one part without.
type corePair struct{ data *coreData }

type corePairModel struct {
	ID    types.String `tfsdk:"id"`
	Name  types.String `tfsdk:"name"`
	Value types.String `tfsdk:"value"`
	UID   types.String `tfsdk:"uid"`
}

// coreObject is a file of the cloud. UID tells a remade object from a kept one.
type coreObject struct {
	UID   string            `json:"uid"`
	Value string            `json:"value"`
	Tags  map[string]string `json:"tags,omitempty"`
}

func coreFile(name string) string { return filepath.Join(os.Getenv("CORE_DIR"), name+".json") }

func coreGet(name string) (*coreObject, error) {
	raw, err := os.ReadFile(coreFile(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var o coreObject
	return &o, json.Unmarshal(raw, &o)
}

func corePut(step, name string, o coreObject) error {
	old, err := coreGet(name)
	if err != nil {
		return err
	}
	o.UID = c.NewID()
	if old != nil {
		o.UID = old.UID
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(coreFile(name), raw, 0o600); err != nil {
		return err
	}
	return coreFault(step)
}

func coreFault(step string) error {
	switch os.Getenv("CORE_FAULT") {
	case "kill:" + step:
		os.Exit(137)
	case "error:" + step:
		return errors.New("injected at " + step)
	}
	return nil
}

// coreLog keeps what the calls saw, for the tests to read.
func coreLog(format string, args ...any) {
	f, err := os.OpenFile(filepath.Join(os.Getenv("CORE_DIR"), "..", "calls.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	fmt.Fprintf(f, format+"\n", args...)
}

func coreID(name string) string { return "/pairs/" + name }

func (r *corePair) subject(name string) c.Subject {
	return c.Subject{Kind: coreKind, Name: "pair", ID: coreID(name), Owner: r.data.owner}
}

func (r *corePair) look(name string) (*coreObject, c.Found, error) {
	o, err := coreGet(name)
	live := c.Live{Marked: true}
	if o != nil {
		live.Exists, live.Tags = true, o.Tags
	}
	return o, c.Judge(coreKind, coreID(name), r.data.owner, live), err
}

func (r *corePair) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = coreKind
}

func (r *corePair) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if data, ok := req.ProviderData.(*coreData); ok {
		r.data = data
	}
}

func (r *corePair) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":    schema.StringAttribute{Computed: true},
		"name":  schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
		"value": schema.StringAttribute{Required: true},
		"uid":   schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
	}}
}

func (r *corePair) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	in := c.PlanInput{Recorded: c.ReadPlan(ctx, req.Private), Run: r.data.run, PriorNull: req.State.Raw.IsNull(), PlanNull: req.Plan.Raw.IsNull()}
	var name types.String
	if in.PlanNull {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &name)...)
	} else {
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), coreID(name.ValueString()))...)
		if !in.PriorNull && c.ReadObject(ctx, req.Private).Incomplete { // C-8
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("uid"), types.StringUnknown())...)
		}
	}
	in.Anchor = coreID(name.ValueString())
	resp.Diagnostics.Append(c.WritePlan(ctx, resp.Private, c.NextPlan(in))...)
}

func (r *corePair) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan corePairModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	name := plan.Name.ValueString()
	live, found, err := r.look(name)
	if err != nil {
		resp.Diagnostics.AddError("reading", err.Error())
		return
	}
	decision := c.DecideCreate(found)
	coreLog("create %v", decision.Action)
	if d := decision.Diagnostic(r.subject(name)); d != nil {
		resp.Diagnostics.Append(d)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	var tags map[string]string
	if live != nil {
		tags = live.Tags
	}
	mark := c.Mark{Owner: c.Tag(coreKind, coreID(name), r.data.owner), Create: c.NewID(), Pending: true}
	uid, err := finish(name, plan.Value.ValueString(), tags, mark)
	if err != nil {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), coreID(name))...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), name)...)
		resp.Diagnostics.Append(c.WriteObject(ctx, resp.Private, c.Object{Create: mark.Create, Incomplete: true})...)
		resp.Diagnostics.AddError("creating "+coreID(name), err.Error())
		return
	}
	plan.ID, plan.UID = types.StringValue(coreID(name)), types.StringValue(uid)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(c.WriteObject(ctx, resp.Private, c.Object{Create: mark.Create})...)
}

// finish writes anchor, part and the end of the pending mark.
func finish(name, value string, tags map[string]string, mark c.Mark) (uid string, err error) {
	if err := corePut("anchor", name, coreObject{Value: value, Tags: c.Merge(tags, nil, nil, mark)}); err != nil {
		return "", err
	}
	if err := corePut("part", name+".part", coreObject{Value: value}); err != nil {
		return "", err
	}
	mark.Pending = false
	if err := corePut("done", name, coreObject{Value: value, Tags: c.Merge(tags, nil, nil, mark)}); err != nil {
		return "", err
	}
	o, err := coreGet(name)
	if err != nil || o == nil {
		return "", fmt.Errorf("reading %s: %w", name, errors.Join(err, os.ErrNotExist))
	}
	return o.UID, nil
}

func (r *corePair) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state corePairModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	name := strings.TrimPrefix(state.ID.ValueString(), "/pairs/")
	o, found, err := r.look(name)
	if err != nil {
		resp.Diagnostics.AddError("reading", err.Error())
		return
	}
	if o == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	object := c.ReadObject(ctx, req.Private)
	coreLog("read record=%v incomplete=%v", object.Create != "", object.Incomplete)
	if object.Create == "" {
		object.Create = found.Create
	}
	object.Incomplete = found.Ours && found.Incomplete
	resp.Diagnostics.Append(c.WriteObject(ctx, resp.Private, object)...)
	state.Name, state.Value, state.UID = types.StringValue(name), types.StringValue(o.Value), types.StringValue(o.UID)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *corePair) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(c.ClearPlan(ctx, resp.Private)...)
	var plan corePairModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	object := c.ReadObject(ctx, req.Private)
	coreLog("update record=%v incomplete=%v", object.Create != "", object.Incomplete)
	name := plan.Name.ValueString()
	live, found, err := r.look(name)
	if err != nil || live == nil {
		resp.Diagnostics.AddError("reading", fmt.Sprint(err))
		return
	}
	uid, err := finish(name, plan.Value.ValueString(), live.Tags, c.Mark{Owner: c.Tag(coreKind, coreID(name), r.data.owner), Create: found.Create, Pending: found.Incomplete})
	if err != nil {
		resp.Diagnostics.AddError("updating "+coreID(name), err.Error())
		return
	}
	plan.ID, plan.UID = types.StringValue(coreID(name)), types.StringValue(uid)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(c.WriteObject(ctx, resp.Private, c.Object{Create: found.Create})...)
}

func (r *corePair) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state corePairModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	name := strings.TrimPrefix(state.ID.ValueString(), "/pairs/")
	_, found, err := r.look(name)
	if err != nil {
		resp.Diagnostics.AddError("reading", err.Error())
		return
	}
	in := c.DeleteInput{Plan: c.ReadPlan(ctx, req.Private), Object: c.ReadObject(ctx, req.Private), Run: r.data.run, Anchor: coreID(name), Found: found}
	decision := c.DecideDelete(in)
	coreLog("delete %v after %s, own run=%v, record=%v", decision.Action, in.Plan.Step, in.Plan.Run == in.Run, in.Object.Create != "")
	if d := decision.Diagnostic(r.subject(name)); d != nil {
		resp.Diagnostics.Append(d)
	}
	if decision.Action != c.Delete {
		return
	}
	for _, file := range []string{name + ".part", name} {
		if err := os.Remove(coreFile(file)); err != nil && !errors.Is(err, os.ErrNotExist) {
			resp.Diagnostics.AddError("deleting "+coreID(name), err.Error())
			return
		}
	}
	if err := coreFault("delete"); err != nil {
		resp.Diagnostics.AddError("deleting "+coreID(name), err.Error())
	}
}

func (r *corePair) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}
