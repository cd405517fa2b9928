package arch

import (
	"bufio"
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// private matches what belongs to one machine and not to a public repository: folders of a build machine, hosts that a
// package client was sent to. The alternatives are written so that they do not match themselves.
var private = regexp.MustCompile(`(^|[^a-zA-Z0-9_./-])/(work|root|farm)(/|$)|(^|[^a-zA-Z0-9_.-])/home/[a-z]|proxy\.golang[.]org|sum\.golang[.]org|deb\.debian[.]org|registry\.npmjs[.]org`)

// TestNoMachinePaths reads every text file of the tree.
func TestNoMachinePaths(t *testing.T) {
	t.Parallel()
	read := 0
	err := walk(func(name string) error {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || bytes.IndexByte(text, 0) >= 0 || path.Base(name) == "text_test.go" {
			return err
		}
		read++
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, len(text)+1)
		for n := 1; lines.Scan(); n++ {
			if m := private.FindString(lines.Text()); m != "" {
				t.Errorf("%s:%d names a place of one machine: %q", name, n, strings.TrimSpace(m))
			}
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if read == 0 {
		t.Fatal("no text file found")
	}
}

// TestPrivatePattern pins what the pattern above finds and leaves alone.
func TestPrivatePattern(t *testing.T) {
	t.Parallel()
	finds := []string{"/wo" + "rk/main", "see /ro" + "ot/.azure", "dir=/ho" + "me/jane", "https://proxy.golang" + ".org/x"}
	leaves := []string{"example.com/work/x", "./work/x", "a/root/b", "$HOME/x", "registry.terraform.io", "framework/values", "workRoot"}
	for _, s := range finds {
		if !private.MatchString(s) {
			t.Errorf("%q is not found", s)
		}
	}
	for _, s := range leaves {
		if private.MatchString(s) {
			t.Errorf("%q is found", s)
		}
	}
}

var (
	uses   = regexp.MustCompile(`^\s*(?:- )?uses:\s*(\S+)(.*)$`)
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	says   = regexp.MustCompile(`^\s+# v\d+(\.\d+)*\s*$`)
)

// TestActionsArePinned: a tag can be moved onto other code, a commit cannot. The comment says which version it is.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no workflows found")
	}
	slices.Sort(files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			m := uses.FindStringSubmatch(line)
			if m == nil || strings.HasPrefix(m[1], "./") {
				continue
			}
			if !pinned.MatchString(m[1]) || !says.MatchString(m[2]) {
				t.Errorf("%s:%d: %s is not pinned as owner/name@<40 hex digits> # v<version>", filepath.Base(name), i+1, strings.TrimSpace(line))
			}
		}
	}
}
