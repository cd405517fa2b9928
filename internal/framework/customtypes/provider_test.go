package customtypes_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// The smallest provider with our types in it, driven over the protocol: what the framework does with
// a custom type is fact only when the framework did it.

type probeModel struct {
	Table    customtypes.ResourceID `tfsdk:"table"`
	Location customtypes.Location   `tfsdk:"location"`
	Plain    customtypes.Location   `tfsdk:"plain"`
	Names    types.List             `tfsdk:"names"`
	Rules    types.Map              `tfsdk:"rules"`
}

// probe is a resource whose Read publishes what its function makes of the prior state.
type probe struct {
	read  func(*probeModel)
	plain bool // rules hold plain strings
}

func (p probe) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "probe"
}

func (p probe) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	addresses, ports, names := p.elementTypes()
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"table": schema.StringAttribute{
			Optional: true, CustomType: customtypes.ResourceIDType{Types: []string{tableType}},
			PlanModifiers: []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualResourceID)},
		},
		"location": schema.StringAttribute{
			Optional: true, CustomType: customtypes.LocationType{},
			PlanModifiers: []planmodifier.String{customtypes.KeepEqual(customtypes.EqualLocation)},
		},
		"plain": schema.StringAttribute{Optional: true, CustomType: customtypes.LocationType{}},
		"names": schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"rules": schema.MapNestedAttribute{
			Optional: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"addresses": schema.ListAttribute{Optional: true, ElementType: addresses},
				"ports":     schema.ListAttribute{Optional: true, ElementType: ports},
				"names":     schema.ListAttribute{Optional: true, ElementType: names},
			}},
		},
	}}
}

func (p probe) elementTypes() (addresses, ports, names attr.Type) {
	if p.plain {
		return types.StringType, types.StringType, types.StringType
	}
	return customtypes.AddressSpecType{}, customtypes.PortSpecType{}, customtypes.FQDNPatternType{}
}

func (p probe) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (p probe) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m probeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	p.read(&m)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (p probe) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (p probe) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

type probeProvider struct{ resource probe }

func (p probeProvider) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse) {
}
func (p probeProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (p probeProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (p probeProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (p probeProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return p.resource }}
}

func serve(p probe) tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(probeProvider{p})()
}

var (
	ruleType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"addresses": tftypes.List{ElementType: tftypes.String},
		"ports":     tftypes.List{ElementType: tftypes.String},
		"names":     tftypes.List{ElementType: tftypes.String},
	}}
	probeType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"table": tftypes.String, "location": tftypes.String, "plain": tftypes.String,
		"names": tftypes.List{ElementType: tftypes.String},
		"rules": tftypes.Map{ElementType: ruleType},
	}}
)

// object is a probe with the given attributes, the others null.
func object(attrs map[string]tftypes.Value) tftypes.Value {
	all := make(map[string]tftypes.Value, len(probeType.AttributeTypes))
	for name, typ := range probeType.AttributeTypes {
		all[name] = tftypes.NewValue(typ, nil)
	}
	for name, v := range attrs {
		all[name] = v
	}
	return tftypes.NewValue(probeType, all)
}

func texts(ss ...string) tftypes.Value {
	elements := make([]tftypes.Value, len(ss))
	for i, s := range ss {
		elements[i] = text(s)
	}
	return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, elements)
}

func rule(addresses, ports, names tftypes.Value) tftypes.Value {
	return tftypes.NewValue(ruleType, map[string]tftypes.Value{"addresses": addresses, "ports": ports, "names": names})
}

func rules(m map[string]tftypes.Value) tftypes.Value {
	return tftypes.NewValue(tftypes.Map{ElementType: ruleType}, m)
}

func wire(t testing.TB, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(probeType, v)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func unwire(t testing.TB, d *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	v, err := d.Unmarshal(probeType)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func readProbe(t testing.TB, p probe, prior tftypes.Value) (tftypes.Value, []*tfprotov6.Diagnostic) {
	t.Helper()
	resp, err := serve(p).ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "probe", CurrentState: wire(t, prior)})
	if err != nil {
		t.Fatal(err)
	}
	return unwire(t, resp.NewState), resp.Diagnostics
}

func planProbe(t testing.TB, p probe, prior, config tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	t.Helper()
	resp, err := serve(p).PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "probe", PriorState: wire(t, prior), ProposedNewState: wire(t, config), Config: wire(t, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) > 0 {
		t.Fatalf("plan: %v", resp.Diagnostics[0])
	}
	return resp
}

func validateProbe(t testing.TB, p probe, config tftypes.Value) []*tfprotov6.Diagnostic {
	t.Helper()
	resp, err := serve(p).ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "probe", Config: wire(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Diagnostics
}
