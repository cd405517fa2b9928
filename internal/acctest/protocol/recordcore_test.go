package protocol

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

const toyAddress = "registry.terraform.io/test/toy"

// TestRecordCore writes testdata/core anew from the Terraform CLI at TF_ACC_TERRAFORM_PATH, else on PATH, when UPDATE=1 is set.
// Without it, it checks that every recording belongs to a scenario.
func TestRecordCore(t *testing.T) {
	t.Parallel()
	if os.Getenv("UPDATE") != "1" {
		files, err := filepath.Glob(filepath.Join("testdata", "core", "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, ok := scenarios[strings.TrimSuffix(filepath.Base(file), ".txt")]; !ok {
				t.Errorf("%s belongs to no scenario", file)
			}
		}
		return
	}
	for name, steps := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recorded := recordScenario(t, name, steps)
			if err := os.WriteFile(filepath.Join("testdata", "core", name+".txt"), []byte(recorded), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// cli runs Terraform in a directory against a provider in this process.
type cli struct {
	t    *testing.T
	dir  string
	path string
	env  []string
}

func recordScenario(t *testing.T, name string, steps []step) string {
	t.Helper()
	w := newWorld()
	servers := w.factory()
	tape := newTape(t, servers())
	c := newCLI(t, &recorder{ProviderServer: servers(), tape: tape})
	var config map[string]map[string]any
	for i, s := range steps {
		tape.write("== " + s.command)
		if s.config != nil {
			config = s.config
		}
		prepare(w, s)
		c.writeConfig(s, config)
		if i == 0 {
			c.run(false, "init")
		}
		tape.setLose(s.lose)
		c.step(s)
		noteWorld(tape, w)
	}
	return arrange(name, tape.lines)
}

func newCLI(t *testing.T, server tfprotov6.ProviderServer) *cli {
	t.Helper()
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		path = "terraform"
	}
	config, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { cancel(); <-closed })
	go func() {
		err := tf6server.Serve(toyAddress, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, config, closed), tf6server.WithGoPluginLogger(hclog.NewNullLogger()))
		if err != nil {
			t.Errorf("serving the provider: %s", err)
		}
	}()
	var reattach *plugin.ReattachConfig
	select {
	case reattach = <-config:
	case <-time.After(10 * time.Second):
		t.Fatal("the provider did not come up")
	}
	raw, err := json.Marshal(map[string]any{toyAddress: map[string]any{
		"Protocol": reattach.Protocol, "ProtocolVersion": reattach.ProtocolVersion, "Pid": reattach.Pid, "Test": true,
		"Addr": map[string]any{"Network": reattach.Addr.Network(), "String": reattach.Addr.String()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "TF_REATTACH_PROVIDERS="+string(raw), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return &cli{t: t, dir: t.TempDir(), path: path, env: env}
}

func (c *cli) step(s step) {
	c.t.Helper()
	auto := []string{"-auto-approve", "-parallelism=1", "-no-color"}
	switch s.command {
	case "apply":
		if s.replace != "" {
			auto = append(auto, "-replace="+s.replace)
		}
		c.run(s.fails, append([]string{"apply"}, auto...)...)
	case "destroy":
		c.run(s.fails, append([]string{"destroy"}, auto...)...)
	case "refresh":
		c.run(s.fails, append([]string{"apply", "-refresh-only"}, auto...)...)
	case "import":
		c.run(s.fails, "import", "toy_thing.x", "a-1")
	case "taint":
		c.run(s.fails, "taint", "toy_thing.x")
	case "state":
		c.write("terraform.tfstate", map[string]any{
			"version": 4, "serial": 1, "lineage": "00000000-0000-0000-0000-000000000000", "terraform_version": "1.11.4",
			"resources": []any{map[string]any{
				"mode": "managed", "type": "toy_thing", "name": "x", "provider": fmt.Sprintf("provider[%q]", toyAddress),
				"instances": []any{map[string]any{"schema_version": 1, "attributes": s.state}},
			}},
		})
	default:
		c.t.Fatalf("unknown command %s", s.command)
	}
}

func (c *cli) run(fails bool, args ...string) {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), c.path, args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	out, err := cmd.CombinedOutput()
	if (err != nil) != fails {
		c.t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// writeConfig writes the configuration in Terraform's JSON syntax.
func (c *cli) writeConfig(s step, config map[string]map[string]any) {
	c.t.Helper()
	resources := map[string]any{}
	for typeName, attrs := range config {
		attrs, name := maps.Clone(attrs), "x"
		if typeName == "toy_box" {
			name = "y"
			for attr, path := range s.refs {
				attrs[attr] = "${toy_thing.x." + string(path) + "}"
			}
		}
		if s.cbd {
			attrs["lifecycle"] = map[string]any{"create_before_destroy": true}
		}
		resources[typeName] = map[string]any{name: attrs}
	}
	c.write("main.tf.json", map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{"toy": map[string]any{"source": "test/toy"}}},
		"resource":  resources,
	})
}

func (c *cli) write(name string, content any) {
	c.t.Helper()
	raw, err := json.Marshal(content)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, name), raw, 0o600); err != nil {
		c.t.Fatal(err)
	}
}
