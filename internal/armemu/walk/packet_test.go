package walk_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

const plainWorld = `
== plain
network hub 10.42.0.0/16
subnet aks 10.42.1.0/24
`

// A packet that makes no sense is refused with what is wrong about it.
func TestPacketRefused(t *testing.T) {
	t.Parallel()
	list, err := read(plainWorld)
	if err != nil {
		t.Fatal(err)
	}
	e := list[0].build(t)
	aks := net + "/virtualNetworks/hub/subnets/aks"
	tests := []struct {
		packet walk.Packet
		want   string
	}{
		{walk.Packet{Subnet: aks + "x", Destination: "20.1.1.1", Port: 443}, "there is no subnet"},
		{walk.Packet{Subnet: "nonsense", Destination: "20.1.1.1", Port: 443}, "there is no subnet"},
		{walk.Packet{Subnet: net + "/virtualNetworks/hub", Destination: "20.1.1.1", Port: 443}, "there is no subnet"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1"}, "ports from 1 to 65535"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 65536}, "ports from 1 to 65535"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, SourcePort: -1}, "ports from 1 to 65535"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, Protocol: "GRE"}, `protocol "GRE"`},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, Speaks: "ftp"}, `speaks "ftp"`},
		{walk.Packet{Subnet: aks, Destination: "20.1.1", Port: 443}, "reading the destination"},
		{walk.Packet{Subnet: aks, Destination: "2001:db8::1", Port: 443}, "not IPv4"},
		{walk.Packet{Subnet: aks, Name: "a.test", Port: 443}, "no destination"},
		{walk.Packet{Subnet: aks, Source: "10.43.0.4", Destination: "20.1.1.1", Port: 443}, "not in subnet"},
		{walk.Packet{Subnet: aks, Source: "x", Destination: "20.1.1.1", Port: 443}, "reading the source"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, Otherwise: []walk.Doubt{"RT-99"}}, `"RT-99" is no doubt`},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, Given: walk.Given{Names: map[string][]string{"a.test": {"x"}}}}, "a.test"},
		{walk.Packet{Subnet: aks, Destination: "20.1.1.1", Port: 443, Given: walk.Given{ServiceTags: map[string][]string{"Sql": {"20.0.0.1"}}}}, "Sql"},
	}
	for _, tt := range tests {
		_, err := e.Walk(tt.packet)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: error %v, want one with %q", tt.packet, err, tt.want)
		}
	}
	// What is left out has a value: TCP, the first address of a host.
	r, err := e.Walk(walk.Packet{Subnet: strings.ToUpper(aks), Destination: "20.1.1.1", Port: 443})
	if err != nil || r.Outcome != walk.Leaves || !r.Passes() {
		t.Errorf("%+v, %v", r, err)
	}
}
