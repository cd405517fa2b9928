package network

import (
	"context"
	"errors"
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Egresses makes the calls on firewall egresses.
type Egresses struct{ client *armclient.Client }

// NewEgresses works through the given client.
func NewEgresses(client *armclient.Client) Egresses { return Egresses{client: client} }

// EgressChange is one step from what we owned to what we want to own.
type EgressChange struct {
	Prior Egress // what the state says we own; zero on a create
	Want  Egress

	// AnchorMark is the hidden tags of the anchor (AnchorID), ChildMark those of every other taggable object of ours. An
	// object that bears ChildMark is ours, whether or not Prior has it.
	AnchorMark, ChildMark map[string]string
	// Resume: the anchor bears the pending mark of an earlier run of ours. Children without tags (rule collection groups, classic
	// collections, routes) that the configuration names and that are there are then taken for ours.
	Resume bool
	// Unlock gives back the locks of Lock, and must be given where they are held; see RoutingChange.
	Unlock func()
}

// AddsUntaggable reports whether an update has to mark the anchor as pending: want names a child without tags that prior does not, which
// the next run must know for ours if this one dies. A firewall as the anchor is not marked: that would cost minutes, and come after
// the children.
func (c EgressChange) AddsUntaggable() bool {
	if c.Want.Routing.Table.Existing {
		return false
	}
	samePolicy := c.Want.Policy == nil || c.Prior.Policy != nil && c.Prior.Policy.ID.Equal(c.Want.Policy.ID)
	return !samePolicy || addsNames(c.Prior.Groups, c.Want.Groups) || addsNames(c.Prior.Classic, c.Want.Classic) || c.routing().AddsRoutes()
}

func (c EgressChange) routing() RoutingChange {
	return RoutingChange{Prior: c.Prior.Routing, Want: c.Want.Routing, Mark: c.AnchorMark, Resume: c.Resume, Unlock: c.Unlock}
}

// Read reads an egress: one GET for each ARM object, all at once.
func (n Egresses) Read(ctx context.Context, ours Egress) (LiveEgress, error) {
	s := newSight(n.client)
	if err := s.look(ctx, ours); err != nil {
		return LiveEgress{}, err
	}
	return s.live(ours)
}

// Lock takes the locks of every object that building the egresses touches (arm-wire.md 6.1): firewall, policy, table, public
// IPs, and the networks of the firewall. Those of the routed subnets are taken later, one by one.
func (n Egresses) Lock(ctx context.Context, egresses ...Egress) (func(), error) {
	return n.client.Lock(ctx, lockIDs(egresses...)...)
}

func lockIDs(egresses ...Egress) []armid.ID {
	var ids []armid.ID
	for _, e := range egresses {
		ids = append(ids, e.Firewall.ID, e.Routing.Table.ID)
		if e.Policy != nil {
			ids = append(ids, e.Policy.ID)
		}
		for _, ip := range e.Firewall.PublicIPs() {
			ids = append(ids, ip.ID)
		}
		ids = append(ids, networks(e.Firewall.SubnetID)...)
		if e.Firewall.Management != nil {
			ids = append(ids, networks(e.Firewall.Management.SubnetID)...)
		}
	}
	return ids
}

// Converge brings an egress from prior to want, whatever part of the way an earlier run has gone, and makes what is
// missing. It reads everything, refuses what must not be touched, and writes only what differs, in the order of
// docs/design/0006-firewall-egress.md. It answers the egress as it is afterwards, also with an error.
//
// An error that wraps UntouchedError came before the first write. Refusals are ExistsError, RouteConflictError,
// TableTakenError, MissingError, PolicyTierError, ForeignCollectionsError and, for a table or policy that is to be replaced, SharedError.
func (n Egresses) Converge(ctx context.Context, change EgressChange) (LiveEgress, error) {
	if prior := change.Prior.Firewall.ID; !prior.IsZero() && !prior.Equal(change.Want.Firewall.ID) {
		return LiveEgress{}, &UntouchedError{fmt.Errorf("firewall %s cannot become %s", prior, change.Want.Firewall.ID)}
	}
	s := newSight(n.client)
	if err := s.look(ctx, change.Prior, change.Want); err != nil {
		return LiveEgress{}, &UntouchedError{err}
	}
	if err := change.refuse(s); err != nil {
		return LiveEgress{}, &UntouchedError{err}
	}
	run := &egressRun{EgressChange: change, sight: s}
	err := run.build(ctx)
	if err == nil {
		err = run.join(ctx)
	}
	live, unread := s.live(change.Want)
	return live, errors.Join(err, unread)
}

// egressRun is one Converge under way.
type egressRun struct {
	EgressChange
	*sight
	unused bool // the table is new, so that no subnet can use it yet
}

// build writes everything but the associations.
func (r *egressRun) build(ctx context.Context) error {
	run := newFlow(ctx)
	marked, table := r.tableFirst(run)
	var ips []*done
	for _, ip := range r.Want.Firewall.PublicIPs() {
		if ip.Made != nil {
			ips = append(ips, run.step(func(ctx context.Context) error { return r.publicIP(ctx, ip) }, marked))
		}
	}
	var firewall *done
	needs := append([]*done{marked}, ips...)
	if r.heals() {
		firewall = run.step(r.firewall, needs...)
		r.rules(run, ips, firewall)
	} else {
		firewall = run.step(r.firewall, append(needs, r.rules(run, ips, marked))...)
	}
	run.step(r.allRoutes, run.step(r.foreseenRoutes, append(ips, table)...), firewall)
	run.step(r.removeIPs, firewall)
	run.step(r.removePolicy, firewall)
	return run.end()
}

// join gives the subnets their table, now that it leads somewhere, and removes a table that ours has replaced.
func (r *egressRun) join(ctx context.Context) error {
	c := r.routing()
	c.unlock()
	if err := c.attach(ctx, r.sight); err != nil {
		return err
	}
	return c.removeOldTable(ctx, r.sight)
}

// tableFirst writes the table with what can be written already. As the anchor it comes before everything else, which begins as
// soon as Azure has accepted it with its tags (C-1).
func (r *egressRun) tableFirst(run *flow) (marked, table *done) {
	return run.staged(func(ctx context.Context, marked func()) error {
		if r.Want.Routing.Table.Existing {
			marked()
		}
		r.unused = r.of(r.Want.Routing.Table.ID) == nil
		routes, _ := r.Want.Routing.Table.resolve(r.foreseen())
		return r.writeTable(ctx, routes, armclient.OnAccepted(func(armclient.Object) { marked() }))
	})
}

func (r *egressRun) writeTable(ctx context.Context, routes map[string]LiveRoute, options ...armclient.Option) error {
	c := r.routing()
	write := tableWrite{prior: c.priorTable(), want: r.Want.Routing.Table, routes: routes, mark: r.AnchorMark}
	return r.bring(ctx, r.Want.Routing.Table.ID, write.edit, options...)
}

// allRoutes writes the routes again, now that the firewall has its addresses. Where nothing differs nothing is written. A
// deallocated firewall has none, and the routes to it stay as they are.
func (r *egressRun) allRoutes(ctx context.Context) error {
	routes, missing := r.Want.Routing.Table.resolve(r.known())
	if missing != nil && !r.Want.Firewall.Deallocated {
		return missing
	}
	return r.writeTable(ctx, routes)
}

// foreseenRoutes writes into a new table, while the firewall is being built, the routes that waited for public IPs. Without a prediction it
// is left to allRoutes, which has to write then anyway.
func (r *egressRun) foreseenRoutes(ctx context.Context) error {
	if !r.unused || r.foreseen().firewall == "" {
		return nil
	}
	routes, _ := r.Want.Routing.Table.resolve(r.foreseen())
	return r.writeTable(ctx, routes)
}

// foreseen is what is known, and for a table that no subnet can use yet also the address that the firewall will probably have. Where it
// comes true, the table is complete before the firewall is (arm-wire.md 5.2).
func (r *egressRun) foreseen() known {
	k := r.known()
	if k.firewall == "" && !r.Want.Firewall.Deallocated && r.unused {
		k.firewall = r.Want.Firewall.PredictedIP
	}
	return k
}

// known are the addresses that have been seen so far.
func (r *egressRun) known() known {
	k := known{public: r.addresses()}
	if live, err := decoded(r.sight, r.Want.Firewall.ID, readFirewall); err == nil {
		k.firewall = privateIP(live)
	}
	return k
}

func (r *egressRun) addresses() map[string]string {
	addresses := map[string]string{}
	for name, ip := range r.Want.Firewall.PublicIPs() {
		if object := r.of(ip.ID); object != nil {
			addresses[name] = object.String("properties", "ipAddress")
		}
	}
	return addresses
}

func (r *egressRun) publicIP(ctx context.Context, ip PublicIP) error {
	prior := map[string]string{}
	for _, had := range r.Prior.Firewall.PublicIPs() {
		if had.Made != nil && had.ID.Equal(ip.ID) {
			prior = had.Made.Tags
		}
	}
	isNew := r.of(ip.ID) == nil
	return r.bring(ctx, ip.ID, func(e *edit) {
		ip.Made.edit(e, r.Want.Firewall.Location, prior, r.ChildMark, isNew)
	})
}
