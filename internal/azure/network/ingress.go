package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Ingress is one collection of NAT rules on a firewall: a rule collection group of its own in the firewall's policy, or one classic
// collection of the firewall.
type Ingress struct {
	FirewallID armid.ID
	PolicyID   armid.ID // zero for classic rules
	Name       string   // of the group and of its one collection
	Priority   int32
	Rules      map[string]NATRule
	// Unsettled, of a live one, asks for another write, whatever it shows: the last write of its group failed, so that it may show what does not
	// hold (aks-facts.md 4.3), or its collection has come to another priority than the group.
	Unsettled bool
}

// Classic reports that the rules are part of the firewall itself.
func (i Ingress) Classic() bool { return i.PolicyID.IsZero() }

// ID is the group's, or that of the collection within the firewall.
func (i Ingress) ID() armid.ID {
	if i.Classic() {
		return i.FirewallID.Child("natRuleCollections", i.Name)
	}
	return groupID(i.PolicyID, i.Name)
}

func (i Ingress) collection() Collection {
	return Collection{Kind: KindNAT, Priority: i.Priority, NAT: i.Rules}
}

func (i Ingress) group() Group {
	return Group{Priority: i.Priority, Collections: map[string]Collection{i.Name: i.collection()}}
}

// Entrance is a firewall as an ingress needs it.
type Entrance struct {
	Firewall LiveFirewall
	// PolicyID is zero for a firewall with classic rules.
	PolicyID armid.ID
	// Addresses are the public addresses that traffic can come in by, sorted. A management address is none.
	Addresses []string
}

// Ingresses makes the calls on ingresses.
type Ingresses struct{ client *armclient.Client }

// NewIngresses works through the given client.
func NewIngresses(client *armclient.Client) Ingresses { return Ingresses{client: client} }

// Look reads the firewall and its public IPs: one GET each.
func (n Ingresses) Look(ctx context.Context, firewall armid.ID) (Entrance, error) {
	object, err := n.client.Get(ctx, firewall, APIVersion)
	if err != nil {
		return Entrance{}, err
	}
	live, err := readFirewall(object)
	if err != nil {
		return Entrance{}, err
	}
	entrance := Entrance{Firewall: live}
	if live.PolicyID != "" {
		if entrance.PolicyID, err = armid.Parse(live.PolicyID); err != nil {
			return Entrance{}, fmt.Errorf("the firewall's policy: %w", err)
		}
	}
	var ids []armid.ID
	for _, ip := range live.IPs {
		if id, err := armid.Parse(ip.PublicIPID); err == nil {
			ids = append(ids, id)
		}
	}
	s := newSight(n.client)
	if err := s.read(ctx, ids...); err != nil {
		return Entrance{}, err
	}
	for _, id := range ids {
		ip, err := decoded(s, id, readPublicIP)
		if err != nil {
			return Entrance{}, err
		}
		if ip != nil && ip.Address != "" {
			entrance.Addresses = append(entrance.Addresses, ip.Address)
		}
	}
	// A firewall of a virtual WAN hub has no IP configurations; Azure gives it its addresses.
	for _, ip := range object.Objects("properties", "hubIPAddresses", "publicIPs", "addresses") {
		if address := ip.String("address"); address != "" {
			entrance.Addresses = append(entrance.Addresses, address)
		}
	}
	slices.Sort(entrance.Addresses)
	return entrance, nil
}

// Lock takes the lock of what the ingress is part of.
func (n Ingresses) Lock(ctx context.Context, i Ingress) (func(), error) {
	if i.Classic() {
		return n.client.Lock(ctx, i.FirewallID)
	}
	return n.client.Lock(ctx, i.PolicyID)
}

// Read is the ingress as it stands; found is false when it is not there. An object of that name that is no ingress, because it holds
// other collections, is there with rules of none.
func (n Ingresses) Read(ctx context.Context, i Ingress) (live Ingress, found bool, err error) {
	s := newSight(n.client)
	owner := i.PolicyID
	if i.Classic() {
		owner = i.FirewallID
	}
	ids := []armid.ID{i.ID()}
	if i.Classic() {
		ids = []armid.ID{owner}
	}
	if err := s.read(ctx, ids...); err != nil {
		return Ingress{}, false, err
	}
	return i.seen(s)
}

func (i Ingress) seen(s *sight) (live Ingress, found bool, err error) {
	live = Ingress{FirewallID: i.FirewallID, PolicyID: i.PolicyID, Name: i.Name}
	if !i.Classic() {
		group, err := decoded(s, i.ID(), readGroup)
		if err != nil || group == nil {
			return live, false, err
		}
		live.Priority = group.Priority
		live.Unsettled = strings.EqualFold(group.ProvisioningState, "Failed") || strings.EqualFold(group.ProvisioningState, "Canceled")
		if one, there := lookup(group.Collections, i.Name); there && len(group.Collections) == 1 && one.Kind == KindNAT {
			live.Rules = one.NAT
			live.Unsettled = live.Unsettled || one.Priority != group.Priority
		}
		return live, true, nil
	}
	firewall, err := decoded(s, i.FirewallID, readFirewall)
	if err != nil || firewall == nil {
		return live, false, err
	}
	for _, one := range firewall.Classic {
		if one.Kind == KindNAT && strings.EqualFold(one.Name, i.Name) {
			live.Priority, live.Rules = one.Priority, one.NAT
			return live, true, nil
		}
	}
	return live, false, nil
}

// Same reports whether both say the same to Azure.
func (i Ingress) Same(other Ingress) bool { return i.collection().Equal(other.collection()) }

// Create makes the ingress. One that is there is an ExistsError, with nothing changed, unless mayResume and it says the very same: then it was
// made by a run of the same owner that died, it is taken up, and resumed is true (docs/design/0009-firewall-rules.md, 2).
func (n Ingresses) Create(ctx context.Context, want Ingress, mayResume bool) (resumed bool, err error) {
	live, found, err := n.Read(ctx, want)
	switch {
	case err != nil:
		return false, &UntouchedError{err}
	case found && !(mayResume && live.Same(want)):
		return false, &UntouchedError{&ExistsError{ID: want.ID(), Kind: "collection of NAT rules"}}
	}
	return found, n.write(ctx, nil, &want)
}

// Update brings our ingress to what is wanted, making it anew where it is gone, or where its firewall has come to look elsewhere.
func (n Ingresses) Update(ctx context.Context, prior, want Ingress) error {
	if !prior.ID().Equal(want.ID()) {
		if err := n.write(ctx, &prior, nil); err != nil {
			return err
		}
		return n.write(ctx, nil, &want)
	}
	return n.write(ctx, &prior, &want)
}

// Delete removes our ingress. One that is gone already, alone or with its firewall or policy, is deleted.
func (n Ingresses) Delete(ctx context.Context, prior Ingress) error {
	return n.write(ctx, &prior, nil)
}

// write makes one write, or none where nothing differs: the group, or the firewall with its one collection patched under If-Match.
func (n Ingresses) write(ctx context.Context, prior, want *Ingress) error {
	some := want
	if some == nil {
		some = prior
	}
	s := newSight(n.client)
	if !some.Classic() {
		if want == nil {
			return s.delete(ctx, prior.ID())
		}
		if err := s.read(ctx, want.ID()); err != nil {
			return err
		}
		return s.bring(ctx, want.ID(), want.group().edit)
	}
	if err := s.read(ctx, some.FirewallID); err != nil {
		return err
	}
	if s.of(some.FirewallID) == nil {
		if want == nil {
			return nil
		}
		return &MissingError{ID: some.FirewallID, Kind: "firewall"}
	}
	had, wanted := map[string]Collection{}, map[string]Collection{}
	if prior != nil {
		had[prior.Name] = prior.collection()
	}
	if want != nil {
		wanted[want.Name] = want.collection()
	}
	return s.bring(ctx, some.FirewallID, func(e *edit) { editClassic(e, had, wanted) })
}
