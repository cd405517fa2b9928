package containers

import (
	"encoding/json"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
)

// encode turns an SDK value into the members that it says. Objects that say nothing are left out, so that a
// structure can be written down whole; an empty list says something.
func encode(sdk any) (map[string]any, error) {
	text, err := json.Marshal(sdk)
	if err != nil {
		return nil, fmt.Errorf("encoding %T: %w", sdk, err)
	}
	var body map[string]any
	if err := json.Unmarshal(text, &body); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", sdk, err)
	}
	prune(body)
	return body, nil
}

func prune(body map[string]any) {
	for name, value := range body {
		inner, ok := value.(map[string]any)
		if !ok {
			continue
		}
		if prune(inner); len(inner) == 0 {
			delete(body, name)
		}
	}
}

// as converts an optional text to one of the SDK's text types.
func as[T ~string](text *string) *T {
	if text == nil {
		return nil
	}
	return to.Ptr(T(*text))
}

// asText is the way back.
func asText[T ~string](text *T) *string {
	if text == nil {
		return nil
	}
	return to.Ptr(string(*text))
}

// texts keeps the difference between no list and an empty one.
func texts(list []string) []*string {
	if list == nil {
		return nil
	}
	pointers := make([]*string, len(list))
	for i := range list {
		pointers[i] = to.Ptr(list[i])
	}
	return pointers
}

func textMap(m map[string]string) map[string]*string {
	if m == nil {
		return nil
	}
	pointers := map[string]*string{}
	for name, text := range m {
		pointers[name] = to.Ptr(text)
	}
	return pointers
}

// not turns a word for "on" into one for "off".
func not(value *bool) *bool {
	if value == nil {
		return nil
	}
	return to.Ptr(!*value)
}

func value[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

// filled is a pointer to a text, or nil for an empty one.
func filled(text string) *string {
	if text == "" {
		return nil
	}
	return to.Ptr(text)
}
