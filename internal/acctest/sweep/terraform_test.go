package sweep

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestThroughTerraform sweeps a provider on the protocol harness, which is how our own provider is swept.
func TestThroughTerraform(t *testing.T) {
	t.Parallel()
	s := newShelf()
	h := protocol.New(t, providerserver.NewProtocol6(&mini{shelf: s, resumes: true}), protocol.Options{Killed: s.Killed})
	report := Sweep(t, paths(s, h))
	want := []PathReport{
		{Name: "create", Writes: 2, Cases: 8, ByApplies: map[int]int{1: 8}, ByRemedy: map[string]int{}},
		{Name: "update", Writes: 2, Cases: 8, ByApplies: map[int]int{1: 8}, ByRemedy: map[string]int{}},
		{Name: "destroy", Writes: 2, Cases: 8, ByApplies: map[int]int{1: 8}, ByRemedy: map[string]int{}},
		{Name: "after a failed create", Writes: 3, Cases: 12, ByApplies: map[int]int{1: 12}, ByRemedy: map[string]int{}},
	}
	if diff := cmp.Diff(want, report.Paths); diff != "" {
		t.Error(diff)
	}
}

// A provider that refuses what exists is stuck where a create left something that is not in the state: after a kill, and when
// its first write had its effect although it failed.
func TestThroughTerraformFindsWhatIsStuck(t *testing.T) {
	t.Parallel()
	s := newShelf()
	h := protocol.New(t, providerserver.NewProtocol6(&mini{shelf: s}), protocol.Options{Killed: s.Killed})
	options := paths(s, h)
	options.Paths = options.Paths[:1]
	report, failures := sweepFake(t, options)
	wantFailure(t, failures, "create, killed after write 1: stuck", "exists already")
	if diff := cmp.Diff(map[int]int{1: 4}, report.Paths[0].ByApplies); diff != "" {
		t.Error(diff)
	}
	var stuck []string
	for _, text := range report.Paths[0].Stuck {
		strike, _, _ := strings.Cut(text, ":")
		stuck = append(stuck, strike)
	}
	if diff := cmp.Diff([]string{"killed after write 1", "failed after write 1", "killed before write 2", "killed after write 2"}, stuck); diff != "" {
		t.Error(diff)
	}
}

func paths(s *shelf, h *protocol.Harness) Options {
	r := h.Resource("mini_pair", "x")
	apply := func(value string) func() error {
		return func() error { return r.Apply(map[string]any{"value": value}).Err() }
	}
	destroy := func() error { return r.Destroy().Err() }
	return Options{World: s, Save: h.Save, Diff: diffThings, Paths: []Path{
		{Name: "create", Run: apply("1"), Teardown: destroy},
		{Name: "update", Start: apply("1"), Run: apply("2"), Teardown: destroy},
		{Name: "destroy", Start: apply("1"), Run: destroy},
		{Name: "after a failed create", Run: apply("1"), Teardown: destroy, Start: func() error {
			s.ArmFail(2, Before)
			if apply("1")() == nil || !r.Tainted() {
				return errors.New("the create did not fail")
			}
			return nil
		}},
	}}
}

// mini is a provider of one resource, a pair of things on the shelf.
type mini struct {
	shelf   *shelf
	resumes bool // create goes on with what exists
}

type pairModel struct {
	Value types.String `tfsdk:"value"`
}

func (p *mini) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "mini"
}

func (p *mini) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *mini) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (p *mini) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *mini) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &pair{p} }}
}

type pair struct{ *mini }

func (r *pair) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "mini_pair"
}

func (r *pair) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"value": schema.StringAttribute{Required: true}}}
}

func (r *pair) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	found, err := r.shelf.get("left")
	if err == nil && found != "" && !r.resumes {
		err = errors.New("exists already")
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot create", err.Error())
		return
	}
	resp.Diagnostics.Append(r.put(ctx, req.Plan, &resp.State)...)
}

func (r *pair) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(r.put(ctx, req.Plan, &resp.State)...)
}

// put writes both things; the state is saved as soon as there is something.
func (r *pair) put(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State) diag.Diagnostics {
	var m pairModel
	diags := plan.Get(ctx, &m)
	before := state.Raw
	for _, name := range []string{"left", "right"} {
		if err := r.shelf.set(name, m.Value.ValueString()); err != nil {
			if name == "left" {
				state.Raw = before
			}
			diags.AddError("Cannot write "+name, err.Error())
			return diags
		}
		if before.IsNull() || name == "right" {
			diags.Append(state.Set(ctx, m)...)
		}
	}
	return diags
}

func (r *pair) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	left, err := r.shelf.get("left")
	right, errRight := r.shelf.get("right")
	switch {
	case err != nil || errRight != nil:
		resp.Diagnostics.AddError("Cannot read", "Nobody is there.")
	case left == "":
		resp.State.RemoveResource(ctx)
	case left != right:
		resp.Diagnostics.Append(resp.State.Set(ctx, pairModel{Value: types.StringValue("half " + left)})...)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, pairModel{Value: types.StringValue(left)})...)
	}
}

func (r *pair) Delete(_ context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	for _, name := range []string{"right", "left"} {
		found, err := r.shelf.get(name)
		if err == nil && found != "" {
			err = r.shelf.remove(name)
		}
		if err != nil {
			resp.Diagnostics.AddError("Cannot delete "+name, err.Error())
			return
		}
	}
}
