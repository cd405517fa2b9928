package aks

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Where the hop is, there is a subnet, though the egress does not tell its range.
func TestJudgeHop(t *testing.T) {
	t.Parallel()
	const (
		network = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/"
		inside  = network + "spoke/subnets/AzureFirewallSubnet"
		outside = network + "hub/subnets/AzureFirewallSubnet"
	)
	known, unknown, null := types.StringValue, types.StringUnknown(), types.StringNull()
	kinds := map[string]attr.Type{"subnet_id": types.StringType, "private_ip_address": types.StringType, "predicted_private_ip_address": types.StringType}
	for name, test := range map[string]struct {
		subnet, address, predicted types.String
		service, pods, want        string
	}{
		"predicted":                 {known(inside), unknown, known("10.0.3.4"), "", "", "service_cidr_subnet_overlap"},
		"assigned":                  {known(strings.ToUpper(inside)), known("10.0.3.5"), null, "", "", "service_cidr_subnet_overlap"},
		"the assigned one counts":   {known(inside), known("100.64.3.4"), known("10.0.3.4"), "", "", ""},
		"in the pods' range":        {known(inside), known("192.168.3.4"), null, "", "192.168.0.0/16", "pod_cidr_subnet_overlap"},
		"beside both":               {known(inside), known("10.1.3.4"), null, "10.2.0.0/16", "10.244.0.0/16", ""},
		"services put elsewhere":    {known(inside), unknown, known("10.0.3.4"), "10.2.0.0/16", "", ""},
		"another network":           {known(outside), known("10.0.3.4"), null, "", "", ""},
		"a subnet not known":        {unknown, known("10.0.3.4"), null, "", "", ""},
		"an address not known":      {known(inside), unknown, unknown, "", "", ""},
		"no address":                {known(inside), null, null, "", "", ""},
		"an address that is a name": {known(inside), known("fw"), null, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hop := types.ObjectValueMust(kinds, map[string]attr.Value{"subnet_id": test.subnet, "private_ip_address": test.address, "predicted_private_ip_address": test.predicted})
			ranges := map[string]attr.Value{"network_plugin_mode": known("overlay"), "network_plugin": known("azure"), "service_cidr": null, "pod_cidr": null}
			if test.service != "" {
				ranges["service_cidr"] = known(test.service)
			}
			if test.pods != "" {
				ranges["pod_cidr"] = known(test.pods)
			}
			texts := map[string]attr.Type{}
			for name := range ranges {
				texts[name] = types.StringType
			}
			c := section{fields: map[string]attr.Value{
				"default_node_pool": types.ObjectValueMust(map[string]attr.Type{"vnet_subnet_id": types.StringType}, map[string]attr.Value{"vnet_subnet_id": known(network + "spoke/subnets/aks")}),
				"network_profile":   types.ObjectValueMust(texts, ranges),
			}}
			var found findings
			for range 2 { // the second time it has been told already
				judgeHop(c, section{fields: map[string]attr.Value{"hop": hop}}, &found)
			}
			switch {
			case test.want == "" && len(found.list) > 0:
				t.Errorf("found %v", found.list)
			case test.want != "" && (len(found.list) != 1 || found.list[0].Rule != test.want || found.list[0].Warning):
				t.Errorf("found %v, want one refusal %s", found.list, test.want)
			}
		})
	}
}

// A plan does not know the ranges that AKS will take; the configuration tells that AKS is to take its own.
func TestLeftToAKS(t *testing.T) {
	t.Parallel()
	null, unknown, known := types.StringNull(), types.StringUnknown(), types.StringValue("10.9.0.0/16")
	kinds := map[string]attr.Type{"service_cidr": types.StringType}
	of := func(service types.String) section {
		return section{fields: map[string]attr.Value{"network_profile": types.ObjectValueMust(kinds, map[string]attr.Value{"service_cidr": service})}}
	}
	for name, test := range map[string]struct {
		planned, config section
		want            string // the first service range
	}{
		"left out":          {of(unknown), of(null), "10.0.0.0/16"},
		"no profile":        {of(unknown), section{fields: map[string]attr.Value{"network_profile": types.ObjectNull(kinds)}}, "10.0.0.0/16"},
		"computed":          {of(unknown), of(unknown), ""},
		"computed profile":  {of(unknown), section{fields: map[string]attr.Value{"network_profile": types.ObjectUnknown(kinds)}}, ""},
		"written":           {of(known), of(known), "10.9.0.0/16"},
		"known of old":      {of(known), of(null), "10.9.0.0/16"},
		"nothing is known":  {section{unknown: true}, section{unknown: true}, ""},
		"a profile unknown": {section{fields: map[string]attr.Value{"network_profile": types.ObjectUnknown(kinds)}}, of(null), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, service := range servicePrefixes(leftToAKS(test.planned, test.config)) {
				got = service.prefix.String()
			}
			if got != test.want {
				t.Errorf("services have %q, want %q", got, test.want)
			}
		})
	}
}
