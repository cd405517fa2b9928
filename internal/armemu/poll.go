package armemu

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// pollKind is which of an operation's two URLs was asked.
type pollKind int

const (
	pollStatus   pollKind = iota // Azure-AsyncOperation: 200 with a status document
	pollLocation                 // Location: 202 until the end
)

// typeOf gives the declared type of an operation and its family.
func (t *txn) typeOf(op *state.Operation) (*armtypes.Type, *family) {
	typ := t.types.Type(op.Type)
	return typ, familyOf(typ)
}

// pollURL is the absolute URL of an operation's status, or of its result.
func (x *exchange) pollURL(op *state.Operation, result bool) string {
	typ, f := x.typeOf(op)
	version := f.pollVersion
	if version == "" {
		version = x.apiVersion
	}
	word := f.operations
	if result {
		word = f.results
	}
	path := "/subscriptions/" + op.Subscription + "/operationresults/" + op.ID
	if !f.locationOnly && typ != nil {
		path = fmt.Sprintf("/subscriptions/%s/providers/%s/locations/%s/%s/%s", op.Subscription, typ.Namespace(), op.Location, word, op.ID)
	}
	return x.base + path + "?api-version=" + url.QueryEscape(version) + x.signature(op)
}

// The signature that Azure appends to polling URLs since 2024 (arm-wire.md 1.3): a time, a certificate of about 2.9 KB, a signature and
// a hash. Here all are derived from the operation and the store, so that any process can check them.
var signatureParams = []string{"t", "c", "s", "h"}

func (x *exchange) signature(op *state.Operation) string {
	if !x.e.opts.signed() {
		return ""
	}
	var b strings.Builder
	for _, name := range signatureParams {
		b.WriteString("&" + name + "=" + x.signatureValue(name, op))
	}
	return b.String()
}

func (x *exchange) signatureValue(name string, op *state.Operation) string {
	switch name {
	case "t":
		return strconv.FormatInt(op.Start.UnixMicro(), 10)
	case "c":
		var c strings.Builder
		for i := range 68 {
			c.WriteString(x.mac("c" + strconv.Itoa(i)))
		}
		return c.String()
	}
	return x.mac(name + op.ID)
}

func (x *exchange) mac(text string) string {
	h := hmac.New(sha256.New, []byte(x.state.Lineage))
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// checkSignature refuses a poll whose query was rebuilt. Azure's own code for it is not known.
func (x *exchange) checkSignature(op *state.Operation) error {
	if !x.e.opts.signed() {
		return nil
	}
	for _, name := range signatureParams {
		if x.param(name) != x.signatureValue(name, op) {
			return gatewayError(http.StatusForbidden, "AuthorizationFailed", "The polling URL was changed: its parameter '%s' is not the one that was issued.", name).Unsure()
		}
	}
	return nil
}

// poll answers a polling URL.
func (x *exchange) poll(id string, kind pollKind) (*reply, error) {
	op := x.state.Operation(id)
	if op == nil {
		return nil, gatewayError(http.StatusNotFound, "OperationNotFound", "The operation '%s' could not be found.", id).Unsure()
	}
	if err := x.checkSignature(op); err != nil {
		return nil, err
	}
	if op.Running() {
		x.markSeen(op)
	}
	if kind == pollStatus {
		return x.pollStatus(op)
	}
	return x.pollResult(op)
}

// pollStatus: 200 with the status; NRP and NFV give the status alone, AKS a name and times (arm-wire.md 1.3, 1.5).
func (x *exchange) pollStatus(op *state.Operation) (*reply, error) {
	_, f := x.typeOf(op)
	body := armtypes.Object{"status": op.Status}
	if f.namedStatus {
		body["name"] = op.ID
		body["startTime"] = op.Start.Format(time.RFC3339Nano)
		if !op.Running() {
			body["endTime"] = op.End.Format(time.RFC3339Nano)
		}
	}
	if op.Failure != nil {
		body["error"] = failureBody(op.Failure)
	}
	rep, err := jsonReply(http.StatusOK, f.contentType, ordered{object: body, first: []string{"name", "status", "startTime", "endTime", "error"}})
	if err != nil {
		return nil, err
	}
	if op.Running() {
		x.pace(rep, op, f)
	}
	return rep, nil
}

func failureBody(f *state.Failure) wireErrorBody {
	details := make([]wireErrorBody, 0, len(f.Details))
	for _, d := range f.Details {
		details = append(details, wireErrorBody{Code: d.Code, Message: d.Message})
	}
	return wireErrorBody{Code: f.Code, Message: f.Message, Details: &details}
}

// pollResult: 202 until the end; then 204 after a delete (200 after a group's), the result of an action, or the resource.
func (x *exchange) pollResult(op *state.Operation) (*reply, error) {
	_, f := x.typeOf(op)
	switch {
	case op.Running():
		rep := newReply(http.StatusAccepted).set("Location", x.pollURL(op, true))
		x.pace(rep, op, f)
		return rep, nil
	case op.Failure != nil:
		return nil, &armtypes.Error{Status: http.StatusConflict, Code: op.Failure.Code, Message: op.Failure.Message, Details: failureDetails(op.Failure)}
	case op.Verb == armtypes.Delete && f.locationOnly:
		return newReply(http.StatusOK), nil
	case op.Verb == armtypes.Act && op.Result != nil:
		return jsonReply(http.StatusOK, f.contentType, op.Result)
	case op.Verb == armtypes.Delete, op.Verb == armtypes.Act:
		return newReply(http.StatusNoContent), nil
	}
	d, ok := x.Get(op.Target)
	if !ok {
		return newReply(http.StatusNoContent), nil
	}
	return x.documentReply(http.StatusOK, d)
}

func failureDetails(f *state.Failure) []*armtypes.Error {
	var out []*armtypes.Error
	for _, d := range f.Details {
		out = append(out, armtypes.Detail(d.Code, "%s", d.Message))
	}
	return out
}

// asyncHeaders adds the polling URLs and the pace. Only deletes and actions have a Location.
func (x *exchange) asyncHeaders(rep *reply, op *state.Operation, withLocation bool) {
	_, f := x.typeOf(op)
	if !f.locationOnly {
		rep.set("Azure-AsyncOperation", x.pollURL(op, false))
		if f.asyncNotification {
			rep.set("Azure-AsyncNotification", "Enabled")
		}
	}
	if withLocation {
		rep.set("Location", x.pollURL(op, true))
	}
	x.pace(rep, op, f)
}

// acceptedReply is the 202 of a delete or an action.
func (x *exchange) acceptedReply(op *state.Operation) *reply {
	rep := newReply(http.StatusAccepted).set("Cache-Control", "no-cache")
	x.asyncHeaders(rep, op, true)
	return rep
}

// retryAfter is the whole seconds that Retry-After names, 0 for a family that sends none.
func (x *exchange) retryAfter(f *family) int {
	if x.e.opts.fast() {
		return 1
	}
	return f.retryAfter
}

// pace tells the client when to ask again. Retry-After is never 0, which azcore and az take for 30 s; in fast mode the millisecond
// header of azcore comes on top (arm-wire.md 4.3).
func (x *exchange) pace(rep *reply, op *state.Operation, f *family) {
	if n := x.retryAfter(f); n > 0 {
		rep.set("Retry-After", strconv.Itoa(n))
	}
	if !x.e.opts.fast() {
		return
	}
	wait := 5 * time.Millisecond
	if !op.WhenSeen {
		wait = min(max(op.Due.Sub(x.now), 10*time.Millisecond), time.Second)
	}
	rep.set("Retry-After-Ms", strconv.FormatInt(wait.Milliseconds(), 10))
}
