package credential

import (
	"regexp"
	"slices"
	"strings"
)

// remedy is one row of the table from Microsoft Entra's refusal to what the
// user can do. The attributes are those to look at.
type remedy struct {
	codes      []string
	attributes []string
	text       string
}

// remedies are the refusals that a pipeline meets (learn.microsoft.com,
// "Microsoft Entra authentication and authorization error codes", read 2026-11).
var remedies = []remedy{
	{
		[]string{"AADSTS7000215"},
		[]string{"client_secret"},
		"it must be the secret's value, not its ID, and belong to the application of client_id",
	},
	{
		[]string{"AADSTS7000222"},
		[]string{"client_secret", "client_certificate_path"},
		"it has expired: make a new one for the application",
	},
	{
		[]string{"AADSTS700016"},
		[]string{"client_id", "tenant_id"},
		"the tenant has no such application",
	},
	{
		[]string{"AADSTS90002", "AADSTS900023"},
		[]string{"tenant_id"},
		"this cloud has no such tenant",
	},
	{
		[]string{"AADSTS700027"},
		[]string{"client_certificate_path"},
		"the certificate must be one that the application has, and the key the certificate's",
	},
	{
		[]string{"AADSTS700024", "AADSTS50027"},
		[]string{"oidc_token", "oidc_token_file_path"},
		"it must be a token that the CI system has just made; one that has run out or was cut is refused",
	},
	{
		[]string{"AADSTS70021", "AADSTS700211", "AADSTS700212", "AADSTS700213"},
		[]string{"client_id"},
		"the application needs a federated identity credential with exactly the issuer, subject and audience of the token",
	},
	{
		[]string{"AADSTS500011", "AADSTS500014"},
		[]string{"tenant_id", "environment", "metadata_host"},
		"the tenant does not belong to this cloud",
	},
}

var entraCode = regexp.MustCompile(`AADSTS\d+`)

// remedyFor says what to do about a refusal, or what to look at in general;
// nothing where the authority was not reached, which is no fault of a setting.
func (c *Config) remedyFor(refusal string, answered bool) string {
	code := entraCode.FindString(refusal)
	for _, r := range remedies {
		if slices.Contains(r.codes, code) {
			return "Look at " + named(r.attributes) + ": " + r.text + "."
		}
	}
	switch c.Method() {
	case AzureCLI:
		return "Sign in with az login, or set another way of authenticating."
	case ManagedIdentity:
		return "Look at " + named([]string{"client_id", "msi_endpoint"}) + ", and that the machine has the identity."
	default:
		if !answered {
			return ""
		}
		return "Look at " + named([]string{"tenant_id", "client_id"}) + " and at what proves the identity."
	}
}

// named lists attributes with their variables.
func named(attributes []string) string {
	names := make([]string, len(attributes))
	for i, attribute := range attributes {
		names[i] = attribute + " (" + Variables(attribute)[0] + ")"
	}
	return strings.Join(names, ", ")
}
