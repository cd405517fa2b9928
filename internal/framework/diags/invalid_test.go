package diags_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

func TestInvalid(t *testing.T) {
	t.Parallel()
	p := path.Root("address_space")
	got := diags.Invalid(p, "CIDR", errors.New("the length is missing"))
	want := diag.NewAttributeErrorDiagnostic(p, "Invalid CIDR", "The length is missing.")
	if !got.Equal(want) {
		t.Errorf("Invalid: %v; want %v", got, want)
	}
}

func TestBug(t *testing.T) {
	t.Parallel()
	const detail = "The plan has no ID.\n\nThis is a bug in the provider, not in the configuration. " +
		"Please report it with this message and the configuration that led to it."
	want := diag.NewErrorDiagnostic("This is a bug in the provider", detail)
	if got := diags.Bug("the plan has no ID"); !got.Equal(want) {
		t.Errorf("Bug: %v; want %v", got, want)
	}
	p := path.Root("id")
	if got := diags.AttributeBug(p, "the plan has no ID"); !got.Equal(diag.WithPath(p, want)) {
		t.Errorf("AttributeBug: %v", got)
	}
}

func TestAlreadyExists(t *testing.T) {
	t.Parallel()
	foreign := diags.AlreadyExists(diags.Existing{Object: "route table", ID: tableID, Type: "udr_appliance_egress"})
	want := `Route table already exists
---
The route table exists already and this configuration did not make it:
  ` + tableID + `

To manage it from here, add this block and apply again (put your resource's address behind "to"):

import {
  to = udr_appliance_egress.this
  id = "` + tableID + `"
}

To have the provider take up its own objects after a lost state without an import, set owner in the provider block to a name that only this configuration uses, before they are created.

Otherwise choose another name, or delete the existing one.`
	if diff := cmp.Diff(want, foreign.Summary()+"\n---\n"+foreign.Detail()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	ours := diags.AlreadyExists(diags.Existing{Object: "virtual network", ID: "/x", Type: "udr_network", Address: "module.a.udr_network.hub", Ours: true})
	contains(t, ours.Detail(), []string{"to = module.a.udr_network.hub", "ownership tag", "owner is set and equal"}, []string{"before they are created"})
	if empty := diags.AlreadyExists(diags.Existing{}); empty.Summary() == "" {
		t.Error("no summary for the zero value")
	}
}
