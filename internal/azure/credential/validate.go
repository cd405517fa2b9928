package credential

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// Problem is one setting that is missing, malformed or in contradiction.
type Problem struct {
	// Attribute is the provider's attribute to look at.
	Attribute string
	// Variable is the environment variable that also sets it, or that did.
	Variable string
	Message  string
}

// String answers the problem on one line, naming both ways of setting it.
func (p Problem) String() string {
	if p.Variable == "" {
		return p.Attribute + ": " + p.Message
	}
	return p.Attribute + " (" + p.Variable + "): " + p.Message
}

// Validate answers everything that is wrong with the settings, in the order of
// the attributes' table; none when a credential can be made of them. It reads no
// file and contacts nothing. What is unknown is not judged.
func (c *Config) Validate() []Problem {
	v := &validation{c: c}
	v.problems = append(v.problems, c.malformed...)
	v.need("the provider must know which subscription to work in", "subscription_id")
	v.where()
	v.twice()
	v.withoutEffect()
	v.method()
	return v.problems
}

// ValidateBlock is the part of Validate that no environment can change: what
// the provider block alone says wrongly or twice. It is meant for a
// configuration without FromEnvironment.
func (c *Config) ValidateBlock() []Problem {
	v := &validation{c: c}
	v.where()
	v.twice()
	return v.problems
}

type validation struct {
	c        *Config
	problems []Problem
}

// say adds a problem of an attribute, with the variable its value came from or,
// where it is missing, could come from.
func (v *validation) say(attribute, format string, args ...any) {
	variable := v.c.sources[attribute]
	if variable == "" {
		if all := Variables(attribute); len(all) > 0 {
			variable = all[0]
		}
	}
	v.problems = append(v.problems, Problem{Attribute: attribute, Variable: variable, Message: fmt.Sprintf(format, args...)})
}

// need reports an attribute that is missing; any of the others will do too.
func (v *validation) need(reason, attribute string, others ...string) {
	for _, a := range append([]string{attribute}, others...) {
		if v.c.isUnknown(a) || settingOf(a).isSet(v.c) {
			return
		}
	}
	v.say(attribute, "is missing: %s", reason)
}

// where judges subscription, tenants and cloud.
func (v *validation) where() {
	c := v.c
	if c.SubscriptionID != "" && uuid.Validate(c.SubscriptionID) != nil {
		v.say("subscription_id", "%q is not a subscription ID (a GUID)", c.SubscriptionID)
	}
	if c.TenantID != "" && !isTenant(c.TenantID) {
		v.say("tenant_id", "%q is neither a GUID nor a domain name", c.TenantID)
	}
	if c.ClientID != "" && strings.ContainsAny(c.ClientID, " \t\r\n") {
		v.say("client_id", "%q holds white space", c.ClientID)
	}
	if c.Environment != "" && c.MetadataHost == "" {
		if _, err := cloud.Lookup(c.Environment); err != nil {
			v.say("environment", "%v; for any other cloud set metadata_host (ARM_METADATA_HOSTNAME)", err)
		}
	}
	if c.MetadataHost != "" {
		if _, err := metadataURL(c.MetadataHost); err != nil {
			v.say("metadata_host", "%v", err)
		}
	}
	if len(c.AuxiliaryTenantIDs) > 3 {
		v.say("auxiliary_tenant_ids", "has %d tenants; Azure takes 3 at most", len(c.AuxiliaryTenantIDs))
	}
	for _, tenant := range c.AuxiliaryTenantIDs {
		if !isTenant(tenant) {
			v.say("auxiliary_tenant_ids", "%q is neither a GUID nor a domain name", tenant)
		}
	}
}

// twice judges what the provider block says twice. What a variable adds to the
// block is never a contradiction: the block wins.
func (v *validation) twice() {
	c := v.c
	for _, pair := range [][2]string{
		{"client_id", "client_id_file_path"},
		{"client_secret", "client_secret_file_path"},
		{"client_certificate", "client_certificate_path"},
		{"oidc_token", "oidc_token_file_path"},
	} {
		if c.isExplicit(pair[0]) && c.isExplicit(pair[1]) {
			v.say(pair[1], "contradicts %s: set one of the two", pair[0])
		}
	}
	for _, certificate := range []string{"client_certificate", "client_certificate_path"} {
		for _, secret := range []string{"client_secret", "client_secret_file_path"} {
			if c.isExplicit(certificate) && c.isExplicit(secret) {
				v.say(secret, "contradicts %s: one application authenticates by one of them", certificate)
			}
		}
	}
}

// withoutEffect judges options of a method that is not asked for.
func (v *validation) withoutEffect() {
	c := v.c
	if c.isExplicit("client_certificate_password") {
		v.needCertificate()
	}
	for _, attribute := range []string{"oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token"} {
		if c.isExplicit(attribute) && !c.oidcWanted() && !c.isUnknown("use_oidc") {
			v.say(attribute, "has no effect without use_oidc = true (ARM_USE_OIDC)")
		}
	}
	if c.isExplicit("msi_endpoint") && !isTrue(c.UseMSI) && !c.isUnknown("use_msi") {
		v.say("msi_endpoint", "has no effect without use_msi = true (ARM_USE_MSI)")
	}
}

func (v *validation) needCertificate() {
	v.need("client_certificate_password is set without a certificate", "client_certificate_path", "client_certificate")
}

// method judges what the chosen method needs.
func (v *validation) method() {
	c := v.c
	if c.methodUnknown() {
		return
	}
	switch c.Method() {
	case None:
		v.say("use_cli", "is false and no other way of authenticating is configured: set client_secret (ARM_CLIENT_SECRET), "+
			"client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH), use_oidc (ARM_USE_OIDC) or use_msi (ARM_USE_MSI)")
	case ClientCertificate:
		v.application("a client certificate")
		if c.ClientCertificate != "" {
			if _, err := base64.StdEncoding.DecodeString(string(c.ClientCertificate)); err != nil {
				v.say("client_certificate", "is not base64")
			}
		}
	case ClientSecret:
		v.application("a client secret")
	case OIDC:
		v.application("OpenID Connect")
		v.oidc()
	case ManagedIdentity:
		if c.MSIEndpoint != "" {
			if u, err := url.Parse(c.MSIEndpoint); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
				v.say("msi_endpoint", "%q is not an absolute URL", c.MSIEndpoint)
			}
		}
	case AzureCLI:
	}
}

func (v *validation) application(method string) {
	v.need("authenticating by "+method+" needs it", "tenant_id")
	v.need("authenticating by "+method+" needs it", "client_id", "client_id_file_path")
}

func (v *validation) oidc() {
	c := v.c
	v.need("OpenID Connect needs a token, a file with one, or the URL of the CI system to ask for one (oidc_request_url, ARM_OIDC_REQUEST_URL)",
		"oidc_token", "oidc_token_file_path", "oidc_request_url")
	if c.OIDCToken != "" || c.OIDCTokenFilePath != "" || c.OIDCRequestURL == "" {
		return
	}
	if u, err := url.Parse(c.OIDCRequestURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		v.say("oidc_request_url", "is not an absolute URL")
	}
	v.need("asking oidc_request_url for a token needs it", "oidc_request_token")
	if c.sources["oidc_request_url"] == "SYSTEM_OIDCREQUESTURI" {
		v.need("Azure Pipelines gives a token for a service connection only", "ado_pipeline_service_connection_id")
	}
}

func (c *Config) oidcWanted() bool { return isTrue(c.UseOIDC) || isTrue(c.UseAKSWorkloadIdentity) }

// methodUnknown reports whether a value that is not known yet could choose
// another method.
func (c *Config) methodUnknown() bool {
	for _, t := range triggers {
		for _, attribute := range t.attributes {
			if c.isUnknown(attribute) {
				return true
			}
		}
	}
	return c.isUnknown("use_cli")
}

// isTenant takes what azidentity takes: a GUID or a domain name.
func isTenant(text string) bool {
	if uuid.Validate(text) == nil {
		return true
	}
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' {
			return false
		}
	}
	return text != ""
}
