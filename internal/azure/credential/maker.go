package credential

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// maker answers the function that makes azidentity's credential once the cloud
// is known. Everything that can fail without the cloud fails here.
func (c *Config) maker(transport policy.Transporter) (func(Environment) (azcore.TokenCredential, error), error) {
	switch c.Method() {
	case ClientCertificate:
		return c.certificateMaker(transport)
	case ClientSecret:
		return c.secretMaker(transport), nil
	case OIDC:
		return c.assertionMaker(transport), nil
	case ManagedIdentity:
		return c.identityMaker(transport)
	case AzureCLI:
		return c.cliMaker(), nil
	default:
		return nil, errors.New("no way of authenticating is configured")
	}
}

func clientOptions(e Environment, transport policy.Transporter) azcore.ClientOptions {
	return azcore.ClientOptions{Cloud: e.Configuration, Transport: transport, Telemetry: policy.TelemetryOptions{Disabled: true}}
}

func (c *Config) certificateMaker(transport policy.Transporter) (func(Environment) (azcore.TokenCredential, error), error) {
	attribute := "client_certificate"
	if c.ClientCertificatePath != "" {
		attribute = "client_certificate_path"
	}
	raw, err := base64.StdEncoding.DecodeString(string(c.ClientCertificate))
	if err != nil {
		return nil, fmt.Errorf("%s: not base64", c.origin(attribute))
	}
	certificates, key, err := azidentity.ParseCertificates(raw, []byte(c.ClientCertificatePassword))
	if err != nil {
		return nil, fmt.Errorf("%s: reading the certificate and its key: %w%s", c.origin(attribute), err, certificateHint(raw))
	}
	return func(e Environment) (azcore.TokenCredential, error) {
		return azidentity.NewClientCertificateCredential(c.TenantID, c.ClientID, certificates, key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions:              clientOptions(e, transport),
			AdditionallyAllowedTenants: c.AuxiliaryTenantIDs,
			DisableInstanceDiscovery:   e.Private,
			SendCertificateChain:       true, // for applications that trust by subject name and issuer
		})
	}, nil
}

// certificateHint says what azidentity cannot read: PKCS#12 as openssl 3 writes
// it by default (azidentity v1.15.0, ParseCertificates).
func certificateHint(raw []byte) string {
	if bytes.Contains(raw, []byte("-----BEGIN")) {
		return ""
	}
	return "; check client_certificate_password (ARM_CLIENT_CERTIFICATE_PASSWORD); a PKCS#12 file that is protected by anything newer than " +
		"SHA-1 cannot be read and has to be converted to PEM: openssl pkcs12 -in FILE -out FILE.pem -nodes"
}

func (c *Config) secretMaker(transport policy.Transporter) func(Environment) (azcore.TokenCredential, error) {
	return func(e Environment) (azcore.TokenCredential, error) {
		return azidentity.NewClientSecretCredential(c.TenantID, c.ClientID, string(c.ClientSecret), &azidentity.ClientSecretCredentialOptions{
			ClientOptions:              clientOptions(e, transport),
			AdditionallyAllowedTenants: c.AuxiliaryTenantIDs,
			DisableInstanceDiscovery:   e.Private,
		})
	}
}

func (c *Config) assertionMaker(transport policy.Transporter) func(Environment) (azcore.TokenCredential, error) {
	assertion := c.assertion(transport)
	return func(e Environment) (azcore.TokenCredential, error) {
		return azidentity.NewClientAssertionCredential(c.TenantID, c.ClientID, assertion, &azidentity.ClientAssertionCredentialOptions{
			ClientOptions:              clientOptions(e, transport),
			AdditionallyAllowedTenants: c.AuxiliaryTenantIDs,
			DisableInstanceDiscovery:   e.Private,
		})
	}
}

// cliMaker: the tenant decides where it is given, otherwise the subscription;
// the CLI takes one of the two.
func (c *Config) cliMaker() func(Environment) (azcore.TokenCredential, error) {
	return func(Environment) (azcore.TokenCredential, error) {
		options := &azidentity.AzureCLICredentialOptions{AdditionallyAllowedTenants: c.AuxiliaryTenantIDs, TenantID: c.TenantID}
		if c.TenantID == "" {
			options.Subscription = c.SubscriptionID
		}
		return azidentity.NewAzureCLICredential(options)
	}
}

func (c *Config) identityMaker(transport policy.Transporter) (func(Environment) (azcore.TokenCredential, error), error) {
	if c.MSIEndpoint != "" {
		endpoint, err := url.Parse(c.MSIEndpoint)
		if err != nil {
			return nil, fmt.Errorf("%s: not a URL", c.origin("msi_endpoint"))
		}
		transport = redirected{to: endpoint, through: transporter(transport)}
	}
	return func(e Environment) (azcore.TokenCredential, error) {
		options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: clientOptions(e, transport)}
		if c.ClientID != "" {
			options.ID = azidentity.ClientID(c.ClientID)
		}
		return azidentity.NewManagedIdentityCredential(options)
	}, nil
}

// instanceMetadata is the fixed address that virtual machines ask for tokens.
const instanceMetadata = "169.254.169.254"

// redirected sends what is meant for the instance metadata address to
// msi_endpoint: azidentity knows no such setting.
type redirected struct {
	to      *url.URL
	through policy.Transporter
}

func (r redirected) Do(req *http.Request) (*http.Response, error) {
	if req.URL.Hostname() != instanceMetadata {
		return r.through.Do(req)
	}
	copied := req.Clone(req.Context())
	copied.URL.Scheme, copied.URL.Host = r.to.Scheme, r.to.Host
	if r.to.Path != "" && r.to.Path != "/" {
		copied.URL.Path = r.to.Path
	}
	copied.Host = r.to.Host
	return r.through.Do(copied)
}
