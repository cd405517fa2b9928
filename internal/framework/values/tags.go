package values

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// Tags is the tags attribute for a request: null gives an empty map, since "no tags of ours" is what
// null asks for.
func Tags(p path.Path, v basetypes.MapValue, d *diag.Diagnostics) map[string]string {
	out := StringMap(p, v, d)
	if out == nil {
		out = map[string]string{}
	}
	return out
}
