package armclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// request is one ARM request that can be sent any number of times.
type request struct {
	method string
	// path and query make the URL below the endpoint. verbatim, when set, is
	// the whole URL instead: polling URLs are signed and must not be rebuilt
	// (arm-wire.md 1.3).
	path     string
	query    url.Values
	verbatim string

	body   []byte
	header http.Header

	// id is the resource that the caller asked about; zero for a collection.
	id armid.ID
	// poll says that the request watches an operation.
	poll bool
	// resend says that sending the request twice has the effect of once.
	resend bool
	opts   callOptions
}

// response is an answer with its body read.
type response struct {
	status int
	header http.Header
	body   []byte
}

func newRequest(method string, id armid.ID, apiVersion string, o callOptions) *request {
	r := &request{method: method, path: id.String(), id: id, query: url.Values{}, header: http.Header{}, opts: o}
	for name, values := range o.query {
		r.query[name] = values
	}
	r.query.Set("api-version", apiVersion)
	if o.ifMatch != "" {
		r.header.Set("If-Match", o.ifMatch)
	}
	if o.ifNoneMatch != "" {
		r.header.Set("If-None-Match", o.ifNoneMatch)
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodPatch:
		r.resend = true // a merge PATCH sent twice has the effect of once
	default:
		r.resend = o.idempotent
	}
	return r
}

// setBody encodes the body once; a nil body is sent as none.
func (r *request) setBody(body any) error {
	switch body := body.(type) {
	case nil:
		return nil
	case []byte:
		r.body = body
	case json.RawMessage:
		r.body = body
	case Object:
		return r.setBody(body.Body)
	default:
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(body); err != nil {
			return fmt.Errorf("%s %s: encoding the body: %w", r.method, r.subject(), err)
		}
		r.body = bytes.TrimSpace(b.Bytes())
	}
	return nil
}

// subject is what errors and logs call the request: never with a query.
func (r *request) subject() string {
	if !r.id.IsZero() {
		return r.id.String()
	}
	return r.logPath()
}

// logPath is the path that is really sent to.
func (r *request) logPath() string {
	if r.verbatim == "" {
		return r.path
	}
	u, err := url.Parse(r.verbatim)
	if err != nil {
		return "(unreadable URL)"
	}
	return u.Path
}

// url answers the absolute URL below endpoint.
func (r *request) url(endpoint *url.URL) string {
	if r.verbatim != "" {
		return r.verbatim
	}
	path := &url.URL{Path: r.path}
	return strings.TrimRight(endpoint.String(), "/") + path.EscapedPath() + "?" + r.query.Encode()
}

func (r *request) newError() *Error {
	return &Error{Method: r.method, ID: r.subject(), ofResourceGroup: r.id.IsType("Microsoft.Resources/resourceGroups")}
}

func (r *response) object() (Object, error) {
	body, err := decodeObject(r.body)
	if err != nil {
		return Object{}, err
	}
	o := Object{Body: body, StatusCode: r.status, ETag: r.header.Get("ETag")}
	if o.ETag == "" {
		o.ETag = bodyETag(body)
	}
	return o, nil
}

// decode reads the answer, or says that Azure's answer makes no sense.
func (r *request) decode(res *response) (Object, *Error) {
	o, err := res.object()
	if err != nil {
		e := r.newError()
		e.Class = Server
		e.StatusCode = res.status
		e.Message = "the answer is not JSON: " + plainText(res.body)
		e.cause = err
		return Object{}, e
	}
	return o, nil
}
