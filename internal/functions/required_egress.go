package functions

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

type requiredEgress struct{}

// NewRequiredEgress is the constructor for the provider's list.
func NewRequiredEgress() function.Function { return requiredEgress{} }

func (requiredEgress) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "required_egress"
}

func (requiredEgress) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What an AKS cluster must reach",
		MarkdownDescription: "Returns the egress that clusters of the profile need, as the data source `udr_aks_required_egress` does: a list of objects. " +
			"Each row says where it comes from and of which date.\n\n" + answer.Rows.Markdown(),
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "profile",
				MarkdownDescription: "An object, or its JSON text. `region` is required; `cloud`, `features`, `private_cluster`, `api_server_vnet_integration`, " +
					"`outbound_type`, `bootstrap_cache`, `windows`, `gpu`, `dns_servers`, `registries` (objects with `name`, `region`, `private_endpoint`) and " +
					"`api_server_addresses` may be left out. They mean what they do in a profile of the egress document.",
			},
		},
		Return: function.ListReturn{ElementType: answer.Rows.Object()},
	}
}

func (requiredEgress) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var arg types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &arg); resp.Error != nil {
		return
	}
	rows, err := rowsFor(arg)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, answer.RowsOf(rows))
}

// rowsFor reads a profile and returns its rows. The error names everything that is
// wrong, one a line, with the place in the profile.
func rowsFor(arg types.Dynamic) ([]cloud.Endpoint, error) {
	text, err := answer.JSON(arg)
	if err != nil {
		return nil, err
	}
	profile, err := decodeProfile(text)
	if err != nil {
		return nil, err
	}
	p, problems := aks.ProfileOf(profile)
	rows, found := cloud.RequiredEgress(p)
	for _, f := range found {
		if f.Severity == cloud.SeverityError {
			problems = append(problems, document.Problem{Text: f.Message})
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return rows, nil
}

// decodeProfile reads a profile as strictly as that of a document, by making it the
// only profile of one. Its subnets do not matter here and may be left out.
func decodeProfile(text []byte) (document.Profile, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil || fields == nil {
		return document.Profile{}, errors.New("the profile is not an object")
	}
	if _, given := fields["subnets"]; !given {
		fields["subnets"] = json.RawMessage(`[]`)
	}
	whole, err := json.Marshal(map[string]any{"version": document.Version, "aks": []any{fields}})
	if err != nil {
		return document.Profile{}, err
	}
	d, err := document.Decode(whole)
	var wrong document.Errors
	if errors.As(err, &wrong) {
		lines := make([]string, len(wrong))
		for i, p := range wrong {
			lines[i] = strings.TrimPrefix(p.Path, "$.aks[0].") + ": " + p.Text
		}
		return document.Profile{}, errors.New(strings.Join(lines, "\n"))
	}
	if err != nil || len(d.AKS) != 1 {
		return document.Profile{}, err
	}
	return d.AKS[0], nil
}
