package armemu

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Record is one request as the log has it: a line of JSON.
type Record struct {
	Time        time.Time       `json:"time"`
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Query       string          `json:"query"`
	Status      int             `json:"status"` // 0 when the connection broke
	Code        string          `json:"code,omitempty"`
	IfMatch     string          `json:"if_match,omitempty"`
	RequestBody json.RawMessage `json:"request_body,omitempty"`
	DurationMS  float64         `json:"duration_ms"`
}

func (e *Emulator) record(r *http.Request, body []byte, rep *reply, start time.Time) {
	if e.opts.OnRequest == nil {
		return
	}
	rec := Record{
		Time: start.UTC(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, IfMatch: r.Header.Get("If-Match"),
		RequestBody: maskBody(r.Header.Get("Content-Type"), body), DurationMS: float64(e.clock.Now().Sub(start).Microseconds()) / 1000,
	}
	if rep != nil {
		rec.Status, rec.Code = rep.status, rep.code
	}
	e.opts.OnRequest(rec)
}

const masked = "***"

// secretName finds members that hold secrets: client_secret, client_assertion, password, adminPassword, secretText, access_token.
var secretName = regexp.MustCompile(`(?i)secret|password|assertion|token$`)

// maskBody gives the body as JSON without secrets: JSON as it is, a form as an object, anything else by its size.
func maskBody(contentType string, body []byte) json.RawMessage {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	media, _, _ := mime.ParseMediaType(contentType)
	var v any
	if json.Unmarshal(body, &v) == nil {
		v = mask(v)
	} else if form, err := url.ParseQuery(string(body)); err == nil && strings.HasSuffix(media, "x-www-form-urlencoded") {
		v = maskForm(form)
	} else {
		v = map[string]any{"unreadable_bytes": len(body)}
	}
	out, err := encode(v)
	if err != nil {
		return nil
	}
	return out
}

func mask(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, inner := range t {
			if _, isText := inner.(string); isText && secretName.MatchString(k) {
				t[k] = masked
			} else {
				t[k] = mask(inner)
			}
		}
	case []any:
		for i := range t {
			t[i] = mask(t[i])
		}
	}
	return v
}

func maskForm(form url.Values) map[string]any {
	out := map[string]any{}
	for k, v := range form {
		if secretName.MatchString(k) {
			out[k] = masked
		} else {
			out[k] = strings.Join(v, " ")
		}
	}
	return out
}
