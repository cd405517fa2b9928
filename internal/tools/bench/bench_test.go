package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func TestParseBenchmarks(t *testing.T) {
	t.Parallel()
	const output = `goos: linux
BenchmarkEvaluate/10000x1000-2         	       8	 140000000 ns/op	 250000000 budget-ns/op	    4096 B/op	      12 allocs/op
BenchmarkSlow                          	       1	 300 ns/op	 200 budget-ns/op
PASS
`
	rows, err := parseBenchmarks(strings.NewReader(output), "egress")
	if err != nil {
		t.Fatal(err)
	}
	tab := table{rows: rows}
	var got []string
	for _, r := range rows {
		got = append(got, r.what+" = "+r.show(r.got)+"; "+r.note)
	}
	want := []string{"egress Evaluate/10000x1000 = 140ms; 4096 B/op, 12 allocs/op", "egress Slow = 300ns; "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	if tab.budgets() != 2 || tab.exceeded() != 1 {
		t.Errorf("%d budgets, %d exceeded; want 2 and 1", tab.budgets(), tab.exceeded())
	}
	if _, err := parseBenchmarks(strings.NewReader("BenchmarkX-2 1 many ns/op"), "x"); err == nil {
		t.Error("a line that is no figure is accepted")
	}
}

func TestWithBenchmarks(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"a/a_test.go": "package a\n\nfunc BenchmarkA(b *testing.B) {}\n",
		"b/b_test.go": "package b\n\nfunc TestB(t *testing.T) {}\n",
		"c/c.go":      "package c\n\nfunc BenchmarkC(b *testing.B) {}\n",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := withBenchmarks(root)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.ToSlash(filepath.Join(root, "a"))}; !cmp.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	var tab table
	tab.add(row{what: "fast", got: float64(20 * time.Millisecond), budget: float64(budgetSchema), show: duration, spread: []float64{1e7, 3e7}})
	tab.add(row{what: "large", got: 40 << 20, budget: budgetBinary, show: mebibytes})
	var b strings.Builder
	if err := tab.write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"20ms", "100ms", "ok", "10ms to 30ms", "40.0 MiB", "EXCEEDED"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, b.String())
		}
	}
	if tab.exceeded() != 1 {
		t.Errorf("%d exceeded, want 1", tab.exceeded())
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if got := median([]float64{9, 1, 5}); got != 5 {
		t.Errorf("odd: %v", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("even: %v", got)
	}
}

func TestHandshakeRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "1|5|unix|/x|grpc|", "1|6|unix|/x|netrpc|", "hello"} {
		if err := askSchema(t.Context(), line); err == nil {
			t.Errorf("%q is accepted", line)
		}
	}
}

func TestMade(t *testing.T) {
	t.Parallel()
	got := made([]armemu.Record{
		{Method: "PUT", Path: "/subscriptions/s/resourceGroups/G", Status: 201},
		{Method: "PUT", Path: "/subscriptions/s/resourcegroups/g", Status: 200},
		{Method: "PUT", Path: "/subscriptions/s/resourceGroups/refused", Status: 409},
		{Method: "GET", Path: "/subscriptions/s/resourceGroups/read", Status: 200},
	})
	if want := map[string]bool{"/subscriptions/s/resourcegroups/g": true}; !cmp.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}
