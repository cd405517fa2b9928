package aks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// named are the members that the code reads or sets by name, and the ids of its findings.
var (
	memberPattern  = regexp.MustCompile(`\.(?:text|flag|number|texts|part|id|prefix|textMap|on|is|names|unknown|isUnknown)\("(\w+)"`)
	findingPattern = regexp.MustCompile(`\b(?:add|warn|tell)\("(\w+)"`)
)

// elsewhere are members of an egress object, which has no schema here.
var elsewhere = []string{"hop", "route_table_id", "subnets", "exit_addresses", "address_prefixes", "firewall_policy_id", "private_ip_address", "predicted_private_ip_address"}

// sources is the text of the package's code.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = string(text)
	}
	return all
}

// TestSectionsNameAttributes: a misspelled name would read as null for ever.
func TestSectionsNameAttributes(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, name := range elsewhere {
		known[name] = true
	}
	var collect func(attrs map[string]schema.Attribute)
	collect = func(attrs map[string]schema.Attribute) {
		for name, a := range attrs {
			known[name] = true
			if nested, ok := a.(schema.SingleNestedAttribute); ok {
				collect(nested.Attributes)
			}
		}
	}
	collect(clusterAttributes(t.Context()))
	collect(furtherPoolAttributes(t.Context()))
	found := 0
	for file, text := range sources(t) {
		for _, match := range memberPattern.FindAllStringSubmatch(text, -1) {
			found++
			if !known[match[1]] {
				t.Errorf("%s names %q, which no schema has", file, match[1])
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d names were found: the pattern does not fit the code any more", found)
	}
}

// TestFindingsNameRows: a finding without a row has neither source nor severity.
func TestFindingsNameRows(t *testing.T) {
	t.Parallel()
	found := 0
	for file, text := range sources(t) {
		for _, match := range findingPattern.FindAllStringSubmatch(text, -1) {
			found++
			if _, ok := lookup(match[1]); !ok {
				t.Errorf("%s finds %q, which is in no table", file, match[1])
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d ids were found: the pattern does not fit the code any more", found)
	}
	for _, id := range judgedIDs() {
		if _, ok := lookup(id); !ok && id != checkTags {
			t.Errorf("skip_checks takes %q, which is in no table", id)
		}
	}
}
