package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

type cidrContains struct{}

// NewCIDRContains is the constructor for the provider's list.
func NewCIDRContains() function.Function { return cidrContains{} }

func (cidrContains) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "cidr_contains"
}

func (cidrContains) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Whether a prefix contains another one, or an address",
		MarkdownDescription: "Tells whether all addresses of `other` lie in `prefix`. A prefix contains itself. IPv4 and IPv6 never contain one another.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "prefix", MarkdownDescription: "A CIDR prefix, such as `10.0.0.0/16`.", CustomType: customtypes.CIDRType{}},
			function.StringParameter{Name: "other", MarkdownDescription: "A CIDR prefix or an IP address."},
		},
		Return: function.BoolReturn{},
	}
}

func (cidrContains) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var (
		outer customtypes.CIDR
		other string
	)
	if resp.Error = req.Arguments.Get(ctx, &outer, &other); resp.Error != nil {
		return
	}
	prefix, wrong := prefixOf(outer, 0)
	inner, wrongInner := setOf(other, 1)
	if resp.Error = function.ConcatFuncErrors(wrong, wrongInner); resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, netset.AddressesOf(prefix).Covers(inner))
}
