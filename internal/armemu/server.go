package armemu

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/login"
)

// ServerOptions configure a Server.
type ServerOptions struct {
	Options
	// Listen is the address, "127.0.0.1:0" when empty.
	Listen string
	// ClientCertificates are registered for the client: certificate assertions must be signed with one of them.
	ClientCertificates []*x509.Certificate
	// TokenLifetime is that of access tokens; 0 means 24 hours.
	TokenLifetime time.Duration
}

// Server is an emulator behind HTTPS with a token service and a certificate authority of its own.
type Server struct {
	emulator *Emulator
	ready    Ready
	pool     *x509.CertPool
	dir      string // holds the CA file
	http     *http.Server
	done     chan error
}

// Ready is the line that tells how to reach a server.
type Ready struct {
	Endpoint       string `json:"endpoint"`
	MetadataHost   string `json:"metadata_host"`
	CAFile         string `json:"ca_file"`
	SubscriptionID string `json:"subscription_id"`
	TenantID       string `json:"tenant_id"`
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`

	SecondSubscriptionID string `json:"second_subscription_id"`
	// OIDCRequestURL and OIDCRequestToken play a CI system (ARM_OIDC_REQUEST_URL, ARM_OIDC_REQUEST_TOKEN).
	OIDCRequestURL   string `json:"oidc_request_url"`
	OIDCRequestToken string `json:"oidc_request_token"`
	// MSIEndpoint is a managed identity endpoint in the form of a virtual machine (ARM_MSI_ENDPOINT); App Service's form
	// (IDENTITY_ENDPOINT) is served at /msi/token.
	MSIEndpoint string `json:"msi_endpoint"`
}

// ciRequestToken is the bearer of the CI endpoint.
const ciRequestToken = "emulator-ci-request-token"

// Start begins to serve. The caller must Close the server.
func Start(opts ServerOptions) (*Server, error) {
	if opts.Clock == nil {
		opts.Clock = SystemClock{}
	}
	var emulator *Emulator // made below; nothing asks before it serves
	if opts.Login == nil {
		service, err := login.New(login.Config{
			TenantID: TenantID, ClientID: ClientID, ClientSecret: ClientSecret, ObjectID: ObjectID, CIToken: ciRequestToken,
			Certificates: opts.ClientCertificates, Lifetime: opts.TokenLifetime, Now: opts.Clock.Now,
			Identities: func() ([]armtypes.ManagedIdentity, error) { return emulator.identities() },
		})
		if err != nil {
			return nil, err
		}
		opts.Login = service
	}
	var err error
	if emulator, err = New(opts.Options); err != nil {
		return nil, err
	}
	s := &Server{emulator: emulator, done: make(chan error, 1)}
	if err := s.listen(opts.Listen); err != nil {
		return nil, errors.Join(err, s.removeFiles())
	}
	return s, nil
}

func (s *Server) listen(address string) error {
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", address) //nolint:noctx // listening does not block
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	cert, ca, err := newAuthority(host)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := s.writeCA(ca); err != nil {
		return errors.Join(err, listener.Close())
	}
	s.describe(port)
	s.http = &http.Server{
		Handler: s.emulator, ReadHeaderTimeout: 30 * time.Second, ErrorLog: log.New(io.Discard, "", 0),
		// HTTP/1.1 only: a fault can break such a connection for one request.
		TLSConfig:    &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	go func() { s.done <- s.http.ServeTLS(listener, "", "") }()
	return nil
}

// writeCA keeps the authority's certificate in a file of a folder of its own, which Close removes.
func (s *Server) writeCA(ca []byte) error {
	dir, err := os.MkdirTemp("", "udr-emulator-")
	if err != nil {
		return fmt.Errorf("making a folder for the CA file: %w", err)
	}
	s.dir = dir
	s.ready.CAFile = filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(s.ready.CAFile, ca, 0o600); err != nil {
		return fmt.Errorf("writing the CA file: %w", err)
	}
	s.pool = x509.NewCertPool()
	s.pool.AppendCertsFromPEM(ca)
	return nil
}

// describe fills the ready line. The advertised name is localhost, since clients compare it with the certificate.
func (s *Server) describe(port string) {
	host := net.JoinHostPort("localhost", port)
	r := &s.ready
	r.Endpoint, r.MetadataHost = "https://"+host, host
	r.SubscriptionID, r.SecondSubscriptionID, r.TenantID, r.ClientID, r.ClientSecret = SubscriptionID, SecondSubscriptionID, TenantID, ClientID, ClientSecret
	r.OIDCRequestURL, r.OIDCRequestToken = r.Endpoint+"/oidc/request?api-version=1", ciRequestToken
	r.MSIEndpoint = r.Endpoint + "/metadata/identity/oauth2/token"
}

// Ready tells how to reach the server.
func (s *Server) Ready() Ready { return s.ready }

// Emulator is what the server serves.
func (s *Server) Emulator() *Emulator { return s.emulator }

// Client makes an HTTP client that trusts the server.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.pool, MinVersion: tls.VersionTLS12}}}
}

// Wait returns when the server ends by itself, with the reason, or when ctx ends, with nil.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case err := <-s.done:
		s.done <- err
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
		return nil
	}
}

// Close ends the server: running requests get a moment, then connections are cut. It removes the CA file.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) //nolint:forbidigo // a server is closed when its caller's context has ended
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	return errors.Join(err, s.removeFiles())
}

func (s *Server) removeFiles() error {
	if s.dir == "" {
		return nil
	}
	if err := os.RemoveAll(s.dir); err != nil {
		return fmt.Errorf("removing the CA file: %w", err)
	}
	return nil
}
