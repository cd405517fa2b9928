// Package preflight judges, from what a plan knows, whether an AKS cluster will
// reach what it needs through an egress: the `egress` object that
// udr_firewall_egress and udr_appliance_egress export, together with what was
// read of networks and policies that others own.
//
// Everything is judged twice. Cautiously, what the object does not tell is not
// known: a refusal rests on that reading alone, so that no later value can
// overturn it (L2). Plainly, what the object does not tell has Azure's default:
// that reading explains, proves fixes, and tells what is left open by the egress
// itself from what merely nobody said.
//
// Files by job: question.go what is asked, decode*.go the object as the
// evaluator's world, around.go what surrounds it, judge.go the two readings,
// report.go the answer, needless.go rules that no feature needs, word.go and
// diagnostics.go the answer in words, schema*.go attributes that resources share.
//
// Objects in a world that is handed in (see [Question.Around]) are named as
// [Question.Names] says, by their ARM IDs unless it says otherwise.
package preflight

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// naming gives objects their names in a world.
type naming func(armid.ID) string

// of is the name of what an ID names; a text that is no ID is its own name.
func (n naming) of(text string) string {
	id, err := armid.Parse(text)
	if err != nil {
		return text
	}
	return n.id(id)
}

func (n naming) id(id armid.ID) string {
	if n == nil {
		return id.String()
	}
	return n(id)
}

// subnet is the evaluator's reference to a subnet: its network's name and its own with a slash between them. Empty for what is
// no subnet.
func (n naming) subnet(id armid.ID) string {
	network, ok := id.Parent()
	if !ok || id.IsZero() {
		return ""
	}
	return n.id(network) + "/" + id.Name()
}

// fold makes names comparable, as the evaluator does.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
