package walk

import (
	"net/netip"
	"strings"
)

// setting gives one of a classic firewall's additional properties; their names have dots of their own. The value is in lower case.
func (f *firewall) setting(name string) string {
	v, _ := f.body.Obj("properties.additionalProperties")[name].(string)
	return strings.ToLower(v)
}

// privateRanges are the words for destinations whose packets keep their source under network rules (FW-36). A firewall with a policy
// does not look at its own (FW-4).
func (f *firewall) privateRanges() []string {
	var words []string
	if own := f.policy(); own != nil {
		words = own.Body.Strs("properties.snat.privateRanges")
	} else if text := f.setting("Network.SNAT.PrivateRanges"); text != "" {
		words = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	}
	if len(words) == 0 {
		return []string{"IANAPrivateRanges"}
	}
	return words
}

// translates tells whether the firewall puts its own address in the place of the source. Application rules always do; network rules
// spare private destinations (FW-36).
func (f *firewall) translates(application bool, dest netip.Addr) bool {
	if application {
		return true
	}
	for _, word := range f.privateRanges() {
		holds, _ := wordHolds(word, dest)
		if holds || strings.EqualFold(word, "IANAPrivateRanges") && private(dest) {
			return false
		}
	}
	return true
}
