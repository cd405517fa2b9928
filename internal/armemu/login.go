package armemu

import (
	"bytes"
	"io"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// capture is a ResponseWriter that keeps the answer.
type capture struct{ *reply }

func (c *capture) Header() http.Header { return c.header }

func (c *capture) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
}

func (c *capture) Write(p []byte) (int, error) {
	c.WriteHeader(http.StatusOK)
	c.body = append(c.body, p...)
	return len(p), nil
}

// identities are those that the directory keeps for resources.
func (e *Emulator) identities() ([]armtypes.ManagedIdentity, error) {
	var out []armtypes.ManagedIdentity
	err := e.View(func(v armtypes.View) { out = armtypes.ManagedIdentities(v) })
	return out, err
}

// serveLogin lets the token service answer. The body was read for the log and is given again.
func serveLogin(l Login, r *http.Request, body []byte) *reply {
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	c := &capture{newReply(0)}
	l.ServeHTTP(c, again)
	c.WriteHeader(http.StatusOK)
	return c.reply
}
