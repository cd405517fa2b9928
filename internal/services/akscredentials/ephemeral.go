// Package akscredentials is the ephemeral resource udr_aks_credentials: a kubeconfig that is asked for when a run needs it and
// is in no plan, state or log (law L7).
package akscredentials

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

const typeName = "udr_aks_credentials"

// openTimeout bounds the one request; an ephemeral resource has no timeouts of its own.
const openTimeout = 5 * time.Minute

type credentials struct {
	account *account.Account
}

var (
	_ ephemeral.EphemeralResource                   = (*credentials)(nil)
	_ ephemeral.EphemeralResourceWithConfigure      = (*credentials)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*credentials)(nil)
)

// NewEphemeralResource is the constructor for the provider's list.
func NewEphemeralResource() ephemeral.EphemeralResource { return &credentials{} }

func (c *credentials) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = typeName
}

func (c *credentials) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	var problem error
	if c.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

// ValidateConfig: the administrator's kubeconfig has one form only.
func (c *credentials) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() && m.Admin.ValueBool() && m.Format.ValueString() == formatExec {
		resp.Diagnostics.AddAttributeError(path.Root("format"), "The administrator does not log in",
			"The kubeconfig of the local administrator holds a client certificate; format is for users who log in with Microsoft Entra ID.\n\nLeave format out, or admin.")
	}
}

// Open asks for the kubeconfig. No part of the answer gets into an error or a log.
func (c *credentials) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	id, ok := m.ClusterID.ID()
	if !ok && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(diags.AttributeBug(clusterPath, "an unknown reached the request"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	answer, err := containers.NewClusters(c.account.Client).Credentials(ctx, id, containers.CredentialOptions{
		Admin: m.Admin.ValueBool(), PublicFQDN: m.PublicFQDN.ValueBool(), Exec: m.Format.ValueString() != formatAzure,
	})
	if missing(err) {
		// The ID of a cluster that this plan is about to make is known before the cluster is. Terraform asks in the plan, and again in the apply.
		if _, planned := c.account.Ledger.Planned(id); planned {
			m.publish(ctx, kubeconfig{}, containers.Secret{}, &resp.Diagnostics)
			resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
			return
		}
	}
	if err != nil {
		resp.Diagnostics.Append(diags.AttributeFromError(clusterPath, "read", "credentials of the cluster", id.String(), err, advice(err, m.Admin.ValueBool())...))
		return
	}
	file, err := parse(answer.Kubeconfig)
	if err != nil {
		resp.Diagnostics.Append(diags.AttributeFromError(clusterPath, "read", "credentials of the cluster", id.String(), err))
		return
	}
	m.publish(ctx, file, answer.Kubeconfig, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}

// missing: there is no such cluster, or not even its resource group.
func missing(err error) bool {
	return armclient.IsNotFound(err) || armclient.ClassOf(err) == armclient.ParentNotFound
}

// advice says what to change where Azure's answer is one that users meet.
func advice(err error, admin bool) []string {
	var failure *armclient.Error
	switch {
	case !errors.As(err, &failure):
		return nil
	case armclient.IsForbidden(err) && admin:
		return []string{"The caller needs Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action (Azure Kubernetes Service Cluster Admin Role), or leave admin out."}
	case armclient.IsForbidden(err):
		return []string{"The caller needs Microsoft.ContainerService/managedClusters/listClusterUserCredential/action (Azure Kubernetes Service Cluster User Role)."}
	case admin && failure.Class == armclient.Invalid:
		return []string{"A cluster with disabled local accounts has no administrator: leave admin out, and log in with Microsoft Entra ID through the exec plug-in."}
	}
	return nil
}
