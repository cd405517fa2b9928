package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// caseOf reads the fields of a document around a small network.
func caseOf(t *testing.T, fields string) (Case, error) {
	t.Helper()
	d, err := Decode([]byte(`{"version": 1, ` + fields + `}`))
	if err != nil {
		t.Fatalf("%v in %s", err, fields)
	}
	return d.Strict(func(p Profile) (Expansion, error) { return Expansion{}, nil })
}

const smallNetwork = `"networks": [{"name": "v", "address_space": ["10.0.0.0/16"], "subnets": [
	{"name": "a", "address_prefixes": ["10.0.1.0/24"]}, {"name": "AzureFirewallSubnet", "address_prefixes": ["10.0.2.0/26"]}]}], `

// TestLenient: what ARM answered is judged whatever it says, with less that is certain.
func TestLenient(t *testing.T) {
	t.Parallel()
	d, err := Decode([]byte(`{"version": 1, ` + smallNetwork + `"route_tables": [{"name": "r"}, {"name": "R"}],
		"firewalls": [{"name": "f", "subnet": "v/AzureFirewallSubnet", "private_ip_address": "10.9.9.9", "collections": [
			{"name": "c", "kind": "network", "priority": 100, "action": "Allow", "rules": [{"name": "r", "destination_addresses": ["a.b.example"]}]}]}],
		"aks": [{"subnets": [], "region": "eastus"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	expand := func(Profile) (Expansion, error) { return Expansion{}, nil }
	if _, err := d.Case(expand); err != nil {
		t.Errorf("%v", err)
	}
	_, strict := d.Strict(expand)
	alone := d.Contradictions()
	for _, part := range []string{"$.route_tables[1].name", "$.firewalls[0].private_ip_address", "destination_addresses[0]"} {
		if strict == nil || !strings.Contains(strict.Error(), part) || alone == nil || !strings.Contains(alone.Error(), part) {
			t.Errorf("%s is in not both of %v and %v", part, strict, alone)
		}
	}
	if (Document{Networks: []Network{{Name: "n"}}}).Contradictions() != nil {
		t.Error("a document without a flaw has one")
	}
}

// TestTwice: references go by name, so that a name which two objects bear is refused where the second one stands.
func TestTwice(t *testing.T) {
	t.Parallel()
	for list, more := range map[string]string{
		"networks": "", "network_security_groups": "", "firewalls": "", "firewall_policies": "", "ip_groups": "", "appliances": "", "nat_gateways": "", "clusters": "", "route_tables": "",
		"networks[0].subnets": "", "route_tables[0].routes": `"address_prefix": "10.0.0.0/8", "next_hop_type": "None", `,
		"network_security_groups[0].rules": `"priority": 100, "access": "Deny", `, "firewall_policies[0].groups": `"priority": 100, `,
	} {
		pair := fmt.Sprintf(`[{%s"name": "Same"}, {%s"name": "same"}]`, more, more)
		fields := fmt.Sprintf(`"%s": %s`, list, pair)
		if outer, inner, ok := strings.Cut(list, "[0]."); ok {
			fields = fmt.Sprintf(`"%s": [{"name": "x", "%s": %s}]`, outer, inner, pair)
		}
		_, err := caseOf(t, fields)
		want := fmt.Sprintf(`$.%s[1].name: "same" is the name of $.%s[0] already; names are compared without letter case`, list, list)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", list, err, want)
		}
	}
}

// TestContradictions: what cannot be is refused at its place instead of judged.
func TestContradictions(t *testing.T) {
	t.Parallel()
	rule := func(kind, field, value string) string {
		return fmt.Sprintf(`"firewalls": [{"name": "fw", "collections": [{"name": "c", "kind": "%s", "priority": 100, "action": "Allow", "rules": [{"name": "r", "%s": [%q]}]}]}]`, kind, field, value)
	}
	for fields, want := range map[string]string{
		`"firewalls": [{"name": "x"}], "appliances": [{"name": "X"}]`: `$.appliances[0].name: "X" is the name of $.firewalls[0] already; a route could mean either`,
		`"firewalls": [{"name": "f", "public_ips": [{"name": "p", "address": "20.0.0.1"}]}], "nat_gateways": [{"name": "n", "public_ips": [{"name": "P", "address": "20.0.0.2"}]}]`: `$.nat_gateways[0].public_ips[0].address: public IP "P" is 20.0.0.2 here and 20.0.0.1 at $.firewalls[0].public_ips[0].address`,
		`"firewalls": [{"name": "f", "subnet": "v/AzureFirewallSubnet", "private_ip_address": "10.0.3.4"}]`:                                                                         `$.firewalls[0].private_ip_address: 10.0.3.4 is not an address of subnet "v/AzureFirewallSubnet", which has 10.0.2.0/26`,
		`"flows": [{"source_subnet": "v/a", "source_addresses": ["10.0.1.4", "10.0.1.0/23"], "protocol": "https", "names": ["a.example"]}]`: `$.flows[0].source_addresses[1]: ` +
			`"10.0.1.0/23" has bits set after the prefix length; did you mean "10.0.0.0/23"?`,
		`"flows": [{"source_subnet": "v/a", "source_addresses": ["10.0.9.4"], "protocol": "https", "names": ["a.example"]}]`:                          `$.flows[0].source_addresses[0]: 10.0.9.4 is not within subnet "v/a", which has 10.0.1.0/24`,
		`"flows": [{"source_subnet": "v/a", "protocol": "https", "names": ["a.example"], "api_server_of": "k"}]`:                                      `$.flows[0].api_server_of: cluster "k" is not in the document`,
		`"aks": [{"subnets": ["v/a"], "region": "eastus", "cluster": "k"}], "clusters": [{"name": "c"}]`:                                              `$.aks[0].cluster: cluster "k" is not in the document`,
		`"flows": [{"source_subnet": "v/a", "protocol": "udp", "ports": ["53"], "firewall": "fx"}], "firewalls": [{"name": "fw"}]`:                    `$.flows[0].firewall: firewall "fx" is not in the document`,
		`"flows": [{"source_subnet": "v/a", "protocol": "udp", "ports": ["53"], "destination_subnet": "v/b"}]`:                                        `$.flows[0].destination_subnet: subnet "v/b" is not in the document; write network/subnet`,
		`"aks": [{"subnets": [], "region": "eastus"}]`:                                                                                                `$.aks[0].subnets: names no subnet, so that nothing would be judged`,
		`"flows": [{"source_subnet": "v/a", "protocol": "tcp", "ports": ["443", "0"], "addresses": ["8.8.8.8"]}]`:                                     `$.flows[0].ports[1]: 0 is not a port that traffic can use`,
		rule("network", "destination_addresses", "mcr.microsoft.com"):                                                                                 `$.firewalls[0].collections[0].rules[0].destination_addresses[0]: "mcr.microsoft.com" is a name, not an address or a service tag; names of firewall rules belong into destination_fqdns`,
		rule("network", "source_addresses", "contoso.com"):                                                                                            `$.firewalls[0].collections[0].rules[0].source_addresses[0]: "contoso.com" is a name, not an address or a service tag; names of firewall rules belong into destination_fqdns`,
		`"network_security_groups": [{"name": "n", "rules": [{"name": "r", "priority": 100, "access": "Deny", "destination_addresses": ["a.b.c"]}]}]`: `$.network_security_groups[0].rules[0].destination_addresses[0]: "a.b.c" is a name, not an address or a service tag; names of firewall rules belong into destination_fqdns`,
	} {
		_, err := caseOf(t, smallNetwork+fields)
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n%v\nwant\n%s", fields, err, want)
		}
	}
	for networks, want := range map[string]string{
		`{"name": "v", "address_space": ["10.0.0.0/16"], "subnets": [{"name": "a", "address_prefixes": ["10.0.1.0/24", "10.1.1.0/24"]}]}`:    `$.networks[0].subnets[0].address_prefixes[1]: 10.1.1.0/24 is not within the address space of network "v", which is 10.0.0.0/16`,
		`{"name": "v", "subnets": [{"name": "a", "address_prefixes": ["10.0.1.0/24"]}, {"name": "b", "address_prefixes": ["10.0.0.0/16"]}]}`: `$.networks[0].subnets[1].address_prefixes[0]: 10.0.0.0/16 overlaps with a subnet before it`,
	} {
		if _, err := caseOf(t, `"networks": [`+networks+`]`); err == nil || err.Error() != want {
			t.Errorf("%s:\n%v\nwant\n%s", networks, err, want)
		}
	}
	for _, fine := range []string{
		rule("network", "destination_addresses", "AzureCloud.eastus"), rule("network", "destination_addresses", "Storage"), rule("network", "destination_addresses", "Office365.Exchange.Optimize"),
		`"firewalls": [{"name": "f", "public_ips": [{"name": "p", "address": "20.0.0.1"}]}], "nat_gateways": [{"name": "n", "public_ips": [{"name": "P", "address": {"unknown": true}}]}]`,
		`"flows": [{"source_subnet": "v/a", "source_addresses": ["10.0.1.4"], "protocol": "https", "names": ["a.example"], "api_server_of": "K"}], "clusters": [{"name": "k"}]`,
	} {
		if _, err := caseOf(t, smallNetwork+fine); err != nil {
			t.Errorf("%s: %v", fine, err)
		}
	}
}

// TestEveryPort: a star means the ports that traffic can use, so that a rule for 1-65535 covers it.
func TestEveryPort(t *testing.T) {
	t.Parallel()
	c, err := caseOf(t, smallNetwork+`"flows": [{"source_subnet": "v/a", "protocol": "tcp", "ports": ["*"], "addresses": ["10.0.1.9"]}]`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("1-65535", c.Flows[0].Ports.String()); diff != "" {
		t.Error(diff)
	}
}

// TestNoAddressSpace: a network whose ranges nobody told may have any.
func TestNoAddressSpace(t *testing.T) {
	t.Parallel()
	c, err := caseOf(t, `"networks": [{"name": "v", "subnets": [{"name": "a", "address_prefixes": ["10.0.1.0/24"]}]}],
		"flows": [{"source_subnet": "v/a", "protocol": "tcp", "ports": ["443"], "addresses": ["10.0.1.9"]}]`)
	if err != nil {
		t.Fatal(err)
	}
	if v := c.Evaluate(false).Verdicts[0]; v.Status != egress.Indeterminate {
		t.Errorf("%s", v.Status)
	}
}

// TestClusterOfNowhere: a subnet of a cluster that leads nowhere is told, since nothing is checked for it.
func TestClusterOfNowhere(t *testing.T) {
	t.Parallel()
	c, err := caseOf(t, smallNetwork+`"clusters": [{"name": "k", "subnets": ["V/A", "v/nope"]}]`)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range c.Evaluate(false).Findings {
		told = append(told, f.Text)
	}
	if diff := cmp.Diff([]string{`$.clusters[0].subnets[1]: subnet "v/nope" is not in the document: what AKS demands of it is not checked`}, told); diff != "" {
		t.Error(diff)
	}
}
