package document

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

func howto(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/howto.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestHowto(t *testing.T) {
	t.Parallel()
	d, err := Decode(howto(t))
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Case(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Evaluate(false)
	var got []egress.Status
	for _, v := range r.Verdicts {
		got = append(got, v.Status)
	}
	// The name list has an unknown element, so that packages.aks.azure.com may be in it.
	want := []egress.Status{egress.Allowed, egress.Indeterminate, egress.Allowed, egress.Denied}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Outcome() != egress.Indeterminate {
		t.Errorf("outcome %s", r.Outcome())
	}
}

func TestEncodeDecode(t *testing.T) {
	t.Parallel()
	d, err := Decode(howto(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if diff := cmp.Diff(d, again); diff != "" {
		t.Error(diff)
	}
	for _, absent := range []string{"null", `""`, "[]"} {
		if strings.Contains(string(text), absent) {
			t.Errorf("the text holds %s:\n%s", absent, text)
		}
	}
}

// TestProblems: every problem is reported, each at its place.
func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no JSON", `{`, `$: not valid JSON: unexpected EOF`},
		{"bad JSON", `{"version": }`, `$: not valid JSON at byte 13: invalid character '}' looking for beginning of value`},
		{"two documents", `{"version": 1} {}`, `$: there is more text after the document`},
		{"no object", `[]`, `$: want an object, have a list`},
		{"version", `{"version": 2}`, `$.version: version 2 is not known; this reads version 1`},
		{"fraction", `{"version": 1.5}`, `$.version: 1.5 is not a whole number`},
		{
			"many at once",
			`{"version": 1, "netwroks": [], "routeTables": [], "networks": [{"address_space": "10.0.0.0/8", "subnets": [{"name": 5, "default_outbound_access_enabled": "yes"}]}]}`,
			"$.networks[0].name: is missing\n" +
				"$.networks[0].address_space: want a list, have a string\n" +
				"$.networks[0].subnets[0].name: want a string, have a number\n" +
				"$.networks[0].subnets[0].default_outbound_access_enabled: want true or false, have a string\n" +
				"$.netwroks: is not a field here\n" +
				`$.routeTables: is not a field here; did you mean "route_tables"?`,
		},
		{"enum", `{"version": 1, "firewalls": [{"name": "fw", "tier": "Gold"}]}`, `$.firewalls[0].tier: "Gold" is not one of Basic, Standard, Premium`},
		{"unknown where it cannot be", `{"version": 1, "firewalls": [{"name": {"unknown": true}}]}`, `$.firewalls[0].name: has to be known`},
		{
			"values",
			`{"version": 1, "networks": [{"name": "n", "address_space": ["10.0.0.1/8", "x"]}],
			  "route_tables": [{"name": "t", "routes": [{"name": "r", "next_hop_type": "None"}]}],
			  "firewalls": [{"name": "f", "collections": [
			    {"name": "c", "kind": "network", "priority": 100, "rules": [{"name": "r", "fqdn_tags": ["T"], "destination_ports": ["99999"]}]},
			    {"name": "d", "kind": "application", "priority": 100, "action": "Allow", "rules": [{"name": "r", "protocols": ["Https"], "destination_fqdns": ["a.*"]}]}]}],
			  "flows": [{"source_subnet": "n/s", "protocol": "tcp"}]}`,
			`$.networks[0].address_space[0]: "10.0.0.1/8" has bits set after the prefix length; did you mean "10.0.0.0/8"?` + "\n" +
				`$.networks[0].address_space[1]: "x" is not an IP address` + "\n" +
				`$.route_tables[0].routes[0].address_prefix: is missing` + "\n" +
				`$.firewalls[0].collections[0].action: is missing` + "\n" +
				`$.firewalls[0].collections[0].rules[0].fqdn_tags: does not belong to network rules` + "\n" +
				`$.firewalls[0].collections[0].rules[0].destination_ports[0]: port "99999": "99999" is not a number from 0 to 65535` + "\n" +
				`$.firewalls[0].collections[1].rules[0].destination_fqdns[0]: name "a.*": a star may stand only once and only at the far left (FW-23)` + "\n" +
				`$.firewalls[0].collections[1].rules[0].protocols[0]: "Https" is not like Https:443, Http:80 or Mssql:1433` + "\n" +
				`$.flows[0].ports: is missing` + "\n" +
				`$.flows[0]: has no destination: give names, addresses, service_tags, firewall, public_ip or destination_subnet` + "\n" +
				`$.flows[0].source_subnet: subnet "n/s" is not in the document; write network/subnet`,
		},
		{"profile without facts", `{"version": 1, "aks": [{"subnets": ["n/s"], "region": "eastus"}]}`, `$.aks[0]: AKS profiles are not supported here`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := Decode([]byte(tt.text))
			if err == nil {
				_, err = d.Case(nil)
			}
			if err == nil {
				t.Fatal("no error")
			}
			var all Errors
			if !errors.As(err, &all) {
				t.Errorf("the error is a %T", err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExpansion(t *testing.T) {
	t.Parallel()
	d, err := Decode([]byte(`{"version": 1, "networks": [{"name": "n", "subnets": [{"name": "s"}]}], "aks": [{"subnets": ["n/s"], "region": "eastus"}],
		"fqdn_tags": {"T": {"holds": ["given.example"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Case(func(p Profile) (Expansion, error) {
		return Expansion{
			Flows:       []egress.Flow{{Name: p.Region, Source: egress.Source{Subnet: p.Subnets[0]}}},
			TagContents: map[string]egress.TagMembership{"T": {}, "U": {}},
			Warnings:    []Problem{{"features[0]", "is old"}, {"", "is doubtful"}},
		}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Flows) != 1 || c.Flows[0].Name != "eastus" || len(c.World.TagContents) != 2 || len(c.World.TagContents["T"].Yes) != 1 {
		t.Errorf("flows %v, tags %v", c.Flows, c.World.TagContents)
	}
	var told []string
	for _, f := range c.Evaluate(false).Findings {
		if f.Code == FindProfile && f.Severity == egress.SeverityAdvice {
			told = append(told, f.Text)
		}
	}
	if diff := cmp.Diff([]string{"$.aks[0].features[0]: is old", "$.aks[0]: is doubtful"}, told); diff != "" {
		t.Error(diff)
	}
	for want, given := range map[string]error{
		"$.aks[0]: no such region":                               errors.New("no such region"),
		"$.aks[0].dns_servers[1]: no address\n$.aks[0]: too few": Errors{{"dns_servers[1]", "no address"}, {"", "too few"}},
	} {
		if _, err := d.Case(func(Profile) (Expansion, error) { return Expansion{}, given }); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestProfileSubnets: a subnet that leads nowhere is told once, at its place, and not for every flow of the profile.
func TestProfileSubnets(t *testing.T) {
	t.Parallel()
	d, err := Decode([]byte(`{"version": 1, "aks": [{"subnets": ["n/a", "n/b"], "region": "eastus", "api_server_subnet": "n/c"}],
		"networks": [{"name": "n", "subnets": [{"name": "B"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Case(func(p Profile) (Expansion, error) {
		return Expansion{Flows: []egress.Flow{{Source: egress.Source{Subnet: p.Subnets[0]}}, {Source: egress.Source{Subnet: p.Subnets[0]}}}}, nil
	})
	want := `$.aks[0].subnets[0]: subnet "n/a" is not in the document; write network/subnet` + "\n" +
		`$.aks[0].api_server_subnet: subnet "n/c" is not in the document; write network/subnet`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// TestSchemaMember: editors look for "$schema" in the document itself, which must not make it a wrong one.
func TestSchemaMember(t *testing.T) {
	t.Parallel()
	d, err := Decode([]byte(`{"$schema": "https://example.com/egress.schema.json", "version": 1}`))
	if err != nil || d.Schema != "https://example.com/egress.schema.json" {
		t.Fatalf("%+v, %v", d, err)
	}
	text, err := Encode(d)
	if err != nil || !strings.Contains(string(text), `"$schema": "https://example.com/egress.schema.json"`) {
		t.Errorf("%s, %v", text, err)
	}
	if _, err := Decode([]byte(`{"$schema": 1, "version": 1}`)); err == nil || err.Error() != "$.$schema: want a string, have a number" {
		t.Errorf("a schema that is no string: %v", err)
	}
}

// TestUnknownSourcePorts: a rule whose source ports are not known may match or not.
func TestUnknownSourcePorts(t *testing.T) {
	t.Parallel()
	for ports, want := range map[string]egress.Status{`["*"]`: egress.Denied, `{"unknown": true}`: egress.Indeterminate, `["1", {"unknown": true}]`: egress.Indeterminate} {
		r, err := Judge([]byte(`{"version": 1, "networks": [{"name": "v", "address_space": ["10.0.0.0/16"],
			"subnets": [{"name": "s", "address_prefixes": ["10.0.1.0/24"], "network_security_group": "g"}]}],
			"network_security_groups": [{"name": "g", "rules": [{"name": "no", "priority": 100, "access": "Deny", "source_ports": `+ports+`}]}],
			"flows": [{"source_subnet": "v/s", "protocol": "tcp", "ports": ["443"], "addresses": ["10.0.9.9"]}]}`), nil, false)
		if err != nil || r.Verdicts[0].Status != want {
			t.Errorf("%s: %v, %v", ports, r.Verdicts, err)
		}
	}
}

func TestAssumptions(t *testing.T) {
	t.Parallel()
	c, err := Document{Without: []string{"a-dns", "A-TI"}}.Case(nil)
	if err != nil || len(c.Without) != 2 || c.Without[0] != egress.AssumeDNS {
		t.Errorf("got %v, %v", c.Without, err)
	}
	if _, err := (Document{Without: []string{"A-X"}}).Case(nil); err == nil || !strings.HasPrefix(err.Error(), "$.without_assumptions[0]: ") {
		t.Errorf("A-X: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(howto(f))
	f.Add([]byte(`{"version":1,"networks":[{"name":"n","subnets":[{"name":"s","address_prefixes":[{"unknown":true}]}]}],"flows":[{"source_subnet":"n/s","protocol":"icmp","addresses":["*"]}]}`))
	f.Add([]byte(`{"version":1,"firewalls":[{"name":"f","private_ip_ranges":["IANAPrivateRanges"],"policy":{"unknown":true}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Decode(text)
		if err != nil {
			return
		}
		encoded, err := Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(encoded)
		if err != nil {
			t.Fatalf("%v in %s", err, encoded)
		}
		second, err := Encode(again)
		if err != nil || string(second) != string(encoded) {
			t.Fatalf("%v: %s is written as %s the second time", err, encoded, second)
		}
		c, err := d.Case(nil)
		if err != nil {
			return
		}
		c.Evaluate(true)
	})
}
