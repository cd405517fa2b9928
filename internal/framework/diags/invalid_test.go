package diags_test

import (
	"errors"
	"testing"

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
