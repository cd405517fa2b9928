package armclient

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
)

// learnTruth looks at the resource after a PUT that got no clear answer
// (arm-wire.md 6.3, last row). What was sent and is there has been done; in any
// other case the original error stands, with what was found.
func (c *Client) learnTruth(ctx context.Context, req *request, apiVersion string, e *Error) (Object, *Error) {
	found, lookup := c.settled(ctx, req.id, apiVersion, callOptions{})
	switch {
	case lookup != nil && IsNotFound(lookup):
		e.Hint = "a look afterwards found no resource"
		return Object{}, e
	case lookup != nil:
		e.Hint = "a look afterwards failed too: " + lookup.Class.String()
		return Object{}, e
	}
	sent, err := decodeObject(req.body)
	if err != nil || isFailed(found.ProvisioningState()) || !holds(found.Body, sent) {
		e.Hint = "a look afterwards found the resource (" + firstOf(clean(found.ProvisioningState()), "no provisioningState") +
			") without everything that was sent"
		return Object{}, e
	}
	if req.opts.onAccepted != nil {
		req.opts.onAccepted(found.Clone())
	}
	return found, nil
}

// holds reports whether found has everything that sent says. It may say no
// where Azure only writes a value differently; it must not say yes where
// something is missing.
func holds(found, sent any) bool {
	switch sent := sent.(type) {
	case map[string]any:
		object, ok := found.(map[string]any)
		for name, value := range sent {
			if isEcho(name) || isEmpty(value) && isEmpty(object[name]) {
				continue
			}
			if !ok || !holds(object[name], value) {
				return false
			}
		}
		return true
	case []any:
		list, ok := found.([]any)
		if !ok || len(list) != len(sent) {
			return false
		}
		for i := range sent {
			if !holds(list[i], sent[i]) {
				return false
			}
		}
		return true
	case string:
		text, ok := found.(string)
		return ok && strings.EqualFold(text, sent)
	}
	a, errA := json.Marshal(found)
	b, errB := json.Marshal(sent)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// isEcho names the read-only members that a write may carry along and that
// change with it.
func isEcho(name string) bool {
	return name == "etag" || name == "eTag" || name == "provisioningState"
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
