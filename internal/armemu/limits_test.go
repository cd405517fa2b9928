package armemu_test

import (
	"fmt"
	"net/http"
	"testing"
)

// TestRouteTableLimits: 400 routes, 25 of them with service tags (aks-facts.md 3.3).
func TestRouteTableLimits(t *testing.T) {
	t.Parallel()
	routes := func(n, tags int) map[string]any {
		var list []any
		for i := range n {
			prefix := fmt.Sprintf("10.%d.%d.0/24", i/256, i%256)
			if i < tags {
				prefix = fmt.Sprintf("Tag%d", i)
			}
			list = append(list, map[string]any{"name": fmt.Sprintf("r%d", i), "properties": map[string]any{"addressPrefix": prefix, "nextHopType": "None"}})
		}
		return map[string]any{"location": "westeurope", "properties": map[string]any{"routes": list}}
	}
	tests := map[string]struct {
		routes, tags int
		refused      bool
	}{
		"at the limit of routes":       {routes: 400},
		"one route too many":           {routes: 401, refused: true},
		"at the limit of tags":         {routes: 25, tags: 25},
		"one service tag too many":     {routes: 26, tags: 26, refused: true},
		"tags count as routes as well": {routes: 401, tags: 25, refused: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := driven(t)
			c.group(groupA)
			path := groupA + "/providers/Microsoft.Network/routeTables/rt"
			if tt.refused {
				c.refused(http.StatusBadRequest, "RouteTableRouteLimitReached", http.MethodPut, path, routes(tt.routes, tt.tags))
				return
			}
			c.want(http.StatusCreated, http.MethodPut, path, routes(tt.routes, tt.tags))
		})
	}
}

// TestFederatedCredentialLimit: an identity has at most 20; the ones that are there can still be written.
func TestFederatedCredentialLimit(t *testing.T) {
	t.Parallel()
	c, _ := driven(t)
	c.group(groupA)
	identity := groupA + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai"
	c.want(http.StatusCreated, http.MethodPut, identity, map[string]any{"location": "westeurope"})
	put := func(i int, audience string) answer {
		return c.call(http.MethodPut, fmt.Sprintf("%s/federatedIdentityCredentials/fic%d", identity, i), map[string]any{
			"properties": map[string]any{"issuer": "https://issuer", "subject": fmt.Sprintf("subject %d", i), "audiences": []string{audience}},
		})
	}
	for i := range 20 {
		if a := put(i, "one"); a.Status != http.StatusCreated {
			t.Fatalf("credential %d: %s", i, a.Raw)
		}
	}
	if a := put(20, "one"); a.code() != "TooManyFederatedIdentityCredentials" {
		t.Errorf("the 21st: %d %s", a.Status, a.Raw)
	}
	if a := put(19, "two"); a.Status != http.StatusOK {
		t.Errorf("an update of the 20th: %s", a.Raw)
	}
}
