package arch

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryPackageHasARoom finds packages that the import table does not know.
func TestEveryPackageHasARoom(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range source(t) {
		if seen[f.dir] {
			continue
		}
		seen[f.dir] = true
		if _, ok := home(f.dir); !ok {
			t.Errorf("%s is in no room: say in rooms_test.go what it may import and why", f.dir)
		}
	}
}

// TestEveryRoomHasAPackage finds rules about packages that are gone: they would hold of nothing and hide a rename.
func TestEveryRoomHasAPackage(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, f := range source(t) {
		if r, ok := home(f.dir); ok {
			there[r.path] = true
		}
	}
	for _, r := range rooms {
		switch waiting := slices.Contains(planned, r.path); {
		case !there[r.path] && !waiting:
			t.Errorf("room %s names no package: it was renamed or removed, so change the rule with it", r.path)
		case there[r.path] && waiting:
			t.Errorf("room %s exists now: take it off the planned list", r.path)
		}
		for _, pattern := range slices.Concat(r.may, r.tests) {
			if !slices.ContainsFunc(rooms, func(other room) bool { return within(pattern, other.path) }) {
				t.Errorf("room %s may import %s, which is no room", r.path, pattern)
			}
		}
	}
	for _, pattern := range planned {
		if !slices.ContainsFunc(rooms, func(r room) bool { return r.path == pattern }) {
			t.Errorf("planned room %s is not in the table", pattern)
		}
	}
}

// within reports whether a pattern of a may list names the room, its parent tree, or a part of it.
func within(pattern, roomPath string) bool {
	trim := func(p string) string { return strings.TrimSuffix(strings.TrimSuffix(p, "/..."), "/*") }
	return covers(pattern, trim(roomPath)) || covers(roomPath, trim(pattern))
}

// TestImportDirections holds every import between our packages against the table.
func TestImportDirections(t *testing.T) {
	t.Parallel()
	for _, f := range source(t) {
		r, ok := home(f.dir)
		if !ok {
			continue // TestEveryPackageHasARoom reports it
		}
		allowed := r.may
		if f.test {
			allowed = slices.Concat(r.may, r.tests)
		}
		for _, target := range f.ours() {
			if own(r.path, f.dir, target) || slices.ContainsFunc(allowed, func(p string) bool { return covers(p, target) }) {
				continue
			}
			t.Errorf("%s imports %s: %s", f.path, target, r.why)
		}
	}
}

// ban keeps foreign packages out of a part of the tree.
type ban struct {
	in     []string // rooms' patterns; empty means everywhere
	except []string
	tests  bool // whether it binds tests too
	paths  []string
	why    string
}

var bans = []ban{
	{
		except: []string{"internal/azure/..."}, tests: true,
		paths: []string{"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/"},
		why:   "only internal/azure speaks in SDK types, so that a new SDK version touches one tree",
	},
	{
		in:    []string{"internal/netset", "internal/egress/...", "internal/cloud/..."},
		paths: []string{"context", "log", "log/", "net/http", "os", "os/", "io/fs", "math/rand", "math/rand/", "github.com/hashicorp/", "github.com/Azure/", "google.golang.org/"},
		why:   "pure packages have no context, no logger, no clock, no Terraform, no Azure: the same input always gives the same answer",
	},
	{
		in: []string{"internal/azure/..."}, tests: true,
		paths: []string{"github.com/hashicorp/terraform-plugin-framework", "github.com/hashicorp/terraform-plugin-testing"},
		why:   "calls and conversions know no Terraform values: the law of values (L1) is kept in services alone",
	},
	{
		tests: true,
		paths: []string{"github.com/stretchr/testify", "github.com/pkg/errors", "io/ioutil", "github.com/hashicorp/terraform-plugin-sdk/v2"},
		why:   "the standard library, go-cmp and the plugin framework do it here",
	},
}

// TestForeignImports holds imports from outside the module against the bans.
func TestForeignImports(t *testing.T) {
	t.Parallel()
	for _, f := range source(t) {
		for _, b := range bans {
			covered := func(p string) bool { return covers(p, f.dir) }
			if f.test && !b.tests || len(b.in) > 0 && !slices.ContainsFunc(b.in, covered) || slices.ContainsFunc(b.except, covered) {
				continue
			}
			for _, p := range f.imports() {
				if slices.ContainsFunc(b.paths, func(banned string) bool { return names(banned, p) }) {
					t.Errorf("%s imports %s: %s", f.path, p, b.why)
				}
			}
		}
	}
}

// names reports whether a ban names an import path: the path itself, or for a ban that ends in a slash, all below it.
func names(banned, p string) bool {
	if strings.HasSuffix(banned, "/") {
		return strings.HasPrefix(p, banned)
	}
	return p == banned || strings.HasPrefix(p, banned+"/") && strings.Contains(banned, ".")
}

// TestEmulatorStandsAlone holds the emulator to the standard library and azcore's ID parser (L10). x/sys counts as the
// standard library: the lock on a shared state file needs it. Its tests may compare and generate besides,
// and drive it with Azure's own client modules, which are foreign to both sides.
func TestEmulatorStandsAlone(t *testing.T) {
	t.Parallel()
	allowed := []string{"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm", "golang.org/x/sys/unix", "golang.org/x/sys/windows"}
	inTests := []string{"github.com/google/go-cmp/cmp", "github.com/google/go-cmp/cmp/cmpopts", "pgregory.net/rapid"}
	foreign := []string{"github.com/Azure/azure-sdk-for-go/sdk/azcore", "github.com/Azure/azure-sdk-for-go/sdk/azidentity"}
	for _, f := range source(t) {
		if !covers("internal/armemu/...", f.dir) {
			continue
		}
		for _, p := range f.foreign() {
			if slices.Contains(allowed, p) || f.test && slices.Contains(inTests, p) {
				continue
			}
			if f.test && slices.ContainsFunc(foreign, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") }) {
				continue
			}
			t.Errorf("%s imports %s: the emulator stands on the standard library and azcore's ID parser alone (L10)", f.path, p)
		}
	}
}
