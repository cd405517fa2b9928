package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// family is how a resource provider answers: one row per personality (arm-wire.md 1.3 to 1.6, 2.1, 6.2).
type family struct {
	// etagMember is the body member that carries the etag, "" for none.
	etagMember string
	// bare etags are plain guids; others have the form W/"guid".
	bareETag bool
	// renewsAtEnd: the etag changes once more when the operation ends, so that the one of the PUT answer is stale.
	renewsAtEnd bool
	// childETags: embedded children have etags of their own instead of their parent's.
	childETags bool
	// mismatch is the answer to a stale If-Match.
	mismatch func(given, current, id string) *armtypes.Error

	// operations and results are the words of polling URLs.
	operations, results string
	// pollVersion is the api-version of polling URLs, "" for the caller's.
	pollVersion string
	// asyncNotification adds that header.
	asyncNotification bool
	// retryAfter seconds in faithful mode, 0 for no header.
	retryAfter int
	// namedStatus: status documents have name and times.
	namedStatus bool
	// locationOnly: deletes answer with Location only.
	locationOnly bool

	creating, updating, deleting string
	// order of the members of an answer; those not named follow by name.
	order       []string
	contentType string
	// lowerGroups writes "resourcegroups" in ids.
	lowerGroups bool
	// serviceID adds the header with the provider's own request id.
	serviceID bool
	// unwrapped errors stand at the top of the body.
	unwrapped bool
}

const jsonUTF8 = "application/json; charset=utf-8"

var families = map[armtypes.Family]*family{
	armtypes.ARM: {
		operations: "operationresults", results: "operationresults", retryAfter: 15, locationOnly: true,
		creating: "Succeeded", updating: "Succeeded", deleting: "Deleting",
		order: []string{"id", "name", "type", "location", "tags", "properties"}, contentType: jsonUTF8,
	},
	armtypes.NRP: {
		etagMember: "etag", renewsAtEnd: true, mismatch: mismatchNRP,
		operations: "operations", results: "operationResults", asyncNotification: true, retryAfter: 10, serviceID: true,
		creating: "Updating", updating: "Updating", deleting: "Deleting",
		order: []string{"name", "id", "etag", "type", "location", "tags", "properties"}, contentType: jsonUTF8,
	},
	armtypes.NFV: {
		etagMember: "etag", bareETag: true, mismatch: mismatchNRP,
		operations: "nfvOperations", results: "nfvOperationResults", retryAfter: 10, serviceID: true,
		creating: "Updating", updating: "Updating", deleting: "Deleting",
		order: []string{"properties", "id", "name", "type", "etag", "location", "tags"}, contentType: jsonUTF8,
	},
	armtypes.AKS: {
		etagMember: "eTag", bareETag: true, renewsAtEnd: true, childETags: true, mismatch: mismatchAKS,
		operations: "operations", results: "operationresults", pollVersion: "2016-03-30", namedStatus: true,
		creating: "Creating", updating: "Updating", deleting: "Deleting",
		order: []string{"id", "location", "name", "tags", "type", "properties"}, contentType: "application/json",
		lowerGroups: true, unwrapped: true,
	},
	armtypes.Plain: {
		creating: "Succeeded", updating: "Succeeded", deleting: "Succeeded",
		order: []string{"id", "name", "type", "location", "tags", "properties"}, contentType: jsonUTF8,
	},
}

func familyOf(t *armtypes.Type) *family {
	if t == nil {
		return families[armtypes.ARM]
	}
	if f, ok := families[t.Family]; ok {
		return f
	}
	return families[armtypes.Plain]
}

// newETag makes an etag in the form that the body has.
func (f *family) newETag(guid string) string {
	switch {
	case f.etagMember == "":
		return ""
	case f.bareETag:
		return guid
	}
	return `W/"` + guid + `"`
}

// header is the etag as the ETag header has it: a bare one becomes a strong one.
func (f *family) header(etag string) string {
	if f.bareETag {
		return `"` + etag + `"`
	}
	return etag
}

// matches compares what If-Match says with an etag; a bare family accepts the guid with or without quotes (arm-wire.md 6.2 [?]).
func (f *family) matches(given, etag string) bool {
	return given == etag || f.bareETag && strings.Trim(given, `"`) == etag
}

func (f *family) idForm(id string) string {
	if !f.lowerGroups {
		return id
	}
	return strings.Replace(id, "/resourceGroups/", "/resourcegroups/", 1)
}

func mismatchNRP(given, current, id string) *armtypes.Error {
	return armtypes.Errorf(http.StatusPreconditionFailed, "PreconditionFailed", "Precondition failed.").With(
		armtypes.Detail("PreconditionFailedEtagMismatch", "Etag provided in if-match header %s does not match etag %s of resource %s in NRP data store.", given, current, id))
}

func mismatchAKS(given, current, id string) *armtypes.Error {
	err := armtypes.Errorf(http.StatusConflict, "EtagMismatch", "Operation is not allowed: the etag %s does not match the current etag %s of %s.", given, current, id)
	err.SubCode = "OriginalEtagNotExpect"
	return err
}
