package armtypes

import "testing"

func TestMatchesAction(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, action string
		want            bool
	}{
		{"*", "a/b/read", true},
		{"*/read", "a/b/read", true},
		{"*/read", "a/b/write", false},
		{"a/*/read", "a/b/c/read", true},
		{"a/*/read", "a/read", false},
		{"a/b/read", "a/b/read", true},
		{"a/b/read", "a/b/reads", false},
		{"a/*/c/*/e", "a/b/c/d/e", true},
		{"a/*/c/*/e", "a/b/x/d/e", false},
		{"", "a", false},
	} {
		if got := matchesAction(tt.pattern, tt.action); got != tt.want {
			t.Errorf("matchesAction(%q, %q) = %v", tt.pattern, tt.action, got)
		}
	}
}
