package armtypes

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseConditions(t *testing.T) {
	t.Parallel()
	allowed := []string{"atScope", "roleName", "principalId", "assignedTo"}
	tests := map[string][]condition{
		"":                                    nil,
		"atScope()":                           {{name: "atscope"}},
		" AtScope( ) ":                        {{name: "atscope"}},
		"roleName eq 'A ''b'' '":              {{name: "rolename", value: "A 'b' "}},
		"roleName eq 'x and y' and atScope()": {{name: "rolename", value: "x and y"}, {name: "atscope"}},
		"atScope() and assignedTo('p')":       {{name: "atscope"}, {name: "assignedto", value: "p"}},
		"principalId eq 0b0b1b2b-0000-4000-8000-00000000000a":  {{name: "principalid", value: "0b0b1b2b-0000-4000-8000-00000000000a"}},
		"principalId eq '0b0b1b2b' AND principalId eq 'other'": {{name: "principalid", value: "0b0b1b2b"}, {name: "principalid", value: "other"}},
	}
	for filter, want := range tests {
		t.Run(filter, func(t *testing.T) {
			t.Parallel()
			got, err := parseConditions(filter, allowed...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(condition{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseConditionsRefuses(t *testing.T) {
	t.Parallel()
	for _, filter := range []string{
		"type eq 'x'", "roleName", "roleName eq", "roleName eq 'x", "roleName ne 'x'", "atScope() and", "atScope() atScope()",
		"atScope() or atScope()", "and atScope()", "roleName eq 'x'y'", "principalId eq unquoted",
	} {
		if got, err := parseConditions(filter, "atScope", "roleName", "principalId"); err == nil {
			t.Errorf("%q: got %v, want a refusal", filter, got)
		}
	}
}

// FuzzParseConditions: whatever is accepted consists of allowed conditions, and nothing panics.
func FuzzParseConditions(f *testing.F) {
	for _, seed := range []string{"atScope()", "roleName eq 'a' and atScope()", "principalId eq 'a''b'", "atScope() and ", "'", "eq eq eq"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		got, err := parseConditions(filter, "atScope", "roleName")
		if err != nil {
			if got != nil {
				t.Errorf("%q: conditions %v beside an error", filter, got)
			}
			return
		}
		for _, c := range got {
			if c.name != "atscope" && c.name != "rolename" {
				t.Errorf("%q: condition %v is not allowed", filter, c)
			}
		}
	})
}

func TestWithinScope(t *testing.T) {
	t.Parallel()
	tests := []struct {
		scope, above string
		want         bool
	}{
		{"/subscriptions/s/resourceGroups/G", "/Subscriptions/S", true},
		{"/subscriptions/s", "/subscriptions/s/resourceGroups/g", false},
		{"/subscriptions/s/resourceGroups/g2", "/subscriptions/s/resourceGroups/g", false},
		{"/subscriptions/s", "/", true},
		{"/subscriptions/s", "", true},
		{"", "/subscriptions/s", false},
		{"", "/", true},
	}
	for _, tt := range tests {
		if got := withinScope(tt.scope, tt.above); got != tt.want {
			t.Errorf("withinScope(%q, %q) = %v", tt.scope, tt.above, got)
		}
	}
}
