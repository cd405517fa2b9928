package armemu

import (
	"net/http"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// checkReferences looks at every id that the written resources declare (arm-wire.md 2.2: InvalidResourceReference,
// ReferencedResourceNotProvisioned, InvalidRequestFormat with MissingJsonReferenceId).
func (x *exchange) checkReferences(p *plan) []*armtypes.Error {
	var errs []*armtypes.Error
	if !p.embedded() {
		errs = append(errs, x.referencesOf(p.self, p.self.Body, "")...)
	}
	for _, c := range p.children {
		errs = append(errs, x.referencesOf(c.Write, c.Write.Body, c.at())...)
	}
	return errs
}

func (x *exchange) referencesOf(w *armtypes.Write, body armtypes.Object, at string) []*armtypes.Error {
	var errs []*armtypes.Error
	for _, ref := range w.Type.References {
		errs = append(errs, missingIDs(ref, body, at)...)
		for _, place := range body.Each(ref.Path) {
			if err := x.reference(w, ref, place); err != nil {
				if at != "" {
					err.Target = at + "." + err.Target
				}
				errs = append(errs, err)
			}
		}
	}
	return errs
}

// missingIDs finds reference objects without an id: {"routeTable": {}}.
func missingIDs(ref armtypes.Reference, body armtypes.Object, at string) []*armtypes.Error {
	holder, ok := strings.CutSuffix(ref.Path, ".id")
	if !ok {
		return nil
	}
	var errs []*armtypes.Error
	for _, place := range body.Each(holder) {
		m, isObject := place.Value.(map[string]any)
		if !isObject || m["id"] != nil {
			continue
		}
		target := strings.TrimPrefix(at+"."+place.Path, ".")
		errs = append(errs, armtypes.Invalid("InvalidRequestFormat", "Cannot parse the request.").At(target).With(
			armtypes.Detail("MissingJsonReferenceId", "Value for reference id is missing. Path %s.", target)))
	}
	return errs
}

func (x *exchange) reference(w *armtypes.Write, ref armtypes.Reference, place armtypes.Place) *armtypes.Error {
	given, ok := place.Value.(string)
	if !ok {
		return errFormat("Reference %s is not a string.", place.Path).At(place.Path)
	}
	id, err := armtypes.ParseID(given)
	if err != nil || ref.To != "" && !id.IsType(ref.To) {
		return armtypes.Invalid("InvalidRequestFormat", "Cannot parse the request.").At(place.Path).With(
			armtypes.Detail("InvalidJsonReferenceFormat", "Reference Id %s is not formatted correctly. The Id is expected to reference resources of type %s.", given, shortType(ref.To)))
	}
	if ref.Unchecked || x.inside(w, id) {
		return nil
	}
	d, found := x.find(id)
	switch {
	case !found:
		return errReference(given, w.ID.String()).At(place.Path)
	case ref.SameLocation && d.Location() != "" && w.Location() != "" && d.Location() != w.Location():
		return errReference(given, w.ID.String()).At(place.Path)
	}
	return x.provisioned(w, ref, d)
}

// inside tells whether a reference leads to a part of the document that is being written.
func (x *exchange) inside(w *armtypes.Write, id armtypes.ID) bool {
	return strings.HasPrefix(id.Key()+"/", x.rootKey(w.ID)+"/")
}

func errReference(target, by string) *armtypes.Error {
	return armtypes.Invalid("InvalidResourceReference", "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.", target, by)
}

// provisioned refuses a target that is not ready: 429 while its operation runs, 400 when it failed.
func (x *exchange) provisioned(w *armtypes.Write, ref armtypes.Reference, d *armtypes.Document) *armtypes.Error {
	text := "Cannot proceed with operation because resource %s used by resource %s is not in Succeeded state. Resource is in %s state and the last operation that updated/is updating the resource is %s."
	state := d.State()
	switch state {
	case "", stateSucceeded:
		return nil
	case stateFailed:
		return armtypes.Invalid("ReferencedResourceNotProvisioned", text, d.ID, w.ID, state, "Put"+shortType(d.Type.Name)+"Operation")
	}
	if ref.WhileUpdating {
		return nil
	}
	x.seen(d.ID)
	err := armtypes.Errorf(http.StatusTooManyRequests, "RetryableError", "A retryable error occurred.").With(
		armtypes.Detail("ReferencedResourceNotProvisioned", text, d.ID, w.ID, state, "Put"+shortType(d.Type.Name)+"Operation"))
	err.RetryAfter = time.Duration(x.retryAfter(familyOf(w.Type))) * time.Second
	return err
}

// shortType is a type without its namespace.
func shortType(name string) string { _, short, _ := strings.Cut(name, "/"); return short }
