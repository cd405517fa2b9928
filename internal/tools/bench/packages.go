package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var declared = regexp.MustCompile(`(?m)^func Benchmark\w+\(`)

// measurePackages runs the Go benchmarks of every package that has some and adds their rows.
func measurePackages(ctx context.Context, t *table) error {
	packages, err := withBenchmarks("internal")
	if err != nil || len(packages) == 0 {
		return err
	}
	// One after another: two packages measured at once would measure each other.
	for _, name := range packages {
		cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "./"+name)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("running the benchmarks of %s: %w\n%s", name, err, out)
		}
		rows, err := parseBenchmarks(bytes.NewReader(out), path.Base(name))
		if err != nil {
			return fmt.Errorf("reading the benchmarks of %s: %w", name, err)
		}
		t.rows = append(t.rows, rows...)
	}
	return nil
}

// withBenchmarks returns the folders below root whose tests declare a benchmark, in order.
func withBenchmarks(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		if err == nil && declared.Match(text) {
			found = append(found, filepath.ToSlash(filepath.Dir(name)))
		}
		return err
	})
	slices.Sort(found)
	return slices.Compact(found), err
}

// parseBenchmarks reads go test's lines, `BenchmarkName-2  100  12345 ns/op  67 B/op  8 allocs/op  9 own/op`. A benchmark
// states its budget itself, as a metric named budget-ns/op that it reports beside the time.
func parseBenchmarks(r io.Reader, in string) ([]row, error) {
	var rows []row
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		metrics := map[string]float64{}
		var notes []string
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return nil, fmt.Errorf("line %q: %w", lines.Text(), err)
			}
			metrics[fields[i+1]] = value
			if !strings.HasSuffix(fields[i+1], "ns/op") {
				notes = append(notes, fmt.Sprintf("%.4g %s", value, fields[i+1]))
			}
		}
		name := in + " " + withoutCPUs(strings.TrimPrefix(fields[0], "Benchmark"))
		rows = append(rows, row{what: name, got: metrics["ns/op"], budget: metrics["budget-ns/op"], show: duration, note: strings.Join(notes, ", ")})
	}
	return rows, lines.Err()
}

// withoutCPUs drops the suffix that tells GOMAXPROCS.
func withoutCPUs(name string) string {
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		if _, err := strconv.Atoi(name[i+1:]); err == nil {
			return name[:i]
		}
	}
	return name
}
