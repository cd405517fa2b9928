package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *networkResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, identityPath, state.ID)...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	imported := state.Name.IsNull()
	if imported {
		r.readImported(ctx, state, req, resp)
		return
	}
	ours, problems := specOf(ctx, completed(state), model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	seen, err := r.observe(ctx, ours)
	if armclient.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(ours.ID).Operation("read", timeout).Failed(err))
		return
	}
	after, problems := publish(ctx, state, seen)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, seen.network.Tags)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(state, after))...)
}

// observe reads the network and the other halves of our peerings: one call for each ARM object, all at once. Only a
// confirmed 404 of the network itself is "not found"; a half that cannot be read is an error, never a missing half.
func (r *networkResource) observe(ctx context.Context, ours azure.VirtualNetwork) (observation, error) {
	var seen observation
	reverses := make(chan error, 1)
	go func() {
		var err error
		seen.reverses, err = r.networks().Reverses(ctx, ours.Peerings)
		reverses <- err
	}()
	network, err := r.networks().Get(ctx, ours.ID)
	reverseErr := <-reverses
	if err != nil {
		return observation{}, err
	}
	seen.network = network
	return seen, reverseErr
}
