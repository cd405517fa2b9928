package credential

import (
	"fmt"
	"slices"
	"strings"
)

// Secret is a text that no formatting shows.
type Secret string

// String answers a placeholder for anything but the empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(hidden)"
}

// GoString answers the same placeholder.
func (s Secret) GoString() string { return s.String() }

// Format shows the placeholder whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalText encodes the placeholder.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Config holds the provider's attributes about who asks and where. An empty
// text and a nil flag are unset.
type Config struct {
	SubscriptionID   string
	TenantID         string
	ClientID         string
	ClientIDFilePath string

	ClientSecret         Secret
	ClientSecretFilePath string

	ClientCertificatePath     string
	ClientCertificate         Secret // PKCS#12 or PEM, base64
	ClientCertificatePassword Secret

	UseOIDC                        *bool
	OIDCToken                      Secret
	OIDCTokenFilePath              string
	OIDCRequestURL                 string
	OIDCRequestToken               Secret
	ADOPipelineServiceConnectionID string
	UseAKSWorkloadIdentity         *bool

	UseMSI      *bool
	MSIEndpoint string

	UseCLI *bool

	Environment        string
	MetadataHost       string
	AuxiliaryTenantIDs []string

	// Unknown names the attributes whose value Terraform does not know yet.
	// They are not filled from the environment and not called missing (law L1).
	Unknown []string

	// sources tells which attributes came from which variable.
	sources map[string]string
	// malformed are the variables whose text made no sense.
	malformed []Problem
}

// String names what is set, and no secret.
func (c Config) String() string {
	var parts []string
	for _, s := range settings {
		if !s.isSet(&c) {
			continue
		}
		part := s.attribute + "=" + s.show(&c)
		if variable := c.sources[s.attribute]; variable != "" {
			part += " (" + variable + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// GoString is String, so that %#v shows no secret either.
func (c Config) GoString() string { return c.String() }

// isExplicit reports whether the attribute is set in the provider block.
func (c *Config) isExplicit(attribute string) bool {
	s := settingOf(attribute)
	return s.isSet(c) && c.sources[attribute] == ""
}

func (c *Config) isUnknown(attribute string) bool { return slices.Contains(c.Unknown, attribute) }

// origin says where the attribute's value comes from, for people.
func (c *Config) origin(attribute string) string {
	if variable := c.sources[attribute]; variable != "" {
		return attribute + " from " + variable
	}
	return attribute
}

func isTrue(flag *bool) bool { return flag != nil && *flag }

// cliAllowed: the Azure CLI is the last resort unless it is turned off.
func (c *Config) cliAllowed() bool { return c.UseCLI == nil || *c.UseCLI }
