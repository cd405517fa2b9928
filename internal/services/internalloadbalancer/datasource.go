// Package internalloadbalancer is the data source udr_internal_load_balancer: the private frontends that Kubernetes made for the
// services of a cluster, read from the node resource group, so that a DNAT rule needs no kubectl.
package internalloadbalancer

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
)

const (
	typeName    = "udr_internal_load_balancer"
	readTimeout = 5 * time.Minute
)

type balancerDataSource struct {
	account *account.Account
}

var (
	_ datasource.DataSource                   = (*balancerDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*balancerDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*balancerDataSource)(nil)
)

// NewDataSource is the constructor for the provider's list.
func NewDataSource() datasource.DataSource { return &balancerDataSource{} }

func (d *balancerDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName
}

func (d *balancerDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	var problem error
	if d.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}
