package armclient

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// defaultMaxConcurrent is well below ARM's read bucket of 250 per principal
// with 25 per second refill (arm-wire.md 2.4), and above Terraform's ten
// parallel resources with a few preflight reads each.
const defaultMaxConcurrent = 32

// Options configures a Client.
type Options struct {
	// Cloud names the ARM endpoint and its token audience. The zero value is
	// the public cloud.
	Cloud cloud.Configuration
	// ResolveCloud, when set, answers the cloud instead of Cloud. It is called
	// at the first request, not before, and again only after an error.
	ResolveCloud func(ctx context.Context) (cloud.Configuration, error)
	// Credential answers tokens. Without one no Authorization header is sent,
	// which suits the embedded emulator only.
	Credential azcore.TokenCredential
	// AuxiliaryTenants are further tenants whose tokens go with each request,
	// for references into other tenants.
	AuxiliaryTenants []string
	// Transport sends the HTTP requests; nil means azcore's default client.
	Transport policy.Transporter
	// Clock defaults to RealClock.
	Clock Clock
	// UserAgent goes with every request: "terraform-provider-udr/<version>".
	UserAgent string
	// SkipProviderRegistration leaves an unregistered resource provider as the
	// error that it is.
	SkipProviderRegistration bool
	// Log gets one line per HTTP request and one per wait before a retry.
	// Fields never hold headers, bodies or the query of a polling URL.
	Log func(ctx context.Context, message string, fields map[string]any)
	// MaxConcurrent bounds the HTTP requests under way at once; 0 means 32.
	MaxConcurrent int
}

// Client talks to one cloud's Resource Manager. It is safe for concurrent use.
type Client struct {
	options Options
	clock   Clock
	slots   chan struct{}
	locks   lockTable
	// jitter answers a factor around 1 by which a wait is stretched.
	jitter func() float64

	registrations registrations
	seen          seen

	// turn is held while the cloud is resolved and guards link.
	turn chan struct{}
	link *link
}

// link is what is known once the cloud is: where to send, and through what.
type link struct {
	endpoint *url.URL
	pipeline runtime.Pipeline
}

// New makes a client. Nothing is contacted before the first call.
func New(options Options) (*Client, error) {
	if options.MaxConcurrent < 0 {
		return nil, fmt.Errorf("option MaxConcurrent is %d: must not be negative", options.MaxConcurrent)
	}
	if options.MaxConcurrent == 0 {
		options.MaxConcurrent = defaultMaxConcurrent
	}
	if options.Clock == nil {
		options.Clock = RealClock{}
	}
	c := &Client{
		options: options,
		clock:   options.Clock,
		slots:   make(chan struct{}, options.MaxConcurrent),
		turn:    make(chan struct{}, 1),
		jitter:  func() float64 { return 0.9 + 0.3*rand.Float64() },
	}
	if options.ResolveCloud == nil {
		link, err := newLink(options, options.Cloud)
		if err != nil {
			return nil, err
		}
		c.link = link
	}
	return c, nil
}

// Clock answers the clock that the client waits by, for callers that wait too.
func (c *Client) Clock() Clock { return c.clock }

// connect answers the link, resolving the cloud at the first call.
func (c *Client) connect(ctx context.Context) (*link, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.link != nil {
		return c.link, nil
	}
	config, err := c.options.ResolveCloud(ctx)
	if err != nil {
		return nil, err
	}
	link, err := newLink(c.options, config)
	if err != nil {
		return nil, err
	}
	c.link = link
	return link, nil
}

func newLink(options Options, config cloud.Configuration) (*link, error) {
	if config.ActiveDirectoryAuthorityHost == "" && len(config.Services) == 0 {
		config = cloud.AzurePublic
	}
	service, ok := config.Services[cloud.ResourceManager]
	if !ok || service.Endpoint == "" {
		return nil, errors.New("the cloud has no Resource Manager endpoint")
	}
	endpoint, err := url.Parse(service.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("reading the Resource Manager endpoint: %w", err)
	}
	if endpoint.Host == "" || (endpoint.Scheme != "https" && endpoint.Scheme != "http") {
		return nil, fmt.Errorf("the Resource Manager endpoint %q is not an absolute https URL", service.Endpoint)
	}
	pipeline, err := newPipeline(options, config)
	if err != nil {
		return nil, err
	}
	return &link{endpoint: endpoint, pipeline: pipeline}, nil
}
