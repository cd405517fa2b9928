package egresscheck_test

import (
	"os"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

const typeName = "udr_egress_check"

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../../examples/egress/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestExamples judges the example documents as text, and asks Azure nothing.
func TestExamples(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	h := azure.Harness(t, nil)
	for name, want := range map[string]string{
		"how-to.json": "allowed", "how-to-without-network-rule.json": "denied", "least-privilege.json": "allowed",
		"route-table-not-associated.json": "denied", "rules-not-known-yet.json": "indeterminate", "hub-and-spoke.json": "allowed",
	} {
		d := h.ReadData(typeName, map[string]any{"document": example(t, name)}).Must()
		if d.At("status") != want || !strings.HasPrefix(d.At("mermaid").(string), "flowchart LR") || len(d.At("verdicts").([]any)) < 11 {
			t.Errorf("%s is %v, want %s\n%v", name, d.At("status"), want, d.At("report"))
		}
	}
	if calls := azure.Calls(); len(calls) != 0 {
		t.Errorf("Azure was asked: %v", calls)
	}
}

// TestHowTo: the how-to's rules let everything pass, and the findings say which rule is to blame.
func TestHowTo(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	codes := map[string]map[string]any{}
	for _, f := range h.ReadData(typeName, map[string]any{"document": example(t, "how-to.json")}).Must().At("findings").([]any) {
		finding := f.(map[string]any)
		codes[finding["code"].(string)] = finding
	}
	dead := codes["RULE_DEAD_BY_TYPE"]
	if codes["RULE_ANY_ANY"] == nil || dead == nil || !strings.Contains(dead["object"].(string), `"required"`) ||
		len(dead["by"].([]any)) != 1 || !strings.Contains(dead["by"].([]any)[0].(string), `"netrules"`) {
		t.Errorf("findings %v", codes)
	}
	d := h.ReadData(typeName, map[string]any{"document": example(t, "how-to-without-network-rule.json")}).Must()
	if report := d.At("report").(string); !strings.Contains(report, "nodes would stop with exit code 51") {
		t.Errorf("no exit code in\n%s", report)
	}
	for _, v := range d.At("verdicts").([]any) {
		verdict := v.(map[string]any)
		if verdict["reason"] == "AK-1" && (verdict["status"] != "denied" || verdict["exit_code"] != int64(51) || len(verdict["fixes"].([]any)) == 0) {
			t.Errorf("verdict %v", verdict)
		}
	}
}

// document is a small network as a module would build it; the flow's level decides whether it is to pass.
func document(level any) map[string]any {
	return map[string]any{
		"version": 1,
		"networks": []any{map[string]any{"name": "v", "address_space": []any{"10.0.0.0/16"}, "subnets": []any{
			map[string]any{"name": "a", "address_prefixes": []any{"10.0.1.0/24"}}, map[string]any{"name": "b", "address_prefixes": []any{"10.0.2.0/24"}},
		}}},
		"flows": []any{map[string]any{"name": "neighbours", "source_subnet": "v/a", "destination_subnet": "v/b", "protocol": "tcp", "ports": []any{"5432"}, "level": level}},
	}
}

// TestForbidden: the same flow is right where it is wanted and wrong where it is forbidden.
func TestForbidden(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for _, tt := range []struct {
		level  any
		status string
		ok     bool
	}{{nil, "allowed", true}, {"required", "allowed", true}, {"forbidden", "denied", false}} {
		d := h.ReadData(typeName, map[string]any{"document": document(tt.level)}).Must()
		verdict := d.At("verdicts").([]any)[0].(map[string]any)
		if d.At("status") != tt.status || verdict["ok"] != tt.ok || verdict["status"] != "allowed" || verdict["name"] != "neighbours" {
			t.Errorf("level %v: %v, verdict %v", tt.level, d.At("status"), verdict)
		}
	}
}

func TestBadDocuments(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	out := h.ValidateData(typeName, map[string]any{"document": `{"version": 1, "nonsense": true, "networks": [{"name": "v", "subnets": [{}]}]}`})
	out.WantError("document", "$.nonsense: is not a field here")
	out.WantError("document", "$.networks[0].subnets[0].name: is missing")
	h.ValidateData(typeName, map[string]any{"document": "{"}).WantOnlyError("document", "not valid JSON")
	h.ValidateData(typeName, map[string]any{"document": true}).WantOnlyError("document", "want an object, have true or false")

	unknown := document("required")
	unknown["route_tables"], unknown["networks"] = protocol.Unknown, []any{map[string]any{"name": protocol.Unknown, "address_space": []any{protocol.Unknown}}}
	h.ValidateData(typeName, map[string]any{"document": unknown}).Must()
	unknown["nonsense"] = true // which no later value can mend
	h.ValidateData(typeName, map[string]any{"document": unknown}).WantOnlyError("document", "$.nonsense: is not a field here")
	h.ValidateData(typeName, map[string]any{"document": protocol.Unknown}).Must()
	if d := h.ReadData(typeName, map[string]any{"document": protocol.Unknown}).Must(); !d.Deferred {
		t.Error("read with an unknown document")
	}
}
