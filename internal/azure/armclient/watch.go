package armclient

import (
	"context"
	"net/http"
	"strings"
)

// Terminal words of operations and of provisioningState, in any case
// (arm-wire.md 4.2). Any other word means that the work goes on.
func isSucceeded(state string) bool {
	return strings.EqualFold(state, "Succeeded") || strings.EqualFold(state, "Completed")
}

func isFailed(state string) bool {
	return strings.EqualFold(state, "Failed") || strings.EqualFold(state, "Canceled") || strings.EqualFold(state, "Cancelled")
}

func isTerminal(state string) bool { return isSucceeded(state) || isFailed(state) }

// watchStatus reads the operation's own document.
func (op *operation) watchStatus(ctx context.Context) (bool, *Error) {
	res, o, e := op.poll(ctx, op.statusURL)
	if e != nil {
		return op.lost(ctx, e)
	}
	status := o.String("status")
	switch {
	case isSucceeded(status) || res.status == http.StatusNoContent:
		return op.succeeded(ctx, o)
	case isFailed(status):
		return false, op.failed(status, o.Body)
	case status != "" || res.status == http.StatusAccepted:
		return false, nil
	}
	op.watchInstead() // a document without a status tells nothing
	return false, nil
}

// succeeded collects the result of an action; a PUT is read back by its caller
// and a DELETE has none.
func (op *operation) succeeded(ctx context.Context, status Object) (bool, *Error) {
	if op.req.method != http.MethodPost {
		return true, nil
	}
	if op.locationURL == "" {
		if output := status.Map("properties"); output != nil {
			op.final = &Object{Body: output, StatusCode: http.StatusOK}
		}
		return true, nil
	}
	op.watch = op.watchLocation
	return op.watchLocation(ctx)
}

// watchLocation reads the status code: 202 until the end.
func (op *operation) watchLocation(ctx context.Context) (bool, *Error) {
	res, o, e := op.poll(ctx, op.locationURL)
	if e != nil {
		return op.lost(ctx, e)
	}
	if res.status == http.StatusAccepted {
		return false, nil
	}
	state := firstOf(o.String("status"), o.ProvisioningState())
	switch {
	case isFailed(state):
		return false, op.failed(state, o.Body)
	case state != "" && !isTerminal(state) && op.req.method != http.MethodPost:
		return false, nil
	}
	if op.req.method == http.MethodPost {
		op.final = &o
	}
	return true, nil
}

// lost decides about a polling URL that answers 404: it may not be visible
// yet, or be gone again while the resource tells the outcome.
func (op *operation) lost(ctx context.Context, e *Error) (bool, *Error) {
	if e.StatusCode != http.StatusNotFound || e.Class == SubscriptionNotFound {
		return false, e
	}
	if op.req.method == http.MethodDelete {
		if _, gone := op.c.get(ctx, op.req.id, op.version, callOptions{}); IsNotFound(asError(gone)) {
			return true, nil
		}
	}
	if op.c.clock.Now().Sub(op.started) < invisible {
		return false, nil
	}
	if op.req.method == http.MethodPost {
		return false, e
	}
	op.watchInstead()
	return false, nil
}

// watchInstead turns from an operation that cannot be read to the resource.
func (op *operation) watchInstead() {
	op.watch = op.watchResource
	if op.req.method == http.MethodDelete {
		op.watch = op.watchAbsence
	}
}

// watchResource reads provisioningState. A type without one is finished when
// it can be read.
func (op *operation) watchResource(ctx context.Context) (bool, *Error) {
	_, o, e := op.poll(ctx, "")
	if e != nil {
		if IsNotFound(e) && op.c.clock.Now().Sub(op.started) < invisible {
			return false, nil
		}
		return false, e
	}
	switch state := o.ProvisioningState(); {
	case isFailed(state):
		return false, op.failed(state, o.Body)
	case state != "" && !isSucceeded(state):
		return false, nil
	}
	op.final = &o
	return true, nil
}

// watchAbsence reads until the resource is gone. One that was being deleted and
// is not any more has failed to go.
func (op *operation) watchAbsence(ctx context.Context) (bool, *Error) {
	_, o, e := op.poll(ctx, "")
	if e != nil {
		if IsNotFound(e) {
			return true, nil
		}
		return false, e
	}
	state := o.ProvisioningState()
	if op.deleting && isTerminal(state) {
		return false, op.failed(state, nil)
	}
	op.deleting = op.deleting || strings.EqualFold(state, "Deleting")
	return false, nil
}
