package provider_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

const groupID = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"

func group() map[string]any {
	return map[string]any{"name": "contosofin-rg", "location": "eastus"}
}

// connect is a provider for the server, and the wire between them.
func connect(t *testing.T, s *acctest.Server, c acctest.Connection) (*protocol.Harness, *wire) {
	t.Helper()
	w := &wire{host: s.Ready().MetadataHost, next: s.Client()}
	c.Transport = w
	return s.Harness(t, c), w
}

// TestAuthenticate makes a resource group by each method. The plan of a new group asks nothing of anybody, not even for a token;
// afterwards nobody but the server was asked.
func TestAuthenticate(t *testing.T) {
	t.Parallel()
	for name, m := range methods() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t, registered(t))
			c, _ := m.setUp(t, s)
			h, w := connect(t, s, c)
			g := h.Resource("udr_resource_group", "this")

			plan := g.Plan(group()).Must()
			if n := len(w.requests("")); n != 0 {
				t.Errorf("the plan of a new group sent %d requests, the first to %s", n, w.requests("")[0].URL)
			}
			plan.Apply().Must()
			if s.Object(t, groupID) == nil {
				t.Error("there is no resource group")
			}
			wantGrant(t, s, m)
			if n := len(s.Records("GET /metadata/endpoints")); n == 0 {
				t.Error("the cloud's metadata was not read")
			}
			g.Destroy().Must()
		})
	}
}

// wantGrant fails the test unless tokens were asked for as the method has it, and in no other way.
func wantGrant(t *testing.T, s *acctest.Server, m method) {
	t.Helper()
	tokens := s.Records("/oauth2/v2.0/token")
	if m.path != "" && len(s.Records(m.path)) == 0 {
		t.Errorf("nobody asked %s", m.path)
	}
	if (m.grant == "") != (len(tokens) == 0) {
		t.Errorf("%d requests for a token by %q", len(tokens), m.grant)
	}
	for _, r := range tokens {
		if text := string(r.RequestBody); r.Status != 200 || !strings.Contains(text, `"`+m.grant+`":`) {
			t.Errorf("the token request, answered %d, is %s", r.Status, text)
		}
	}
}

// TestWrongProof: what the token service refuses is an error of the apply, which says what was tried, what Azure said and what to do,
// and never the secret.
func TestWrongProof(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		more map[string]any
		want []string
	}{
		"secret": {
			map[string]any{"client_secret": "a-wr0ng-s3cret"},
			[]string{"client secret (client_secret)", "AADSTS7000215", "client_secret", "ARM_CLIENT_SECRET"},
		},
		"application": {
			map[string]any{"client_secret": "a-wr0ng-s3cret", "client_id": "00000000-0000-4000-8000-00000000dead"},
			[]string{"AADSTS700016", "00000000-0000-4000-8000-00000000dead", "client_id", "ARM_CLIENT_ID"},
		},
		"tenant": {
			map[string]any{"client_secret": armemu.ClientSecret, "tenant_id": "00000000-0000-4000-8000-00000000dead"},
			[]string{"AADSTS90002", "tenant_id", "ARM_TENANT_ID"},
		},
		"OIDC token": {
			map[string]any{"use_oidc": true, "oidc_token": "n0t-a-t0ken"},
			[]string{"OpenID Connect (use_oidc)", "AADSTS50027", "oidc_token"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			c := application(s, test.more)
			for key, value := range test.more {
				c.Block[key] = value
			}
			h, _ := connect(t, s, c)
			g := h.Resource("udr_resource_group", "this")
			out := g.Apply(group())
			d := out.WantOnlyError(protocol.AnyPath, test.want...)
			for _, secret := range []string{"a-wr0ng-s3cret", armemu.ClientSecret, "n0t-a-t0ken"} {
				if strings.Contains(d.String(), secret) {
					t.Errorf("the error shows the secret %q:\n%s", secret, d)
				}
			}
			t.Log(d)
			if g.Exists() {
				t.Error("there is a state")
			}
		})
	}
}

// TestTokenExpires: a token that Azure stops taking, in the middle of an apply, is renewed, whatever request meets it.
func TestTokenExpires(t *testing.T) {
	t.Parallel()
	read := fault.Match{Method: "GET", Path: "/virtualNetworks/", Nth: 1}
	write := fault.Match{Method: "PUT", Path: "/virtualNetworks/", Nth: 1}
	poll := fault.Match{Method: "GET", Path: "/operations/", Nth: 1}
	for name, matches := range map[string][]fault.Match{"at a read": {read}, "at a write": {write}, "at a poll": {poll}, "at each": {read, write, poll}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			faults := &fault.Engine{}
			s := acctest.NewServer(t, func(o *armemu.ServerOptions) { o.Faults = faults })
			h, _ := connect(t, s, acctest.Connection{Block: s.BySecret()})
			w := h.Workspace()
			w.Add(h.Resource("udr_resource_group", "this"), func(protocol.Ref) map[string]any { return group() })
			w.Add(h.Resource("udr_network", "this"), func(ref protocol.Ref) map[string]any {
				return map[string]any{
					"name": "contosofinvnet", "resource_group_name": ref("udr_resource_group.this", "name"), "location": "eastus",
					"address_space": []any{"100.64.0.0/16"},
					"subnets":       map[string]any{"contosofinakssubnet": map[string]any{"address_prefixes": []any{"100.64.1.0/24"}}},
				}
			})
			plan := w.Plan().Must()
			for _, match := range matches {
				if err := faults.Add(fault.Rule{Match: match, Effect: fault.Effect{ExpireToken: true}}); err != nil {
					t.Fatal(err)
				}
			}
			plan.Apply().Must()
			refused := 0
			for _, r := range s.Records("/subscriptions/") {
				if r.Status == 401 {
					refused++
				}
			}
			if tokens := len(s.Records("/oauth2/v2.0/token")); refused != len(matches) || tokens < 1+refused {
				t.Errorf("%d requests were refused, %d wanted; %d tokens were asked for", refused, len(matches), tokens)
			}
			w.Destroy().Must()
		})
	}
}

// TestUnreadableCertificate: PKCS#12 as openssl 3 writes it cannot be read by azidentity; that is an error of the configuration, with the
// way round, before anything is sent.
func TestUnreadableCertificate(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	for name, more := range map[string]map[string]any{
		"newer protection": {"client_certificate_path": modernFile, "client_certificate_password": pfxPassword},
		"wrong password":   {"client_certificate_path": pfxFile, "client_certificate_password": "wr0ng-passw0rd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, w := connect(t, s, application(s, more))
			d := h.Configure().WantOnlyError(protocol.AnyPath, "client_certificate_path", "client_certificate_password", "ARM_CLIENT_CERTIFICATE_PASSWORD", "openssl pkcs12")
			if strings.Contains(d.String(), "wr0ng") || strings.Contains(d.String(), pfxPassword) || len(w.requests("")) > 0 {
				t.Errorf("%d requests were sent: %s", len(w.requests("")), d)
			}
		})
	}
}
