package walk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// object is JSON as ARM takes it.
type object = map[string]any

const (
	root = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	net  = root + "/providers/Microsoft.Network"
)

// world is a configuration that a testdata file describes. Every statement becomes a body for ARM; build sends them in order.
type world struct {
	title  string
	put    []put
	byPath map[string]object
	given  walk.Given
	// what the following statements belong to
	network, table, group, policy, collections string
	firewall                                   string
	rules                                      func(rule object)
	checks                                     []check
}

type put struct {
	path  string
	body  object
	stage int
}

// check is a line of the log: a packet and what becomes of it.
type check struct {
	rules  []string
	packet string
	want   string
}

func newWorld(title string) *world {
	w := &world{title: title, byPath: map[string]object{}}
	w.given = walk.Given{
		Names: map[string][]string{}, FirewallNames: map[string][]string{}, ServiceTags: map[string][]string{}, FQDNTags: map[string][]string{},
		WebCategories: map[string][]string{}, Learned: map[string][]string{},
	}
	return w
}

// add declares a resource; stage orders the requests.
func (w *world) add(stage int, path string, properties object) object {
	body := object{"location": "westeurope", "properties": properties}
	w.put = append(w.put, put{path, body, stage})
	w.byPath[path] = body
	return body
}

func properties(o object) object { p, _ := o["properties"].(object); return p }

// grow appends to a list inside an object.
func grow(o object, member string, v any) {
	list, _ := o[member].([]any)
	o[member] = append(list, v)
}

// build makes an emulator that holds the world.
func (w *world) build(t *testing.T) *armemu.Emulator {
	t.Helper()
	e, err := armemu.New(armemu.Options{})
	if err != nil {
		t.Fatal(err)
	}
	send(t, e, root, object{"location": "westeurope"})
	slices.SortStableFunc(w.put, func(a, b put) int { return a.stage - b.stage })
	for _, p := range w.put {
		send(t, e, p.path, p.body)
	}
	return e
}

func send(t *testing.T, e *armemu.Emulator, path string, body object) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://emulator.test"+path+"?api-version=2025-05-01", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := e.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		var answer bytes.Buffer
		_, _ = answer.ReadFrom(resp.Body)
		t.Fatalf("PUT %s: %d %s\n%s", path, resp.StatusCode, answer.String(), data)
	}
	if err := e.FinishAll(); err != nil {
		t.Fatal(err)
	}
}

// packet reads one: "aks https:443 mcr.microsoft.com", "aks@10.42.1.9 udp:53 1.2.3.4", "aks tls:443 a.test=20.1.1.1 otherwise=RT-7",
// "aks tcp:443 ip:ip-fw-0" for the address of a public IP.
func (w *world) packet(t *testing.T, e *armemu.Emulator, line string) walk.Packet {
	t.Helper()
	words := strings.Fields(line)
	if len(words) < 3 {
		t.Fatalf("%q is no packet", line)
	}
	p := walk.Packet{Given: w.given}
	name, source, _ := strings.Cut(words[0], "@")
	p.Source = source
	for path := range w.byPath {
		for _, s := range list(properties(w.byPath[path])["subnets"]) {
			if strings.HasPrefix(path, net+"/virtualNetworks/") && s["name"] == name {
				p.Subnet = path + "/subnets/" + name
			}
		}
	}
	kind, port, _ := strings.Cut(words[1], ":")
	p.Port, _ = strconv.Atoi(port)
	switch kind {
	case "http", "https", "mssql":
		p.Speaks = kind
	case "tls":
		p.Speaks = "https"
	case "quic":
		p.Protocol, p.Speaks = "UDP", "https"
	default:
		p.Protocol = kind
	}
	if name, ok := strings.CutPrefix(words[2], "ip:"); ok {
		ip, err := e.Resource(net + "/publicIPAddresses/" + name)
		if err != nil {
			t.Fatal(err)
		}
		words[2] = ip.Str("properties.ipAddress")
	}
	host, address, both := strings.Cut(words[2], "=")
	if !both && strings.Trim(host, "0123456789.") == "" {
		host, address = "", host
	}
	p.Name, p.Destination = host, address
	if kind != "tls" && p.Speaks != "" {
		p.ServerName = host
	}
	for _, word := range words[3:] {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "otherwise":
			p.Otherwise = append(p.Otherwise, walk.Doubt(value))
		case "path":
			p.Path = value
		case "from":
			p.SourcePort, _ = strconv.Atoi(value)
		default:
			t.Fatalf("%q: unknown word %s", line, word)
		}
	}
	return p
}

func list(v any) []object {
	var out []object
	items, _ := v.([]any)
	for _, item := range items {
		if o, ok := item.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// line is a result as the testdata files write it.
func line(r walk.Result) string {
	out := fmt.Sprintf("%s %s by %s %s", r.Outcome, r.Way, r.Decider.Kind, r.Decider.Name)
	if len(r.Exits) > 0 {
		out += " from " + strconv.Itoa(len(r.Exits))
	}
	return out
}
