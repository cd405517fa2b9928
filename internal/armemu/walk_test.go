package armemu_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// POST /emulator/walk answers as Walk does, without a token, an api-version or a place in ARM's namespace.
func TestWalkOverHTTP(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	c.create(vnetA, network("10.42.0.0/16", subnet("aks", "10.42.1.0/24")))
	const url = "https://emulator.test/emulator/walk"
	packet := map[string]any{"subnet": vnetA + "/subnets/aks", "destination": "20.1.1.1", "port": 443, "speaks": "https", "server_name": "a.test"}
	a := c.want(http.StatusOK, http.MethodPost, url, packet)
	if a.Body.Str("outcome") != "leaves" || a.Body.Str("way") != "internet-direct" || a.Body.Str("decider.kind") != "system route" || len(a.Body.List("trace")) != 2 {
		t.Errorf("answer %s", a.Raw)
	}
	direct, err := c.Walk(walk.Packet{Subnet: vnetA + "/subnets/aks", Destination: "20.1.1.1", Port: 443})
	if err != nil || string(direct.Outcome) != a.Body.Str("outcome") || direct.Reason != a.Body.Str("reason") {
		t.Errorf("in process %+v, %v", direct, err)
	}
	c.refused(http.StatusMethodNotAllowed, "HttpMethodNotSupported", http.MethodGet, url, nil)
	c.refused(http.StatusBadRequest, "InvalidPacket", http.MethodPost, url, "{")
	c.refused(http.StatusBadRequest, "InvalidPacket", http.MethodPost, url, map[string]any{"subnett": "x"})
	packet["subnet"] = strings.ReplaceAll(vnetA, armemu.SubscriptionID, "00000000-0000-0000-0000-000000000001") + "/subnets/aks"
	c.refused(http.StatusBadRequest, "InvalidPacket", http.MethodPost, url, packet)
}

// The server answers too, before the token service that owns everything else outside ARM.
func TestWalkOnServer(t *testing.T) {
	t.Parallel()
	s, ready := startServer(t, armemu.ServerOptions{})
	status, _, data := fetch(t, s, http.MethodPost, ready.Endpoint+"/emulator/walk", nil, `{"subnet":"`+vnetA+`/subnets/aks","destination":"20.1.1.1","port":443}`)
	if status != http.StatusBadRequest || !strings.Contains(string(data), "there is no subnet") {
		t.Errorf("%d %s", status, data)
	}
}
