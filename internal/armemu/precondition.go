package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// checkIfMatch honours If-Match and If-None-Match of the families that have etags (arm-wire.md 6.2). Whether NRP and NFV obey
// If-None-Match is not known; AKS documents it for creation.
func (x *exchange) checkIfMatch(p *plan) error {
	f := familyOf(p.self.Type)
	if f.etagMember == "" {
		return nil
	}
	current := ""
	if p.prev != nil {
		current = p.prev.ETag
	}
	if given := x.header.Get("If-Match"); given != "" && !x.anyMatches(f, given, current, p.prev != nil) {
		return f.mismatch(given, current, p.self.ID.String())
	}
	if given := x.header.Get("If-None-Match"); given != "" && p.prev != nil && x.anyMatches(f, given, current, true) {
		return errExists(f, p.self.ID.String())
	}
	return nil
}

// anyMatches reads a list of etags, or "*" for whatever exists.
func (x *exchange) anyMatches(f *family, given, current string, exists bool) bool {
	if strings.TrimSpace(given) == "*" {
		return exists
	}
	for one := range strings.SplitSeq(given, ",") {
		if exists && f.matches(strings.TrimSpace(one), current) {
			return true
		}
	}
	return false
}

func errExists(f *family, id string) *armtypes.Error {
	if f.unwrapped {
		return armtypes.Errorf(http.StatusPreconditionFailed, "PreconditionFailed", "The resource %s already exists.", id).Unsure()
	}
	return armtypes.Errorf(http.StatusPreconditionFailed, "PreconditionFailed", "Precondition failed.").With(
		armtypes.Detail("PreconditionFailedResourceExists", "Resource %s already exists.", id)).Unsure()
}
