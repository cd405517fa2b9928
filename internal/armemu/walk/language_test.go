package walk_test

import (
	"fmt"
	"strconv"
	"strings"
)

// The language of the testdata files. A statement belongs to the network, table, group, policy or firewall above it; lists have commas.
//
//	== title                                        a new world
//	network NAME PREFIXES [dns=ADDRESSES]
//	subnet NAME PREFIX [table=NAME] [group=NAME] [nat=NAME] [private] [endpoint=SERVICE]
//	peering A B [forwarded] [closed] [half]         forwarded: B takes forwarded traffic from A, and A from B
//	table NAME [isolated]                           isolated: no routes of gateways
//	route NAME PREFIX HOP                           HOP: internet, none, local, gateway or an address
//	group NAME
//	security NAME PRIORITY ACCESS PROTOCOL SOURCES DESTINATIONS PORTS
//	nat NAME
//	ipgroup NAME [ADDRESSES]
//	policy NAME [parent=NAME] [proxy] [snat=WORDS] [tier=TIER]
//	collections NAME PRIORITY                       a rule collection group
//	firewall NAME NETWORK [policy=NAME] [proxy] [snat=WORDS] [ips=N] [tier=TIER] [managed]
//	network-rules NAME PRIORITY ACTION              a collection
//	application-rules NAME PRIORITY ACTION
//	net NAME PROTOCOLS SOURCES DESTINATIONS PORTS   group:NAME is an IP group, name:NAME a name
//	app NAME SOURCES PAIRS TARGETS [to=ADDRESSES] [tls]   tag:NAME, url:URL, category:NAME, or names
//	given WHAT KEY VALUES                           name, firewall-name, tag, fqdn-tag, category, learned; infrastructure has no key
//	> RULES | PACKET | WANT
type statement struct {
	words []string
	flags map[string]string
}

func (s statement) has(flag string) bool { _, ok := s.flags[flag]; return ok }

func read(text string) ([]*world, error) {
	var worlds []*world
	for n, raw := range strings.Split(text, "\n") {
		text, _, _ := strings.Cut(raw, "#")
		text = strings.TrimSpace(text)
		title, isTitle := strings.CutPrefix(text, "== ")
		switch {
		case text == "":
			continue
		case isTitle:
			worlds = append(worlds, newWorld(title))
			continue
		case len(worlds) == 0:
			return nil, fmt.Errorf("line %d: no world has begun", n+1)
		}
		if err := worlds[len(worlds)-1].read(text); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return worlds, nil
}

func (w *world) read(text string) error {
	if rest, ok := strings.CutPrefix(text, ">"); ok {
		parts := strings.Split(rest, "|")
		if len(parts) != 3 {
			return fmt.Errorf("%q is no check", text)
		}
		w.checks = append(w.checks, check{strings.Fields(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])})
		return nil
	}
	s := statement{flags: map[string]string{}}
	words := strings.Fields(text)
	for _, word := range words {
		key, value, isFlag := strings.Cut(word, "=")
		if isFlag || isSwitch[word] {
			s.flags[key] = value
			continue
		}
		s.words = append(s.words, word)
	}
	do, ok := statements[s.words[0]]
	if !ok || len(s.words)-1 < do.least {
		return fmt.Errorf("%q is no statement", text)
	}
	s.words = s.words[1:]
	do.run(w, s)
	return nil
}

var isSwitch = map[string]bool{"private": true, "forwarded": true, "closed": true, "half": true, "isolated": true, "proxy": true, "managed": true, "tls": true}

type verb struct {
	least int
	run   func(w *world, s statement)
}

var statements = map[string]verb{
	"network": {2, (*world).addNetwork}, "subnet": {2, (*world).addSubnet}, "peering": {2, (*world).addPeering},
	"table": {1, (*world).addTable}, "route": {3, (*world).addRoute}, "group": {1, (*world).addGroup}, "security": {7, (*world).addSecurity},
	"nat": {1, (*world).addNAT}, "ipgroup": {1, (*world).addIPGroup}, "policy": {1, (*world).addPolicy}, "collections": {2, (*world).addCollections},
	"firewall": {2, (*world).addFirewall}, "network-rules": {3, (*world).addNetworkRules}, "application-rules": {3, (*world).addApplicationRules},
	"net": {5, (*world).addNet}, "app": {4, (*world).addApp}, "given": {2, (*world).addGiven},
}

func split(s string) []any {
	out := []any{}
	for word := range strings.SplitSeq(s, ",") {
		out = append(out, word)
	}
	return out
}

func ref(kind, name string) object { return object{"id": net + "/" + kind + "/" + name} }

func number(s string) int { n, _ := strconv.Atoi(s); return n }

func (w *world) addGiven(s statement) {
	key, values := s.words[1], s.words[1:]
	if len(s.words) > 2 {
		values = strings.Split(s.words[2], ",")
	}
	switch s.words[0] {
	case "name":
		w.given.Names[key] = values
	case "firewall-name":
		w.given.FirewallNames[key] = values
	case "tag":
		w.given.ServiceTags[key] = values
	case "fqdn-tag":
		w.given.FQDNTags[key] = values
	case "category":
		w.given.WebCategories[key] = values
	case "learned":
		w.given.Learned[net+"/virtualNetworks/"+key] = values
	case "infrastructure":
		w.given.Infrastructure = strings.Split(key, ",")
	}
}
