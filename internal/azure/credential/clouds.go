package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	azcloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// metadataTimeout bounds one request for the metadata document.
const metadataTimeout = 30 * time.Second

// maxMetadata bounds how much of an answer is read.
const maxMetadata = 1 << 20

// source answers the cloud of a configuration: from the table of known clouds,
// or from the metadata of metadata_host, read at first use.
type source struct {
	host        string
	environment string
	origin      string
	transport   policy.Transporter

	mu   sync.Mutex
	done *Environment
}

// Environment is a cloud as the settings name it.
type Environment struct {
	// Name is azurerm's name of a known cloud (cloud.Public …), or the name in
	// the metadata document of another.
	Name string
	// Configuration has the authority and the Resource Manager endpoint and
	// audience.
	Configuration azcloud.Configuration
	// Private says that the cloud came from metadata_host.
	Private bool
}

func newSource(c *Config, transport policy.Transporter) *source {
	return &source{host: c.MetadataHost, environment: c.Environment, origin: c.origin("metadata_host"), transport: transport}
}

func (s *source) resolve(ctx context.Context) (Environment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done != nil {
		return *s.done, nil
	}
	environment, err := s.find(ctx)
	if err != nil {
		return Environment{}, err
	}
	s.done = &environment
	return environment, nil
}

func (s *source) find(ctx context.Context) (Environment, error) {
	if s.host != "" {
		environment, err := s.fromMetadata(ctx)
		if err != nil {
			return Environment{}, fmt.Errorf("reading the cloud's metadata (%s): %w", s.origin, err)
		}
		return environment, nil
	}
	name := s.environment
	if name == "" {
		name = string(cloud.Public)
	}
	known, err := cloud.Lookup(name)
	if err != nil {
		return Environment{}, permanent{fmt.Errorf("environment: %w", err)}
	}
	return Environment{
		Name:          string(known.Name),
		Configuration: configuration(known.AuthorityHost, known.ResourceManagerEndpoint, known.ResourceManagerAudience),
	}, nil
}

func configuration(authority, endpoint, audience string) azcloud.Configuration {
	return azcloud.Configuration{
		ActiveDirectoryAuthorityHost: authority,
		Services: map[azcloud.ServiceName]azcloud.ServiceConfiguration{
			azcloud.ResourceManager: {Endpoint: strings.TrimRight(endpoint, "/"), Audience: audience},
		},
	}
}

// metadata is the part of the 2022-09-01 document that matters here
// (arm-wire.md 3.0).
type metadata struct {
	Name            string `json:"name"`
	ResourceManager string `json:"resourceManager"`
	Authentication  struct {
		LoginEndpoint string   `json:"loginEndpoint"`
		Audiences     []string `json:"audiences"`
	} `json:"authentication"`
}

func (s *source) fromMetadata(ctx context.Context) (Environment, error) {
	target, err := metadataURL(s.host)
	if err != nil {
		return Environment{}, permanent{err}
	}
	raw, err := s.fetch(ctx, target)
	if err != nil {
		return Environment{}, err
	}
	var document metadata
	if err := json.Unmarshal(raw, &document); err != nil {
		return Environment{}, permanent{fmt.Errorf("%s answers no metadata document: %w", s.host, err)}
	}
	for name, value := range map[string]string{
		"resourceManager": document.ResourceManager, "authentication.loginEndpoint": document.Authentication.LoginEndpoint,
	} {
		if u, err := url.Parse(value); err != nil || u.Scheme != "https" || u.Host == "" {
			return Environment{}, permanent{fmt.Errorf("the metadata document of %s has no https URL as %s", s.host, name)}
		}
	}
	if len(document.Authentication.Audiences) == 0 || document.Authentication.Audiences[0] == "" {
		return Environment{}, permanent{fmt.Errorf("the metadata document of %s names no audience", s.host)}
	}
	name := document.Name
	if known, err := cloud.Lookup(name); err == nil {
		name = string(known.Name)
	}
	return Environment{
		Name:          name,
		Configuration: configuration(document.Authentication.LoginEndpoint, document.ResourceManager, document.Authentication.Audiences[0]),
		Private:       true,
	}, nil
}

func (s *source) fetch(ctx context.Context, target string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, metadataTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, permanent{err}
	}
	req.Header.Set("Accept", "application/json")
	res, err := transporter(s.transport).Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxMetadata))
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		err := fmt.Errorf("%s answers %s", s.host, res.Status)
		if res.StatusCode < 500 && res.StatusCode != http.StatusTooManyRequests {
			return nil, permanent{err}
		}
		return nil, err
	}
	return raw, nil
}

// metadataURL makes the document's URL of a host, which may have a port, as
// azurerm does. A leading https:// is tolerated; nothing else than a host is.
func metadataURL(host string) (string, error) {
	bare := strings.TrimSuffix(strings.TrimPrefix(host, "https://"), "/")
	u, err := url.Parse("https://" + bare)
	if err != nil || u.Host == "" || u.Host != bare || u.Hostname() == "" {
		return "", fmt.Errorf("%q is not a host name, as in management.example.com or localhost:8443", host)
	}
	return "https://" + bare + "/metadata/endpoints?api-version=2022-09-01", nil
}

func transporter(t policy.Transporter) policy.Transporter {
	if t != nil {
		return t
	}
	return http.DefaultClient
}

// permanent marks an error that the next attempt repeats; azcore and armclient
// know it by the method.
type permanent struct{ error }

func (permanent) NonRetriable() {}

func (p permanent) Unwrap() error { return p.error }
