package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// findAction finds a declared action by its name in any case.
func (t *txn) findAction(typ *armtypes.Type, name string, atLocation bool) *armtypes.Action {
	for i := range typ.Actions {
		if a := &typ.Actions[i]; a.AtLocation == atLocation && strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}

// action finds an action of a resource for an operation that ends.
func (t *txn) action(typ *armtypes.Type, name string) *armtypes.Action {
	return t.findAction(typ, name, false)
}

// act serves an action of a resource.
func (x *exchange) act(t target) (*reply, error) {
	a := x.findAction(t.typ, t.action, false)
	if a == nil || a.Method != x.method {
		return nil, errMethod(x.method)
	}
	d, err := x.existing(t)
	if err != nil {
		return nil, err
	}
	in, err := x.optionalObject()
	if err != nil {
		return nil, err
	}
	p := &plan{verb: armtypes.Act, prev: d, rootPrev: d}
	p.self = x.newWrite(armtypes.Act, d.ID, d.Type, d.Body.Clone(), d.Body, d.Parent)
	p.root = p.self
	if root, ok := x.Get(x.rootKey(d.ID)); ok && d.Type.Embed != nil {
		p.root = x.newWrite(armtypes.Update, root.ID, root.Type, root.Body.Clone(), root.Body, root.Parent)
	}
	if a.Mode == armtypes.LRO {
		return x.actLong(p, a, in)
	}
	result, refusal := a.Handle(p.self, &armtypes.ActionRequest{Subscription: d.ID.Subscription, Query: x.query, Body: in})
	if refusal != nil {
		return nil, refusal
	}
	return x.resultReply(t.typ, result)
}

// actLong starts a long-running action.
func (x *exchange) actLong(p *plan, a *armtypes.Action, in armtypes.Object) (*reply, error) {
	locks := x.ownLocks(p)
	if err := x.conflict(p, locks); err != nil {
		return nil, err
	}
	var result any
	if a.Handle != nil {
		r, refusal := a.Handle(p.self, &armtypes.ActionRequest{Subscription: p.self.ID.Subscription, Query: x.query, Body: in})
		if refusal != nil {
			return nil, refusal
		}
		result = armtypes.Normal(r)
	}
	x.accepted = true
	x.storeTransient(p, a.State)
	op := x.newOperation(p.self, armtypes.Act, nil, locks)
	op.Action, op.Result, op.Doom = a.Name, result, x.doom()
	if a.Row != "" {
		x.schedule(op, a.Row, armtypes.Act)
	}
	x.putOperation(op)
	return x.acceptedReply(op), nil
}

// storeTransient keeps what the action's handler changed, in its transient state.
func (x *exchange) storeTransient(p *plan, transient string) {
	if transient == "" {
		transient = familyOf(p.self.Type).updating
	}
	p.self.Body.Set(statePath, transient)
	if p.embedded() {
		if el, ok := x.element(p.root.Type, p.root.Body, p.self.Type, p.self.ID.Name()); ok {
			el.body = asElement(p.self.Type, p.self.Body)
			el.set(p.root.Body)
		}
		p.root.Body.Set(statePath, familyOf(p.root.Type).updating)
	}
	x.store(p.root.ID.String(), p.root.Type, p.root.Body, x.renewed(p.root.Type))
}

// locationAction serves /subscriptions/{s}/providers/{namespace}/locations/{location}/{name}.
func (x *exchange) locationAction(namespace, location, name string) (*reply, error) {
	for _, typ := range x.types.Types() {
		if !strings.EqualFold(typ.Namespace(), namespace) {
			continue
		}
		a := x.findAction(typ, name, true)
		if a == nil {
			continue
		}
		if a.Method != x.method {
			return nil, errMethod(x.method)
		}
		if _, ok := locationNames[armtypes.NormalLocation(location)]; !ok {
			return nil, errNoProvider(location, x.apiVersion, typ.Namespace()+"/locations/"+a.Name)
		}
		in, err := x.optionalObject()
		if err != nil {
			return nil, err
		}
		w := x.newWrite(armtypes.Act, armtypes.ID{}, typ, nil, nil, nil)
		result, refusal := a.Handle(w, &armtypes.ActionRequest{
			Subscription: knownSubscription(x.segments[1]), Location: armtypes.NormalLocation(location), Query: x.query, Body: in,
		})
		if refusal != nil {
			return nil, refusal
		}
		return x.resultReply(typ, result)
	}
	if !x.servesNamespace(namespace) {
		return nil, errInvalidNamespace(namespace)
	}
	return nil, errInvalidType(namespace, "locations/"+name)
}

func (x *exchange) resultReply(typ *armtypes.Type, result any) (*reply, error) {
	if result == nil {
		return newReply(http.StatusNoContent), nil
	}
	return jsonReply(http.StatusOK, familyOf(typ).contentType, result)
}

// optionalObject parses the body of an action, which may be empty.
func (x *exchange) optionalObject() (armtypes.Object, error) {
	if len(strings.TrimSpace(string(x.body))) == 0 {
		return nil, nil
	}
	return x.object()
}
