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

// throughAppliance evaluates the rules that an appliance declares. What lies
// behind it is its own affair: a pass means that its rules let the flow through.
func (j *judge) throughAppliance(a *applianceInfo, p parcel, t *trail) sum {
	if !a.RulesKnown {
		return openAt(p, PathAppliance, t.perhaps(Step{Code: CodeOpaqueDevice, Object: a.object(), Rules: []string{"RT-17"}}))
	}
	act := func(action Action, p parcel, t *trail) sum {
		if action == Allow {
			return j.authorized(p, PathAppliance, exits{a.PublicIPs, a.PublicIPsOpen}, t)
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

func (a *applianceInfo) otherwise() Action {
	if a.Default == "" {
		return Deny
	}
	return a.Default
}
