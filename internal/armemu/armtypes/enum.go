package armtypes

import (
	"strings"
)

// checkEnum demands one of the allowed words at path, compared without case as NRP does. An absent member passes unless it is required.
// The inner code is that of NRP's JSON reader (arm-wire.md 2.2 [?]).
func checkEnum(body Object, path string, required bool, allowed ...string) *Error {
	v := body.Get(path)
	given, ok := v.(string)
	if v == nil && !required {
		return nil
	}
	for _, a := range allowed {
		if ok && strings.EqualFold(a, given) {
			return nil
		}
	}
	return Invalid("InvalidRequestFormat", "Cannot parse the request.").At(path).
		With(Detail("InvalidJson", "Error converting value %v of path %s. Allowed values are %s.", v, path, strings.Join(allowed, ", "))).Unsure()
}

// checkRange demands a whole number from lo to hi where there is one at path.
func checkRange(body Object, path, code, resource string, lo, hi int) *Error {
	v := body.Get(path)
	n, ok := body.Int(path)
	if v == nil || ok && n >= lo && n <= hi {
		return nil
	}
	return Invalid(code, "Value %v of %s of resource %s is not a number between %d and %d.", v, path, resource, lo, hi).At(path).Unsure()
}

// found drops the nils of a list of errors.
func found(errs ...*Error) []*Error {
	var out []*Error
	for _, err := range errs {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}
