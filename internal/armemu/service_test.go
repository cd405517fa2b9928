package armemu_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// The embedded emulator has no socket: a command applies services to its state file.
func TestServiceCommand(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	c := newClient(t, armemu.Options{StateFile: file})
	c.group(groupA)
	madeCluster(t, c, nil)

	run := func(args ...string) (int, armtypes.ServiceFrontend) {
		var stdout, stderr bytes.Buffer
		code := armemu.Main(context.Background(), append([]string{"service", "-state", file}, args...), &stdout, &stderr)
		var out armtypes.ServiceFrontend
		if stdout.Len() > 0 {
			if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
		} else if code != 0 && stderr.Len() == 0 {
			t.Errorf("%v: nothing says what is wrong", args)
		}
		return code, out
	}
	for name, tt := range map[string]struct {
		args []string
		code int
	}{
		"no cluster":     {[]string{"-name", "voting"}, 1},
		"no name":        {[]string{"-cluster", clusterA}, 1},
		"no such port":   {[]string{"-cluster", clusterA, "-name", "voting", "-ports", "http"}, 2},
		"a stray word":   {[]string{"-cluster", clusterA, "voting"}, 2},
		"no such flag":   {[]string{"-colour", "red"}, 2},
		"asked for help": {[]string{"-h"}, 0},
	} {
		if code, _ := run(tt.args...); code != tt.code {
			t.Errorf("%s: exit %d, want %d", name, code, tt.code)
		}
	}
	code, made := run("-cluster", clusterA, "-name", "voting", "-ports", "80,53/udp")
	if code != 0 || made.Address != "10.224.0.5" { // behind the only node
		t.Fatalf("exit %d, %+v", code, made)
	}
	balancer := c.want(200, "GET", made.LoadBalancer, nil).Body
	if n := len(balancer.List("properties.loadBalancingRules")); n != 2 {
		t.Errorf("%d rules: %v", n, balancer)
	}
	if code, _ := run("-cluster", clusterA, "-name", "voting", "-delete"); code != 0 {
		t.Errorf("exit %d", code)
	}
	c.want(404, "GET", made.LoadBalancer, nil)
}
