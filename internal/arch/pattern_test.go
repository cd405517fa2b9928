package arch

import "testing"

// TestPatterns pins what the patterns of the import table mean: a mistake in them would let every import pass.
func TestPatterns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, dir    string
		covers          bool
		neighbour       string
		neighbourIsKept bool // whether neighbour is in the same room as dir
	}{
		{pattern: "internal/netset", dir: "internal/netset", covers: true, neighbour: "internal/netset/sub"},
		{pattern: "internal/netset", dir: "internal/netsetter"},
		{pattern: "internal/armemu/...", dir: "internal/armemu/armtypes", covers: true, neighbour: "internal/armemu", neighbourIsKept: true},
		{pattern: "internal/armemu/...", dir: "internal/armemux"},
		{pattern: "internal/services/*", dir: "internal/services/network", covers: true, neighbour: "internal/services/network/sub", neighbourIsKept: true},
		{pattern: "internal/services/*", dir: "internal/services/network", covers: true, neighbour: "internal/services/networks"},
		{pattern: "internal/services/*", dir: "internal/services/network", covers: true, neighbour: "internal/services/akscluster"},
		{pattern: "internal/services/*", dir: "internal/services"},
		{pattern: ".", dir: ".", covers: true, neighbour: "internal/netset"},
	}
	for _, test := range tests {
		if got := covers(test.pattern, test.dir); got != test.covers {
			t.Errorf("covers(%s, %s) = %t", test.pattern, test.dir, got)
		}
		if test.neighbour == "" {
			continue
		}
		if got := own(test.pattern, test.dir, test.neighbour); got != test.neighbourIsKept {
			t.Errorf("own(%s, %s, %s) = %t", test.pattern, test.dir, test.neighbour, got)
		}
	}
}

// TestHome: the most specific room wins.
func TestHome(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]string{
		".":                              ".",
		"internal/azure/armid":           "internal/azure/armid",
		"internal/azure/armclient/lock":  "internal/azure/armclient/...",
		"internal/azure/network":         "internal/azure/*",
		"internal/services/network":      "internal/services/*",
		"internal/framework/customtypes": "internal/framework/...",
		"internal/nowhere":               "",
		"cmd":                            "",
	} {
		r, ok := home(dir)
		if r.path != want || ok != (want != "") {
			t.Errorf("home(%s) = %q, %t; want %q", dir, r.path, ok, want)
		}
	}
}

// TestNames pins what a ban names.
func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		banned, path string
		want         bool
	}{
		{"log", "log", true},
		{"log", "log/slog", false},
		{"log/", "log/slog", true},
		{"os", "os/exec", false},
		{"context", "contextual", false},
		{"github.com/Azure/", "github.com/Azure/azure-sdk-for-go/sdk/azcore", true},
		{"github.com/hashicorp/terraform-plugin-framework", "github.com/hashicorp/terraform-plugin-framework/types", true},
		{"github.com/hashicorp/terraform-plugin-framework", "github.com/hashicorp/terraform-plugin-framework-timeouts/x", false},
	}
	for _, test := range tests {
		if got := names(test.banned, test.path); got != test.want {
			t.Errorf("names(%s, %s) = %t", test.banned, test.path, got)
		}
	}
}
