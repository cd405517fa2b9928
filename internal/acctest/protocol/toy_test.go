package protocol

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// world is what the toy provider manages: things with an ID, shared by all servers of a test.
type world struct {
	mu     sync.Mutex
	things map[string]*thing
	next   int
	faults map[string]string // operation -> how it ends: error, partial, panic, gone
	log    []string          // "create a-1", "delete a-1 {private}"
	starts int               // servers made
	pokes  []string
}

// thing is one object of the world.
type thing struct {
	Name     string
	Revision int64
	Size     int64
	Secret   string
}

func newWorld() *world {
	return &world{things: map[string]*thing{}, faults: map[string]string{}}
}

// factory makes servers of the toy provider over this world.
func (w *world) factory() func() tfprotov6.ProviderServer {
	make1 := providerserver.NewProtocol6(&toy{world: w})
	return func() tfprotov6.ProviderServer {
		w.mu.Lock()
		w.starts++
		w.mu.Unlock()
		return make1()
	}
}

func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = append(w.log, fmt.Sprintf(format, args...))
}

// did is the log without configurations of the provider.
func (w *world) did() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.log), func(line string) bool { return strings.HasPrefix(line, "configure") })
}

func (w *world) fault(operation string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults[operation]
}

func (w *world) create(t thing) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	id := fmt.Sprintf("%s-%d", t.Name, w.next)
	w.things[id] = &t
	return id
}

func (w *world) get(id string) (thing, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t, ok := w.things[id]; ok {
		return *t, true
	}
	return thing{}, false
}

func (w *world) change(id string, f func(*thing)) thing {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := w.things[id]
	if !ok {
		return thing{}
	}
	f(t)
	return *t
}

func (w *world) remove(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.things, id)
}

func (w *world) ids() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return sortedKeys(w.things)
}

// toy is a provider that uses every part of the protocol.
type toy struct {
	world *world
}

type toyConfig struct {
	Region types.String `tfsdk:"region"`
	Tags   types.Map    `tfsdk:"tags"`
}

func (p *toy) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "toy"
}

func (p *toy) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{
		"region": pschema.StringAttribute{Optional: true},
		"tags":   pschema.MapAttribute{Optional: true, ElementType: types.StringType},
	}}
}

func (p *toy) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config toyConfig
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.Region.ValueString() == "nowhere" {
		resp.Diagnostics.AddAttributeError(path.Root("region"), "Unknown region", "There is no region nowhere.")
	}
	p.world.note("configure %s %s", config.Region.ValueString(), req.TerraformVersion)
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = p.world, p.world, p.world
	resp.ListResourceData, resp.ActionData = p.world, p.world
}

func (p *toy) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &thingResource{world: p.world} },
		func() resource.Resource { return &boxResource{world: p.world} },
	}
}

func (p *toy) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &lookup{world: p.world} }}
}

func (p *toy) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &token{world: p.world} }}
}

func (p *toy) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		func() function.Function { return join{} },
		func() function.Function { return &counter{} },
	}
}

func (p *toy) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return &thingList{world: p.world} }}
}

func (p *toy) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return &poke{world: p.world} }}
}

// start makes a harness on a new world.
func start(t testing.TB, options Options) (*Harness, *world) {
	t.Helper()
	w := newWorld()
	return New(t, w.factory(), options), w
}
