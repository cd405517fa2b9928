// Package egresscheck is the data source udr_egress_check: the evaluator over a
// given document. It asks nothing of Azure.
//
// Files: datasource.go the framework's interfaces and the model, schema.go, read.go the
// answer.
package egresscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const typeName = "udr_egress_check"

// model is the configuration and state of the data source.
type model struct {
	Document types.Dynamic `tfsdk:"document"`
	Status   types.String  `tfsdk:"status"`
	Report   types.String  `tfsdk:"report"`
	Mermaid  types.String  `tfsdk:"mermaid"`
	Verdicts types.List    `tfsdk:"verdicts"`
	Findings types.List    `tfsdk:"findings"`
}

type egressCheck struct{}

var (
	_ datasource.DataSource                   = egressCheck{}
	_ datasource.DataSourceWithValidateConfig = egressCheck{}
)

// NewDataSource is the constructor for the provider's list.
func NewDataSource() datasource.DataSource { return egressCheck{} }

func (egressCheck) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName
}
