package armemu

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// reply is an answer before it is written.
type reply struct {
	status int
	header http.Header
	body   []byte
	code   string // the error code, for the log
}

func newReply(status int) *reply { return &reply{status: status, header: http.Header{}} }

// set sets a header; an empty value sets nothing.
func (r *reply) set(name, value string) *reply {
	if value != "" {
		r.header.Set(name, value)
	}
	return r
}

// ordered is a JSON object whose named members come first, in that order.
type ordered struct {
	object armtypes.Object
	first  []string
}

// MarshalJSON implements json.Marshaler.
func (o ordered) MarshalJSON() ([]byte, error) {
	names := slices.DeleteFunc(slices.Clone(o.first), func(n string) bool { _, ok := o.object[n]; return !ok })
	for _, n := range slices.Sorted(maps.Keys(o.object)) {
		if !slices.Contains(o.first, n) {
			names = append(names, n)
		}
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, n := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		member, err := encode(n)
		if err != nil {
			return nil, err
		}
		value, err := encode(o.object[n])
		if err != nil {
			return nil, err
		}
		b.Write(member)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes JSON without the escapes meant for HTML, which ARM does not use.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding an answer: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// jsonReply answers with a JSON body.
func jsonReply(status int, contentType string, v any) (*reply, error) {
	body, err := encode(v)
	if err != nil {
		return nil, err
	}
	r := newReply(status).set("Content-Type", contentType).set("Cache-Control", "no-cache")
	r.body = body
	return r, nil
}

// errorReply renders a refusal in the form of its family (arm-wire.md 2.1).
func errorReply(f *family, err *armtypes.Error) *reply {
	var body any
	if f.unwrapped && !err.Gateway {
		body = aksError{Code: err.Code, Message: err.Message, SubCode: err.SubCode, Target: err.Target}
	} else {
		body = map[string]any{"error": wireError(err, !err.Gateway)}
	}
	r, encErr := jsonReply(err.Status, f.contentType, body)
	if encErr != nil {
		r = newReply(http.StatusInternalServerError)
	}
	r.code = err.Code
	if err.Gateway {
		r.set("x-ms-failure-cause", "gateway")
	}
	if err.RetryAfter > 0 {
		r.set("Retry-After", strconv.Itoa(int((err.RetryAfter+time.Second-1)/time.Second)))
	}
	return r
}

type aksError struct {
	Code    string `json:"code"`
	Details any    `json:"details"`
	Message string `json:"message"`
	SubCode string `json:"subcode"`
	Target  string `json:"target,omitempty"` // some answers have one (Azure/AKS-Construction#701), some have not
}

type wireErrorBody struct {
	Code    string           `json:"code"`
	Message string           `json:"message"`
	Target  string           `json:"target,omitempty"`
	Details *[]wireErrorBody `json:"details,omitempty"`
}

// wireError renders an error; resource providers always write details, be they empty.
func wireError(err *armtypes.Error, details bool) wireErrorBody {
	out := wireErrorBody{Code: err.Code, Message: err.Message, Target: err.Target}
	if details {
		list := make([]wireErrorBody, 0, len(err.Details))
		for _, d := range err.Details {
			list = append(list, wireError(d, len(d.Details) > 0))
		}
		out.Details = &list
	}
	return out
}
