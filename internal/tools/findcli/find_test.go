package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var errNotHere = errors.New("not here")

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		variable string
		onPath   []string
		download string
		want     string
		wantErr  string
	}{
		"variable first":              {variable: "/opt/terraform", onPath: []string{"/opt/terraform", "terraform", "tofu"}, want: "/opt/terraform"},
		"variable that cannot run":    {variable: "/opt/none", onPath: []string{"terraform"}, wantErr: "using TF_ACC_TERRAFORM_PATH=/opt/none: not here"},
		"terraform before tofu":       {onPath: []string{"tofu", "terraform"}, want: "/bin/terraform"},
		"tofu":                        {onPath: []string{"tofu"}, want: "/bin/tofu"},
		"download":                    {download: "/cache/terraform", want: "/cache/terraform"},
		"nothing and no download":     {wantErr: "no TF_ACC_TERRAFORM_PATH, terraform or tofu found"},
		"the cause of a failed fetch": {wantErr: "not here"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := finder{
				getenv: func(string) string { return test.variable },
				lookPath: func(file string) (string, error) {
					for _, there := range test.onPath {
						if there == file && filepath.IsAbs(file) {
							return file, nil
						}
						if there == file {
							return filepath.Join("/bin", file), nil
						}
					}
					return "", errNotHere
				},
				fetch: func(context.Context, string) (string, error) {
					if test.download == "" {
						return "", errNotHere
					}
					return test.download, nil
				},
			}
			got, err := f.find(t.Context(), t.TempDir())
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Fatalf("error %v, want one with %q", err, test.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestDownloadUsesWhatIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	want := filepath.Join(dir, "terraform")
	if err := os.WriteFile(want, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := download(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
