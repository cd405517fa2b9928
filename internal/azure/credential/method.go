package credential

import "strings"

// Method is a way of authenticating.
type Method int

// The methods in order of precedence, azurerm's.
const (
	None Method = iota
	ClientCertificate
	ClientSecret
	OIDC
	ManagedIdentity
	AzureCLI
)

// String names the method for people.
func (m Method) String() string {
	switch m {
	case ClientCertificate:
		return "client certificate"
	case ClientSecret:
		return "client secret"
	case OIDC:
		return "OpenID Connect"
	case ManagedIdentity:
		return "managed identity"
	case AzureCLI:
		return "Azure CLI"
	default:
		return "none"
	}
}

// triggers are the attributes that ask for a method, in order of precedence. A
// flag asks by being true.
var triggers = []struct {
	method     Method
	attributes []string
}{
	{ClientCertificate, []string{"client_certificate", "client_certificate_path"}},
	{ClientSecret, []string{"client_secret", "client_secret_file_path"}},
	{OIDC, []string{"use_oidc", "use_aks_workload_identity"}},
	{ManagedIdentity, []string{"use_msi"}},
}

// Method answers the method that the settings ask for. A method asked for in
// the provider block goes before one asked for by a variable; among equals the
// order is client certificate, client secret, OpenID Connect, managed identity;
// the Azure CLI is used when none is asked for and use_cli is not false.
func (c *Config) Method() Method {
	method, _ := c.choose()
	return method
}

// choose answers the method and the attribute that asked for it.
func (c *Config) choose() (Method, string) {
	for _, explicit := range []bool{true, false} {
		for _, t := range triggers {
			for _, attribute := range t.attributes {
				if c.asks(attribute) && c.isExplicit(attribute) == explicit {
					return t.method, attribute
				}
			}
		}
	}
	if c.cliAllowed() {
		return AzureCLI, "use_cli"
	}
	return None, ""
}

func (c *Config) asks(attribute string) bool {
	s := settingOf(attribute)
	if s.flag != nil {
		return isTrue(*s.flag(c))
	}
	return s.isSet(c)
}

// Explain says in one line which method is used, what asked for it, and which
// other methods are set up but not used.
func (c *Config) Explain() string {
	method, by := c.choose()
	reason := c.origin(by)
	switch method {
	case None:
		return "no way of authenticating is configured"
	case AzureCLI:
		reason = "no other method is configured"
	default:
	}
	line := "authenticating by " + method.String() + " (" + reason + ")"
	var unused []string
	for _, t := range triggers {
		for _, attribute := range t.attributes {
			if t.method != method && c.asks(attribute) {
				unused = append(unused, t.method.String()+" ("+c.origin(attribute)+")")
			}
		}
	}
	if len(unused) > 0 {
		line += "; not used: " + strings.Join(unused, ", ")
	}
	return line
}
