package egress

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Options choose what a report contains.
type Options struct {
	// Without switches assumptions off.
	Without []Assumption
	// Explain adds to each verdict that is not as it should be the rule that came
	// closest to matching.
	Explain bool
	// Fixes proposes changes for flows that fail; each is proven by evaluating it.
	Fixes bool
	// RuleFindings adds what is wrong with the rules themselves: dead, shadowed,
	// redundant and over-broad ones.
	RuleFindings bool
}

// Report is the answer for all flows.
type Report struct {
	// Verdicts are in the order of the flows.
	Verdicts []Verdict
	// Findings are about the configuration, whatever the flows: what ARM or AKS
	// would refuse, traps, and rules that do nothing.
	Findings []Finding
}

// Evaluate judges the flows in the world. It accepts any input; what makes no
// sense is reported as a finding or leaves the flow Indeterminate.
func Evaluate(w World, flows []Flow, o Options) Report {
	e := NewEvaluator(w, o)
	r := Report{Verdicts: make([]Verdict, len(flows)), Findings: e.Findings()}
	for i := range flows {
		r.Verdicts[i] = e.Judge(flows[i])
	}
	if o.Fixes {
		e.propose(flows, r.Verdicts)
	}
	return r
}

// Evaluator is a world made ready. It is not safe for concurrent use.
type Evaluator struct {
	x       *index
	options Options
}

// NewEvaluator compiles a world. The world must not be changed afterwards.
func NewEvaluator(w World, o Options) *Evaluator {
	w = settled(w)
	var off assumptionSet
	for _, a := range o.Without {
		off |= assumptionBit(a)
	}
	return &Evaluator{newIndex(&w, off), o}
}

// Judge follows one flow.
func (e *Evaluator) Judge(f Flow) Verdict {
	j := &judge{x: e.x}
	return e.verdict(f, j.flow(&f))
}

// flow cuts a flow in parcels that differ in protocol and kind of destination.
func (j *judge) flow(f *Flow) sum {
	s := j.x.subnets[key(f.Source.Subnet)]
	if s == nil {
		p := parcel{flow: f, protocol: f.Protocol, ports: f.Ports, l7: f.L7}
		return openAt(p, PathUnknown, (*trail)(nil).perhaps(Step{Code: CodeUnknownSubnet, Object: Object{Kind: ObjectSubnet, Name: f.Source.Subnet}}))
	}
	var total sum
	for _, proto := range f.Protocol.Each() {
		p := parcel{flow: f, protocol: proto, l7: f.L7, source: j.origin(s, f)}
		if p.hasPorts() {
			p.ports = f.Ports
		}
		targets := j.targets(f)
		join := all
		if f.Destination.OneOfNames && len(targets) > 1 {
			join = either // one unknown name has one of these destinations
		}
		var fate sum
		for _, d := range targets {
			part := p
			part.target, part.assume = d, part.assume|d.rests
			if bit, ok := j.x.assumes(AssumeDNS); ok && d.public() && len(f.Destination.Names) > 0 {
				part.assume |= bit
			}
			fate = join(fate, j.leave(s, part, nil))
		}
		total = all(total, fate)
	}
	if total.isZero() {
		return openAt(parcel{flow: f}, PathUnknown, (*trail)(nil).perhaps(Step{Code: CodeNoDestination}))
	}
	return total
}

func (j *judge) origin(s *subnetInfo, f *Flow) origin {
	o := origin{subnet: s.key, addrs: f.Source.Addresses, known: true}
	if o.addrs.IsEmpty() {
		o.addrs, o.known = s.addrs, !s.PrefixesUnknown && !s.addrs.IsEmpty()
	}
	return o
}

// targets turns the destination of a flow into targets, all of which have to be
// reached.
func (j *judge) targets(f *Flow) []target {
	d := &f.Destination
	base := target{claims: d.Tags, oneOf: d.OneOfNames, names: netset.NamesOf(d.Names...)}
	if base.names.IsEmpty() && (f.L7 == L7HTTP || f.L7 == L7HTTPS || f.L7 == L7MSSQL) {
		// The client asks for some name that nobody told.
		base.names, base.oneOf = netset.NamesOf(netset.AnyName()), true
	}
	switch {
	case d.Object != "":
		return []target{j.deviceTarget(base, d.Object)}
	case d.PublicIP != "":
		base.publicIP = key(d.PublicIP)
		base.addrs = netset.PublicIPv4()
		if a, ok := j.x.publicIP(d.PublicIP); ok {
			base.addrs, base.known = netset.SingleAddress(a), true
		}
		return []target{base}
	case d.Subnet != "":
		base.subnet = key(d.Subnet)
		s := j.x.subnets[base.subnet]
		if s == nil || s.PrefixesUnknown || s.addrs.IsEmpty() {
			base.addrs = netset.AllIPv4()
			if s != nil {
				base.addrs = s.network.space
			}
			return []target{base}
		}
		base.addrs, base.known = s.addrs, true
		return []target{base}
	case !d.Addresses.IsEmpty():
		base.addrs, base.known = d.Addresses, true
		return []target{base}
	case len(d.Names) > 0:
		return j.namedTargets(base, f)
	case len(d.Tags) > 0:
		return []target{j.publicTarget(base)}
	}
	return nil
}

// deviceTarget is the private address of a firewall.
func (j *judge) deviceTarget(base target, name string) target {
	base.device = key(name)
	f := j.x.firewalls[base.device]
	if f == nil {
		base.addrs = netset.AllIPv4()
		return base
	}
	if a, ok := f.PrivateIP.Get(); ok {
		base.addrs, base.known = netset.SingleAddress(a), true
	} else if base.addrs = f.maybeAt(); base.addrs.IsEmpty() {
		base.addrs = nonInternet
	}
	return base
}

// publicTarget is a destination of unknown public address, bounded by what the
// tags that hold it contain.
func (j *judge) publicTarget(base target) target {
	base.addrs, base.anywhere = netset.PublicIPv4(), true
	if _, ok := j.x.assumes(AssumeDNS); !ok && len(base.claims) == 0 {
		base.addrs, base.anywhere = netset.AllIPv4(), false
	}
	for _, c := range base.claims {
		known, ok := j.x.tags[key(c.Tag)]
		bit, usable := j.x.assumes(c.Assumption)
		if c.Assumption == "" {
			bit, usable = 0, true
		}
		if ok && usable {
			if in := base.addrs.Intersect(known); !in.IsEmpty() {
				base.addrs, base.anywhere, base.rests = in, false, base.rests|bit
			}
		}
	}
	return base
}

// leave starts a parcel on its way: platform addresses aside, then the filters of
// the subnet, then its routes.
func (j *judge) leave(s *subnetInfo, p parcel, t *trail) sum {
	var total sum
	if p.target.known && p.target.addrs.Overlaps(platformAddresses) {
		total = j.toPlatform(s, p, t)
		p.target.addrs = p.target.addrs.Minus(platformAddresses)
		if p.target.addrs.IsEmpty() {
			return total
		}
	}
	if p.target.known && nowhere.Overlaps(p.target.addrs) {
		if nowhere.Covers(p.target.addrs) {
			return all(total, openAt(p, PathUnknown, t.perhaps(Step{Code: CodeNowhere, Detail: p.target.addrs.String()})))
		}
		p.target.addrs = p.target.addrs.Minus(nowhere) // of 0.0.0.0/0 say, nobody means these
	}
	c := crossing{subnet: s}
	return all(total, j.leaveSubnet(s, s.filters, p, t, func(p parcel, t *trail) sum {
		return j.route(s, p, t, func(p parcel, r *effective, t *trail) sum { return j.follow(c, p, r, t) })
	}))
}

// verdict turns the fate of a flow into the answer.
func (e *Evaluator) verdict(f Flow, s sum) Verdict {
	v := Verdict{Flow: f, Status: s.status(), Assumptions: s.assume.list(), Path: PathUnknown}
	explain := e.options.Explain && v.Status != Allowed
	main, other := s.ends(v.Status)
	if main != nil {
		v.Path, v.Witness = main.path, main.parcel.packet()
		v.Steps = main.trail.steps(explain)
		v.Decider = decider(v.Steps)
	}
	if other != nil {
		v.Otherwise = other.trail.steps(explain)
	}
	if s.passed != nil {
		v.Passed = s.passed.parcel.packet()
	}
	if s.dropped != nil {
		v.Dropped = s.dropped.parcel.packet()
	}
	for _, step := range slices.Concat(v.Steps, v.Otherwise) {
		v.Rules = append(v.Rules, step.Rules...)
	}
	if f.Reason != "" {
		v.Rules = append(v.Rules, f.Reason)
	}
	slices.SortFunc(v.Rules, compareRules)
	v.Rules = slices.Compact(v.Rules)
	return v
}

// ends picks the way to show, and the other side if there is one.
func (s sum) ends(status Status) (main, other *end) {
	switch status {
	case Allowed:
		return s.passed, nil
	case Denied:
		return s.dropped, nil
	case Partial:
		return s.dropped, s.passed
	case Indeterminate:
	}
	switch {
	case s.opened != nil && s.dropped != nil:
		return s.opened, s.dropped
	case s.opened != nil:
		return s.opened, s.passed
	}
	return s.dropped, s.passed
}

// decider is the last object on the way that is more than a plain delivery.
func decider(steps []Step) Object {
	for i := len(steps) - 1; i >= 0; i-- {
		switch steps[i].Code {
		case CodeInternet, CodeDelivered, CodeNoNetworkRule, CodeNoApplication, CodeNotApplication, CodeSecurityDefault:
			continue
		case CodeRoute:
			// The second look-up decides only when it drops.
			if i > 0 && steps[i-1].Code != CodeRoute && hasFilter(steps[:i]) {
				continue
			}
		default:
		}
		if steps[i].Object.Kind != ObjectNone {
			return steps[i].Object
		}
	}
	return Object{}
}

func hasFilter(steps []Step) bool {
	return slices.ContainsFunc(steps, func(s Step) bool {
		return s.Code == CodeNetworkRule || s.Code == CodeApplicationRule || s.Code == CodeDefaultDeny
	})
}

// compareRules orders ids by group and number: FW-7 before FW-23.
func compareRules(a, b string) int {
	groupA, numberA := splitRule(a)
	groupB, numberB := splitRule(b)
	if groupA != groupB {
		if groupA < groupB {
			return -1
		}
		return 1
	}
	return numberA - numberB
}

func splitRule(id string) (string, int) {
	for i := range len(id) {
		if id[i] == '-' {
			n := 0
			for _, c := range id[i+1:] {
				if c < '0' || c > '9' {
					break
				}
				n = n*10 + int(c-'0')
			}
			return id[:i], n
		}
	}
	return id, 0
}
