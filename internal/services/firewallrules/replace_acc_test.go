package firewallrules_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestTaint: a tainted resource is replaced: its groups are deleted and made again.
func TestTaint(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	before := others(azure)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	rules.Apply(base()).Must()
	rules.Taint()
	azure.Forget()
	rules.Plan(base()).Must().WantAction(protocol.DeleteThenCreate)
	rules.Apply(base()).Must()
	wantWrites(t, azure, "DELETE "+inPolicy("spoke"), "DELETE "+inPolicy("spoke-dns"), "PUT "+inPolicy("spoke"), "PUT "+inPolicy("spoke-dns"))
	untouched(t, azure, before)
}

// TestCreateBeforeDestroy: both objects are the same groups. With an owner the new one takes them over and the end of the old one leaves them; without,
// the create is refused and nothing is lost.
func TestCreateBeforeDestroy(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "spoke/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newHub(t)
			rules := azure.Harness(t, block).Resource("udr_firewall_rules", "this", protocol.CreateBeforeDestroy())
			rules.Apply(base()).Must()
			rules.Taint()
			before := others(azure)
			before[inPolicy("spoke")], before[inPolicy("spoke-dns")] = azure.Object(inPolicy("spoke")), azure.Object(inPolicy("spoke-dns"))
			azure.Forget()
			applied := rules.Apply(base())
			if block == nil {
				applied.WantError(`rule_collection_groups["spoke"]`, "exists and is not in this state")
			} else {
				applied.Must()
				if rules.Deposed() != 0 || rules.Tainted() {
					t.Errorf("%d deposed, tainted %v", rules.Deposed(), rules.Tainted())
				}
				rules.Plan(base()).Must().WantAction(protocol.NoOp)
			}
			untouched(t, azure, before)
			if writes := azure.Writes(); len(writes) != 0 {
				t.Errorf("writes %v", writes)
			}
		})
	}
}

// TestUntainted: a create that failed half-way and is untainted is finished by an update.
func TestUntainted(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	azure.Forget()
	azure.ArmFail(2, 0)
	if !rules.Apply(base()).Failed() || !rules.Tainted() {
		t.Fatal("the create did not fail half-way")
	}
	azure.Disarm()
	rules.Untaint()
	rules.Plan(base()).Must().WantAction(protocol.Update)
	azure.Forget()
	rules.Apply(base()).Must()
	wantWrites(t, azure, "PUT "+inPolicy("spoke-dns"))
}
