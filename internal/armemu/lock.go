package armemu

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// ownLocks: a write takes the stored document and its parent (arm-wire.md 6.1).
func (x *exchange) ownLocks(p *plan) []string {
	locks := []string{p.root.ID.Key()}
	if parent, ok := p.root.ID.Parent(); ok && x.types.Parent(p.root.Type) != nil {
		locks = append(locks, parent.Key())
	}
	return locks
}

// furtherLocks are those that the types add for the resources that change.
func (x *exchange) furtherLocks(p *plan) []string {
	writes := []*armtypes.Write{p.self}
	for _, c := range p.changedChildren() {
		if c.Write != p.self {
			writes = append(writes, c.Write)
		}
	}
	for _, d := range p.removed {
		writes = append(writes, x.newWrite(armtypes.Delete, d.ID, d.Type, d.Body, d.Body, d.Parent))
	}
	var locks []string
	for _, w := range writes {
		if w.Type.Locks == nil {
			continue
		}
		for _, id := range w.Type.Locks(w) {
			if id != "" {
				locks = append(locks, strings.ToLower(id))
			}
		}
	}
	return locks
}

// conflict refuses a write that needs what a running operation holds. The refusal counts as having seen that operation.
func (x *exchange) conflict(p *plan, locks []string) error {
	for _, op := range x.state.Operations() {
		if !op.Running() {
			continue
		}
		for _, held := range op.Locks {
			if slices.Contains(locks, held) {
				x.markSeen(op)
				return x.errBusy(p, op, held)
			}
		}
	}
	return nil
}

// errBusy chooses the code by who asks and what is held (arm-wire.md 6.1): 409 on the same document or parent, 429 on something that
// is only referred to, and AKS's own words.
func (x *exchange) errBusy(p *plan, op *state.Operation, held string) *armtypes.Error {
	if p.self.Type.Family == armtypes.AKS {
		return errAKSBusy(op)
	}
	if slices.Contains(x.ownLocks(p), held) {
		return armtypes.Errorf(http.StatusConflict, "AnotherOperationInProgress",
			"Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: %s", x.pollURL(op, false))
	}
	name := x.operationName(op)
	wait := x.retryAfter(familyOf(p.self.Type))
	err := armtypes.Errorf(http.StatusTooManyRequests, "RetryableError", "A retryable error occurred.").With(
		armtypes.Detail("RetryableErrorDueToAnotherOperation", "Operation %s (%s) is updating resource %s. The call can be retried in %d seconds.", name, op.ID, op.Target, wait))
	err.RetryAfter = time.Duration(wait) * time.Second
	return err
}

// errAKSBusy: aka.ms/aks-pending-operation; a pool's operation is named differently from a cluster's (arm-wire.md 2.2).
func errAKSBusy(op *state.Operation) *armtypes.Error {
	state := map[armtypes.Verb]string{armtypes.Create: "Creating", armtypes.Delete: "Deleting"}[op.Verb]
	if state == "" {
		state = "Updating"
	}
	what := "another operation (" + state + ")"
	if id, err := armtypes.ParseID(op.Target); err == nil && len(id.Names) > 1 {
		what = "another agentpool operation (" + id.Name() + " - " + state + ")"
	}
	return armtypes.Errorf(http.StatusConflict, "OperationNotAllowed", "Operation is not allowed: %s is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details", what)
}

// operationName is how NRP calls an operation: PutSubnetOperation.
func (x *exchange) operationName(op *state.Operation) string {
	verb := "Put"
	if op.Verb == armtypes.Delete {
		verb = "Delete"
	}
	segment := op.Type[strings.LastIndex(op.Type, "/")+1:]
	segment = strings.TrimSuffix(segment, "s")
	if segment == "" {
		return verb + "Operation"
	}
	return verb + strings.ToUpper(segment[:1]) + segment[1:] + "Operation"
}

// runningOn finds a running operation whose target has the key.
func (t *txn) runningOn(key string) *state.Operation {
	for _, op := range t.state.Operations() {
		if op.Running() && strings.ToLower(op.Target) == key {
			return op
		}
	}
	return nil
}

// seen marks the operations that a reader of a resource sees in progress: those on the document that the resource lies in.
func (t *txn) seen(id armtypes.ID) {
	root := t.rootKey(id)
	for _, op := range t.state.Operations() {
		if !op.Running() || op.Seen {
			continue
		}
		if target, err := armtypes.ParseID(op.Target); err == nil && t.rootKey(target) == root {
			t.markSeen(op)
		}
	}
}

func (t *txn) markSeen(op *state.Operation) {
	if op.WhenSeen && !op.Seen {
		c := *op
		c.Seen = true
		t.putOperation(&c)
	}
}

// rootKey is the key of the stored document that a resource lies in.
func (t *txn) rootKey(id armtypes.ID) string {
	if typ := t.types.Type(id.Type); typ != nil && typ.Embed != nil {
		if parent, ok := id.Parent(); ok {
			return parent.Key()
		}
	}
	return id.Key()
}
