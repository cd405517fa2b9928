package credential

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	azcloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Credential answers tokens by the method that the settings ask for. It is an
// azcore.TokenCredential and safe for concurrent use.
type Credential struct {
	config  Config
	source  *source
	build   func(Environment) (azcore.TokenCredential, error)
	secrets []string

	mu     sync.Mutex
	built  azcore.TokenCredential
	handed handed
}

// New makes the credential. It reads the files that the settings name, so that
// a wrong path is an error of the configuration, and contacts nothing: the
// cloud of metadata_host and the token come at the first GetToken. transport
// nil means the default HTTP client, which trusts what SSL_CERT_FILE names.
//
// The error lists every problem that Validate finds.
func New(_ context.Context, config Config, transport policy.Transporter) (*Credential, error) {
	if problems := config.Validate(); len(problems) > 0 {
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.String()
		}
		return nil, errors.New(strings.Join(lines, "; "))
	}
	c := &Credential{config: config, source: newSource(&config, transport), handed: handed{}}
	if err := c.config.readFiles(); err != nil {
		return nil, err
	}
	for _, secret := range []Secret{
		c.config.ClientSecret, config.OIDCToken, config.OIDCRequestToken, config.ClientCertificatePassword,
	} {
		c.secrets = append(c.secrets, string(secret))
	}
	var err error
	if c.build, err = c.config.maker(transport); err != nil {
		return nil, c.mask(err)
	}
	return c, nil
}

// Method answers the method in use.
func (c *Credential) Method() Method { return c.config.Method() }

// Explain says in one line which method is in use and why.
func (c *Credential) Explain() string { return c.config.Explain() }

// ResolveCloud answers the cloud's configuration, in the shape that
// armclient.Options wants. With metadata_host the first call reads it.
func (c *Credential) ResolveCloud(ctx context.Context) (azcloud.Configuration, error) {
	environment, err := c.source.resolve(ctx)
	return environment.Configuration, err
}

// Environment answers the cloud with its name. With metadata_host the first
// call reads it.
func (c *Credential) Environment(ctx context.Context) (Environment, error) {
	return c.source.resolve(ctx)
}

// GetToken answers a token; a new one when the last is asked for again long
// before its end. Its errors name the method, where it was asked for, what the
// authority said and what to do, without any secret.
func (c *Credential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	inner, options, err := c.connect(ctx, options)
	if err != nil {
		return azcore.AccessToken{}, c.mask(err)
	}
	token, err := inner.GetToken(ctx, options)
	if err != nil {
		refusal, answered := describe(err)
		return azcore.AccessToken{}, c.maskText(strings.TrimSpace(c.Explain()+": "+strings.TrimRight(refusal, ". ")+". "+c.config.remedyFor(refusal, answered)), err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.handed[kindOf(options)] = token
	return token, nil
}

// connect answers azidentity's credential and what to ask it for.
func (c *Credential) connect(ctx context.Context, options policy.TokenRequestOptions) (azcore.TokenCredential, policy.TokenRequestOptions, error) {
	environment, err := c.source.resolve(ctx)
	if err != nil {
		return nil, options, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); c.handed.refused(options, now) {
		options = c.fresh(options, now)
	}
	if c.built != nil {
		return c.built, options, nil
	}
	built, err := c.build(environment)
	if err != nil {
		return nil, options, permanent{fmt.Errorf("%s: %w", c.Explain(), err)}
	}
	c.built = built
	return built, options, nil
}

// mask makes an error whose text holds no secret. Of its cause it keeps only
// what callers ask for: the end of a context, and whether to try again.
func (c *Credential) mask(err error) error { return c.maskText(oneLine(err.Error()), err) }

func (c *Credential) maskText(text string, err error) error {
	for _, secret := range c.secrets {
		if len(secret) >= 4 {
			text = strings.ReplaceAll(text, secret, "(hidden)")
		}
	}
	masked := &maskedError{text: text}
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			masked.cause = cause
		}
	}
	var final interface{ NonRetriable() }
	if errors.As(err, &final) {
		return permanent{masked}
	}
	return masked
}

type maskedError struct {
	text  string
	cause error
}

func (e *maskedError) Error() string { return e.text }

func (e *maskedError) Unwrap() error { return e.cause }
