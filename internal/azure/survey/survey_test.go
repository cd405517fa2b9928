package survey_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// judge adds flows from the nodes to a reading and answers their statuses.
func judge(t *testing.T, r *survey.Reading, flows ...document.Flow) []egress.Status {
	t.Helper()
	d := r.Document
	for _, f := range flows {
		f.Subnet = r.Name(nodes())
		d.Flows = append(d.Flows, f)
	}
	c, err := d.Case(nil)
	if err != nil {
		text, _ := document.Encode(d)
		t.Fatalf("%v in\n%s", err, text)
	}
	c.World.TagContents = map[string]egress.TagMembership{"AzureKubernetesService": {}}
	var got []egress.Status
	for _, v := range c.Evaluate(false).Verdicts {
		got = append(got, v.Status)
	}
	return got
}

var (
	ntp   = document.Flow{Protocol: "udp", Ports: []string{"123"}, Addresses: []string{"20.1.2.3"}}
	web   = document.Flow{Protocol: "https", Names: []string{"example.com"}}
	mail  = document.Flow{Protocol: "tcp", Ports: []string{"25"}, Addresses: []string{"20.1.2.3"}}
	flows = []document.Flow{ntp, web, mail}
)

// TestHubAndSpoke: one reading of a subnet follows its route into another subscription, each object asked for once.
func TestHubAndSpoke(t *testing.T) {
	t.Parallel()
	w := hubAndSpoke(t)
	r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
	want := []string{
		"azurefirewalls/fw", "firewallpolicies/base", "firewallpolicies/policy", "ipgroups/spokes", "networksecuritygroups/nsg",
		"publicipaddresses/pip", "routetables/rt", "rulecollectiongroups/aks", "rulecollectiongroups/common", "virtualnetworks/hub", "virtualnetworks/spoke",
	}
	reads := w.reads()
	if diff := cmp.Diff(want, keys(reads)); diff != "" {
		t.Error(diff)
	}
	for path, n := range reads {
		if n != 1 {
			t.Errorf("%s was read %d times", path, n)
		}
	}
	if len(r.Gaps) != 0 {
		t.Errorf("gaps %v", r.Gaps)
	}
	if diff := cmp.Diff([]egress.Status{egress.Allowed, egress.Denied, egress.Denied}, judge(t, r, flows...)); diff != "" {
		t.Error(diff)
	}
	golden(t, "hub-and-spoke.json", r.Document)
}

// TestGaps: whatever cannot be read leaves open what hinges on it, and nothing else; the gap says what and why.
func TestGaps(t *testing.T) {
	t.Parallel()
	const (
		forbidden = `{"error": {"code": "AuthorizationFailed", "message": "no"}}`
		gone      = `{"error": {"code": "ResourceNotFound", "message": "gone"}}`
		open      = egress.Indeterminate
		pass      = egress.Allowed
		drop      = egress.Denied
	)
	for _, tt := range []struct {
		at     string
		status int
		body   string
		kind   survey.GapKind
		want   []egress.Status // ntp, web, mail
	}{
		{"virtualNetworks/spoke", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"virtualNetworks/spoke", 404, gone, survey.Missing, []egress.Status{open, open, open}},
		{"virtualNetworks/spoke", 200, `{"id": "/", "name": "x", "properties": 7}`, survey.Odd, []egress.Status{open, open, open}},
		{"virtualNetworks/spoke", 200, `<html>`, survey.Unread, []egress.Status{open, open, open}},
		{"routeTables/rt", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"routeTables/rt", 404, gone, survey.Missing, []egress.Status{open, open, drop}},
		{"routeTables/rt", 200, `{"name": "rt"}`, survey.Odd, []egress.Status{open, open, drop}},
		{"routeTables/rt", 500, ``, survey.Unread, []egress.Status{open, open, drop}},
		{"networkSecurityGroups/nsg", 403, forbidden, survey.Forbidden, []egress.Status{open, open, open}},
		{"virtualNetworks/hub", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"virtualNetworks/hub", 404, gone, survey.Missing, []egress.Status{open, open, drop}},
		{"azureFirewalls/fw", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"firewallPolicies/policy", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"firewallPolicies/base", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"ruleCollectionGroups/common", 403, forbidden, survey.Forbidden, []egress.Status{open, open, drop}},
		{"ruleCollectionGroups/aks", 500, ``, survey.Unread, []egress.Status{pass, open, drop}}, // the parent's rules come first,
		{"ipGroups/spokes", 403, forbidden, survey.Forbidden, []egress.Status{pass, drop, drop}},
		{"publicIPAddresses/pip", 403, forbidden, survey.Forbidden, []egress.Status{pass, drop, drop}},
	} { // Where the network may not be read, the subnet by itself still tells its security group.
		t.Run(tt.at+" "+http.StatusText(tt.status), func(t *testing.T) {
			t.Parallel()
			w := hubAndSpoke(t)
			w.answer(tt.at, tt.status, tt.body)
			r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
			if len(r.Gaps) == 0 {
				t.Fatal("no gap")
			}
			g := r.Gaps[0]
			if !strings.HasSuffix(g.ID.String(), tt.at) || g.Kind != tt.kind || g.For == "" {
				t.Errorf("gap %+v", g)
			}
			if diff := cmp.Diff(tt.want, judge(t, r, flows...)); diff != "" {
				t.Errorf("%s\n%s", g.Text(), diff)
			}
		})
	}
}

// TestUnsettled: what is configured but not in force lets nothing pass for sure.
func TestUnsettled(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*armclient.Object) error
		want   []egress.Status
		gap    string
	}{
		"peering not connected": {
			func(o *armclient.Object) error {
				return o.Set("Initiated", "properties", "virtualNetworkPeerings", "0", "properties", "peeringState")
			},
			[]egress.Status{egress.Indeterminate, egress.Indeterminate},
			"peering to-hub is not known: ",
		},
		"a hub of Virtual WAN": {
			func(o *armclient.Object) error {
				return o.Set("RemoteVnetToHubPeering_1", "properties", "virtualNetworkPeerings", "0", "name")
			},
			[]egress.Status{egress.Indeterminate, egress.Indeterminate},
			"",
		},
		"a route server": {
			func(o *armclient.Object) error {
				return o.Set(map[string]any{"name": "RouteServerSubnet", "properties": map[string]any{"addressPrefix": "10.8.99.0/26", "ipConfigurations": []any{
					map[string]any{"id": spoke("virtualHubs", "rs").Child("ipConfigurations", "a").String()},
				}}}, "properties", "subnets", "1")
			},
			[]egress.Status{egress.Indeterminate, egress.Indeterminate},
			"",
		},
		"nothing": {func(*armclient.Object) error { return nil }, []egress.Status{egress.Allowed, egress.Denied}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := hubAndSpoke(t)
			w.edit(spoke("virtualNetworks", "spoke"), tt.change)
			r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
			if diff := cmp.Diff(tt.want, judge(t, r, ntp, web)); diff != "" {
				t.Error(diff)
			}
			if tt.gap == "" != (len(r.Gaps) == 0) || tt.gap != "" && !strings.HasPrefix(r.Gaps[0].Text(), tt.gap) {
				t.Errorf("gaps %v", r.Gaps)
			}
		})
	}
}

// TestBounds: a hub with more peers than are read is read as far as the bound goes, and the rest is told.
func TestBounds(t *testing.T) {
	t.Parallel()
	w := hubAndSpoke(t)
	w.edit(spoke("virtualNetworks", "spoke"), func(o *armclient.Object) error {
		list := o.Slice("properties", "virtualNetworkPeerings")
		for i := range 70 {
			list = append(list, map[string]any{"name": fmt.Sprint("p", i), "properties": map[string]any{
				"remoteVirtualNetwork": map[string]any{"id": spoke("virtualNetworks", fmt.Sprint("peer", i)).String()}, "peeringState": "Connected",
				"remoteAddressSpace": map[string]any{"addressPrefixes": []any{fmt.Sprintf("10.%d.0.0/16", 100+i)}},
			}})
		}
		return o.Set(list, "properties", "virtualNetworkPeerings")
	})
	r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
	kinds := map[survey.GapKind]int{}
	for _, g := range r.Gaps {
		kinds[g.Kind]++
	}
	if diff := cmp.Diff(map[survey.GapKind]int{survey.Missing: 63, survey.Skipped: 7}, kinds); diff != "" {
		t.Error(diff)
	}
	if got := judge(t, r, ntp, web, document.Flow{Protocol: "tcp", Ports: []string{"443"}, Addresses: []string{"10.169.0.4"}}); !slices.Equal(got, []egress.Status{egress.Allowed, egress.Denied, egress.Indeterminate}) {
		t.Errorf("%v", got)
	}
}
