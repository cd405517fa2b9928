package document

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// TestSchemaDescribesEveryField: a field without a text would be one that no
// reader of the schema understands.
func TestSchemaDescribesEveryField(t *testing.T) {
	t.Parallel()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Properties) != len(fieldsOf(reflect.TypeFor[Document]())) {
		t.Errorf("%d properties of the document", len(s.Properties))
	}
	for _, name := range []string{"network", "subnet", "route_table", "nat_gateway", "ip_group", "fqdn_tag", "rule", "unknown"} {
		if len(s.Defs[name].Properties) == 0 {
			t.Errorf("no definition of %s", name)
		}
	}
	for def, d := range s.Defs {
		for name, p := range d.Properties {
			text, _ := p.(map[string]any)["description"].(string)
			if text == "" && def != "unknown" {
				t.Errorf("%s.%s has no description", def, name)
			}
			if strings.HasSuffix(text, ".") {
				t.Errorf("%s.%s: the description ends in a stop", def, name)
			}
		}
	}
}

func TestSchemaIsStable(t *testing.T) {
	t.Parallel()
	a, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Schema()
	if err != nil || string(a) != string(b) {
		t.Error("two calls differ")
	}
}
