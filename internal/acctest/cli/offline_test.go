package cli_test

import (
	"net"
	"sync/atomic"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// pipeline is the block of a pipeline that means a real Azure. Nobody has these credentials.
const pipeline = `provider "udr" {
  subscription_id = "6f1a3d0e-52c5-4a0e-8d1b-0c3e5a7f9b21"
  tenant_id       = "b3e0c1a2-7d44-4c53-9a3f-5e6d7c8b9a01"
  client_id       = "1d2c3b4a-5e6f-4708-9192-a3b4c5d6e7f8"
  client_secret   = "not-a-secret-of-anybody"
}`

// TestOffline: `validate` and a plan of new objects contact nothing, with a provider block that means a real Azure. Everything that the
// processes would send goes to a proxy, which counts: the CLI is offline itself, so whatever comes is the provider's.
func TestOffline(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	w := demo(t, pipeline).With("HTTPS_PROXY=http://"+proxy.address, "HTTP_PROXY=http://"+proxy.address, "NO_PROXY=", "no_proxy=")

	w.Run("validate").Want(0).Says("The configuration is valid")
	planned := w.Planned()
	for _, address := range []string{group, hub, cluster} {
		if !planned[address].Create() {
			t.Errorf("%s is planned as %v", address, planned[address])
		}
	}
	if n := proxy.calls.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}

	// What is not offline does come to the proxy, so that the count above means something.
	w.Write("import.tf", "import {\n  to = "+group+"\n  id = \"/subscriptions/6f1a3d0e-52c5-4a0e-8d1b-0c3e5a7f9b21/resourceGroups/contosofin-rg\"\n}\n")
	running := w.Start("plan")
	cli.Await(t, "a plan that has to read comes to the proxy", func() bool { return proxy.calls.Load() > 0 })
	running.Interrupt() // or it would try again for a while
	running.Wait().Want(cli.Broken)
}

// proxy takes connections and closes them.
type proxy struct {
	address string
	calls   atomic.Int32
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := &proxy{address: listener.Addr().String()}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			p.calls.Add(1)
			_ = connection.Close()
		}
	}()
	return p
}
