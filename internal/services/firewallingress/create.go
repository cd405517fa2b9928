package firewallingress

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

func (r *ingressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	want, plan, ok := r.prepare(ctx, plan, model{}, timeout, &resp.Diagnostics)
	if !ok {
		return
	}
	// The lock comes first, the clock after: waiting for another resource of this run is nobody's timeout.
	unlock, err := r.ingresses().Lock(ctx, want)
	if err != nil {
		resp.Diagnostics.Append(operation("create", want.ID().String(), timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resumed, err := r.ingresses().Create(ctx, want, r.account.Owner != "")
	if err != nil {
		resp.Diagnostics.Append(r.createFailure(want, timeout, err))
		if !r.there(ctx, want, err) {
			return
		}
	}
	if resumed && err == nil {
		resp.Diagnostics.AddWarning("Taking up rules that were there", fmt.Sprintf(
			"%s held exactly the rules of this configuration, as an interrupted create of the same `owner` leaves them. They are managed here from now on.", want.ID()))
	}
	after, problems := published(ctx, plan, want)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.RestorePlanned(ctx, plan, after))...)
	r.identify(ctx, resp.Identity, after, &resp.Diagnostics)
}

// prepare looks at the firewall, fills in what the configuration leaves open, and refuses what cannot work, before anything is written (law L6).
func (r *ingressResource) prepare(ctx context.Context, plan, state model, timeout time.Duration, problems *diag.Diagnostics) (azure.Ingress, model, bool) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	firewall, known := plan.FirewallID.ID()
	if !known {
		problems.Append(diags.AttributeBug(firewallPath, "an unknown reached the request"))
		return azure.Ingress{}, plan, false
	}
	entrance, err := r.ingresses().Look(ctx, firewall)
	if err != nil {
		problems.Append(diags.AttributeFromError(firewallPath, "read", "firewall", firewall.String(), err))
		return azure.Ingress{}, plan, false
	}
	way := waysNow(entrance)
	plan = keepAddresses(ctx, resolve(ctx, plan, way, nil, problems), state, problems)
	skip, _ := values.KnownStrings(plan.SkipChecks)
	diags.AppendChecks(problems, skip, append(r.judgeWays(ctx, plan, way, nil, true), r.judgeReaches(ctx, plan, entrance)...)...)
	if problems.HasError() {
		return azure.Ingress{}, plan, false
	}
	want, wrong := specOf(ctx, plan, entrance.PolicyID)
	problems.Append(wrong...)
	return want, plan, !problems.HasError()
}

// there tells, after a failed create, whether there is anything to keep in the state.
func (r *ingressResource) there(ctx context.Context, want azure.Ingress, err error) bool {
	var untouched *azure.UntouchedError
	if errors.As(err, &untouched) {
		return false
	}
	if ctx.Err() != nil {
		return true // the next refresh corrects it
	}
	_, found, err := r.ingresses().Read(ctx, want)
	return err != nil || found
}

func (r *ingressResource) createFailure(want azure.Ingress, timeout time.Duration, err error) diag.Diagnostic {
	var exists *azure.ExistsError
	if !errors.As(err, &exists) {
		return operation("create", want.ID().String(), timeout).Failed(err)
	}
	return diag.NewAttributeErrorDiagnostic(namePath, "A collection of that name exists already", fmt.Sprintf(
		"%s exists and is not in this state. It bears no tag that could tell whose it is, so it is taken for somebody else's and not touched. Nothing was changed. "+
			"(With the provider's `owner` set, rules that are exactly those of this configuration are taken up: an interrupted create leaves them so.)\n\n"+
			"Choose another name, or manage it here:\n\nimport {\n  to = %s.NAME\n  id = %q\n}", exists.ID, typeName, importID(want.FirewallID, want.Name)))
}

func importID(firewall armid.ID, name string) string { return firewall.String() + "|" + name }
