package provider_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tfsdklog"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

// logged is a test whose context carries loggers.
type logged struct {
	testing.TB
	ctx context.Context
}

// Context is what the harness calls the provider with.
func (l logged) Context() context.Context { return l.ctx }

// tokens finds access tokens and assertions of whatever kind: each is a JWT.
var tokens = regexp.MustCompile(`eyJ[\w-]{10,}\.[\w-]{10,}`)

// TestLogsHoldNoSecret runs an apply by each method, with a token that expires in the middle and a failure, and logs everything: the
// framework's lines and the provider's, at trace level; what is logged, and where to, are variables of the process. Neither a secret nor a token is in the log, in the state or in a message (law L7).
func TestLogsHoldNoSecret(t *testing.T) {
	t.Setenv("TF_LOG", "TRACE")
	for name, m := range methods() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			t.Setenv("TF_ACC_LOG_PATH", path)
			ctx := tfsdklog.ContextWithTestLogging(t.Context(), "TestLogs")
			ctx = tfsdklog.NewRootProviderLogger(tfsdklog.NewRootSDKLogger(ctx))

			faults := &fault.Engine{}
			s := acctest.NewServer(t, registered(t), func(o *armemu.ServerOptions) { o.Faults = faults })
			addFaults(t, faults)
			c, hidden := m.setUp(t, s)
			c.Transport = &wire{host: s.Ready().MetadataHost, next: s.Client()}
			h := protocol.New(logged{t, ctx}, s.Factory(c), protocol.Options{Config: c.Block})
			shown := applyAll(t, h)

			log, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range []string{"[TRACE] sdk.framework", "provider: ARM request", "provider: ARM retry", "provider: Authentication: authenticating by"} {
				if !strings.Contains(string(log), line) {
					t.Errorf("the log has no %q, so it shows nothing:\n%.2000s", line, log)
				}
			}
			for what, text := range map[string]string{"log": string(log), "state and messages": shown} {
				for _, secret := range hidden {
					if strings.Contains(text, secret) {
						t.Errorf("the %s hold the secret %.20s…", what, secret)
					}
				}
				if found := tokens.FindString(text); found != "" {
					t.Errorf("the %s hold the token %.20s…", what, found)
				}
			}
		})
	}
}

// addFaults expires a token and lets the operation on the network fail.
func addFaults(t *testing.T, faults *fault.Engine) {
	t.Helper()
	for _, rule := range []fault.Rule{
		{Match: fault.Match{Method: "PUT", Path: "/resourcegroups/", Nth: 1}, Effect: fault.Effect{ExpireToken: true}},
		{
			Match:  fault.Match{Method: "PUT", Path: "/virtualNetworks/", Nth: 1},
			Effect: fault.Effect{FailOperation: true, Code: "InternalServerError", Message: "broken"},
		},
	} {
		if err := faults.Add(rule); err != nil {
			t.Fatal(err)
		}
	}
}

// applyAll makes a group, fails to make a network, and answers all that a user is shown of it.
func applyAll(tb testing.TB, h *protocol.Harness) string {
	tb.Helper()
	g, n := h.Resource("udr_resource_group", "this"), h.Resource("udr_network", "this")
	g.Apply(group()).Must()
	failed := n.Apply(network("hub", "10.0.0.0/16"))
	failed.WantError(protocol.AnyPath, "broken")
	shown := failed.Diagnostics().String()
	for _, r := range []*protocol.Resource{g, n} {
		var private map[string][]byte // as the framework packs it
		if err := json.Unmarshal(r.Private(), &private); err != nil {
			tb.Fatal(err)
		}
		for _, value := range private {
			shown += string(value)
		}
		for _, value := range r.State() {
			if text, isText := value.(string); isText {
				shown += text
			}
		}
	}
	return shown
}
