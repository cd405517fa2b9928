package login

import (
	"crypto/sha1" //nolint:gosec // x5t is a SHA-1 thumbprint by definition (RFC 7515)
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// assertionType is that of RFC 7523.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// exchangeAudience is what a federated token must be meant for.
const exchangeAudience = "api://AzureADTokenExchange"

// token serves the token endpoint for client credentials: secret, certificate, federated assertion.
func (s *Service) token(w http.ResponseWriter, r *http.Request, tenant string) {
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		s.refuse(w, http.StatusBadRequest, "invalid_request", 900144, "The request must be a POST of a form.")
		return
	}
	f := r.PostForm
	switch {
	case !s.knownTenant(tenant):
		s.refuse(w, http.StatusBadRequest, "invalid_request", 90002, "Tenant '"+tenant+"' not found.")
		return
	case f.Get("grant_type") != "client_credentials":
		s.refuse(w, http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '"+f.Get("grant_type")+"'.")
		return
	case !strings.EqualFold(f.Get("client_id"), s.cfg.ClientID):
		s.refuse(w, http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '"+f.Get("client_id")+"' was not found in the directory.")
		return
	}
	if code, err := s.authenticate(f); err != nil {
		s.refuse(w, http.StatusUnauthorized, "invalid_client", code, err.Error())
		return
	}
	audience := audienceOf(f)
	if audience == "" {
		s.refuse(w, http.StatusBadRequest, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'.")
		return
	}
	access, err := s.accessToken(audience)
	if err != nil {
		s.refuse(w, http.StatusInternalServerError, "server_error", 90033, err.Error())
		return
	}
	seconds := int(s.cfg.Lifetime.Seconds())
	out := map[string]any{
		"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": access,
		"scope": f.Get("scope"),
	}
	if f.Get("client_info") == "1" {
		out["client_info"] = s.clientInfo()
	}
	writeJSON(w, http.StatusOK, out)
}

// clientInfo names the principal; MSAL Python keys its cache by it.
func (s *Service) clientInfo() string {
	data, err := json.Marshal(map[string]string{"uid": s.cfg.ObjectID, "utid": s.cfg.TenantID})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// authenticate judges the credential; the number is the AADSTS code of a refusal.
func (s *Service) authenticate(f url.Values) (int, error) {
	switch {
	case f.Get("client_assertion") != "":
		if f.Get("client_assertion_type") != assertionType {
			return 50027, fmt.Errorf("the client_assertion_type '%s' is not supported", f.Get("client_assertion_type"))
		}
		return s.checkAssertion(f.Get("client_assertion"))
	case f.Get("client_secret") == s.cfg.ClientSecret:
		return 0, nil
	case f.Get("client_secret") != "":
		return 7000215, errors.New("invalid client secret provided; ensure the secret being sent in the request is the client secret value")
	}
	return 7000218, errors.New("the request body must contain the following parameter: 'client_assertion' or 'client_secret'")
}

// checkAssertion judges a JWT that stands for the client: signed with a certificate, or issued by another identity provider.
func (s *Service) checkAssertion(token string) (int, error) {
	p, err := parse(token)
	if err != nil {
		return 50027, fmt.Errorf("the assertion is not a JWT: %w", err)
	}
	if p.claims.expired(s.cfg.Now()) {
		return 700024, errors.New("the client assertion is not within its valid time range")
	}
	if p.header.X5t != "" || p.header.X5tS256 != "" || len(p.header.X5c) > 0 {
		return s.checkCertificate(p)
	}
	if !slices.Contains(p.claims.audiences(), exchangeAudience) {
		return 700212, fmt.Errorf("no matching federated identity record found for presented assertion audience %v", p.claims["aud"])
	}
	if p.claims.str("iss") == "" || p.claims.str("sub") == "" {
		return 700211, errors.New("the assertion has no issuer or no subject")
	}
	if p.header.Kid == keyID {
		if err := s.verifyOwn(p); err != nil {
			return 5002738, err
		}
	}
	return 0, nil // an issuer that the emulator cannot reach is taken on trust
}

func (s *Service) checkCertificate(p *parsed) (int, error) {
	if !strings.EqualFold(p.claims.str("sub"), s.cfg.ClientID) || !strings.EqualFold(p.claims.str("iss"), s.cfg.ClientID) {
		return 700021, errors.New("client assertion application identifier doesn't match 'client_id' parameter")
	}
	certs := s.cfg.Certificates
	if len(certs) == 0 {
		own, err := carried(p.header.X5c)
		if err != nil {
			return 700027, err
		}
		if own == nil {
			return 0, nil
		}
		certs = []*x509.Certificate{own}
	}
	for _, c := range certs {
		if matches(c, p.header) {
			if err := verifyWith(c.PublicKey, p); err != nil {
				return 700027, fmt.Errorf("client assertion failed signature validation: %w", err)
			}
			return 0, nil
		}
	}
	return 700027, errors.New("the certificate with identifier used to sign the client assertion is not registered on application")
}

// carried is the first certificate of x5c, nil when there is none.
func carried(x5c []string) (*x509.Certificate, error) {
	if len(x5c) == 0 {
		return nil, nil
	}
	der, err := base64.StdEncoding.DecodeString(x5c[0])
	if err != nil {
		return nil, fmt.Errorf("decoding x5c: %w", err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading x5c: %w", err)
	}
	return c, nil
}

func matches(c *x509.Certificate, h header) bool {
	one := sha1.Sum(c.Raw) //nolint:gosec // as above
	two := sha256.Sum256(c.Raw)
	trim := func(s string) string {
		return strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "=")
	}
	return h.X5t != "" && trim(h.X5t) == base64.RawURLEncoding.EncodeToString(one[:]) ||
		h.X5tS256 != "" && trim(h.X5tS256) == base64.RawURLEncoding.EncodeToString(two[:]) ||
		h.X5t == "" && h.X5tS256 == "" && len(h.X5c) > 0
}

// audienceOf reads scope or resource. az joins an audience that ends in a slash to "//.default" (arm-wire.md 3.1.1).
func audienceOf(f url.Values) string {
	if r := f.Get("resource"); r != "" {
		return r
	}
	for _, scope := range strings.Fields(f.Get("scope")) {
		if a, ok := strings.CutSuffix(scope, "/.default"); ok {
			return a
		}
	}
	return ""
}

// accessToken makes the JWT that azurerm takes oid, tid and appid from (arm-wire.md 3.2).
func (s *Service) accessToken(audience string) (string, error) {
	now := s.cfg.Now()
	return s.sign(claims{
		"aud": audience, "iss": "https://sts.windows.net/" + s.cfg.TenantID + "/", "iat": now.Unix(), "nbf": now.Unix(),
		"exp": now.Add(s.cfg.Lifetime).Unix(), "appid": s.cfg.ClientID, "azp": s.cfg.ClientID, "appidacr": "1", "idtyp": "app",
		"idp": "https://sts.windows.net/" + s.cfg.TenantID + "/", "oid": s.cfg.ObjectID, "sub": s.cfg.ObjectID, "tid": s.cfg.TenantID,
		"ver": "1.0", "uti": strconv.FormatInt(now.UnixNano(), 36),
	})
}

// refuse answers in the token service's form.
func (s *Service) refuse(w http.ResponseWriter, status int, code string, number int, text string) {
	writeJSON(w, status, map[string]any{
		"error": code, "error_description": fmt.Sprintf("AADSTS%d: %s Timestamp: %s", number, text, s.cfg.Now().UTC().Format("2006-01-02 15:04:05Z")),
		"error_codes": []int{number}, "timestamp": s.cfg.Now().UTC().Format("2006-01-02 15:04:05Z"), "trace_id": s.cfg.TenantID, "correlation_id": s.cfg.TenantID,
	})
}

// keys serves the public key of the tokens.
func (s *Service) keys(w http.ResponseWriter) {
	point, err := s.key.PublicKey.Bytes()
	if err != nil || len(point) != 65 {
		s.refuse(w, http.StatusInternalServerError, "server_error", 90033, "the key cannot be published")
		return
	}
	enc := base64.RawURLEncoding.EncodeToString
	writeJSON(w, http.StatusOK, map[string]any{"keys": []any{map[string]any{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": keyID, "x": enc(point[1:33]), "y": enc(point[33:]),
	}}})
}
