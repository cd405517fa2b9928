package convergence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	c "github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

var subject = c.Subject{Kind: "udr_network", Name: "virtual network", ID: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", Owner: "team"}

const importBlock = `import {
  to = udr_network.NAME
  id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v"
}`

func TestCreateMessages(t *testing.T) {
	t.Parallel()
	const head = "Creating /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v: it exists, but is not in this state. It "
	const tail = "\n\nNothing was changed. To manage it with this resource, add this block (with the resource's name for NAME) and apply again:\n\n" +
		importBlock + "\n\nOtherwise choose another name, or delete it first."
	cases := map[c.Reason]diag.Diagnostic{
		c.ReasonUnfinished: diag.NewWarningDiagnostic("Finishing an interrupted create",
			"The virtual network /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v exists, carries this provider's mark for it, "+
				"and was never completed: an earlier apply ended before its last write. It is completed now; nothing is destroyed for that."),
		c.ReasonSameOwner: diag.NewWarningDiagnostic("Taking over an existing object of the same owner",
			"The virtual network /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v exists and is complete but is not in this state. "+
				"It was made by this provider for the same owner \"team\", so it is brought to the configuration and kept. "+
				"If another configuration with that owner manages it, remove it from one of the two."),
		c.ReasonForeign: diag.NewErrorDiagnostic("The virtual network exists already",
			head+"was not made by this provider (it has no hidden-udr-owner tag for this ID), and is never adopted without being asked."+tail),
		c.ReasonOtherOwner: diag.NewErrorDiagnostic("The virtual network exists already",
			head+"was made by this provider for another owner, so another configuration probably manages it. "+
				"If it is yours, set the provider's owner attribute to that owner and apply again."+tail),
		c.ReasonComplete: diag.NewErrorDiagnostic("The virtual network exists already",
			head+"was made by this provider and is complete, but nothing proves that it was made by this configuration. "+
				"An apply that ends between the last write and the saving of the state leaves an object so. "+
				"With the provider's owner attribute set, the next one will be taken over without this step. "+
				"Where the state lists this resource as tainted (create_before_destroy), run `terraform untaint` on it in place of the import below."+tail),
	}
	for reason, want := range cases {
		got := c.CreateDecision{Reason: reason}.Diagnostic(subject)
		if got == nil {
			t.Errorf("reason %d: no diagnostic", reason)
			continue
		}
		check(t, got, want)
	}
	for _, action := range []c.CreateAction{c.Create, c.Wait} {
		if got := (c.CreateDecision{Action: action}).Diagnostic(subject); got != nil {
			t.Errorf("%v: %v", action, got)
		}
	}
}

func TestDeleteMessages(t *testing.T) {
	t.Parallel()
	cases := map[c.DeleteAction]diag.Diagnostic{
		c.Keep: diag.NewWarningDiagnostic("An unfinished object is kept and completed",
			"Terraform replaces the virtual network /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v because its create failed. "+
				"It is not destroyed: the create that follows completes it. Should that create not come to run, the object remains and the next apply completes it."),
		c.Superseded: diag.NewWarningDiagnostic("The object was taken over by its replacement",
			"The virtual network /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v was to be destroyed after its replacement "+
				"(create_before_destroy), but both are the same object: the replacement has the same ID and completed or took over what was there. It is not destroyed."),
	}
	for action, want := range cases {
		check(t, c.DeleteDecision{Action: action}.Diagnostic(subject), want)
	}
	if got := (c.DeleteDecision{}).Diagnostic(subject); got != nil {
		t.Errorf("a plain delete says %v", got)
	}
}

func check(t *testing.T, got, want diag.Diagnostic) {
	t.Helper()
	type text struct{ Severity, Summary, Detail string }
	flat := func(d diag.Diagnostic) text { return text{d.Severity().String(), d.Summary(), d.Detail()} }
	if diff := cmp.Diff(flat(want), flat(got)); diff != "" {
		t.Errorf("diagnostic (-want +got):\n%s", diff)
	}
}

func TestImportBlock(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(importBlock, subject.ImportBlock()); diff != "" {
		t.Errorf("import block (-want +got):\n%s", diff)
	}
}

func TestCreateFailedText(t *testing.T) {
	t.Parallel()
	want := "The virtual network /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v is there but not complete. Apply again: " +
		"the plan will show a replacement, because Terraform marks the object as tainted, but what exists is kept and completed. " +
		"`terraform untaint` before the apply shows it as an update instead."
	if diff := cmp.Diff(want, c.CreateFailed(subject)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestActionNames(t *testing.T) {
	t.Parallel()
	got := []string{
		c.Create.String(), c.Wait.String(), c.Resume.String(), c.Refuse.String(), c.CreateAction(9).String(),
		c.Delete.String(), c.Keep.String(), c.Superseded.String(), c.DeleteAction(9).String(),
	}
	want := []string{"create", "wait", "resume", "refuse", "invalid", "delete", "keep", "superseded", "invalid"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
