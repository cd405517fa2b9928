package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Expander turns a profile into flows and the data that go with them. The caller
// brings it, since facts about AKS live elsewhere. An error of type [Errors] has
// paths relative to the profile, such as dns_servers[0].
type Expander func(Profile) (Expansion, error)

// Expansion is what a profile means.
type Expansion struct {
	Flows         []egress.Flow
	TagContents   map[string]egress.TagMembership
	PlatformNames []netset.Pattern
	// Warnings are doubts about the profile that leave its flows as they are; their
	// paths are relative to the profile.
	Warnings []Problem
}

// expand adds what the profiles mean to the world, and answers their flows and warnings.
func (b *builder) expand(w *egress.World, known []string, expand Expander) (flows []egress.Flow, warnings []Problem) {
	for i, p := range b.doc.AKS {
		path := fmt.Sprintf("$.aks[%d]", i)
		if expand == nil {
			b.add(path, "AKS profiles are not supported here")
			continue
		}
		b.profile(path, p, known)
		x, err := expand(p)
		if err != nil {
			b.problems = append(b.problems, placed(path, err)...)
			continue
		}
		flows = append(flows, x.Flows...)
		warnings = append(warnings, placed(path, Errors(x.Warnings))...)
		w.PlatformNames = append(w.PlatformNames, x.PlatformNames...)
		for tag, m := range x.TagContents {
			if w.TagContents == nil {
				w.TagContents = map[string]egress.TagMembership{}
			}
			if _, given := w.TagContents[tag]; !given {
				w.TagContents[tag] = m
			}
		}
	}
	return flows, warnings
}

// profile checks that the subnets of a profile lead somewhere, each once: a name that leads nowhere would otherwise be
// told for every flow of the profile.
func (b *builder) profile(path string, p Profile, known []string) {
	if b.strict && len(p.Subnets) == 0 {
		b.add(path+".subnets", "names no subnet, so that nothing would be judged")
	}
	for i, name := range p.Subnets {
		b.reference(fmt.Sprintf("%s.subnets[%d]", path, i), name, known)
	}
	if p.APIServerSubnet != "" {
		b.reference(path+".api_server_subnet", p.APIServerSubnet, known)
	}
}

// placed puts the problems of a part of a document under the path of that part.
func placed(path string, err error) Errors {
	var list Errors
	if !errors.As(err, &list) {
		return Errors{{path, err.Error()}}
	}
	out := make(Errors, len(list))
	for i, p := range list {
		out[i] = Problem{path, p.Text}
		if p.Path != "" {
			out[i].Path = path + "." + p.Path
		}
	}
	return out
}

// subnetNames are the references that flows may use, in lower case.
func subnetNames(w egress.World) []string {
	var known []string
	for _, n := range w.Networks {
		for _, s := range n.Subnets {
			known = append(known, strings.ToLower(n.Name+"/"+s.Name))
		}
	}
	return known
}

// reference checks that the name of a subnet leads somewhere. An object that is not described is possible, but a typo is
// likelier, so that flows and profiles are held to it; references between objects are not.
func (b *builder) reference(path, name string, known []string) {
	if !slices.Contains(known, strings.ToLower(name)) {
		b.add(path, fmt.Sprintf("subnet %q is not in the document; write network/subnet", name))
	}
}
