package egress

import "testing"

func TestOutcome(t *testing.T) {
	t.Parallel()
	v := func(s Status, level Level, choice, option string) Verdict {
		return Verdict{Status: s, Flow: Flow{Level: level, Choice: choice, Option: option}}
	}
	need := func(s Status) Verdict { return v(s, LevelRequired, "", "") }
	opt := func(s Status, option string) Verdict { return v(s, LevelConditional, "monitor", option) }
	tests := []struct {
		name     string
		verdicts []Verdict
		want     Status
	}{
		{"nothing asked", nil, Allowed},
		{"all allowed", []Verdict{need(Allowed), need(Allowed)}, Allowed},
		{"one denied", []Verdict{need(Allowed), need(Indeterminate), need(Denied)}, Denied},
		{"one partial", []Verdict{need(Allowed), need(Partial)}, Denied},
		{"one not decidable", []Verdict{need(Allowed), need(Indeterminate)}, Indeterminate},
		{"optional and legacy flows do not count", []Verdict{v(Denied, LevelOptional, "", ""), v(Denied, LevelLegacy, "", "")}, Allowed},
		{"a forbidden flow that is denied", []Verdict{v(Denied, LevelForbidden, "", "")}, Allowed},
		{"a forbidden flow that passes", []Verdict{v(Allowed, LevelForbidden, "", "")}, Denied},
		{"a forbidden flow that passes in part", []Verdict{v(Partial, LevelForbidden, "", "")}, Denied},
		{"a forbidden flow nobody knows of", []Verdict{v(Indeterminate, LevelForbidden, "", "")}, Indeterminate},
		{"one whole option suffices", []Verdict{opt(Denied, "names"), opt(Allowed, "names"), opt(Allowed, "tag")}, Allowed},
		{"halves of two options do not", []Verdict{opt(Denied, "names"), opt(Allowed, "names"), opt(Denied, "tag")}, Denied},
		{"an option that may do", []Verdict{opt(Denied, "names"), opt(Indeterminate, "tag")}, Indeterminate},
		{"a choice for each subnet", []Verdict{
			opt(Allowed, "tag"),
			{Status: Denied, Flow: Flow{Level: LevelConditional, Choice: "monitor", Option: "tag", Source: Source{Subnet: "vnet/second"}}},
		}, Denied},
	}
	for _, tt := range tests {
		if got := (Report{Verdicts: tt.verdicts}).Outcome(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
