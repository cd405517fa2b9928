package egresscheck_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestBadFlows: every value that cannot be is told at its own attribute, all at once, and what is not known in a flow or
// beside it hides nothing (L1, L8).
func TestBadFlows(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	flows := []any{
		body{"protocol": "tcp", "ports": []any{"-1"}, "addresses": []any{"8.8.8.8"}},
		body{"protocol": "tcp", "ports": []any{"443", "90-80", "70000", "0"}, "addresses": []any{"8.8.8.8"}},
		body{"protocol": "tcp", "ports": []any{"443"}, "addresses": []any{"2001:db8::1"}},
		body{"protocol": "https", "names": []any{}},
		body{"protocol": "https", "names": []any{"https://example.com/x", "a.*.example.com", ""}},
		body{"protocol": "https", "names": []any{protocol.Unknown, "b.*"}},
		body{"protocol": "https", "names": protocol.Unknown},
		body{"protocol": protocol.Unknown, "names": []any{"a.example"}},
		body{"protocol": protocol.Unknown, "names": []any{"c.*"}},
		body{"protocol": "tcp", "ports": protocol.Unknown, "addresses": []any{"8.8.8.8/8", "10.0.0.9-10.0.0.1", "nonsense"}},
		body{"protocol": "tcp", "ports": []any{"443"}, "addresses": []any{"8.8.8.8"}, "source_subnet_id": protocol.Unknown, "level": protocol.Unknown},
	}
	want := map[string]string{
		"flows[0].ports[0]":     `port "-1": a number from 0 to 65535 is missing`,
		"flows[1].ports[1]":     `port range "90-80" ends before it starts`,
		"flows[1].ports[2]":     `port "70000": "70000" is not a number from 0 to 65535`,
		"flows[1].ports[3]":     `0 is not a port that traffic can use`,
		"flows[3]":              `has no destination: give names, addresses, service_tags, firewall, public_ip or destination_subnet`,
		"flows[4].names[0]":     `name "https://example.com/x": it is a URL; a name has no scheme, port or path`,
		"flows[4].names[1]":     `name "a.*.example.com": a star may stand only once and only at the far left (FW-23)`,
		"flows[4].names[2]":     `name "": it is empty`,
		"flows[5].names":        `name "b.*": a star may stand only once and only at the far left (FW-23)`,
		"flows[8].names[0]":     `name "c.*": a star may stand only once and only at the far left (FW-23)`,
		"flows[9].addresses[0]": `"8.8.8.8/8" has bits set after the prefix length; did you mean "8.0.0.0/8"?`,
		"flows[9].addresses[1]": `range "10.0.0.9-10.0.0.1" ends before it starts`,
		"flows[9].addresses[2]": `"nonsense" is not an IP address`,
	}
	got := map[string]string{}
	for _, d := range h.ValidateData(typeName, body{"subnet_ids": []any{nodes, other}, "flows": flows}).Diagnostics().Errors() {
		if had, twice := got[d.Path]; twice {
			t.Errorf("two at %s: %s and %s", d.Path, had, d.Detail)
		}
		got[d.Path] = d.Detail
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var other = spoke("virtualNetworks/spoke/subnets/data")

// TestManyFlows: hundreds of flows are validated and judged in one go.
func TestManyFlows(t *testing.T) {
	t.Parallel()
	h := hubAndSpoke(t).Harness(t, nil)
	var flows []any
	for i := range 500 {
		flows = append(flows, https(fmt.Sprintf("h%d.example.com", i), "forbidden"))
	}
	config := body{"subnet_ids": []any{nodes}, "flows": flows}
	h.ValidateData(typeName, config).Must()
	d := h.ReadData(typeName, config).Must()
	if d.At("status") != "allowed" || len(statuses(d)) != len(flows) {
		t.Errorf("%v, %d verdicts", d.At("status"), len(statuses(d)))
	}
}
