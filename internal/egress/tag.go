package egress

import "strings"

// splitTag parts "Storage.EastUS" into service and region.
func splitTag(tag string) (service, region string) {
	service, region, _ = strings.Cut(tag, ".")
	return service, region
}

// tagWithin says whether tag a lies inside tag b by what is known of their
// structure: X.region ⊆ X, and every Azure service ⊆ AzureCloud (FW-16).
func tagWithin(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	serviceA, _ := splitTag(a)
	serviceB, regionB := splitTag(b)
	if regionB != "" || strings.EqualFold(serviceA, "Internet") {
		return false
	}
	return strings.EqualFold(serviceA, serviceB) || strings.EqualFold(serviceB, "AzureCloud")
}

// tagsApart says whether both tags are regional and name different regions.
// What follows the dot in AzureFrontDoor's tags is a role, not a region.
func tagsApart(a, b string) bool {
	serviceA, regionA := splitTag(a)
	serviceB, regionB := splitTag(b)
	if strings.EqualFold(serviceA, "AzureFrontDoor") || strings.EqualFold(serviceB, "AzureFrontDoor") {
		return false
	}
	return regionA != "" && regionB != "" && !strings.EqualFold(regionA, regionB)
}

// inTag says whether the destination lies in a tag of unknown content, going by
// the tags that it is known to be in. The set holds what the answer rests on.
func (x *index) inTag(t *target, tag string) (Truth, assumptionSet) {
	for _, c := range t.claims {
		if !tagWithin(c.Tag, tag) {
			continue
		}
		if c.Assumption == "" {
			return Yes, 0
		}
		if bit, ok := x.assumes(c.Assumption); ok {
			return Yes, bit
		}
	}
	if bit, ok := x.assumes(AssumeRegionDisjoint); ok {
		for _, c := range t.claims {
			if !tagsApart(c.Tag, tag) {
				continue
			}
			claim, usable := x.assumes(c.Assumption)
			if c.Assumption == "" {
				claim, usable = 0, true
			}
			if usable {
				return No, bit | claim
			}
		}
	}
	return Maybe, 0
}
