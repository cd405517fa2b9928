package armemu

import (
	"errors"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// walkPath is where the server answers whether a packet would leave. It lies outside ARM's namespace and needs no token: it shows nothing
// but what a local process stores.
const walkPath = "/emulator/walk"

// Walk sends a packet through the stored networks. Operations that are due end first; asking does not count as seeing one. The error says
// what is wrong with the packet, or with the store.
func (e *Emulator) Walk(p walk.Packet) (walk.Result, error) {
	out, wrong, err := e.walk(p)
	return out, errors.Join(wrong, err)
}

// walk tells a wrong packet from a store that cannot be read.
func (e *Emulator) walk(p walk.Packet) (out walk.Result, wrong, err error) {
	err = e.inspect(func(t *txn) error {
		out, wrong = walk.Walk(t, p)
		return nil
	})
	return out, wrong, err
}

// serveWalk answers POST /emulator/walk with a packet as its body.
func (e *Emulator) serveWalk(r *http.Request, body []byte) *reply {
	refuse := func(status int, code, format string, args ...any) *reply {
		return errorReply(families[armtypes.ARM], gatewayError(status, code, format, args...))
	}
	if r.Method != http.MethodPost {
		return refuse(http.StatusMethodNotAllowed, "HttpMethodNotSupported", "Ask with POST %s.", walkPath).set("Allow", http.MethodPost)
	}
	var p walk.Packet
	if err := decodeOnly(body, &p); err != nil {
		return refuse(http.StatusBadRequest, "InvalidPacket", "The packet is no JSON of the documented form: %s.", err)
	}
	result, wrong, err := e.walk(p)
	if wrong != nil {
		return refuse(http.StatusBadRequest, "InvalidPacket", "The packet cannot be sent: %s.", wrong)
	}
	if err == nil {
		var rep *reply
		if rep, err = jsonReply(http.StatusOK, families[armtypes.ARM].contentType, result); err == nil {
			return rep
		}
	}
	return refuse(http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: %s", err)
}

// walkPacket gives a hook's packet the form of package walk.
func walkPacket(p armtypes.Packet) walk.Packet {
	out := walk.Packet{Subnet: p.Subnet, Protocol: p.Protocol, Port: p.Port, Destination: p.Destination, Name: p.Name, Speaks: p.Speaks, Outbound: p.Outbound}
	out.Given.ServiceTags = p.ServiceTags
	if p.Speaks != "" {
		out.ServerName = p.Name
	}
	if p.Name != "" {
		out.Given.Names = map[string][]string{p.Name: p.Addresses}
	}
	return out
}
