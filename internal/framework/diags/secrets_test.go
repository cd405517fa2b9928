package diags_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

func TestMaskSecrets(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Authorization: Bearer eyJhbGciOi.eyJzdWIi.c2ln":                        "Authorization: Bearer (masked)",
		"token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.abc_def refused":            "token (masked) refused",
		`{"client_secret":"p4ss\"word","x":1}`:                                  `{"client_secret":"(masked)","x":1}`,
		`{"adminPassword": "hunter22"}`:                                         `{"adminPassword": "(masked)"}`,
		"grant_type=x&client_secret=abc~DEF&scope=y":                            "grant_type=x&client_secret=(masked)&scope=y",
		`client_secret = "abc"`:                                                 `client_secret = "(masked)"`,
		"https://x.blob/y?sv=1&sig=ab%2Fcd&se=2":                                "https://x.blob/y?sv=1&sig=(masked)&se=2",
		"-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- z": "(masked) z",
		"-----BEGIN PRIVATE KEY-----\nMII cut off":                              "(masked)",
		"the client 'c' with object id 'o' has no authorization":                "the client 'c' with object id 'o' has no authorization",
		"the token expired; password rules apply":                               "the token expired; password rules apply",
		"/subscriptions/x/providers/Microsoft.Network/routeTables/secret-rt":    "/subscriptions/x/providers/Microsoft.Network/routeTables/secret-rt",
		"": "",
	} {
		if got := diags.MaskSecrets(in); got != want {
			t.Errorf("MaskSecrets(%q) = %q; want %q", in, got, want)
		}
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	if got := diags.Mask("x hunter2 hunter22 y", "hunter2", "hunter22", "", "y"); got != "x (masked) (masked) y" {
		t.Errorf("Mask: %q", got)
	}
	if got := diags.Mask("nothing here"); got != "nothing here" {
		t.Errorf("Mask: %q", got)
	}
}

// No text brings the patterns down, and no private key survives.
func FuzzMaskSecrets(f *testing.F) {
	f.Add(`{"password":"x"} Bearer y sig=z`)
	f.Add("-----BEGIN PRIVATE KEY-----")
	f.Fuzz(func(t *testing.T, s string) {
		once := diags.MaskSecrets(s)
		if strings.Contains(once, "PRIVATE KEY-----") && strings.Contains(once, "-----BEGIN PRIVATE KEY-----") {
			t.Errorf("MaskSecrets(%q) leaves a key: %q", s, once)
		}
	})
}
