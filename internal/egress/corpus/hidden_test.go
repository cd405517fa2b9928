package corpus

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// hiddenPerDocument is how many times a part of each document is hidden.
const hiddenPerDocument = 60

// place is a value inside of a document: the object or list that holds it, and a way to put another one there.
type place struct {
	path string
	put  func(any) (undo func())
}

// places lists the values of a document that may be unknown.
func places(path string, v any) []place {
	var out []place
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if path == "$" && slices.Contains([]string{"flows", "aks", "version", "service_tags", "fqdn_tags", "platform_names", "without_assumptions"}, k) {
				continue
			}
			out = append(out, place{path + "." + k, func(x any) func() {
				old := v[k]
				v[k] = x
				return func() { v[k] = old }
			}})
			out = append(out, places(path+"."+k, v[k])...)
		}
	case []any:
		for i := range v {
			out = append(out, place{fmt.Sprintf("%s[%d]", path, i), func(x any) func() {
				old := v[i]
				v[i] = x
				return func() { v[i] = old }
			}})
			out = append(out, places(fmt.Sprintf("%s[%d]", path, i), v[i])...)
		}
	}
	return out
}

// TestHidden: what is said of a real configuration of which parts are hidden holds of the whole one (P-2, 5.3). The parts
// are the same in every run.
func TestHidden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".want.json") {
			continue
		}
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var raw any
			if err := json.Unmarshal(text, &raw); err != nil {
				t.Fatal(err)
			}
			whole, err := verdicts(raw)
			if err != nil {
				t.Fatal(err)
			}
			all := places("$", raw)
			random := rand.New(rand.NewPCG(6, uint64(len(text))))
			compared := 0
			for range hiddenPerDocument {
				var undo []func()
				var hid []string
				for range 1 + random.IntN(3) {
					p := all[random.IntN(len(all))]
					hid = append(hid, p.path)
					undo = append(undo, p.put(map[string]any{"unknown": true}))
				}
				part, err := verdicts(raw)
				for _, u := range slices.Backward(undo) {
					u()
				}
				if err != nil {
					continue // this one has to be known
				}
				for i, v := range part {
					if v.Status == egress.Indeterminate {
						continue
					}
					compared++
					if i >= len(whole) || v.Status != whole[i].Status {
						t.Errorf("without %v %s is %s, with them %s", hid, v.Flow.Text(), v.Status, whole[min(i, len(whole)-1)].Status)
					}
				}
			}
			if compared == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

func verdicts(raw any) ([]egress.Verdict, error) {
	text, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	d, err := document.Decode(text)
	if err != nil {
		return nil, err
	}
	c, err := d.Case(aks.Expand)
	if err != nil {
		return nil, err
	}
	return egress.Evaluate(c.World, c.Flows, egress.Options{Without: c.Without}).Verdicts, nil
}
