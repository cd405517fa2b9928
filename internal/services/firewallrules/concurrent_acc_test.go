package firewallrules_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// meanwhile lets another client act once, just after the provider's first request of the kind was answered.
func meanwhile(azure *acctest.Azure, method, suffix string, act func()) {
	var once sync.Once
	azure.Alter(func(r *http.Request, _ *acctest.Answer) error {
		if r.Method == method && strings.HasSuffix(r.URL.Path, suffix) {
			once.Do(act)
		}
		return nil
	})
}

// TestConcurrentWriters: while our groups are written, others change theirs, add one, and change ours: what is theirs stays as they made it, and ours
// becomes what is configured.
func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	meanwhile(azure, "PUT", "/spoke", func() {
		azure.Settle()
		putGroup(azure, "theirs", 1100)
		putGroup(azure, "added", 1200)
	})
	rules.Apply(base()).Must()
	azure.Alter(nil)
	before := others(azure)
	before[inPolicy("added")] = azure.Object(inPolicy("added"))
	for name, priority := range map[string]float64{"theirs": 1100, "added": 1200} {
		properties, _ := azure.Object(inPolicy(name))["properties"].(map[string]any)
		if properties["priority"] != priority {
			t.Errorf("%s has the priority %v", name, properties["priority"])
		}
	}

	changedRules := config(map[string]any{"spoke": group(305, map[string]any{"network": networkRule(nil)}), "spoke-dns": group(310, map[string]any{"nat": natRule(nil)})})
	meanwhile(azure, "GET", "/spoke", func() { putGroup(azure, "spoke", 999) })
	rules.Apply(changedRules).Must()
	azure.Alter(nil)
	rules.Plan(changedRules).Must().WantAction(protocol.NoOp)
	untouched(t, azure, before)
}

// TestRaceForAName: somebody makes a group of a wanted name between our look and our write. It is not overwritten, and not in the state, so
// that the destroy leaves it alone as well.
func TestRaceForAName(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	meanwhile(azure, "PUT", "/spoke", func() {
		azure.Settle()
		putGroup(azure, "spoke-dns", 700)
		azure.Settle()
	})
	rules.Apply(base()).WantOnlyError(`rule_collection_groups["spoke-dns"]`, "exists and is not in this state", "these stand", policyID+"|spoke-dns")
	azure.Alter(nil)
	before := others(azure)
	before[inPolicy("spoke-dns")] = azure.Object(inPolicy("spoke-dns"))
	groups, _ := rules.At("rule_collection_groups").(map[string]any)
	if _, there := groups["spoke-dns"]; there || len(groups) != 1 || !rules.Tainted() {
		t.Errorf("state %v, tainted %v", groups, rules.Tainted())
	}
	rules.Destroy().Must()
	untouched(t, azure, before)
	if status, _ := azure.Request("GET", inPolicy("spoke")+"?api-version="+version, nil); status != 404 {
		t.Errorf("our group answers %d after the destroy", status)
	}
}

// TestTwoStates: two configurations put their groups into one policy at the same time, change and remove them: nobody loses anything.
func TestTwoStates(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	before := others(azure)
	one := azure.Harness(t, nil).Resource("udr_firewall_rules", "one")
	two := azure.Harness(t, nil).Resource("udr_firewall_rules", "two")
	first := config(map[string]any{"one": group(400, map[string]any{"network": networkRule(nil)}), "one-more": group(410, map[string]any{"application": applicationRule(nil)})})
	second := config(map[string]any{"two": group(500, map[string]any{"network": networkRule(nil)}), "two-more": group(510, map[string]any{"nat": natRule(nil)})})
	both := func(first, second func() error) {
		t.Helper()
		var wait sync.WaitGroup
		for _, run := range []func() error{first, second} {
			wait.Go(func() {
				if err := run(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	apply := func(rules *protocol.Resource, config map[string]any) func() error {
		return func() error { return rules.Apply(config).Err() }
	}
	both(apply(one, first), apply(two, second))
	one.Plan(first).Must().WantAction(protocol.NoOp)
	two.Plan(second).Must().WantAction(protocol.NoOp)
	less := config(map[string]any{"two": group(500, map[string]any{"network": networkRule(map[string]any{"protocols": []any{"UDP"}})})})
	before[inPolicy("one-more")] = azure.Object(inPolicy("one-more"))
	both(func() error { return two.Apply(less).Err() }, apply(one, config(map[string]any{"one": group(405, map[string]any{"network": networkRule(nil)}), "one-more": group(410, map[string]any{"application": applicationRule(nil)})})))
	untouched(t, azure, before)
	both(func() error { return one.Destroy().Err() }, apply(two, less))
	delete(before, inPolicy("one-more"))
	untouched(t, azure, before)
	two.Plan(less).Must().WantAction(protocol.NoOp)
	two.Destroy().Must()
	if diff := cmp.Diff([]any{inPolicy("theirs")}, groupsLeft(azure)); diff != "" {
		t.Errorf("groups left: %s", diff)
	}
}

func groupsLeft(azure *acctest.Azure) []any {
	properties, _ := azure.Object(policyID)["properties"].(map[string]any)
	var ids []any
	for _, one := range properties["ruleCollectionGroups"].([]any) {
		ids = append(ids, one.(map[string]any)["id"])
	}
	return ids
}
