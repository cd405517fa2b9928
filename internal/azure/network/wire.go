package network

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
)

// encode turns an SDK value into the generic form that bodies are patched with.
func encode(sdk any) (map[string]any, error) {
	text, err := json.Marshal(sdk)
	if err != nil {
		return nil, fmt.Errorf("encoding %T: %w", sdk, err)
	}
	var body map[string]any
	if err := json.Unmarshal(text, &body); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", sdk, err)
	}
	return body, nil
}

// as converts an optional string to one of the SDK's string types.
func as[T ~string](text *string) *T {
	if text == nil {
		return nil
	}
	return to.Ptr(T(*text))
}

func value[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

func values(pointers []*string) []string {
	var list []string
	for _, pointer := range pointers {
		if pointer != nil {
			list = append(list, *pointer)
		}
	}
	return list
}

func orDefault(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// changed reports whether an owned property differs from the live value; a cleared property differs from any value
// but the zero one.
func changed[T any](want Property[T], live T, equal func(a, b T) bool) bool {
	if !want.Owned() {
		return false
	}
	if want.Value() == nil {
		var zero T
		return !equal(zero, live)
	}
	return !equal(*want.Value(), live)
}

func same[T comparable](a, b T) bool { return a == b }

// sameMembers compares two lists of service names, whose order means nothing and whose case ARM ignores.
func sameMembers(a, b []string) bool {
	fold := func(list []string) []string {
		folded := make([]string, len(list))
		for i, text := range list {
			folded[i] = strings.ToLower(text)
		}
		slices.Sort(folded)
		return slices.Compact(folded)
	}
	return slices.Equal(fold(a), fold(b))
}
