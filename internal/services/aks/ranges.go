package aks

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// normalRange is the form that AKS keeps: an address alone is a /32. What is no range stays as it is.
func normalRange(text string) string {
	prefix, err := parseRange(text)
	if err != nil {
		return text
	}
	return prefix.String()
}

// normalRanges are the ranges in their normal form, sorted, each once.
func normalRanges(texts []string) []string {
	out := make([]string, 0, len(texts))
	for _, text := range texts {
		out = append(out, normalRange(text))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// spelledRange is the spelling that the configuration has for a range; empty if it has none.
func spelledRange(known []string, normal string) string {
	for _, text := range known {
		if normalRange(text) == normal {
			return text
		}
	}
	return ""
}

func contains(list []string, text string) bool { return slices.Contains(list, text) }

func sameLocation(a, b string) bool { return customtypes.SameLocation(a, b) }
