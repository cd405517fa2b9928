package internalloadbalancer

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ValidateConfig judges the time limits: a wait that is longer than the read may take could never be waited.
func (d *balancerDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limits := lifecycle.JudgeTimeouts(config.Timeouts.Object)
	diags.AppendChecks(&resp.Diagnostics, nil, limits...)
	text, known := values.KnownString(config.WaitFor)
	if !known || len(limits) > 0 || config.Timeouts.IsUnknown() {
		return
	}
	timeout, problems := config.Timeouts.Read(ctx, readTimeout)
	wait, err := time.ParseDuration(text)
	if err == nil && !problems.HasError() && wait > timeout {
		resp.Diagnostics.AddAttributeError(path.Root("wait_for"), "The wait is longer than the read may take",
			fmt.Sprintf("wait_for is %s, and a read ends after %s.\n\nSet timeouts = { read = %q } or wait for less.", wait, timeout, wait+time.Minute))
	}
}

func (d *balancerDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	timeout, problems := m.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	cluster, ok := m.ClusterID.ID()
	if !ok && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(diags.AttributeBug(path.Root("cluster_id"), "an unknown reached the request"))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	group, err := d.nodeGroup(ctx, cluster)
	if err != nil {
		resp.Diagnostics.Append(diags.AttributeFromError(path.Root("cluster_id"), "read", "managed cluster", cluster.String(), err))
		return
	}
	name := m.Name.ValueString()
	if name == "" {
		name = internalName
	}
	id := group.Child(azure.LoadBalancerType, name)
	wait, _ := time.ParseDuration(m.WaitFor.ValueString())
	want := choice{subnet: m.Subnet.ValueString(), port: int64(m.Port.ValueInt32()), serviceUID: m.ServiceUID.ValueString()}
	live, chosen, err := d.await(ctx, id, want, wait)
	switch {
	case err != nil && !armclient.IsNotFound(err):
		resp.Diagnostics.Append(diags.Operation{Verb: "read", Object: "load balancer", ID: id.String(), Timeout: timeout}.Failed(err))
	case len(chosen) == 0:
		resp.Diagnostics.AddError("No internal service was found", nothing(id, live, want, wait, err))
	default:
		m.publish(ctx, live.ID, chosen, &resp.Diagnostics)
		if m.PrivateIPAddress.IsNull() && want.String() != "" {
			resp.Diagnostics.AddAttributeWarning(path.Root("private_ip_address"), "Several internal services were found",
				fmt.Sprintf("The load balancer %s has several frontends %s: %s. private_ip_address is null, since it cannot say which one.\n\nSelect by service_uid, or take one of frontends.",
					id, want, frontendList(chosen)))
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// nodeGroup is the group that AKS keeps the cluster's own resources in.
func (d *balancerDataSource) nodeGroup(ctx context.Context, cluster armid.ID) (armid.ID, error) {
	object, err := d.account.Client.Get(ctx, cluster, containers.APIVersion)
	if err != nil {
		return armid.ID{}, err
	}
	group := armid.ResourceGroup(cluster.SubscriptionID(), object.String("properties", "nodeResourceGroup"))
	if group.IsZero() {
		return armid.ID{}, fmt.Errorf("the answer names no node resource group")
	}
	return group, nil
}

// pause is the time between two looks at a balancer that is about to appear.
const pause = 10 * time.Second

// await reads the balancer until the choice selects something or the wait is over. The error is that of the last read.
func (d *balancerDataSource) await(ctx context.Context, id armid.ID, want choice, wait time.Duration) (azure.LoadBalancer, map[string]azure.Frontend, error) {
	clock := d.account.Client.Clock()
	start := clock.Now()
	for {
		live, err := azure.ReadLoadBalancer(ctx, d.account.Client, id)
		if err != nil && !armclient.IsNotFound(err) {
			return live, nil, err
		}
		chosen := want.of(live.Frontends)
		if len(chosen) > 0 || clock.Now().Sub(start) >= wait {
			return live, chosen, err
		}
		tflog.Info(ctx, "Waiting for the internal load balancer", map[string]any{"id": id.String(), "waited": clock.Now().Sub(start).String(), "at_most": wait.String()})
		if err := clock.Sleep(ctx, pause); err != nil {
			return live, nil, err
		}
	}
}

// nothing says what was looked for and what is there.
func nothing(id armid.ID, live azure.LoadBalancer, want choice, wait time.Duration, err error) string {
	text := fmt.Sprintf("The load balancer %s does not exist: Kubernetes makes it with the cluster's first internal service.", id)
	if err == nil {
		text = fmt.Sprintf("The load balancer %s has no frontend %s. It has %s.", id, orAny(want.String()), frontendList(live.Frontends))
	}
	if wait > 0 {
		text += fmt.Sprintf(" Waited for %s.", wait)
	}
	return text + "\n\nApply a service of type LoadBalancer with the annotation service.beta.kubernetes.io/azure-load-balancer-internal: \"true\", and look at its " +
		"events when it gets no address; or set wait_for if it is about to appear. To destroy all the same, without looking: terraform destroy -refresh=false."
}

func orAny(text string) string {
	if text == "" {
		return "with a private address"
	}
	return text
}

func frontendList(all map[string]azure.Frontend) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var ports []string
		for _, rule := range slices.Sorted(maps.Keys(all[name].Rules)) {
			ports = append(ports, fmt.Sprint(all[name].Rules[rule].FrontendPort))
		}
		subnet := all[name].SubnetID
		list = append(list, fmt.Sprintf("%s (%s in %s, ports %s)", name, all[name].PrivateIPAddress, subnet[strings.LastIndex(subnet, "/")+1:], strings.Join(ports, ", ")))
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, "; ")
}

// onlyAddress is the address of the only frontend, or of the only one with IPv4: a frontend has one address, so that a service of both
// families has two, and NAT rules take IPv4 alone (FW-47). Empty when there are several.
func onlyAddress(chosen map[string]azure.Frontend) string {
	var all, four []string
	for _, frontend := range chosen {
		all = append(all, frontend.PrivateIPAddress)
		if address, err := netip.ParseAddr(frontend.PrivateIPAddress); err == nil && address.Is4() {
			four = append(four, frontend.PrivateIPAddress)
		}
	}
	switch {
	case len(four) == 1:
		return four[0]
	case len(all) == 1:
		return all[0]
	}
	return ""
}

// publish fills the computed attributes in.
func (m *model) publish(ctx context.Context, id string, chosen map[string]azure.Frontend, problems *diag.Diagnostics) {
	m.ID, m.PrivateIPAddress = types.StringValue(id), values.StringOrNull(onlyAddress(chosen))
	frontends := map[string]frontendModel{}
	for name, frontend := range chosen {
		rules := map[string]ruleModel{}
		for key, rule := range frontend.Rules {
			rules[key] = ruleModel{
				Protocol: types.StringValue(rule.Protocol), FrontendPort: types.Int64Value(rule.FrontendPort), BackendPort: types.Int64Value(rule.BackendPort),
				FloatingIPEnabled: types.BoolValue(rule.FloatingIP),
			}
		}
		frontends[name] = frontendModel{
			PrivateIPAddress: types.StringValue(frontend.PrivateIPAddress), SubnetID: values.StringOrNull(frontend.SubnetID),
			Rules: values.ObjectMapFrom(ctx, ruleTypes, rules, problems),
		}
	}
	m.Frontends = values.ObjectMapFrom(ctx, frontendTypes, frontends, problems)
}
