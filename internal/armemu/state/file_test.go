package state_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

func open(t *testing.T, path string) *state.File {
	t.Helper()
	f, err := state.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// add commits one more resource.
func add(b state.Backend, id string) error {
	s, err := b.Begin()
	if err != nil {
		return err
	}
	defer b.End()
	next := s.Fork()
	next.Put(&state.Resource{ID: id, Type: "T.T/t", ETag: next.NewGUID(), Body: armtypes.Object{"name": id}})
	return b.Commit(next)
}

func count(t *testing.T, b state.Backend) int {
	t.Helper()
	s, err := b.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer b.End()
	return len(s.Resources())
}

func TestFileKeepsWhatWasCommitted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	one := open(t, path)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("opening made the file: %v", err)
	}
	two := open(t, path) // before the first commit
	for i := range 5 {
		if err := add(one, "/a/"+strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
		if n := count(t, two); n != i+1 {
			t.Fatalf("the other handle sees %d resources, want %d", n, i+1)
		}
	}
	s, err := open(t, path).Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range s.Resources() {
		if r.ID != "/a/"+strconv.Itoa(i) {
			t.Errorf("resource %d is %s: the order is lost", i, r.ID)
		}
	}
}

// Two writes in one tick of the clock may leave inode, size and time as they were; the generation still tells.
func TestFileNoticesAReplacementThatLooksTheSame(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	one := open(t, path)
	if err := add(one, "/a/1"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(strings.Replace(string(data), `"generation":1`, `"generation":2`, 1), "/a/1", "/b/1", 2)
	if err := os.WriteFile(path, []byte(forged), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	s, err := one.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer one.End()
	if s.Resource("/B/1") == nil {
		t.Error("the cached copy was used")
	}
}

func TestFileRefusesWhatItDidNotWrite(t *testing.T) {
	t.Parallel()
	good := goodFile(t)
	tests := map[string]struct{ content, want string }{
		"empty":        {"", "the file is empty"},
		"cut short":    {good[:len(good)/2], "ends in the middle"},
		"foreign":      {`{"version": 4, "terraform_version": "1.11.4"}`, "not an emulator state"},
		"not JSON":     {"hello", "not a JSON document"},
		"not object":   {"[]", "not a JSON document"},
		"newer":        {strings.Replace(good, `"version":1`, `"version":2`, 1), "state version 2; this program reads version 1"},
		"no lineage":   {strings.Replace(good, `"lineage":"`, `"line":"`, 1), "lacks lineage"},
		"wrong member": {strings.Replace(good, `"resources":[`, `"resources":[7,`, 1), "not a complete emulator state"},
		"null entry":   {strings.Replace(good, `"resources":[`, `"resources":[null,`, 1), "has no id, type or body"},
		"no resources": {strings.Replace(good, `"resources":[`, `"others":[`, 1), "lacks lineage, resources"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := state.OpenFile(path)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if data, err := os.ReadFile(path); err != nil || string(data) != tt.content {
				t.Errorf("the file was touched: %q, %v", data, err)
			}
		})
	}
}

func goodFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := add(open(t, path), "/a/1"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"format":"udr-emulator-state","version":1,"lineage":"x","generation":1,"serial":1,"resources":[],"operations":[]}`))
	f.Add([]byte(`{"format":"udr-emulator-state","version":1,"lineage":"x","resources":[{"id":"/a","type":"t","body":{}}],"operations":[{"id":"1","target":"/a","status":"InProgress"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := state.Decode(data)
		if err != nil {
			return
		}
		again, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := state.Decode(again); err != nil {
			t.Errorf("what was read cannot be written and read again: %v", err)
		}
	})
}

// helperEnv makes the test binary play another process: "<what> <path> <name>".
const helperEnv = "UDR_STATE_TEST_HELPER"

func TestMain(m *testing.M) {
	if what := os.Getenv(helperEnv); what != "" {
		if err := help(strings.Fields(what)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// help is the other process. "write" adds resources; "die" does so until it is killed, telling after each commit.
func help(args []string) error {
	f, err := state.OpenFile(args[1])
	if err != nil {
		return err
	}
	for i := 0; args[0] == "die" || i < perProcess; i++ {
		if err := add(f, fmt.Sprintf("/%s/%d", args[2], i)); err != nil {
			return err
		}
		if args[0] == "die" {
			fmt.Fprintln(os.Stdout, i)
		}
	}
	return nil
}

const perProcess = 25

func helper(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), helperEnv+"="+strings.Join(args, " "))
	cmd.Stderr = os.Stderr
	return cmd
}

// Four processes add to one file at once: nothing is lost, every guid is given once.
func TestProcessesShareTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	var cmds []*exec.Cmd
	for i := range 4 {
		cmd := helper(t, "write", path, "p"+strconv.Itoa(i))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	s, err := open(t, path).Begin()
	if err != nil {
		t.Fatal(err)
	}
	guids := map[string]bool{}
	for _, r := range s.Resources() {
		guids[r.ETag] = true
	}
	if n := len(s.Resources()); n != 4*perProcess || len(guids) != n || s.Generation != uint64(n) {
		t.Errorf("%d resources, %d guids, generation %d; want %d of each", n, len(guids), s.Generation, 4*perProcess)
	}
}

// A process that is killed while it writes leaves the file whole, with every write that it reported, and frees the lock.
func TestKilledWriterLeavesTheFileWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	reported := 0
	for round := range 6 {
		cmd := helper(t, "die", path, "r"+strconv.Itoa(round))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		dec := json.NewDecoder(out)
		for range 3 + round*2 {
			var n int
			if err := dec.Decode(&n); err != nil {
				t.Fatal(err)
			}
			reported++
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		if n := count(t, open(t, path)); n < reported {
			t.Fatalf("round %d: %d resources, %d were reported", round, n, reported)
		} else {
			reported = n
		}
	}
}

// A half-written temporary file of a killed writer is not read, and is overwritten.
func TestLeftOverTemporaryFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(path+".tmp", []byte(goodFile(t)[:20]), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	if err := add(f, "/a/1"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".tmp"); !os.IsNotExist(err) {
		t.Errorf("the temporary file is still there: %v", err)
	}
	if n := count(t, open(t, path)); n != 1 {
		t.Errorf("%d resources", n)
	}
}

func TestSnapshotsAreImmutable(t *testing.T) {
	t.Parallel()
	m := state.NewMemory("x")
	if err := add(m, "/a/1"); err != nil {
		t.Fatal(err)
	}
	before, err := m.Begin()
	if err != nil {
		t.Fatal(err)
	}
	m.End()
	if err := add(m, "/a/2"); err != nil {
		t.Fatal(err)
	}
	if len(before.Resources()) != 1 || count(t, m) != 2 {
		t.Errorf("snapshot has %d resources, store %d", len(before.Resources()), count(t, m))
	}
	if a, b := before.Fork().NewGUID(), before.Fork().NewGUID(); a != b {
		t.Errorf("forks of one state give %s and %s", a, b)
	}
}

func TestTrimKeepsRunningOperations(t *testing.T) {
	t.Parallel()
	s := state.New("x")
	for i := range 600 {
		status := state.Succeeded
		if i == 0 {
			status = state.InProgress
		}
		s.PutOperation(&state.Operation{ID: strconv.Itoa(i), Target: "/a", Status: status})
	}
	s.Trim()
	ops := s.Operations()
	if len(ops) != 257 || ops[0].ID != "0" || ops[1].ID != "344" || s.Operation("1") != nil {
		t.Errorf("%d operations, the first two %s and %s", len(ops), ops[0].ID, ops[1].ID)
	}
}
