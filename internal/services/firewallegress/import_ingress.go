package firewallegress

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// takenKey is where an import keeps, until the read that follows it, the names of NAT rules that belong to the egress.
const takenKey = "import"

// keepTaken records the third part of an import's ID.
func keepTaken(ctx context.Context, private convergence.Writer, list string) diag.Diagnostics {
	names := []string{}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	text, err := json.Marshal(names)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot import "+typeName, err.Error())}
	}
	return private.SetKey(ctx, takenKey, text)
}

func readTaken(ctx context.Context, private convergence.Reader) map[string]bool {
	var names []string
	text, problems := private.GetKey(ctx, takenKey)
	if problems.HasError() || len(text) == 0 || json.Unmarshal(text, &names) != nil {
		return nil
	}
	taken := map[string]bool{}
	for _, name := range names {
		taken[strings.ToLower(name)] = false
	}
	return taken
}

// leaves reports whether rules that came to light are left to others: an ingress may own them, and the import's ID does not name them. Whose
// they are no mark tells. Taken in by mistake, the next apply would delete them and cut the way in; left out by mistake, it takes them up as
// they are.
func (i *importing) leaves(name string, ingressForm bool) bool {
	_, named := i.taken[strings.ToLower(name)]
	if named {
		i.taken[strings.ToLower(name)] = true
	}
	if i.data || named || !ingressForm {
		return false
	}
	i.left = append(i.left, name)
	return true
}

// tellLeft says what an import has left out, and refuses names that it has not found.
func (i *importing) tellLeft() {
	for _, name := range slices.Sorted(maps.Keys(i.taken)) {
		if !i.taken[name] {
			i.problems.AddError("Cannot import "+typeName, fmt.Sprintf("The ID names the NAT rules %q, but the firewall has no collection or group of that name.", name))
		}
	}
	if len(i.left) == 0 {
		return
	}
	slices.Sort(i.left)
	i.problems.AddAttributeWarning(path.Root("rules_as"), "NAT rules are left to udr_firewall_ingress", fmt.Sprintf(
		"%s holds NAT rules that look like those of a udr_firewall_ingress: %s. They are left as they are and are not part of this resource, so that no apply of it deletes them.\n\n"+
			"If the configuration of this resource holds them, the next apply takes them up. To have them in the state at once, name them when importing: `%s||%s`.",
		i.id, strings.Join(i.left, ", "), i.id, strings.Join(i.left, ",")))
}
