// Package functions holds the provider's functions, one file each. They are pure
// and need no configured provider, so that they run in `terraform test` with a
// mock_provider as well. What they know comes from the packages below.
package functions

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// prefixOf reads an argument that customtypes.CIDRType has validated already.
func prefixOf(v customtypes.CIDR, position int64) (netip.Prefix, *function.FuncError) {
	if p, ok := v.Prefix(); ok {
		return p, nil
	}
	return netip.Prefix{}, function.NewArgumentFuncError(position, "Not a CIDR: "+v.String())
}

// setOf reads a prefix or one address.
func setOf(text string, position int64) (netset.Addresses, *function.FuncError) {
	p, err := netset.ParsePrefix(text)
	if err != nil {
		return netset.Addresses{}, function.NewArgumentFuncError(position, err.Error())
	}
	return netset.AddressesOf(p), nil
}
