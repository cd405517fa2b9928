package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// TestProxyOf: whatever ARM shows of a cluster's proxy, the profile can be judged, and no password is in it.
func TestProxyOf(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config any
		want   *document.HTTPProxy
	}{
		"none":        {nil, nil},
		"empty":       {map[string]any{}, nil},
		"off":         {map[string]any{"enabled": false, "httpProxy": "http://10.0.0.4:3128/"}, nil},
		"both":        {map[string]any{"httpProxy": "http://10.0.0.4:3128/", "httpsProxy": "https://proxy.contoso.com"}, &document.HTTPProxy{HTTP: "http://10.0.0.4:3128", HTTPS: "https://proxy.contoso.com"}},
		"exceptions":  {map[string]any{"httpProxy": "http://10.0.0.4", "noProxy": []any{"localhost", "10.0.0.0/8", ".contoso.com", "a b", 7}}, &document.HTTPProxy{HTTP: "http://10.0.0.4", NoProxy: []string{"localhost", "10.0.0.0/8", ".contoso.com"}}},
		"a password":  {map[string]any{"httpProxy": "http://me:secret@10.0.0.4/"}, &document.HTTPProxy{HTTP: "http://10.0.0.4"}},
		"no URL":      {map[string]any{"httpProxy": "10.0.0.4:3128"}, &document.HTTPProxy{HTTP: somewhere}},
		"a bad port":  {map[string]any{"httpsProxy": "http://10.0.0.4:99999"}, &document.HTTPProxy{HTTPS: somewhere}},
		"port 0":      {map[string]any{"httpsProxy": "http://10.0.0.4:0"}, &document.HTTPProxy{HTTPS: somewhere}},
		"not a text":  {map[string]any{"httpProxy": 7}, nil},
		"not a thing": {"proxy", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := profileOf(armclient.Object{Body: map[string]any{"location": "eastus", "properties": map[string]any{"httpProxyConfig": tt.config}}})
			if diff := cmp.Diff(tt.want, p.HTTPProxy); diff != "" {
				t.Error(diff)
			}
			if _, err := aks.Expand(p); err != nil {
				t.Errorf("the profile cannot be judged: %v", err)
			}
		})
	}
}
