package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// policy is the firewall policy: ours when `policy` is there, else somebody else's.
func (r *request) policy(tags map[string]string) *azure.Policy {
	p := &azure.Policy{ID: r.resourceID(firewallPolicy, r.m.FirewallPolicyID)}
	m := values.OptionalObject[policyModel](r.ctx, policyPath, r.m.Policy, &r.problems)
	if m == nil {
		p.Existing = true
		return p
	}
	same := r.samePlace()
	prior := policyModel{}
	if before := values.OptionalObject[policyModel](r.ctx, policyPath, same.Policy, &r.problems); before != nil {
		prior = *before
	}
	p.Location, p.Tags = r.m.Location.ValueString(), tags
	p.Tier = values.RequireString(policyPath.AtName("sku_tier"), m.SKUTier, &r.problems)
	p.Settings = r.settings(same)
	base := func(m policyModel) *string {
		return values.OptionalString(policyPath.AtName("base_policy_id"), m.BasePolicyID, &r.problems)
	}
	mode := func(m policyModel) *string {
		return values.OptionalString(policyPath.AtName("intrusion_detection_mode"), m.IntrusionDetectionMode, &r.problems)
	}
	redirect := func(m policyModel) *bool {
		return values.OptionalBool(policyPath.AtName("sql_redirect_allowed"), m.SQLRedirectAllowed, &r.problems)
	}
	p.Base = azure.Handover(base(prior), base(*m))
	p.Intrusion = azure.Handover(mode(prior), mode(*m))
	p.SQLRedirect = azure.Handover(redirect(prior), redirect(*m))
	p.Allowlist = azure.Handover(r.allowlist(prior.ThreatIntelligenceAllowlist), r.allowlist(m.ThreatIntelligenceAllowlist))
	p.TLSInspection = azure.Handover(r.certificate(prior.TLSCertificate), r.certificate(m.TLSCertificate))
	return p
}

func (r *request) allowlist(v types.Object) *azure.Allowlist {
	at := policyPath.AtName("threat_intelligence_allowlist")
	m := values.OptionalObject[allowlistModel](r.ctx, at, v, &r.problems)
	if m == nil {
		return nil
	}
	return &azure.Allowlist{
		Addresses: values.StringSlice(at.AtName("ip_addresses"), m.IPAddresses, &r.problems),
		FQDNs:     values.StringSlice(at.AtName("fqdns"), m.FQDNs, &r.problems),
	}
}

func (r *request) certificate(v types.Object) *azure.TLSCert {
	at := policyPath.AtName("tls_certificate")
	m := values.OptionalObject[certificateModel](r.ctx, at, v, &r.problems)
	if m == nil {
		return nil
	}
	return &azure.TLSCert{
		Name:       values.RequireString(at.AtName("name"), m.Name, &r.problems),
		SecretID:   values.RequireString(at.AtName("key_vault_secret_id"), m.KeyVaultSecretID, &r.problems),
		IdentityID: values.RequireString(at.AtName("user_assigned_identity_id"), m.UserAssignedIdentityID, &r.problems),
	}
}
