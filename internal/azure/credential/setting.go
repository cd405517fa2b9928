package credential

import (
	"fmt"
	"strconv"
	"strings"
)

// setting is one attribute: its variables in order of precedence and where its
// value lies. Exactly one of text, flag and list is set.
type setting struct {
	attribute string
	variables []string
	text      func(*Config) *string
	flag      func(*Config) **bool
	list      func(*Config) *[]string
	secret    bool
}

// settings is the one table of attributes and variables. The names are those of
// azurerm (docs/index and the guides of v4 and v5, read 2026-11), with the
// further names that azapi and azuread read for the same thing.
var settings = []setting{
	text("subscription_id", func(c *Config) *string { return &c.SubscriptionID }, "ARM_SUBSCRIPTION_ID"),
	text("tenant_id", func(c *Config) *string { return &c.TenantID }, "ARM_TENANT_ID"),
	text("client_id", func(c *Config) *string { return &c.ClientID }, "ARM_CLIENT_ID"),
	text("client_id_file_path", func(c *Config) *string { return &c.ClientIDFilePath }, "ARM_CLIENT_ID_FILE_PATH"),
	hidden("client_secret", func(c *Config) *Secret { return &c.ClientSecret }, "ARM_CLIENT_SECRET"),
	text("client_secret_file_path", func(c *Config) *string { return &c.ClientSecretFilePath }, "ARM_CLIENT_SECRET_FILE_PATH"),
	text("client_certificate_path", func(c *Config) *string { return &c.ClientCertificatePath }, "ARM_CLIENT_CERTIFICATE_PATH"),
	hidden("client_certificate", func(c *Config) *Secret { return &c.ClientCertificate }, "ARM_CLIENT_CERTIFICATE"),
	hidden("client_certificate_password", func(c *Config) *Secret { return &c.ClientCertificatePassword }, "ARM_CLIENT_CERTIFICATE_PASSWORD"),
	flag("use_oidc", func(c *Config) **bool { return &c.UseOIDC }, "ARM_USE_OIDC"),
	hidden("oidc_token", func(c *Config) *Secret { return &c.OIDCToken }, "ARM_OIDC_TOKEN"),
	text("oidc_token_file_path", func(c *Config) *string { return &c.OIDCTokenFilePath }, "ARM_OIDC_TOKEN_FILE_PATH"),
	text("oidc_request_url", func(c *Config) *string { return &c.OIDCRequestURL },
		"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"),
	hidden("oidc_request_token", func(c *Config) *Secret { return &c.OIDCRequestToken },
		"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"),
	text("ado_pipeline_service_connection_id", func(c *Config) *string { return &c.ADOPipelineServiceConnectionID },
		"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"),
	flag("use_aks_workload_identity", func(c *Config) **bool { return &c.UseAKSWorkloadIdentity }, "ARM_USE_AKS_WORKLOAD_IDENTITY"),
	flag("use_msi", func(c *Config) **bool { return &c.UseMSI }, "ARM_USE_MSI"),
	text("msi_endpoint", func(c *Config) *string { return &c.MSIEndpoint }, "ARM_MSI_ENDPOINT"),
	flag("use_cli", func(c *Config) **bool { return &c.UseCLI }, "ARM_USE_CLI"),
	text("environment", func(c *Config) *string { return &c.Environment }, "ARM_ENVIRONMENT"),
	text("metadata_host", func(c *Config) *string { return &c.MetadataHost }, "ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST"),
	{
		attribute: "auxiliary_tenant_ids", variables: []string{"ARM_AUXILIARY_TENANT_IDS"},
		list: func(c *Config) *[]string { return &c.AuxiliaryTenantIDs },
	},
}

// alternatives are attributes that say the same thing in different ways: one of
// them in the provider block keeps the environment from adding another.
var alternatives = [][]string{
	{"client_id", "client_id_file_path"},
	{"client_secret", "client_secret_file_path"},
	{"client_certificate", "client_certificate_path"},
	{"oidc_token", "oidc_token_file_path", "oidc_request_url"},
	{"environment", "metadata_host"},
}

func text(attribute string, at func(*Config) *string, variables ...string) setting {
	return setting{attribute: attribute, variables: variables, text: at}
}

func hidden(attribute string, at func(*Config) *Secret, variables ...string) setting {
	return setting{
		attribute: attribute, variables: variables, secret: true,
		text: func(c *Config) *string { return (*string)(at(c)) },
	}
}

func flag(attribute string, at func(*Config) **bool, variables ...string) setting {
	return setting{attribute: attribute, variables: variables, flag: at}
}

func settingOf(attribute string) setting {
	for _, s := range settings {
		if s.attribute == attribute {
			return s
		}
	}
	return setting{attribute: attribute}
}

// Variables answers the environment variables of an attribute, in order of
// precedence; none for an attribute that this package does not know.
func Variables(attribute string) []string { return settingOf(attribute).variables }

func (s setting) isSet(c *Config) bool {
	switch {
	case s.text != nil:
		return *s.text(c) != ""
	case s.flag != nil:
		return *s.flag(c) != nil
	case s.list != nil:
		return len(*s.list(c)) > 0
	}
	return false
}

func (s setting) show(c *Config) string {
	switch {
	case s.secret:
		return "(hidden)"
	case s.text != nil:
		return *s.text(c)
	case s.flag != nil:
		return strconv.FormatBool(isTrue(*s.flag(c)))
	}
	return strings.Join(*s.list(c), ",")
}

func (s setting) fill(c *Config, value string) error {
	switch {
	case s.text != nil:
		*s.text(c) = strings.TrimSpace(value)
	case s.flag != nil:
		b, err := strconv.ParseBool(strings.TrimSpace(value))
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		*s.flag(c) = &b
	case s.list != nil:
		var items []string
		for _, item := range strings.Split(value, ";") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		*s.list(c) = items
	}
	return nil
}

// Lookup answers a variable's value and whether it is set; os.LookupEnv is one.
type Lookup func(name string) (value string, ok bool)

// FromEnvironment answers a copy in which the unset attributes are filled from
// their variables. An empty variable is an unset one, as azurerm has it.
func (c Config) FromEnvironment(lookup Lookup) Config {
	explicit := c
	out := c
	out.sources = map[string]string{}
	out.malformed = nil
	for _, s := range settings {
		if s.isSet(&explicit) || explicit.isUnknown(s.attribute) || explicit.hasAlternative(s.attribute) {
			continue
		}
		for _, variable := range s.variables {
			value, ok := lookup(variable)
			if !ok || strings.TrimSpace(value) == "" {
				continue
			}
			if err := s.fill(&out, value); err != nil {
				out.malformed = append(out.malformed, Problem{Attribute: s.attribute, Variable: variable, Message: err.Error()})
			} else if s.isSet(&out) {
				out.sources[s.attribute] = variable
			}
			break
		}
	}
	out.fromWorkloadIdentity(lookup)
	return out
}

// fromWorkloadIdentity reads what AKS injects into a pod (azurerm's
// use_aks_workload_identity).
func (c *Config) fromWorkloadIdentity(lookup Lookup) {
	if !isTrue(c.UseAKSWorkloadIdentity) {
		return
	}
	for _, from := range []struct{ attribute, variable string }{
		{"client_id", "AZURE_CLIENT_ID"}, {"tenant_id", "AZURE_TENANT_ID"}, {"oidc_token_file_path", "AZURE_FEDERATED_TOKEN_FILE"},
	} {
		s := settingOf(from.attribute)
		value, ok := lookup(from.variable)
		if !ok || value == "" || s.isSet(c) || c.isUnknown(from.attribute) || c.hasAlternative(from.attribute) {
			continue
		}
		*s.text(c) = value
		c.sources[from.attribute] = from.variable
	}
}

// hasAlternative reports whether the block, or an unknown value in it, already
// says in another way what attribute would.
func (c *Config) hasAlternative(attribute string) bool {
	for _, group := range alternatives {
		if !contains(group, attribute) {
			continue
		}
		for _, other := range group {
			if other != attribute && (c.isExplicit(other) || c.isUnknown(other)) {
				return true
			}
		}
	}
	return false
}

func contains(list []string, item string) bool {
	for _, have := range list {
		if have == item {
			return true
		}
	}
	return false
}
