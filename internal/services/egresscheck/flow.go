package egresscheck

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// asked are the flows of the configuration as flows of a document, from each of the subnets. They stand first in it.
type asked struct {
	flows []document.Flow
	// origin is the index in the configuration of each.
	origin []int
	// profiled says that the first profile of the document is that of the configuration.
	profiled bool
	// gapped are the attributes of lists whose elements have another index there, since some are not known.
	gapped map[string]bool
}

// question makes flows that start at the given names of subnets. In place of what is not known stands something that is
// right in any flow, so that the rest can be judged.
func (m model) question(ctx context.Context, names []string, of func(armid.ID) string, d *diag.Diagnostics) asked {
	out := asked{gapped: map[string]bool{}}
	list, _ := values.KnownObjectList[flowModel](ctx, path.Root("flows"), m.Flows, d)
	for i, f := range list {
		if f == nil {
			continue
		}
		from := names
		if id, ok := f.SubnetID.ID(); ok {
			from = []string{of(id)}
		}
		for _, subnet := range from {
			out.flows = append(out.flows, f.flow(subnet, func(attribute string) { out.gapped[listPath(i, attribute).String()] = true }))
			out.origin = append(out.origin, i)
		}
	}
	return out
}

func listPath(i int, attribute string) path.Path {
	return path.Root("flows").AtListIndex(i).AtName(attribute)
}

func (f flowModel) flow(subnet string, gap func(attribute string)) document.Flow {
	out := document.Flow{
		Name: f.Name.ValueString(), Subnet: subnet, Protocol: f.Protocol.ValueString(), Level: f.Level.ValueString(), Purpose: f.Purpose.ValueString(),
	}
	if f.Protocol.IsUnknown() {
		out.Protocol = "tcp"
	}
	fill := func(attribute string, v types.List, instead string) []string {
		known, complete := values.KnownStrings(v)
		if len(known) != len(v.Elements()) {
			gap(attribute)
		}
		if !complete {
			known = append(known, instead)
		}
		return known
	}
	out.Ports = fill("ports", f.Ports, "443")
	if f.Protocol.IsUnknown() && len(out.Ports) == 0 {
		out.Ports = []string{"443"} // the protocol may bring them
	}
	out.Names, out.Addresses = fill("names", f.Names, "*"), fill("addresses", f.Addresses, "192.0.2.1")
	return out
}

// profilePath parts the place of a problem of the configuration's profile.
var profilePath = regexp.MustCompile(`^\$\.aks\[0\]\.([a-z_]+)(?:\.([a-z_]+))?(?:\[([0-9]+)\])?`)

// profilePlace is the attribute of the configuration's profile that a problem is about.
func profilePlace(problem document.Problem) (path.Path, bool) {
	parts := profilePath.FindStringSubmatch(problem.Path)
	if parts == nil || profileAttribute().Attributes[parts[1]] == nil {
		return path.Root("aks"), strings.HasPrefix(problem.Path, "$.aks[0]")
	}
	at := path.Root("aks").AtName(parts[1])
	if parts[2] != "" {
		at = at.AtName(parts[2])
	}
	if k, err := strconv.Atoi(parts[3]); err == nil && parts[2] != "" {
		at = at.AtListIndex(k)
	}
	return at, true
}

var flowPath = regexp.MustCompile(`^\$\.flows\[([0-9]+)\](?:\.([a-z_]+)(?:\[([0-9]+)\])?)?`)

// place is the attribute that a problem of the joined document comes from; false when it is of the given document.
func (a asked) place(problem document.Problem) (path.Path, bool) {
	if at, own := profilePlace(problem); own && a.profiled {
		return at, true
	}
	parts := flowPath.FindStringSubmatch(problem.Path)
	if parts == nil {
		return path.Empty(), false
	}
	i, err := strconv.Atoi(parts[1])
	if err != nil || i >= len(a.origin) {
		return path.Empty(), false
	}
	at := path.Root("flows").AtListIndex(a.origin[i])
	switch {
	case parts[2] == "source_subnet":
		return at.AtName("source_subnet_id"), true
	case !slices.Contains([]string{"protocol", "ports", "names", "addresses", "level"}, parts[2]):
		return at, true
	}
	at = at.AtName(parts[2])
	if k, err := strconv.Atoi(parts[3]); err == nil && !a.gapped[at.String()] {
		at = at.AtListIndex(k)
	}
	return at, true
}
