package egress

import "testing"

// TestLog reads like the log of a firewall: what was asked, what came of it.
func TestLog(t *testing.T) {
	t.Parallel()
	w := withTag(hub(
		collection("net", 100, Allow, netRule("ntp", "UDP", "10.42.1.0/24", "*", "123")),
		collection("app", 100, Allow, appRule("aks", "10.42.1.0/24", "http:80 https:443", "tag:AzureKubernetesService", "*.ubuntu.com")),
	))
	tests := []struct{ flow, want string }{
		{"https mcr.microsoft.com:443", "allowed firewall by application rule aks"},
		{"https *.hcp.eastus.azmk8s.io:443", "allowed firewall by application rule aks"},
		{"http security.ubuntu.com:80", "allowed firewall by application rule aks"},
		{"http ubuntu.com:80", "denied dropped by default action deny"},
		{"https example.com:443", "denied dropped by default action deny"},
		{"https example.com:8443", "denied dropped by default action deny"},
		{"https packages.microsoft.com:443", "indeterminate dropped by default action deny"},
		{"https-no-sni 20.9.9.9:443", "denied dropped by default action deny"},
		{"udp 1.2.3.4:123", "allowed firewall by network rule ntp"},
		{"tcp 1.2.3.4:123", "denied dropped by default action deny"},
		{"tcp tag:AzureCloud.eastus:9000", "denied dropped by default action deny"},
		{"tcp 10.42.4.7:443", "allowed vnet-local by system route 10.42.0.0/16"},
		{"tcp 10.43.0.1:443", "denied dropped by default action deny"},
		{"udp 168.63.129.16:53", "allowed platform by platform address 168.63.129.16"},
		{"udp 2001:db8::1:53", "indeterminate unknown"},
	}
	for _, tt := range tests {
		if got := line(judgeOne(t, w, to(tt.flow))); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.flow, got, tt.want)
		}
	}
}
