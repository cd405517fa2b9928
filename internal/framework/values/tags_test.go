package values_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

func TestTags(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	if got := values.Tags(root, types.MapNull(types.StringType), &d); got == nil || len(got) != 0 || d != nil {
		t.Errorf("null: %v, %v", got, d)
	}
	if diff := cmp.Diff(map[string]string{"a": "1"}, values.Tags(root, values.MapOfStrings(map[string]string{"a": "1"}), &d)); diff != "" {
		t.Error(diff)
	}
	values.Tags(root, types.MapUnknown(types.StringType), &d)
	if d.ErrorsCount() != 1 {
		t.Errorf("unknown: %v", d)
	}
}
