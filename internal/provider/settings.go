package provider

import (
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// noEnvironment is a lookup that finds nothing.
func noEnvironment(string) (string, bool) { return "", false }

// settingsOf is the block's part of the credential settings. An unknown value is named as unknown, so that it is
// neither filled from the environment nor called missing (law L1).
func settingsOf(m model) credential.Config {
	c := credential.Config{
		SubscriptionID:                 m.SubscriptionID.ValueString(),
		TenantID:                       m.TenantID.ValueString(),
		ClientID:                       m.ClientID.ValueString(),
		ClientIDFilePath:               m.ClientIDFilePath.ValueString(),
		ClientSecret:                   credential.Secret(m.ClientSecret.ValueString()),
		ClientSecretFilePath:           m.ClientSecretFilePath.ValueString(),
		ClientCertificate:              credential.Secret(m.ClientCertificate.ValueString()),
		ClientCertificatePath:          m.ClientCertificatePath.ValueString(),
		ClientCertificatePassword:      credential.Secret(m.ClientCertificatePassword.ValueString()),
		UseOIDC:                        m.UseOIDC.ValueBoolPointer(),
		OIDCToken:                      credential.Secret(m.OIDCToken.ValueString()),
		OIDCTokenFilePath:              m.OIDCTokenFilePath.ValueString(),
		OIDCRequestURL:                 m.OIDCRequestURL.ValueString(),
		OIDCRequestToken:               credential.Secret(m.OIDCRequestToken.ValueString()),
		ADOPipelineServiceConnectionID: m.ADOPipelineServiceConnectionID.ValueString(),
		UseAKSWorkloadIdentity:         m.UseAKSWorkloadIdentity.ValueBoolPointer(),
		UseMSI:                         m.UseMSI.ValueBoolPointer(),
		MSIEndpoint:                    m.MSIEndpoint.ValueString(),
		UseCLI:                         m.UseCLI.ValueBoolPointer(),
		Environment:                    m.Environment.ValueString(),
		MetadataHost:                   m.MetadataHost.ValueString(),
	}
	c.AuxiliaryTenantIDs, _ = values.KnownStrings(m.AuxiliaryTenantIDs)
	for name, value := range credentialValues(m) {
		if value.IsUnknown() {
			c.Unknown = append(c.Unknown, name)
		}
	}
	slices.Sort(c.Unknown)
	return c
}

// credentialValues is every attribute that says who asks and where.
func credentialValues(m model) map[string]attr.Value {
	return map[string]attr.Value{
		"subscription_id": m.SubscriptionID, "tenant_id": m.TenantID, "client_id": m.ClientID, "client_id_file_path": m.ClientIDFilePath,
		"client_secret": m.ClientSecret, "client_secret_file_path": m.ClientSecretFilePath, "client_certificate": m.ClientCertificate,
		"client_certificate_path": m.ClientCertificatePath, "client_certificate_password": m.ClientCertificatePassword,
		"use_oidc": m.UseOIDC, "oidc_token": m.OIDCToken, "oidc_token_file_path": m.OIDCTokenFilePath, "oidc_request_url": m.OIDCRequestURL,
		"oidc_request_token": m.OIDCRequestToken, "ado_pipeline_service_connection_id": m.ADOPipelineServiceConnectionID,
		"use_aks_workload_identity": m.UseAKSWorkloadIdentity, "use_msi": m.UseMSI, "msi_endpoint": m.MSIEndpoint, "use_cli": m.UseCLI,
		"environment": m.Environment, "metadata_host": m.MetadataHost, "auxiliary_tenant_ids": m.AuxiliaryTenantIDs,
	}
}

func ownerOf(m model, lookup credential.Lookup) string {
	if values.Known(m.Owner) {
		return m.Owner.ValueString()
	}
	owner, _ := lookup(variableOwner)
	return owner
}

// flagOf is a flag from the block, else from its variable. A variable that is no flag counts as not set.
func flagOf(value types.Bool, variable string, lookup credential.Lookup) bool {
	if values.Known(value) {
		return value.ValueBool()
	}
	text, _ := lookup(variable)
	on, err := strconv.ParseBool(text)
	return err == nil && on
}
