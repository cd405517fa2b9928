package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

type cidrsOverlap struct{}

// NewCIDRsOverlap is the constructor for the provider's list.
func NewCIDRsOverlap() function.Function { return cidrsOverlap{} }

func (cidrsOverlap) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "cidrs_overlap"
}

func (cidrsOverlap) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Whether any two of some prefixes overlap",
		MarkdownDescription: "Tells whether two elements of the list share an address. Equal elements do. Use it for address spaces that are to be peered, or for subnets, pod ranges and service ranges that have to be apart.",
		Parameters: []function.Parameter{
			function.ListParameter{Name: "prefixes", MarkdownDescription: "CIDR prefixes or IP addresses.", ElementType: types.StringType},
		},
		Return: function.BoolReturn{},
	}
}

func (cidrsOverlap) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var prefixes []*string
	if resp.Error = req.Arguments.Get(ctx, &prefixes); resp.Error != nil {
		return
	}
	var seen netset.Addresses
	overlap := false
	for i, text := range prefixes {
		if text == nil {
			resp.Error = function.ConcatFuncErrors(resp.Error, function.NewArgumentFuncError(0, fmt.Sprintf("Element %d is null", i)))
			continue
		}
		set, wrong := setOf(*text, 0)
		if wrong != nil {
			resp.Error = function.ConcatFuncErrors(resp.Error, function.NewArgumentFuncError(0, fmt.Sprintf("Element %d: %s", i, wrong.Text)))
			continue
		}
		overlap = overlap || seen.Overlaps(set)
		seen = seen.Union(set)
	}
	if resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, overlap)
	}
}
