package armclient

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
)

const (
	maxMessage = 2000 // characters of a message that an error keeps
	maxText    = 300  // characters of a body that is no JSON
	maxDepth   = 6    // levels of nested details that are followed
	maxDetails = 20
)

// parseError reads an error answer in any of the shapes of arm-wire.md 2.1.
func parseError(req *request, res *response) *Error {
	e := req.newError()
	e.StatusCode = res.status
	e.CorrelationID = res.header.Get("x-ms-correlation-request-id")
	e.RequestID = firstOf(res.header.Get("x-ms-request-id"), res.header.Get("x-ms-arm-service-request-id"))
	body, err := decodeObject(res.body)
	if err != nil || body == nil {
		e.Message = plainText(res.body)
	} else {
		e.fill(body)
	}
	if e.Code == "" {
		e.Code = res.header.Get("x-ms-error-code")
	}
	if e.Message == "" && e.Code == "" {
		e.Message = http.StatusText(res.status)
	}
	e.judge()
	return e
}

// fill takes code, message and details out of whichever wrapping body has.
func (e *Error) fill(body map[string]any) {
	inner := body
	for _, name := range []string{"error", "odata.error", "Error"} {
		switch v := body[name].(type) {
		case map[string]any:
			inner = v
		case string: // OAuth: {"error":"code","error_description":"…"}
			e.Code = v
			e.Message = clean(textOf(body, "error_description"))
			return
		}
	}
	e.Code = textOf(inner, "code")
	e.Target = clean(textOf(inner, "target"))
	e.Message = messageOf(inner)
	e.nestedMessage(inner)
	if sub := textOf(inner, "subcode"); sub != "" { // AKS
		e.Details = append(e.Details, Detail{Code: sub})
	}
	e.details(inner, 0)
}

// nestedMessage unpacks a message that is itself a JSON error, as failed
// deployments and some providers write.
func (e *Error) nestedMessage(inner map[string]any) {
	raw := strings.TrimSpace(textOf(inner, "message"))
	if !strings.HasPrefix(raw, "{") || e.nesting >= maxDepth {
		return
	}
	body, err := decodeObject([]byte(raw))
	if err != nil || body == nil {
		return
	}
	nested := Error{nesting: e.nesting + 1}
	nested.fill(body)
	if nested.Code == "" && nested.Message == "" {
		return
	}
	e.Message = nested.Message
	if e.Code == "" {
		e.Code = nested.Code
	} else if nested.Code != "" && nested.Code != e.Code {
		e.addDetail(Detail{Code: nested.Code, Message: nested.Message, Target: nested.Target})
	}
	for _, d := range nested.Details {
		e.addDetail(d)
	}
}

func (e *Error) details(body map[string]any, depth int) {
	if depth >= maxDepth {
		return
	}
	list, _ := body["details"].([]any)
	if one, ok := body["details"].(map[string]any); ok {
		list = []any{one}
	}
	for _, v := range list {
		switch v := v.(type) {
		case map[string]any:
			e.addDetail(Detail{Code: textOf(v, "code"), Message: messageOf(v), Target: clean(textOf(v, "target"))})
			e.details(v, depth+1)
		case string:
			e.addDetail(Detail{Message: clean(v)})
		}
	}
	if inner, ok := body["innererror"].(map[string]any); ok {
		if text, isText := inner["internalexception"].(string); isText {
			e.addDetail(Detail{Message: clean(text)})
		}
		e.addDetail(Detail{Code: textOf(inner, "code"), Message: messageOf(inner)})
		e.details(inner, depth+1)
	}
	infos, _ := body["additionalInfo"].([]any)
	for _, v := range infos {
		if info, ok := v.(map[string]any); ok {
			e.addDetail(Detail{Code: textOf(info, "type"), Message: infoText(info["info"])})
		}
	}
}

func (e *Error) addDetail(d Detail) {
	if d == (Detail{}) || len(e.Details) >= maxDetails {
		return
	}
	for _, have := range e.Details {
		if have == d {
			return
		}
	}
	e.Details = append(e.Details, d)
}

// infoText renders a policy's additionalInfo: the names a reader can act on
// where it has them, otherwise its JSON, cut.
func infoText(v any) string {
	info, ok := v.(map[string]any)
	if !ok {
		text, _ := v.(string)
		return clean(text)
	}
	var parts []string
	for _, name := range []string{"policyAssignmentDisplayName", "policyDefinitionDisplayName", "policySetDefinitionDisplayName", "policyAssignmentId"} {
		if text := textOf(info, name); text != "" {
			parts = append(parts, name+" "+text)
		}
	}
	if len(parts) > 0 {
		return clean(strings.Join(parts, ", "))
	}
	raw, err := json.Marshal(info)
	if err != nil {
		return ""
	}
	return cut(redact(string(raw)), maxText)
}

func messageOf(body map[string]any) string {
	for _, name := range []string{"message", "Message", "error_description", "statusMessage"} {
		switch v := body[name].(type) {
		case string:
			if v != "" {
				return clean(v)
			}
		case map[string]any: // odata: {"lang":"…","value":"…"}
			return clean(textOf(v, "value"))
		}
	}
	return ""
}

func textOf(body map[string]any, name string) string {
	switch v := body[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// tag matches an HTML tag, or a whole element that holds no prose.
var tag = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>|<[^>]*>`)

// plainText makes one line of a body that is no JSON: a proxy's page, mostly.
func plainText(raw []byte) string {
	text := strings.ToValidUTF8(string(raw[:min(len(raw), 16<<10)]), "")
	text = html.UnescapeString(tag.ReplaceAllString(text, " "))
	return cut(clean(text), maxText)
}

// clean makes one line of text without secrets.
func clean(text string) string {
	return cut(redact(strings.Join(strings.Fields(text), " ")), maxMessage)
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "…"
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
