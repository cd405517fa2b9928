package armemu

import (
	"net/http"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// put serves PUT: 201 or 200, at once or as a long-running operation.
func (x *exchange) put(t target) (*reply, error) {
	if t.typ.Put == armtypes.None {
		return nil, errMethod(x.method)
	}
	if err := x.writable(t); err != nil {
		return nil, err
	}
	if t.typ.NameRule != nil && !t.typ.NameRule.MatchString(t.id.Name()) {
		return nil, errName(t.id.Name())
	}
	in, err := x.resourceObject()
	if err != nil {
		return nil, err
	}
	p, err := x.planPut(t, in)
	if err != nil {
		return nil, err
	}
	if refusal := checkTags(p.self.Body); refusal != nil {
		return nil, refusal
	}
	return x.judgeAndAccept(p, t.typ.Put)
}

// writable refuses what ARM's front end refuses before a resource provider sees the request.
func (x *exchange) writable(t target) error {
	if t.typ.Name == armtypes.ResourceGroupType {
		if op := x.runningOn(t.id.Key()); op != nil && x.method != http.MethodDelete {
			return errGroupDeleting(t.id.Name())
		}
		return nil
	}
	if err := x.groupExists(t.id); err != nil {
		return err
	}
	if t.id.Group != "" {
		group, err := armtypes.ParseID(t.id.GroupID())
		if err == nil && x.runningOn(group.Key()) != nil {
			return errGroupDeleting(t.id.Group)
		}
	}
	if err := x.scopeExists(t); err != nil {
		return err
	}
	if t.id.Subscription != "" && !x.registered(t.id.Subscription, t.typ.Namespace()) {
		return gatewayError(http.StatusConflict, "MissingSubscriptionRegistration",
			"The subscription is not registered to use namespace '%s'. See https://aka.ms/rps-not-found for how to register subscriptions.", t.typ.Namespace())
	}
	return nil
}

// scopeExists refuses an extension resource on a resource that is not there. What the emulator does not serve (a registry, a DNS zone)
// may exist elsewhere. The tenant and a subscription always are, and the group was looked at before.
func (x *exchange) scopeExists(t target) error {
	if t.typ.Scope != armtypes.ScopeExtension || !strings.Contains(strings.ToLower(t.id.Scope), "/providers/") {
		return nil
	}
	scope, err := armtypes.ParseID(t.id.Scope)
	if err != nil {
		return gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
	}
	if _, ok := x.find(scope); !ok && x.Serves(scope.Type) {
		return errResourceNotFound(scope)
	}
	return nil
}

func errGroupDeleting(name string) *armtypes.Error {
	return gatewayError(http.StatusConflict, "ResourceGroupBeingDeleted", "The resource group '%s' is in deprovisioning state and cannot perform this operation.", name)
}

// judgeAndAccept carries a planned PUT or PATCH through: what stands in its way, in ARM's order, then the acceptance.
func (x *exchange) judgeAndAccept(p *plan, mode armtypes.Mode) (*reply, error) {
	own := x.ownLocks(p)
	if err := x.conflict(p, own); err != nil {
		return nil, err
	}
	if err := x.checkIfMatch(p); err != nil {
		return nil, err
	}
	if err := x.validate(p); err != nil {
		return nil, err
	}
	x.fill(p)
	if p.unchanged() {
		return x.answerUnchanged(p, mode)
	}
	locks := slices.Concat(own, x.furtherLocks(p))
	if err := x.conflict(p, locks); err != nil {
		return nil, err
	}
	if x.effect.FailOperation && mode == armtypes.Sync {
		return nil, armtypes.Invalid(x.effect.Code, "%s", x.effect.Message)
	}
	return x.accept(p, mode, locks)
}

// validate runs the type's checks, then those of its references, then the refusals of embedded resources that would vanish. One error
// answers, the others become its details.
func (x *exchange) validate(p *plan) error {
	var errs []*armtypes.Error
	if !p.embedded() && p.self.Type.Validate != nil {
		errs = append(errs, p.self.Type.Validate(p.self)...)
	}
	for _, c := range p.children {
		if c.Type.Validate != nil {
			errs = append(errs, c.Type.Validate(c.Write)...)
		}
	}
	if len(errs) == 0 {
		errs = x.checkReferences(p)
	}
	for _, d := range p.removed {
		if len(errs) == 0 && d.Type.RefuseDelete != nil {
			if refusal := d.Type.RefuseDelete(x.txn, d); refusal != nil {
				errs = append(errs, refusal)
			}
		}
	}
	if len(errs) == 0 {
		return nil
	}
	first := *errs[0]
	for _, other := range errs[1:] {
		first.Details = append(first.Details, &armtypes.Error{Code: other.Code, Message: other.Message, Target: other.Target})
	}
	return &first
}

// fill lets the service set its values.
func (x *exchange) fill(p *plan) {
	if !p.embedded() && p.self.Type.Fill != nil {
		p.self.Type.Fill(p.self)
	}
	for _, c := range p.children {
		if c.Type.Fill != nil {
			c.Type.Fill(c.Write)
		}
		c.putBack(p.root.Body)
	}
}

// unchanged recognises an idempotent PUT. A resource that failed, or has a failed child, is written again.
func (p *plan) unchanged() bool {
	if p.prev == nil || p.prev.State() == stateFailed || p.rootPrev.State() == stateFailed || !armtypes.Same(p.rootPrev.Body, p.root.Body) {
		return false
	}
	for _, c := range p.children {
		if c.Body.Str(statePath) == stateFailed {
			return false
		}
	}
	return true
}

// changedChildren are the embedded resources that the write creates, alters or repairs.
func (p *plan) changedChildren() []*childWrite {
	var out []*childWrite
	for _, c := range p.children {
		if c.Prev == nil || c.Body.Str(statePath) == stateFailed || !armtypes.Same(c.Prev, c.Write.Body) {
			out = append(out, c)
		}
	}
	return out
}

// answerUnchanged: 200, same etag, Succeeded, and still an async header that leads to a finished operation (arm-wire.md 1.3).
func (x *exchange) answerUnchanged(p *plan, mode armtypes.Mode) (*reply, error) {
	rep, err := x.documentReply(p.status(), p.prev)
	if err != nil || mode == armtypes.Sync {
		return rep, err
	}
	op := x.newOperation(p.self, p.verb, nil, nil)
	op.Status, op.End = opSucceeded, x.now
	x.putOperation(op)
	x.asyncHeaders(rep, op, false)
	return rep, nil
}

// status of an accepted write.
func (p *plan) status() int {
	if p.verb == armtypes.Create || p.verb == armtypes.Update && p.self.Type.PutAnswersCreated {
		return http.StatusCreated
	}
	return http.StatusOK
}

// accept stores the new document and starts its operation, or completes a synchronous write.
func (x *exchange) accept(p *plan, mode armtypes.Mode, locks []string) (*reply, error) {
	x.accepted = true
	touched := x.setTransient(p, mode)
	etag := x.renewed(p.root.Type)
	x.store(p.root.ID.String(), p.root.Type, p.root.Body, etag)
	x.tellAccepted(p)
	op := x.newOperation(p.self, p.verb, touched, locks)
	if mode == armtypes.Sync {
		x.complete(op)
	}
	d, ok := x.find(p.self.ID)
	if !ok {
		return nil, errLost(p.self.ID)
	}
	rep, err := x.documentReply(p.status(), d)
	if err != nil || mode == armtypes.Sync {
		return rep, err
	}
	op.Doom = x.doom()
	x.putOperation(op)
	x.asyncHeaders(rep, op, false)
	return rep, nil
}

// tellAccepted lets the type set up what belongs to the resource. A PATCH changes tags only.
func (x *exchange) tellAccepted(p *plan) {
	if p.self.Type.Accept == nil || p.verb == armtypes.Patch {
		return
	}
	w := *p.self
	w.Change, w.Store, w.Drop = x.change, x.storeWhole, x.drop
	p.self.Type.Accept(&w)
}

// setTransient writes the transient states and the etags of children, and gives the ids of the children that changed.
func (x *exchange) setTransient(p *plan, mode armtypes.Mode) []string {
	var touched []string
	for _, c := range p.changedChildren() {
		touched = append(touched, c.ID.String())
		f := familyOf(c.Type)
		if !c.Type.NoState && mode == armtypes.LRO {
			c.Write.Body.Set(statePath, f.transient(c.Verb))
		}
		if f.childETags {
			c.Write.Body.Set("properties."+f.etagMember, x.renewed(c.Type))
		}
		c.putBack(p.root.Body)
	}
	if !p.root.Type.NoState && mode == armtypes.LRO {
		p.root.Body.Set(statePath, familyOf(p.root.Type).transient(p.root.Verb))
	}
	return touched
}

func (f *family) transient(verb armtypes.Verb) string {
	switch verb {
	case armtypes.Create:
		return f.creating
	case armtypes.Delete:
		return f.deleting
	default:
		return f.updating
	}
}
