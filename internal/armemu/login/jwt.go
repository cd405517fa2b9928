package login

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// claims are the payload of a JWT.
type claims map[string]any

func (c claims) str(name string) string { s, _ := c[name].(string); return s }

// audiences are the values of aud, which may be one or many.
func (c claims) audiences() []string {
	switch a := c["aud"].(type) {
	case string:
		return []string{a}
	case []any:
		var out []string
		for _, v := range a {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// expired tells whether exp lies at or before now. A token without exp counts as expired.
func (c claims) expired(now time.Time) bool {
	exp, ok := c["exp"].(float64)
	return !ok || !now.Before(time.Unix(int64(exp), 0))
}

// header is that of a JWT.
type header struct {
	Alg     string   `json:"alg"`
	Typ     string   `json:"typ,omitempty"`
	Kid     string   `json:"kid,omitempty"`
	X5t     string   `json:"x5t,omitempty"`
	X5tS256 string   `json:"x5t#S256,omitempty"`
	X5c     []string `json:"x5c,omitempty"`
}

const keyID = "udr-emulator"

// sign makes a JWT with the service's key.
func (s *Service) sign(c claims) (string, error) {
	h, err := json.Marshal(header{Alg: "ES256", Typ: "JWT", Kid: keyID})
	if err != nil {
		return "", fmt.Errorf("encoding a token header: %w", err)
	}
	p, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encoding claims: %w", err)
	}
	signed := base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(p)
	sum := sha256.Sum256([]byte(signed))
	r, ss, err := ecdsa.Sign(rand.Reader, s.key, sum[:])
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	sig := make([]byte, 64)
	r.FillBytes(sig[:32])
	ss.FillBytes(sig[32:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig), nil
}

// parsed is a JWT taken apart, its signature not checked yet.
type parsed struct {
	header header
	claims claims
	signed string
	sig    []byte
}

func parse(token string) (*parsed, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("the token has %d parts, a JWT has three", len(parts))
	}
	var raw [3][]byte
	for i, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(p, "="))
		if err != nil {
			return nil, fmt.Errorf("decoding part %d of the token: %w", i+1, err)
		}
		raw[i] = b
	}
	out := &parsed{signed: parts[0] + "." + parts[1], sig: raw[2]}
	if err := json.Unmarshal(raw[0], &out.header); err != nil {
		return nil, fmt.Errorf("reading the token's header: %w", err)
	}
	if err := json.NewDecoder(bytes.NewReader(raw[1])).Decode(&out.claims); err != nil {
		return nil, fmt.Errorf("reading the token's claims: %w", err)
	}
	return out, nil
}

var errSignature = errors.New("the token's signature is wrong")

// verifyOwn checks that this service signed the token.
func (s *Service) verifyOwn(p *parsed) error {
	if p.header.Alg != "ES256" || len(p.sig) != 64 {
		return errSignature
	}
	sum := sha256.Sum256([]byte(p.signed))
	if !ecdsa.Verify(&s.key.PublicKey, sum[:], new(big.Int).SetBytes(p.sig[:32]), new(big.Int).SetBytes(p.sig[32:])) {
		return errSignature
	}
	return nil
}

// verifyWith checks a signature with a certificate's key: RS256 as MSAL sends to /adfs, PS256 as it sends to Entra ID.
func verifyWith(key crypto.PublicKey, p *parsed) error {
	pub, ok := key.(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("the certificate's key is %T, want RSA", key)
	}
	sum := sha256.Sum256([]byte(p.signed))
	switch p.header.Alg {
	case "RS256":
		if rsa.VerifyPKCS1v15(pub, crypto.SHA256, sum[:], p.sig) == nil {
			return nil
		}
	case "PS256":
		if rsa.VerifyPSS(pub, crypto.SHA256, sum[:], p.sig, nil) == nil {
			return nil
		}
	default:
		return fmt.Errorf("the token's algorithm is %q, want RS256 or PS256", p.header.Alg)
	}
	return errSignature
}
