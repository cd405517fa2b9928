package armemu

import (
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// patch serves PATCH, with which these types take tags and nothing else: given tags replace the old ones.
func (x *exchange) patch(t target) (*reply, error) {
	if t.typ.Patch == armtypes.None || t.typ.Embed != nil {
		return nil, errMethod(x.method)
	}
	d, err := x.existing(t)
	if err != nil {
		return nil, err
	}
	if err := x.writable(t); err != nil {
		return nil, err
	}
	in, err := x.resourceObject()
	if err != nil {
		return nil, err
	}
	body := d.Body.Clone()
	if tags, ok := in["tags"]; ok {
		body["tags"] = armtypes.Normal(tags)
	}
	if tags, ok := body["tags"]; ok && tags == nil {
		body.Remove("tags")
	}
	if refusal := checkTags(body); refusal != nil {
		return nil, refusal
	}
	p := &plan{verb: armtypes.Patch, prev: d, rootPrev: d}
	p.self = x.newWrite(armtypes.Patch, d.ID, d.Type, body, d.Body, d.Parent)
	p.root = p.self
	return x.judgeAndAcceptTags(p, t.typ.Patch)
}

// judgeAndAcceptTags: no validation of the rest, which the client did not send.
func (x *exchange) judgeAndAcceptTags(p *plan, mode armtypes.Mode) (*reply, error) {
	locks := x.ownLocks(p)
	if err := x.conflict(p, locks); err != nil {
		return nil, err
	}
	if err := x.checkIfMatch(p); err != nil {
		return nil, err
	}
	if p.unchanged() {
		return x.answerUnchanged(p, mode)
	}
	return x.accept(p, mode, locks)
}
