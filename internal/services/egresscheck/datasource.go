// Package egresscheck is the data source udr_egress_check: the evaluator over a
// given document, over live configuration, or over both together. Without
// subnet_ids and cluster_id it asks nothing of Azure.
//
// Files: datasource.go the framework's interfaces, schema.go, model.go
// configuration to question, validate.go, live.go what Azure has, read.go the
// answer.
package egresscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
)

const typeName = "udr_egress_check"

type egressCheck struct{ account *account.Account }

var (
	_ datasource.DataSource                     = (*egressCheck)(nil)
	_ datasource.DataSourceWithConfigure        = (*egressCheck)(nil)
	_ datasource.DataSourceWithConfigValidators = (*egressCheck)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*egressCheck)(nil)
)

// NewDataSource is the constructor for the provider's list.
func NewDataSource() datasource.DataSource { return &egressCheck{} }

func (*egressCheck) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName
}

func (c *egressCheck) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	var problem error
	if c.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}
