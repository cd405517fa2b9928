package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// applianceInfo is an appliance, compiled.
type applianceInfo struct {
	*Appliance
	key    string
	subnet *subnetInfo
	rules  []entry
}

func (a *applianceInfo) object() Object { return Object{Kind: ObjectAppliance, Name: a.Name} }

func (a *applianceInfo) compile(x *index) {
	for i, r := range a.Rules {
		f := filter{
			object: Object{Kind: ObjectApplianceRule, Name: r.Name, In: []string{a.Name}, Index: i + 1},
			action: Known(r.Action), source: x.addresses(r.Source), protocols: r.Protocols, ports: r.Ports,
			anyProtocol: r.Protocols.Covers(netset.AllProtocols),
		}
		if len(r.Names) > 0 {
			f.byName, f.names = true, nameTest{yes: r.Names}
			f.narrowed = !specEmpty(r.Destination)
		} else {
			f.target = x.addresses(r.Destination)
		}
		a.rules = append(a.rules, entry{&f, false})
	}
}

// throughAppliance evaluates the rules that an appliance declares. A pass means
// that they let the flow through, and that nothing stands against it behind.
func (j *judge) throughAppliance(a *applianceInfo, c crossing, p parcel, t *trail) sum {
	if !a.RulesKnown {
		return openAt(p, PathAppliance, t.perhaps(Step{Code: CodeOpaqueDevice, Object: a.object(), Rules: []string{"RT-17"}}))
	}
	c = c.through(a.key)
	c.subnet, c.firewall, c.translated = a.subnet, nil, false
	act := func(action Action, p parcel, t *trail) sum {
		if action == Allow {
			return j.behindAppliance(a, c, p, t)
		}
		return dropAt(p, t)
	}
	w := &walk{rules: a.rules}
	w.matched = func(f *filter, p parcel, certain Truth, t *trail) sum {
		step := Step{Code: CodeApplianceRule, Object: f.object, Detail: f.action.String(), Certain: certain, Rules: []string{"AK-31"}}
		return act(f.action.v, p, &trail{step: step, before: t})
	}
	w.ended = func(p parcel, t *trail) sum {
		object := Object{Kind: ObjectDefault, Name: string(a.otherwise()), In: []string{a.Name}}
		step := Step{Code: CodeApplianceEnd, Object: object, Examined: len(a.rules), Certain: Yes}
		return act(a.otherwise(), p, &trail{step: step, before: t, nearest: func() *Miss { return j.nearest(a.rules, p) }})
	}
	return j.fold(w, 0, p, t, 0)
}

// behindAppliance looks at the routes of the appliance's subnet. It may leave by another one, so that they prove nothing
// by themselves; but where they drop the traffic or send it back to where it was, nobody can say that it passes (RT-33).
func (j *judge) behindAppliance(a *applianceInfo, c crossing, p parcel, t *trail) sum {
	pass := func(p parcel, t *trail) sum {
		return j.authorized(p, PathAppliance, exits{a.PublicIPs, a.PublicIPsOpen}, t)
	}
	if a.subnet == nil || a.subnet.network.OutOfScope != "" || !j.spend() {
		return pass(p, t)
	}
	fate := j.route(a.subnet, p, t, func(there parcel, r *effective, _ *trail) sum {
		routed := t.perhaps(r.step())
		switch r.hop {
		case HopNone:
			return j.follow(c, there, r, routed)
		case HopAppliance:
			if d := j.device(a.subnet, r); d.firewall != nil || d.appliance != nil {
				return j.throughNext(d, c, there, routed)
			}
		default:
		}
		return pass(there, t)
	})
	if fate.dropped == nil {
		return pass(p, t)
	}
	return either(pass(p, t), fate)
}

// throughNext hands over from an appliance to the device that its subnet's routes name.
func (j *judge) throughNext(d device, c crossing, p parcel, t *trail) sum {
	switch {
	case d.firewall != nil && !c.passed(d.firewall.key):
		return j.throughFirewall(d.firewall, c, p, t)
	case d.firewall != nil:
		return dropAt(p, t.sure(Step{Code: CodeLoop, Object: d.firewall.object(), Rules: []string{"RT-33"}}))
	case c.passed(d.appliance.key):
		return dropAt(p, t.sure(Step{Code: CodeLoop, Object: d.appliance.object(), Rules: []string{"RT-33"}}))
	}
	return j.throughAppliance(d.appliance, c, p, t)
}

func (a *applianceInfo) otherwise() Action {
	if a.Default == "" {
		return Deny
	}
	return a.Default
}
