package login

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

func service(t testing.TB) *Service {
	t.Helper()
	s, err := New(Config{TenantID: "t", ClientID: "c", ObjectID: "o", ClientSecret: "s"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTokensCannotBeForged(t *testing.T) {
	t.Parallel()
	s := service(t)
	good, err := s.accessToken("https://x")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	enc := base64.RawURLEncoding.EncodeToString
	other, err := service(t).accessToken("https://x")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		token string
		err   error
	}{
		"good":           {good, nil},
		"another key":    {other, errSignature},
		"changed claims": {parts[0] + "." + enc([]byte(`{"tid":"x"}`)) + "." + parts[2], errSignature},
		"no signature":   {parts[0] + "." + parts[1] + ".", errSignature},
		"alg none":       {enc([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".", errSignature},
		"cut":            {parts[0] + "." + parts[1] + "." + parts[2][:40], errSignature},
	} {
		p, err := parse(tt.token)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := s.verifyOwn(p); !errors.Is(err, tt.err) {
			t.Errorf("%s: got %v, want %v", name, err, tt.err)
		}
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	for name, tt := range map[string]struct {
		c    claims
		want bool
	}{
		"later":  {claims{"exp": 1001.0}, false},
		"now":    {claims{"exp": 1000.0}, true},
		"none":   {claims{}, true},
		"a word": {claims{"exp": "1001"}, true},
	} {
		if got := tt.c.expired(now); got != tt.want {
			t.Errorf("%s: expired is %v", name, got)
		}
	}
	if a := (claims{"aud": []any{"x", 5, "y"}}).audiences(); len(a) != 2 || a[1] != "y" {
		t.Errorf("audiences %v", a)
	}
}

func TestAudienceOfARM(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		aud, base string
		want      bool
	}{
		"same":           {"https://localhost:1", "https://localhost:1", true},
		"slashes":        {"https://localhost:1//", "https://localhost:1", true},
		"by address":     {"https://localhost:1/", "https://127.0.0.1:1", true},
		"another port":   {"https://localhost:2", "https://localhost:1", false},
		"another host":   {"https://example.com:1", "https://localhost:1", false},
		"public":         {"https://management.azure.com/", "https://localhost:1", true},
		"old management": {"https://management.core.windows.net//", "https://localhost:1", true},
		"graph":          {"https://graph.microsoft.com", "https://localhost:1", false},
		"nothing":        {"", "https://localhost:1", false},
	} {
		if got := goodAudience(tt.aud, tt.base); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	s := service(f)
	good, err := s.accessToken("https://x")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add("e30.e30.")
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		p, err := parse(token)
		if err != nil {
			return
		}
		if s.verifyOwn(p) == nil && token != good {
			// ECDSA has no second signature that anybody could find, but base64 has spare bits at its end.
			if !strings.HasPrefix(token, good[:len(good)-3]) {
				t.Errorf("forged: %s", token)
			}
		}
		p.claims.expired(time.Now())
		p.claims.audiences()
	})
}
