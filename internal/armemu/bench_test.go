package armemu_test

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// BenchmarkRequest measures what one request costs on a store of some size: a GET of a network with 50 subnets among 500 resources, and a
// PUT that changes one, in memory and in a file.
func BenchmarkRequest(b *testing.B) {
	for _, backend := range []string{"memory", "file"} {
		e := filled(b, backend)
		b.Run(backend+"/get", func(b *testing.B) {
			for b.Loop() {
				ask(b, e, http.MethodGet, vnetA, "")
			}
		})
		b.Run(backend+"/put", func(b *testing.B) {
			n := 0
			for b.Loop() {
				n++
				ask(b, e, http.MethodPatch, vnetA, fmt.Sprintf(`{"tags":{"n":"%d"}}`, n))
			}
		})
	}
}

func filled(b *testing.B, backend string) *armemu.Emulator {
	b.Helper()
	opts := armemu.Options{}
	if backend == "file" {
		opts.StateFile = filepath.Join(b.TempDir(), "state.json")
	}
	e, err := armemu.New(opts)
	if err != nil {
		b.Fatal(err)
	}
	ask(b, e, http.MethodPut, groupA, `{"location":"westeurope"}`)
	var subnets []string
	for i := range 50 {
		subnets = append(subnets, fmt.Sprintf(`{"name":"s%d","properties":{"addressPrefix":"10.0.%d.0/24"}}`, i, i))
	}
	ask(b, e, http.MethodPut, vnetA, `{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[`+strings.Join(subnets, ",")+`]}}`)
	for i := range 500 {
		ask(b, e, http.MethodPut, fmt.Sprintf("%s-%d", vnetA, i), `{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}`)
	}
	if err := e.FinishAll(); err != nil {
		b.Fatal(err)
	}
	return e
}

func ask(b *testing.B, e *armemu.Emulator, method, path, body string) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), method, "https://emulator.test"+path+"?api-version=2025-05-01", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	resp, err := e.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if data, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode > 299 {
		b.Fatalf("%s %s: %s %s %v", method, path, resp.Status, data, err)
	}
}
