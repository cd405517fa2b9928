package lifecycle

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// JudgeTimeouts refuses a timeout that is over before it begins. With one for reading, a state could not even be
// refreshed to mend it. What is no duration at all, the attribute itself has refused.
func JudgeTimeouts(timeouts basetypes.ObjectValue) []diags.Check {
	var found []diags.Check
	for _, name := range []string{"create", "read", "update", "delete"} {
		given, ok := timeouts.Attributes()[name].(basetypes.StringValue)
		if !ok {
			continue
		}
		text, known := values.KnownString(given)
		if duration, err := time.ParseDuration(text); known && err == nil && duration <= 0 {
			found = append(found, diags.Check{
				Attribute: path.Root("timeouts").AtName(name), Summary: "Not a valid timeout", Required: true,
				Detail: fmt.Sprintf("%q is over before it begins", text), Fix: `give a time such as "30m", or leave it out`,
			})
		}
	}
	return found
}
