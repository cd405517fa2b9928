// Package requiredegress is the data source udr_aks_required_egress: what an AKS
// cluster must reach, from the tables of package cloud. It asks nothing of Azure.
//
// Files: datasource.go the framework's interfaces, schema.go, model.go
// configuration to profile, read.go the answer.
package requiredegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
)

const typeName = "udr_aks_required_egress"

type requiredEgress struct{}

var (
	_ datasource.DataSource                   = requiredEgress{}
	_ datasource.DataSourceWithValidateConfig = requiredEgress{}
)

// NewDataSource is the constructor for the provider's list.
func NewDataSource() datasource.DataSource { return requiredEgress{} }

func (requiredEgress) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName
}
