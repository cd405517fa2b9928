// Package provider is the thin top of the house: the provider block's schema and configuration, and the lists of
// what the provider offers.
package provider

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
)

// TypeName is the prefix of every type name.
const TypeName = "udr"

// EmbeddedOptions is what the provider block says of the embedded emulator.
type EmbeddedOptions struct {
	StateFile string  // path of the emulator's state file
	FaultFile string  // path of a fault file, or empty
	TimeScale float64 // 0 = at once, 1 = Azure's typical durations
}

// Embedded is a running embedded emulator.
type Embedded struct {
	Transport       policy.Transporter // answers in process; no socket
	SubscriptionIDs []string           // the only subscriptions that it serves; the first is the default
	TenantID        string
}

// Options are the provider's connections to the world. The zero value is the provider as it is released, without an
// embedded emulator.
type Options struct {
	// StartEmbedded starts the embedded emulator. main passes the real one; the provider itself never imports it
	// (law L10), so that the two cannot share code.
	StartEmbedded func(EmbeddedOptions) (Embedded, error)

	// Clock times polling and retries; nil is the real clock.
	Clock armclient.Clock

	// Environment looks up an environment variable; nil is the process environment.
	Environment credential.Lookup

	// Transport sends every request to Azure, those for tokens and for the cloud's metadata too; nil is Go's HTTP client,
	// which trusts what SSL_CERT_FILE names. The embedded emulator brings its own.
	Transport policy.Transporter
}

type udrProvider struct {
	version string
	options Options
}

var (
	_ provider.Provider                       = (*udrProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*udrProvider)(nil)
	_ provider.ProviderWithFunctions          = (*udrProvider)(nil)
	_ provider.ProviderWithValidateConfig     = (*udrProvider)(nil)
)

// New returns the constructor that a provider server wants. Version goes into the user agent.
func New(version string, options Options) func() provider.Provider {
	return func() provider.Provider { return &udrProvider{version: version, options: options} }
}

func (p *udrProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = TypeName
	resp.Version = p.version
}

func (p *udrProvider) Resources(context.Context) []func() resource.Resource { return resources }

func (p *udrProvider) DataSources(context.Context) []func() datasource.DataSource { return dataSources }

func (p *udrProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return ephemeralResources
}

func (p *udrProvider) Functions(context.Context) []func() function.Function { return providerFunctions }
