package values

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// Azure compares the names of tags without case and keeps the case it was given; their values are
// compared with case (Azure Resource Manager, "Use tags to organize your resources").

// Tags is the tags attribute for a request: null gives an empty map, since "no tags of ours" is what
// null asks for.
func Tags(p path.Path, v basetypes.MapValue, d *diag.Diagnostics) map[string]string {
	out := StringMap(p, v, d)
	if out == nil {
		out = map[string]string{}
	}
	return out
}

// MergeTags is the tags property to send: what the object has now, less the tags that we set before
// and no longer want, plus those we want. Tags of others survive (law L3). prior and planned are the
// tags of the prior state and of the plan; own are tags of the provider itself (the ownership tag),
// which always win. The result is never nil and shares nothing with the arguments.
func MergeTags(remote map[string]*string, prior, planned, own map[string]string) map[string]*string {
	out := make(map[string]*string, len(remote)+len(planned)+len(own))
	for name, value := range remote {
		if !hasFold(prior, name) && !hasFold(planned, name) && !hasFold(own, name) {
			out[name] = clone(value)
		}
	}
	for name, value := range planned {
		if !hasFold(own, name) {
			out[name] = new(value)
		}
	}
	for name, value := range own {
		out[name] = new(value)
	}
	return out
}

// OwnedTags is the tags attribute for state: of what the object has, the tags that prior names, with
// the name spelled as there. Tags of others are not drift (law L3), and one of ours that is gone is.
// prior null gives null; prior empty gives empty.
func OwnedTags(remote map[string]*string, prior basetypes.MapValue) basetypes.MapValue {
	if !Known(prior) {
		return basetypes.NewMapNull(basetypes.StringType{})
	}
	out := make(map[string]string)
	for name := range prior.Elements() {
		for remoteName, value := range remote {
			if strings.EqualFold(remoteName, name) {
				out[name] = deref(value)
			}
		}
	}
	return MapOfStrings(out)
}

// AllTags is the tags attribute where there is no prior state (import, data source): every tag but
// those that hidden names; null when none is left.
func AllTags(remote map[string]*string, hidden func(name string) bool) basetypes.MapValue {
	out := make(map[string]string, len(remote))
	for name, value := range remote {
		if hidden == nil || !hidden(name) {
			out[name] = deref(value)
		}
	}
	return MapOfStringsOrNull(out)
}

func hasFold(m map[string]string, name string) bool {
	if _, ok := m[name]; ok {
		return true
	}
	for have := range m {
		if strings.EqualFold(have, name) {
			return true
		}
	}
	return false
}

func clone(s *string) *string {
	if s == nil {
		return nil
	}
	return new(*s)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
