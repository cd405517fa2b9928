package diags

import (
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

// capital makes the first letter of an ASCII sentence a capital; quotes and others stay.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
