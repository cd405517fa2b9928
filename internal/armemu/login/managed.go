package login

import (
	"net/http"
	"strconv"
	"strings"
)

// imds serves a virtual machine's managed identity: GET with the header Metadata: true.
func (s *Service) imds(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Metadata") != "true" {
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "bad_request_102", "error_description": "Required metadata header not specified"})
		return
	}
	s.managed(w, r, true)
}

// appService serves the identity of an App Service or a function: GET with the header X-IDENTITY-HEADER, whatever its value.
func (s *Service) appService(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Identity-Header") == "" {
		writeJSON(w, http.StatusUnauthorized, map[string]any{"statusCode": 401, "message": "The header X-IDENTITY-HEADER is missing."})
		return
	}
	s.managed(w, r, false)
}

func (s *Service) managed(w http.ResponseWriter, r *http.Request, vm bool) {
	q := r.URL.Query()
	if id := q.Get("client_id"); id != "" && !strings.EqualFold(id, s.cfg.ClientID) {
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_request", "error_description": "Identity not found"})
		return
	}
	if q.Get("resource") == "" || r.Method != http.MethodGet {
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_resource", "error_description": "AADSTS50001: the resource is missing"})
		return
	}
	access, err := s.accessToken(strings.TrimSuffix(q.Get("resource"), "/"))
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]any{"error": "server_error", "error_description": err.Error()})
		return
	}
	now := s.cfg.Now()
	out := map[string]any{
		"access_token": access, "client_id": s.cfg.ClientID, "resource": q.Get("resource"), "token_type": "Bearer",
		"expires_on": strconv.FormatInt(now.Add(s.cfg.Lifetime).Unix(), 10),
	}
	if vm {
		out["expires_in"] = strconv.Itoa(int(s.cfg.Lifetime.Seconds()))
		out["ext_expires_in"], out["not_before"] = out["expires_in"], strconv.FormatInt(now.Unix(), 10)
	}
	writeJSON(w, http.StatusOK, out)
}

// ciToken plays a CI system that issues OIDC tokens: GitHub asks by GET and reads "value", Azure Pipelines by POST and reads
// "oidcToken". Both send a bearer.
func (s *Service) ciToken(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+s.cfg.CIToken {
		writeJSON(w, http.StatusUnauthorized, map[string]any{"message": "The request token is missing or wrong."})
		return
	}
	audience := r.URL.Query().Get("audience")
	if audience == "" {
		audience = "https://github.com/udr-egress"
		if r.Method == http.MethodPost {
			audience = exchangeAudience
		}
	}
	now := s.cfg.Now()
	token, err := s.sign(claims{
		"iss": base(r) + "/oidc", "sub": "repo:udr-egress/example:ref:refs/heads/main", "aud": audience, "iat": now.Unix(), "nbf": now.Unix(),
		"exp": now.Add(s.cfg.Lifetime).Unix(), "repository": "udr-egress/example", "ref": "refs/heads/main",
	})
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]any{"message": err.Error()})
		return
	}
	if r.Method == http.MethodPost {
		writeJSON(w, http.StatusOK, map[string]any{"oidcToken": token})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"count": len(token), "value": token})
}
