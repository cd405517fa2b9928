package cli_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// TestUpdateTouchesOnlyItsOwn reads in the server's log what each change writes: the object that it is about and nothing else, and the
// whole of a shared object only as it was read (L3).
func TestUpdateTouchesOnlyItsOwn(t *testing.T) {
	t.Parallel()
	server := cli.NewServer(t)
	w := demo(t, azure).With(server.Environment()...)
	w.Apply().Want(0)
	const network = "contosofin-rg/providers/Microsoft.Network/virtualNetworks/contosofinvnet"
	for _, step := range []struct {
		name, old, replacement string
		want                   []string
	}{
		{"tags of the group", `environment = "demo"`, `environment = "prod"`, []string{"PATCH contosofin-rg"}},
		{
			"tags of a network", `address_space       = ["100.64.0.0/16"]`, `address_space       = ["100.64.0.0/16"]` + "\n" + `tags = { team = "platform" }`,
			[]string{"PUT " + network},
		},
		{
			// The list of added subnets on the network comes first (docs/design/0002-convergence.md, C-13).
			"one more subnet", `AzureFirewallSubnet `, `other = { address_prefixes = ["100.64.4.0/24"] }` + "\n" + `AzureFirewallSubnet `,
			[]string{"PUT " + network, "PUT " + network + "/subnets/other"},
		},
		{"a range of a subnet", `100.64.2.0/24`, `100.64.2.0/25`, []string{"PUT " + network + "/subnets/contosofinsvcsubnet"}},
		{"one subnet less", `other = { address_prefixes = ["100.64.4.0/24"] }`, ``, []string{"PUT " + network, "DELETE " + network + "/subnets/other"}},
		{"nothing", `"platform"`, `"plat${""}form"`, nil},
	} {
		w.Edit("main.tf", step.old, step.replacement)
		before := len(server.Records())
		w.Apply().Want(0)
		if diff := cmp.Diff(step.want, server.Writes(before)); diff != "" {
			t.Errorf("%s: written (-want +got):\n%s", step.name, diff)
		}
		for _, r := range server.Records()[before:] {
			if r.Method == "PUT" && strings.HasSuffix(r.Path, network) && r.IfMatch == "" {
				t.Errorf("%s: the network is written without If-Match", step.name)
			}
		}
	}
	w.Plan().Want(cli.Clean)
}

// TestSecretOfTheBlock: a secret in the provider block, right or wrong, reaches no trace, no message, no state and no request log (L7). What
// the environment says is the pipeline test's, beside main.
func TestSecretOfTheBlock(t *testing.T) {
	t.Parallel()
	server := cli.NewServer(t)
	w := demo(t, "variable \"secret\" {\n  sensitive = true\n}\nprovider \"udr\" {\n  client_secret = var.secret\n}").
		With(server.Environment()...).With("ARM_CLIENT_SECRET=", "TF_LOG=TRACE", "TF_LOG_PATH=trace")
	const wrong = "Wr0ng+secret/of~a.pipeline=="
	said := w.With("TF_VAR_secret=" + wrong).Apply().Want(cli.Broken).Says("AADSTS7000215").Output
	right := w.With("TF_VAR_secret=" + server.Ready.ClientSecret)
	right.Run("validate").Want(0)
	for _, r := range []cli.Result{right.Apply(), right.Plan(), right.Destroy()} {
		said += r.Want(0).Output
	}

	trace := w.Read("trace")
	if n := strings.Count(trace, "ARM request"); n < 20 {
		t.Fatalf("the trace shows %d requests, so it shows nothing", n)
	}
	texts := map[string]string{
		"the output": said, "the trace": trace, "the state": w.Read("terraform.tfstate"), "the state before": w.Read("terraform.tfstate.backup"),
		"the request log": server.Log(),
	}
	for _, secret := range []string{wrong, server.Ready.ClientSecret} {
		for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
			for name, text := range texts {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("%s holds the secret: …%s…", name, text[max(0, at-80):min(len(text), at+80)])
				}
			}
		}
	}
}
