package login

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Check judges the token of an ARM request; nil accepts it (arm-wire.md 2.2, last rows). base is the scheme and host of the request.
func (s *Service) Check(r *http.Request, base string) *armtypes.Error {
	given := r.Header.Get("Authorization")
	if given == "" {
		return unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
	}
	scheme, token, _ := strings.Cut(given, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return unauthorized("AuthenticationFailedInvalidHeader", "Authentication failed. The 'Authorization' header is provided in an invalid format.")
	}
	p, err := parse(token)
	if err != nil {
		return unauthorized("InvalidAuthenticationToken", "The access token is invalid: "+err.Error())
	}
	if err := s.verifyOwn(p); err != nil {
		return unauthorized("InvalidAuthenticationToken", "The access token is invalid: "+err.Error())
	}
	if p.claims.expired(s.cfg.Now()) || s.isRevoked(token) {
		return unauthorized("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.")
	}
	if !strings.EqualFold(p.claims.str("tid"), s.cfg.TenantID) {
		return unauthorized("InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer.")
	}
	if !goodAudience(p.claims.str("aud"), base) {
		return unauthorized("InvalidAuthenticationTokenAudience", "The access token has been obtained for wrong audience or resource '"+p.claims.str("aud")+"'.")
	}
	return nil
}

func unauthorized(code, text string) *armtypes.Error {
	err := armtypes.Errorf(http.StatusUnauthorized, code, "%s", text)
	err.Gateway = true
	return err
}

// publicAudiences are those that clients ask for when they are not told ours.
var publicAudiences = []string{"https://management.azure.com", "https://management.core.windows.net", "https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net", "https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn"}

// goodAudience: this host by whatever name (localhost, 127.0.0.1), told by its port; or a public cloud's management endpoint.
func goodAudience(aud, base string) bool {
	trimmed := strings.TrimRight(aud, "/")
	for _, p := range publicAudiences {
		if strings.EqualFold(trimmed, p) {
			return true
		}
	}
	a, errA := url.Parse(trimmed)
	b, errB := url.Parse(base)
	if errA != nil || errB != nil || a.Host == "" {
		return false
	}
	return strings.EqualFold(a.Host, b.Host) || a.Port() != "" && a.Port() == b.Port() && loopback(a.Hostname()) && loopback(b.Hostname())
}

func loopback(host string) bool {
	return strings.EqualFold(host, "localhost") || host == "127.0.0.1" || host == "::1"
}

// Revoke refuses the request's token from now on, as if it had expired.
func (s *Service) Revoke(r *http.Request) {
	_, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked[token] = true
}

func (s *Service) isRevoked(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revoked[token]
}
