package survey_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// golden compares a document with the one on file; UPDATE=1 writes it anew.
func golden(t *testing.T, name string, d document.Document) {
	t.Helper()
	got, err := document.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
	again, err := document.Decode(got)
	if err != nil {
		t.Errorf("the reading cannot be saved and read again: %v", err)
	}
	if diff := cmp.Diff(again, d); diff != "" {
		t.Errorf("saved and read again:\n%s", diff)
	}
}
