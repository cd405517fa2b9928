package diags

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Invalid words a value that can never be right: noun names the kind of value ("CIDR"), err says
// what was expected and what was given.
func Invalid(p path.Path, noun string, err error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(p, "Invalid "+noun, capital(sentence(err.Error())))
}

// Bug words a broken invariant of ours: what happened, in one sentence without a full stop.
func Bug(what string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("This is a bug in the provider", bugText(what))
}

// AttributeBug is Bug with the path of the attribute concerned.
func AttributeBug(p path.Path, what string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(p, "This is a bug in the provider", bugText(what))
}

func bugText(what string) string {
	return MaskSecrets(capital(sentence(what))) + "\n\nThis is a bug in the provider, not in the configuration. " +
		"Please report it with this message and the configuration that led to it."
}

// Existing is an object that a create found already there and may not adopt (law L4).
type Existing struct {
	Object  string // "virtual network"
	ID      string // its ARM ID
	Type    string // Terraform resource type, "udr_network"
	Address string // resource address if known; empty gives "<type>.this"
	// Ours tells that the object carries this provider's ownership tag but is complete, so that
	// only an equal `owner` may take it over.
	Ours bool
}

// AlreadyExists refuses to adopt an object, and prints the import block to paste.
func AlreadyExists(e Existing) diag.Diagnostic {
	address := e.Address
	if address == "" {
		address = e.Type + ".this"
	}
	var text paragraphs
	text.add(fmt.Sprintf("The %s exists already and this configuration did not make it:\n  %s", e.Object, e.ID))
	if e.Ours {
		text.add("It carries the ownership tag of this resource type and is complete, so it may belong to another configuration.")
	}
	text.add(fmt.Sprintf("To manage it from here, add this block and apply again (put your resource's address behind \"to\"):\n\nimport {\n  to = %s\n  id = %q\n}", address, e.ID))
	owner := "To have the provider take up its own objects after a lost state without an import, set owner in the provider " +
		"block to a name that only this configuration uses, before they are created."
	if e.Ours {
		owner = "An object is taken up without an import only when the provider's owner is set and equal to the one it was created with."
	}
	text.add(owner)
	text.add("Otherwise choose another name, or delete the existing one.")
	return diag.NewErrorDiagnostic(capital(e.Object+" already exists"), text.String())
}

// capital makes the first letter of an ASCII sentence a capital; quotes and others stay.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
