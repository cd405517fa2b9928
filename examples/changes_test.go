package examples

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// changes are what the example of a resource is changed to once it is applied: pairs of what stands in it and what takes its place. A
// resource without a row gets a tag.
var changes = map[string][]string{
	"udr_firewall_ingress": {"destination_port   = 80", "destination_port   = 8080"},
	"udr_appliance_egress": {
		`"10.10.2.4"`, `"10.10.2.5"`, // as the appliance's address in the hub changes, so does every route to it
		`storage = {`, `onprem  = { address_prefix = "192.168.0.0/16" }
      storage = {`,
	},
	"udr_firewall_egress": {
		`"registry-1.docker.io", `, `"registry-1.docker.io", "quay.io", `,
		`contosofinfwpublicip = {}`, `contosofinfwpublicip = {}
    second               = {}`,
	},
	"udr_firewall_rules": {
		`"registry-1.docker.io", `, `"registry-1.docker.io", "quay.io", `,
	},
	"udr_network": {
		`service_endpoints = ["Microsoft.Storage"]`, `service_endpoints = ["Microsoft.Storage", "Microsoft.Sql"]`,
		`contosofinsvcsubnet = { address_prefixes = ["100.64.2.0/24"] }`, `contosofinsvcsubnet = { address_prefixes = ["100.64.2.0/25"] }
    contosofinnewsubnet = { address_prefixes = ["100.64.4.0/24"] }`,
	},
	"udr_resource_group": {`"prod"`, `"test"`},
}

// changed is an example after its change.
func changed(t *testing.T, kind, text string) string {
	t.Helper()
	pairs, ok := changes[kind]
	if !ok {
		head := regexp.MustCompile(`(?m)^resource "` + kind + `" "\w+" \{$`).FindString(text)
		if head == "" || strings.Contains(text, "  tags") {
			t.Fatalf("%s: say in changes how its example changes", kind)
		}
		return strings.Replace(text, head, head+"\n  tags = { example = \"changed\" }", 1)
	}
	for pair := range slices.Chunk(pairs, 2) {
		if n := strings.Count(text, pair[0]); n != 1 {
			t.Fatalf("%s: the example holds %q %d times", kind, pair[0], n)
		}
		text = strings.Replace(text, pair[0], pair[1], 1)
	}
	return text
}

// TestEveryResourceHasAnExample: the documentation of a resource without one is a list of attributes, and nothing here would apply it.
func TestEveryResourceHasAnExample(t *testing.T) {
	t.Parallel()
	server := acctest.NewAzure(t).Factory()()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.ResourceSchemas) == 0 {
		t.Fatalf("the provider announces %d resources: %v", len(schema.ResourceSchemas), err)
	}
	for kind := range schema.ResourceSchemas {
		for _, file := range []string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			read(t, "resources/"+kind+"/"+file)
		}
	}
	for kind := range changes {
		if schema.ResourceSchemas[kind] == nil {
			t.Errorf("changes has %s, which the provider does not know", kind)
		}
	}
}
