package survey

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// sources reads who a rule is for; every kind of rule has the same two members.
func sources(o armclient.Object) document.Rule {
	return document.Rule{
		Name:           o.Name(),
		Sources:        texts(o, targetText, "sourceAddresses"),
		SourceIPGroups: texts(o, groupText, "sourceIpGroups"),
	}
}

// networkRule converts a network rule of a policy.
func networkRule(o armclient.Object) document.Rule { return network(o, "ipProtocols") }

// classicNetwork converts a network rule of a firewall without policy.
func classicNetwork(o armclient.Object) document.Rule { return network(o, "protocols") }

func network(o armclient.Object, protocols string) document.Rule {
	r := sources(o)
	r.Destinations = texts(o, targetText, "destinationAddresses")
	r.DestinationIPGroups = texts(o, groupText, "destinationIpGroups")
	r.Names = texts(o, nameText, "destinationFqdns")
	r.Ports = some(texts(o, portText, "destinationPorts"))
	r.Protocols = some(texts(o, protocolText, protocols))
	return r
}

// applicationRule converts an application rule; policies have all members of the classic ones and more.
func applicationRule(o armclient.Object) document.Rule {
	r := sources(o)
	r.Destinations = texts(o, targetText, "destinationAddresses")
	r.Names = texts(o, nameText, "targetFqdns")
	r.FQDNTags = texts(o, anyText, "fqdnTags")
	r.URLs = texts(o, urlText, "targetUrls")
	r.WebCategories = texts(o, anyText, "webCategories")
	protocols, whole := objects(o, "protocols")
	r.Protocols.Unknown = !whole
	for _, p := range protocols {
		text, ok := applicationProtocol(p)
		if !ok {
			r.Protocols.Unknown = true
			continue
		}
		r.Protocols.Items = append(r.Protocols.Items, text)
	}
	terminates := flag(o, "terminateTLS")
	r.TerminateTLS = terminates.Value
	if terminates.Unknown { // what becomes of a name that the rule has is not known, so that no match is sure
		r.Names, r.FQDNTags = document.List[string]{Unknown: true}, document.List[string]{}
		r.URLs, r.WebCategories = document.List[string]{}, document.List[string]{}
	}
	return r
}

// applicationProtocol reads a pair such as Https and 443. Without a port it is the protocol's own.
func applicationProtocol(o armclient.Object) (string, bool) {
	standard := map[string]int{"Http": 80, "Https": 443, "Mssql": 1433}
	kind := word(o, []string{"Http", "Https", "Mssql"}, "protocolType")
	port := number(o, 1, 65535, "port")
	if !o.Has("port") {
		port = document.Of(standard[kind.Value])
	}
	if !kind.Set || kind.Unknown || port.Unknown {
		return "", false
	}
	return fmt.Sprintf("%s:%d", kind.Value, port.Value), true
}

// natRule converts a NAT rule of a policy.
func natRule(o armclient.Object) document.Rule { return nat(o, "ipProtocols") }

// classicNAT converts a NAT rule of a firewall without policy.
func classicNAT(o armclient.Object) document.Rule { return nat(o, "protocols") }

func nat(o armclient.Object, protocols string) document.Rule {
	r := sources(o)
	r.Destinations = texts(o, targetText, "destinationAddresses")
	r.Ports = texts(o, portText, "destinationPorts")
	r.Protocols = texts(o, protocolText, protocols)
	r.TranslatedAddress, r.TranslatedPort = document.UnknownLeaf[string](), document.UnknownLeaf[int]()
	if address, ok := addressText(o.String("translatedAddress")); ok {
		r.TranslatedAddress = document.Of(address)
	}
	if name, ok := nameText(o.String("translatedFqdn")); ok {
		r.TranslatedName = name
	}
	// Azure keeps the port as text.
	if port, err := strconv.ParseUint(o.String("translatedPort"), 10, 16); err == nil && port > 0 {
		r.TranslatedPort = document.Of(int(port))
	}
	return r
}

// groupText takes the ID of an IP group.
func groupText(s string) (string, bool) {
	id, ok := idAt(armclient.Object{Body: map[string]any{"id": s}}, ipGroupType, "id")
	return id.String(), ok
}

// urlText takes a name with a path.
func urlText(s string) (string, bool) {
	host, _, _ := strings.Cut(s, "/")
	_, ok := nameText(host)
	return s, ok
}
