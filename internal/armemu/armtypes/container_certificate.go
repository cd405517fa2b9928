package armtypes

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"strconv"
	"time"
)

// Lives of the certificates as AKS has them (learn.microsoft.com, aks/certificate-rotation, 2025): authority 30 years, clients 2.
const (
	authorityYears = 30
	clientYears    = 2
)

// authority is a cluster's own certificate authority. Every bit of it follows from the cluster's uid and from how often its certificates
// were rotated, so nothing secret is stored and each process gives the same answer. Azure's keys are RSA; these are Ed25519, whose keys
// and signatures need no chance.
type authority struct {
	seed    string
	created time.Time
	key     ed25519.PrivateKey
	parsed  *x509.Certificate
	pem     []byte
}

// clusterAuthority makes the authority of a cluster's body.
func clusterAuthority(body Object) (*authority, error) {
	rotation, _ := body.Int(hiddenMember + ".certificates")
	created, err := time.Parse(time.RFC3339Nano, body.Str("systemData.createdAt"))
	if err != nil {
		return nil, fmt.Errorf("reading when the cluster was made: %w", err)
	}
	a := &authority{seed: body.Str("properties.resourceUID") + "/" + strconv.Itoa(rotation), created: created.UTC().Truncate(time.Second)}
	a.key = a.keyOf("authority")
	template := &x509.Certificate{
		SerialNumber: a.serial("authority"), Subject: pkix.Name{CommonName: "ca"}, NotBefore: a.created.Add(-10 * time.Minute),
		NotAfter: a.created.AddDate(authorityYears, 0, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	if a.pem, err = a.sign(template, template, a.key); err != nil {
		return nil, err
	}
	block, _ := pem.Decode(a.pem)
	if a.parsed, err = x509.ParseCertificate(block.Bytes); err != nil {
		return nil, fmt.Errorf("reading the authority's certificate: %w", err)
	}
	return a, nil
}

// issue makes a client certificate and its key, both as PEM.
func (a *authority) issue(name, organization string) (certificate, key []byte, err error) {
	private := a.keyOf(name)
	template := &x509.Certificate{
		SerialNumber: a.serial(name), Subject: pkix.Name{CommonName: name, Organization: []string{organization}}, NotBefore: a.created.Add(-10 * time.Minute),
		NotAfter: a.created.AddDate(clientYears, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	if certificate, err = a.sign(template, a.parsed, private); err != nil {
		return nil, nil, err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, fmt.Errorf("encoding a key: %w", err)
	}
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), nil
}

func (a *authority) sign(template, parent *x509.Certificate, subject ed25519.PrivateKey) ([]byte, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, subject.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), nil
}

// token is what an old client sends in place of a certificate: 128 hexadecimal digits.
func (a *authority) token(name string) string {
	one, two := a.sum("token1/"+name), a.sum("token2/"+name)
	return hex.EncodeToString(one[:]) + hex.EncodeToString(two[:])
}

func (a *authority) keyOf(name string) ed25519.PrivateKey {
	seed := a.sum("key/" + name)
	return ed25519.NewKeyFromSeed(seed[:])
}

func (a *authority) serial(name string) *big.Int {
	sum := a.sum("serial/" + name)
	return new(big.Int).SetBytes(sum[:16])
}

func (a *authority) sum(text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(a.seed + "/" + text))
}
