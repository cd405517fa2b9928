package aks

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// egressOf is the `egress` object of a configuration: it is write-only, so no plan or state has it.
func egressOf(config section) section {
	if config.unknown {
		return section{unknown: true}
	}
	return sectionOf(typed(underlying(config.value("egress"))))
}

// underlying is what a dynamic value holds.
func underlying(v attr.Value) attr.Value {
	d, ok := v.(types.Dynamic)
	switch {
	case !ok:
		return v
	case d.IsUnknown() || d.IsUnderlyingValueUnknown():
		return types.DynamicUnknown()
	case d.IsNull() || d.IsUnderlyingValueNull():
		return types.DynamicNull()
	}
	return d.UnderlyingValue()
}

// members are the elements of a map or the attributes of an object, as far as they are known: a dynamic value may hold either.
func members(v attr.Value) (all map[string]attr.Value, complete bool) {
	switch v := underlying(v).(type) {
	case nil:
		return nil, true
	case types.Map:
		return v.Elements(), !v.IsUnknown()
	case types.Object:
		return v.Attributes(), !v.IsUnknown()
	default:
		return nil, !v.IsUnknown()
	}
}

// exitAddresses are the public addresses that the egress sends from; complete is false while one may be missing.
func exitAddresses(egress section) (all []netip.Addr, complete bool) {
	if egress.unknown {
		return nil, false
	}
	found, complete := members(egress.value("exit_addresses"))
	for _, v := range found {
		text := view.Text(v)
		if addr, err := netip.ParseAddr(text.Value); text.Known && err == nil {
			all = append(all, addr.Unmap())
		} else if text.Unknown {
			complete = false
		}
	}
	return all, complete
}

// effectiveRanges is what is sent as authorized ranges: the user's, and the egress's own addresses where nodes reach a public API
// server through it. It is unknown while any part of the answer is.
func effectiveRanges(c, config section) types.Set {
	unknown := types.SetUnknown(types.StringType)
	a := apiServer(config)
	own := a.texts("authorized_ip_ranges")
	switch {
	case a.absent() || own.Empty():
		return values.SetOfStrings(nil)
	case !own.Complete:
		return unknown
	}
	private, inside := c.flag("private_cluster_enabled").Or(false), a.flag("virtual_network_integration_enabled").Or(false)
	include, kind := a.flag("include_egress_ips").Or(true), outbound(c)
	if private.Unknown || inside.Unknown || include.Unknown || kind.Unknown {
		return unknown
	}
	ranges := own.Items
	if !private.Value && !inside.Value && include.Value && routed(c) {
		exits, complete := exitAddresses(egressOf(config))
		if !complete {
			return unknown
		}
		for _, addr := range exits {
			ranges = append(ranges, addr.String())
		}
	}
	return values.SetOfStrings(normalRanges(ranges))
}
