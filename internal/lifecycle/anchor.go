// Package lifecycle is how every resource's Create begins and its Delete ends: the rules of law L4 (decided by pure
// functions in framework/convergence, reasons in docs/design/0002-convergence.md) joined to the ARM client.
//
// A resource has one anchor, the taggable ARM object that its other objects hang from. The anchor carries the
// resource's mark in its tags from its first PUT on, so that a run without state can tell an unfinished object of its
// own from somebody else's.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// Anchor is the taggable object that a resource starts from.
type Anchor struct {
	Account    *account.Account
	Kind       string // the resource's type name, such as udr_network
	Name       string // the object in a user's words, such as "virtual network"
	ID         armid.ID
	APIVersion string

	// Marked says that the resource writes the pending mark: with its first PUT, taken away by Finish. A resource whose
	// create is one synchronous request has nothing to mark.
	Marked bool
}

// Start is how a Create goes on.
type Start struct {
	// Resume: the object is there and ours to complete; Live is what was read. Otherwise there is nothing.
	Resume bool
	Live   armclient.Object

	// Mark goes into the tags of every write until Finish.
	Mark convergence.Mark
}

// goneInterval is how often an object that Azure is still deleting is looked at.
const goneInterval = 5 * time.Second

// Begin reads the anchor and decides whether it is to be made, resumed or refused. It waits while Azure is still
// deleting an earlier object of ours. Ok is false when the Create must stop; the reasons are in problems.
func (a Anchor) Begin(ctx context.Context, problems *diag.Diagnostics) (start Start, ok bool) {
	for {
		live, found, err := a.Find(ctx)
		if err != nil {
			problems.Append(diags.FromError("read", a.Name, a.ID.String(), err))
			return Start{}, false
		}
		decision := convergence.DecideCreate(found)
		if decision.Action == convergence.Wait {
			if err := a.Account.Client.Clock().Sleep(ctx, goneInterval); err != nil {
				problems.Append(diags.FromError("create", a.Name, a.ID.String(), fmt.Errorf("waiting until the deletion of the old object ends: %w", err)))
				return Start{}, false
			}
			continue
		}
		if d := decision.Diagnostic(a.subject()); d != nil {
			problems.Append(d)
		}
		start = Start{Live: live, Resume: decision.Action == convergence.Resume, Mark: convergence.Mark{
			Owner: a.owner(), Create: convergence.NewID(), Pending: a.Marked,
		}}
		return start, decision.Action != convergence.Refuse
	}
}

// Find reads the anchor and judges it. An object that is confirmed not to be there is found as not existing; any
// other failure is an error (a missing permission never looks like a missing object).
func (a Anchor) Find(ctx context.Context) (armclient.Object, convergence.Found, error) {
	live, err := a.Account.Client.Get(ctx, a.ID, a.APIVersion)
	if armclient.IsNotFound(err) {
		return armclient.Object{}, convergence.Judge(a.Kind, a.ID.String(), a.Account.Owner, convergence.Live{}), nil
	}
	if err != nil {
		return armclient.Object{}, convergence.Found{}, err
	}
	return live, a.Judge(live), nil
}

// Judge says whose the live object is and whether it is complete.
func (a Anchor) Judge(live armclient.Object) convergence.Found {
	return convergence.Judge(a.Kind, a.ID.String(), a.Account.Owner, convergence.Live{
		Exists: true, Tags: live.Tags(), ProvisioningState: live.ProvisioningState(), Marked: a.Marked,
	})
}

// Mark is the mark for a write on an object that the state knows: the live one, with the ownership that an imported
// object lacks.
func (a Anchor) Mark(live map[string]string) convergence.Mark {
	mark := convergence.MarkOf(live)
	mark.Owner = a.owner()
	return mark
}

// ClearPending takes the pending mark away: the last write of a create, and of an update that had to add children. The
// tags are replaced under the etag of the read that they come from, so that a tag which another writer sets at the
// same moment is kept (law L3). A write whose answer was lost is looked at again: a mark that is gone is success (C-6).
func (a Anchor) ClearPending(ctx context.Context) error {
	const attempts = 5
	var failed error
	for range attempts {
		live, err := a.Account.Client.Get(ctx, a.ID, a.APIVersion)
		if err != nil {
			return errors.Join(failed, err)
		}
		mark := convergence.MarkOf(live.Tags())
		if !mark.Pending {
			return nil
		}
		if failed != nil && !armclient.IsPreconditionFailed(failed) {
			return failed
		}
		mark.Pending = false
		tags := convergence.Merge(live.Tags(), nil, nil, mark)
		_, failed = a.Account.Client.Patch(ctx, a.ID, a.APIVersion, map[string]any{"tags": tags}, armclient.IfMatch(live.ETag))
		if failed == nil {
			return nil
		}
		if ctx.Err() != nil {
			return failed
		}
	}
	return fmt.Errorf("another writer changed the tags %d times in a row: %w", attempts, failed)
}

// Exists tells, after a failed create, whether there is anything to keep in the state: only a confirmed 404 says no
// (C-6). On a context that has ended nothing is asked, and the next refresh corrects the state.
func (a Anchor) Exists(ctx context.Context) bool {
	if ctx.Err() != nil {
		return true
	}
	_, found, err := a.Find(ctx)
	return err != nil || found.Exists
}

func (a Anchor) owner() string {
	return convergence.Tag(a.Kind, a.ID.String(), a.Account.Owner)
}

func (a Anchor) subject() convergence.Subject {
	return convergence.Subject{Kind: a.Kind, Name: a.Name, ID: a.ID.String(), Owner: a.Account.Owner}
}

// Failed is the error of a step that came after the anchor was accepted: what went wrong, and that the next apply
// completes what is there.
func (a Anchor) Failed(verb string, timeout time.Duration, err error) diag.Diagnostic {
	advice := convergence.CreateFailed(a.subject())
	if errors.Is(err, context.Canceled) {
		advice = "The apply was interrupted. " + advice
	}
	return a.Operation(verb, timeout).Failed(err, advice)
}

// Operation is what a failure of the verb is worded with.
func (a Anchor) Operation(verb string, timeout time.Duration) diags.Operation {
	return diags.Operation{Verb: verb, Object: a.Name, ID: a.ID.String(), Timeout: timeout}
}
