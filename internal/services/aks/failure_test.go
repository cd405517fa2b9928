package aks

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

func TestFailure(t *testing.T) {
	t.Parallel()
	cluster := armid.Resource("s", "rg", "Microsoft.ContainerService", "managedClusters", "contoso")
	pool := cluster.Child("agentPools", "work")
	early := func(err error) error { return &azure.UntouchedError{Err: err} }
	boot := func(message string) error {
		return fmt.Errorf("making it: %w", &armclient.Error{StatusCode: 409, Code: "VMExtensionProvisioningError", Message: message, Method: "PUT", ID: cluster.String()})
	}
	for name, test := range map[string]struct {
		object string
		err    error
		where  path.Path
		want   []string
		not    string
	}{
		"frozen":                    {clusterObject, early(&azure.ImmutableError{ID: cluster, Paths: []string{"properties.unheardOf", "properties.networkProfile.serviceCidr"}}), at("network_profile", "service_cidr"), []string{"serviceCidr", "Nothing was changed", "plan again"}, ""},
		"frozen, nobody knows what": {clusterObject, early(&azure.ImmutableError{ID: cluster, Paths: []string{"properties.unheardOf"}}), path.Empty(), []string{"unheardOf"}, ""},
		"after a write":             {clusterObject, &azure.DowngradeError{ID: cluster, From: "1.36.2", To: "1.35"}, at("kubernetes_version"), []string{"Ask for 1.36.2"}, "Nothing was changed"},
		"older pool":                {poolObject, early(&azure.DowngradeError{ID: pool, From: "1.36.2", To: "1.35"}), at("orchestrator_version"), []string{"Ask for 1.36.2"}, ""},
		"rotation":                  {clusterObject, early(&azure.RotationError{ID: pool, Paths: []string{"properties.vmSize"}}), at("default_node_pool", "temporary_name_for_rotation"), []string{"temporary_name_for_rotation"}, ""},
		"maintenance of others": {
			clusterObject, early(&azure.ExistsError{ID: cluster.Child("maintenanceConfigurations", azure.MaintenanceNodeOS), Kind: "maintenance configuration"}),
			at("maintenance_window_node_os"),
			[]string{"import it"},
			"",
		},
		"pool of others":    {clusterObject, early(&azure.ExistsError{ID: pool, Kind: "agent pool"}), at("default_node_pool"), []string{"agentPools/work"}, ""},
		"the pool itself":   {poolObject, early(&azure.ExistsError{ID: pool, Kind: "agent pool"}), at("name"), []string{"agentPools/work"}, ""},
		"known exit code":   {poolObject, boot("terminated with exit status=52"), path.Empty(), []string{"Exit code 52", "custom DNS server", "AK-28", "udr_egress_check"}, ""},
		"unknown exit code": {poolObject, boot("terminated with exit status=99"), path.Empty(), []string{"exit code 99", "not one that blocked egress", "udr_egress_check"}, "means that"},
		"no exit code":      {poolObject, boot("something else"), path.Empty(), []string{"udr_egress_check"}, "xit code"},
		"codes of AKS": {
			clusterObject, &armclient.Error{StatusCode: 400, Code: "SubnetIsFull", Message: "full", Method: "PUT", ID: cluster.String()}, path.Empty(), []string{"SubnetIsFull", "larger range"}, "",
		},
		"assignment while the time ran out": {
			clusterObject, &azure.PermissionError{Awaited: []string{"Network Contributor on X"}, After: 90 * time.Second, Err: errors.Join(
				&armclient.Error{StatusCode: 403, Code: "LinkedAuthorizationFailed", Message: "no", Method: "PUT", ID: cluster.String()}, context.DeadlineExceeded)},
			at("identity"),
			[]string{"Network Contributor on X", "Waited 1m30s", "ran out", "LinkedAuthorizationFailed"},
			"",
		},
		"time": {clusterObject, fmt.Errorf("waiting: %w", context.DeadlineExceeded), path.Empty(), []string{"timeouts.create"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := failure(diags.Operation{Verb: "create", Object: test.object, ID: map[string]armid.ID{clusterObject: cluster, poolObject: pool}[test.object].String(), Timeout: time.Hour}, test.err)
			where := path.Empty()
			if with, ok := got.(diag.DiagnosticWithPath); ok {
				where = with.Path()
			}
			if !where.Equal(test.where) {
				t.Errorf("told at %s, want %s", where, test.where)
			}
			text := got.Summary() + "\n" + got.Detail()
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			if test.not != "" && strings.Contains(text, test.not) {
				t.Errorf("%q in:\n%s", test.not, text)
			}
		})
	}
}
