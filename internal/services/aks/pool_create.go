package aks

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// A pool has no ARM tags; its marks are among those of its virtual machines, so it is an anchor of its own kind: lifecycle.Anchor
// reads tags where every other object has them.

func (r *poolResource) operation(verb string, id armid.ID, timeout time.Duration) diags.Operation {
	return diags.Operation{Verb: verb, Object: poolObject, ID: id.String(), Timeout: timeout}
}

func (r *poolResource) subject(id armid.ID) convergence.Subject {
	return convergence.Subject{Kind: poolName, Name: poolObject, ID: id.String(), Owner: r.account.Owner}
}

// find reads the pool and judges it. Only a confirmed 404 is a pool that is not there.
func (r *poolResource) find(ctx context.Context, id armid.ID) (azure.PoolLive, convergence.Found, error) {
	live, err := r.pools().Read(ctx, id)
	seen := convergence.Live{}
	switch {
	case armclient.IsNotFound(err):
	case err != nil:
		return azure.PoolLive{}, convergence.Found{}, err
	default:
		seen = convergence.Live{Exists: true, Tags: live.Tags(), ProvisioningState: live.ProvisioningState}
	}
	return live, convergence.Judge(poolName, id.String(), r.account.Owner, seen), nil
}

// goneInterval is how often a pool that Azure is still deleting is looked at.
const goneInterval = 5 * time.Second

// begin decides whether the pool is to be made, resumed or refused (lifecycle.Anchor.Begin).
func (r *poolResource) begin(ctx context.Context, id armid.ID, problems *diag.Diagnostics) (mark convergence.Mark, resume, ok bool) {
	for {
		_, found, err := r.find(ctx, id)
		if err != nil {
			problems.Append(diags.FromError("read", poolObject, id.String(), err))
			return convergence.Mark{}, false, false
		}
		decision := convergence.DecideCreate(found)
		if decision.Action == convergence.Wait {
			if err := r.account.Client.Clock().Sleep(ctx, goneInterval); err != nil {
				problems.Append(diags.FromError("create", poolObject, id.String(), fmt.Errorf("waiting until the deletion of the old pool ends: %w", err)))
				return convergence.Mark{}, false, false
			}
			continue
		}
		if d := decision.Diagnostic(r.subject(id)); d != nil {
			problems.Append(d)
		}
		mark = convergence.Mark{Owner: convergence.Tag(poolName, id.String(), r.account.Owner), Create: convergence.NewID()}
		return mark, decision.Action == convergence.Resume, decision.Action != convergence.Refuse
	}
}

func (r *poolResource) change(ctx context.Context, prior, want azure.PoolSpec, mark convergence.Mark, resume bool) azure.PoolChange {
	return azure.PoolChange{
		Prior: prior, Want: want, Mark: convergence.Merge(nil, nil, nil, mark), Resume: resume, Progress: func(text string) { tflog.Info(ctx, text) },
	}
}

func (r *poolResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(refuseUnknown(config)...)
	plan = r.withTags(ctx, plan)
	p := sectionOf(plan)
	timeout := timeoutOf(ctx, p, timeouts.Value.Create, changeTimeout, &resp.Diagnostics)
	want := furtherPoolSpec(p, p.id("id"))
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.operation("create", want.ID, timeout)
	ctx, done, ok := alone(ctx, r.pools(), want.ID, operation, &resp.Diagnostics)
	if !ok {
		return
	}
	defer done()

	resp.Diagnostics.Append(r.preflight(ctx, applying, sectionOf(config), p, section{})...)
	if resp.Diagnostics.HasError() {
		return
	}
	mark, resume, ok := r.begin(ctx, want.ID, &resp.Diagnostics)
	if !ok {
		return
	}
	live, err := r.pools().Converge(ctx, r.change(ctx, azure.PoolSpec{}, want, mark, resume))
	if err != nil && (untouched(err) && !resume || live == nil && !r.exists(ctx, want.ID)) {
		resp.Diagnostics.Append(failure(operation, err))
		return
	}
	after, problems := afterPool(ctx, plan, live)
	resp.Diagnostics.Append(problems...)
	if err != nil {
		resp.Diagnostics.Append(failure(operation, err, convergence.CreateFailed(r.subject(want.ID))))
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, mark.Create, err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, want.ID.String())...)
}

// exists tells, after a failed create, whether there is anything to keep in the state: only a confirmed 404 says no (C-6).
func (r *poolResource) exists(ctx context.Context, id armid.ID) bool {
	if ctx.Err() != nil {
		return true
	}
	_, found, err := r.find(ctx, id)
	return err != nil || found.Exists
}

// afterPool is the state after a mutation.
func afterPool(ctx context.Context, plan types.Object, live *azure.PoolLive) (types.Object, diag.Diagnostics) {
	if live == nil {
		var problems diag.Diagnostics
		return newBuilder(ctx, furtherPoolAttributes(ctx), sectionOf(plan), false, &problems).nulled(plan.AttributeTypes(ctx)), problems
	}
	published, problems := publishPool(ctx, plan, *live, false)
	return values.RestorePlanned(ctx, plan, published), problems
}

// publishPool is the state that live makes of what the state, or the plan, held before.
func publishPool(ctx context.Context, before types.Object, live azure.PoolLive, all bool) (types.Object, diag.Diagnostics) {
	var problems diag.Diagnostics
	b := newBuilder(ctx, furtherPoolAttributes(ctx), sectionOf(before), all, &problems)
	s := live.Spec
	id, name, cluster := s.ID.String(), s.Name(), s.ClusterID().String()
	b.text("id", &id)
	b.text("name", &name)
	b.text("kubernetes_cluster_id", &cluster)
	b.text("mode", orText(s.Mode, "User"))
	b.text("os_type", orText(s.OSType, "Linux"))
	b.text("priority", orText(s.Priority, "Regular"))
	if s.Priority != nil && *s.Priority == "Spot" {
		b.text("eviction_policy", s.EvictionPolicy)
		if s.SpotMaxPrice != nil && (!all || *s.SpotMaxPrice != -1) {
			b.set("spot_max_price", types.Float32Value(*s.SpotMaxPrice))
		}
	} else {
		b.text("eviction_policy", nil)
	}
	b.texts("node_taints", userTaints(b, s.Taints))
	b.part("windows_profile", s.WindowsOutboundNAT != nil && (!all || !*s.WindowsOutboundNAT), func(n *builder) { n.flag("outbound_nat_enabled", s.WindowsOutboundNAT) })
	showPool(b, live)
	if text := b.before.text("overlay"); text.Known {
		if o, err := azure.ParseOverlay(text.Value); err == nil {
			b.out["overlay"] = types.StringValue(live.OverlayDrift(o))
		}
	}
	for _, name := range []string{"tags", "tags_all"} {
		if tags, ok := b.before.value(name).(types.Map); ok {
			b.out[name] = lifecycle.OwnTags(tags, live.Tags())
		}
	}
	return b.object(before.AttributeTypes(ctx)), problems
}

// userTaints leaves out the one that AKS gives spot pools, unless the configuration names it.
func userTaints(b *builder, live []string) []string {
	known := b.before.texts("node_taints").Items
	var own []string
	for _, taint := range live {
		if contains(known, taint) || len(taint) < len(aksTaint) || taint[:len(aksTaint)] != aksTaint {
			own = append(own, taint)
		}
	}
	return own
}

const aksTaint = "kubernetes.azure.com/"
