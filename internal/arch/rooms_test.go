package arch

import "strings"

// room is a part of the house: a package or a tree of them, what of ours it may import, and the reason that it may import
// nothing else. Paths are folders from the repository root. A path ending in "/..." means the folder and all below it; one
// ending in "/*" means each folder directly below on its own, so that two of them are strangers to one another.
type room struct {
	path  string
	may   []string // imports of files that are not tests; the room's own packages are always allowed
	tests []string // what its tests may import besides
	why   string
}

// harness is what tests of the provider's parts use to run them.
var harness = []string{"internal/acctest/...", "internal/provider", "internal/armemu/...", "internal/framework/...", "internal/cloud/...", "internal/egress/...", "internal/netset", "internal/azure/..."}

// rooms is the import table. Every package belongs to exactly one of them: a new package finds its place here first.
var rooms = []room{
	{
		path: ".", may: []string{"internal/provider", "internal/armemu/...", "internal/egress/..."},
		tests: []string{"internal/acctest/..."},
		why:   "main parses flags and hands over; whatever it computed itself, no test of a package would reach",
	},
	{
		path: "internal/netset",
		why:  "sets are the bottom of the house: all of it stands on them",
	},
	{
		path: "internal/egress/...", may: []string{"internal/netset"},
		why: "the evaluator judges what it is given, so that a plan, a file and a test are judged alike",
	},
	{
		path: "internal/egress/differential", may: []string{"internal/egress/...", "internal/netset"},
		tests: []string{"internal/armemu/..."},
		why:   "the one place where the evaluator meets the emulator's packet walk; neither side learns of the other (L10)",
	},
	{
		path: "internal/egress/corpus", may: []string{"internal/egress/...", "internal/cloud/...", "internal/netset"},
		why: "configurations of others are judged as a user's document is, with the facts about AKS",
	},
	{
		path: "internal/egress/aks", may: []string{"internal/cloud/...", "internal/egress/...", "internal/netset"},
		why: "the bridge from facts to flows keeps both sides free of each other, and as pure as they are",
	},
	{
		path: "internal/cloud/...", may: []string{"internal/netset"},
		why: "facts depend on nothing that could change them",
	},
	{
		path: "internal/azure/armid",
		why:  "IDs are read by every layer above",
	},
	{
		path: "internal/azure/armclient/...", may: []string{"internal/azure/armid", "internal/cloud/..."},
		tests: []string{"internal/armemu/..."},
		why:   "the engine knows requests and operations, not the types that pass through it",
	},
	{
		path: "internal/azure/credential/...", may: []string{"internal/azure/armclient/...", "internal/cloud/..."},
		tests: []string{"internal/armemu/..."},
		why:   "signing in depends on the cloud and the transport, on no resource",
	},
	{
		path: "internal/azure/account/...", may: []string{"internal/azure/armid", "internal/azure/armclient/...", "internal/cloud/..."},
		why: "an account is what resources share, so it knows none of them",
	},
	{
		path: "internal/azure/*", may: []string{"internal/azure/armid", "internal/azure/armclient/...", "internal/azure/account/...", "internal/egress/...", "internal/netset"},
		tests: []string{"internal/armemu/...", "internal/acctest/sweep", "internal/acctest/strike", "internal/cloud/..."},
		why:   "conversion between a specification and the SDK stays testable with no Terraform and no other service's types",
	},
	{
		path: "internal/framework/...", may: []string{"internal/netset", "internal/azure/armid"},
		why: "reusable Terraform parts call nothing: whoever builds a schema from them must not drag a client along",
	},
	{
		path: "internal/lifecycle/...", may: []string{"internal/framework/...", "internal/azure/account/...", "internal/azure/armclient/...", "internal/azure/armid", "internal/cloud/..."},
		tests: []string{"internal/armemu/..."},
		why:   "how an apply converges is decided once for all resources, so it knows none of them (L4)",
	},
	{
		path: "internal/answer", may: []string{"internal/framework/...", "internal/egress/...", "internal/cloud/...", "internal/netset"},
		why: "a row or verdict looks the same in a data source and in a function, so both get it here",
	},
	{
		path: "internal/preflight", may: []string{"internal/framework/...", "internal/azure/...", "internal/egress/...", "internal/cloud/...", "internal/netset", "internal/answer"},
		why: "what a plan knows of an egress is judged alike for the egress itself and for the clusters behind it, so it lies below both",
	},
	{
		path: "internal/rules", may: []string{"internal/framework/...", "internal/azure/network", "internal/egress/...", "internal/cloud/...", "internal/netset"},
		why: "a rule is written, judged, sent and shown alike by every resource that puts rules somewhere, and services may not import one another",
	},
	{
		path: "internal/services/*", may: []string{"internal/rules", "internal/answer", "internal/preflight", "internal/lifecycle/...", "internal/framework/...", "internal/azure/...", "internal/egress/...", "internal/cloud/...", "internal/netset"},
		tests: harness,
		why:   "services never import one another: what two of them need belongs below them",
	},
	{
		path: "internal/functions/...", may: []string{"internal/answer", "internal/framework/...", "internal/azure/...", "internal/egress/...", "internal/cloud/...", "internal/netset"},
		tests: harness,
		why:   "functions are thin over the pure packages",
	},
	{
		path: "internal/provider", may: []string{"internal/services/...", "internal/functions/...", "internal/lifecycle/...", "internal/framework/...", "internal/azure/account/...", "internal/azure/armclient/...", "internal/azure/credential/...", "internal/cloud/..."},
		tests: harness,
		why:   "the provider wires; the emulator is handed to it as a transport, so that a fake is never linked by accident (L10)",
	},
	{
		path: "internal/armemu/...",
		why:  "the emulator shares no code with the provider, so that the two cannot agree on the same mistake (L10)",
	},
	{
		path: "internal/acctest/...", may: []string{"internal/provider", "internal/armemu/...", "internal/framework/..."},
		tests: harness,
		why:   "the harness asks the emulator and the protocol, never the client under test",
	},
	{
		path: "internal/acctest/sweep", tests: harness,
		why: "a sweep interrupts whatever world it is given, so it knows none",
	},
	{
		path: "internal/acctest/strike", may: []string{"internal/acctest/sweep", "internal/armemu/..."},
		why: "tests of every layer strike the emulator's clients with it, those below the provider too",
	},
	{
		path: "examples", tests: []string{"internal/acctest/...", "internal/armemu/..."},
		why: "an example is a configuration; only the test that runs it is Go",
	},
	{
		path: "internal/arch",
		why:  "rules about the tree depend on none of it",
	},
	{
		path: "internal/tools/...", may: []string{"internal/provider", "internal/armemu/...", "internal/acctest/..."},
		why: "developer tools drive the provider from outside",
	},
}

// planned rooms have no package yet. A room that is neither here nor in the tree is a rule about nothing.
var planned = []string{}

// covers reports whether the path pattern of a room, or of its imports, contains dir.
func covers(pattern, dir string) bool {
	if tree, ok := strings.CutSuffix(pattern, "/..."); ok {
		return dir == tree || strings.HasPrefix(dir, tree+"/")
	}
	if parent, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(dir, parent+"/")
	}
	return dir == pattern
}

// own reports whether other lies in the same room as dir, in the sense of pattern: the same folder, the same tree, or for
// "/*" the same child of the parent.
func own(pattern, dir, other string) bool {
	if parent, ok := strings.CutSuffix(pattern, "/*"); ok {
		child, _, _ := strings.Cut(strings.TrimPrefix(dir, parent+"/"), "/")
		return covers(parent+"/"+child+"/...", other)
	}
	return covers(pattern, other)
}

// home returns the room of a folder: the most specific pattern that covers it.
func home(dir string) (room, bool) {
	var best room
	found := false
	for _, r := range rooms {
		if covers(r.path, dir) && (!found || specificity(r.path) > specificity(best.path)) {
			best, found = r, true
		}
	}
	return best, found
}

// specificity orders patterns: an exact folder or a deeper tree before the "/*" that covers it too.
func specificity(pattern string) int {
	return 2*strings.Count(strings.TrimSuffix(pattern, "/..."), "/") - strings.Count(pattern, "/*")
}
