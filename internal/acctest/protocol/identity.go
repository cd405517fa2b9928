package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// loadIdentity makes a stored identity ready for use, through UpgradeResourceIdentity when its version is an older one.
func (r *Resource) loadIdentity(out *Outcome, server tfprotov6.ProviderServer, s *stored) (cty.Value, bool) {
	r.h.tb.Helper()
	if r.identity == nil || s.identity == nil {
		return cty.NilVal, true
	}
	if s.identityVersion == r.identity.version {
		// Unlike a state, an identity of the present version is not sent; the framework refuses such a request.
		return r.receiveIdentity(out, &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{JSON: s.identity}})
	}
	resp, ok := call(r.h, out, "UpgradeResourceIdentity", server.UpgradeResourceIdentity, &tfprotov6.UpgradeResourceIdentityRequest{
		TypeName: r.typeName, Version: s.identityVersion, RawIdentity: &tfprotov6.RawState{JSON: s.identity},
	})
	if !ok || !out.take(resp.Diagnostics) {
		return cty.NilVal, false
	}
	return r.receiveIdentity(out, resp.UpgradedIdentity)
}

// sendIdentity packs an identity; none is nil, as in core.
func (r *Resource) sendIdentity(out *Outcome, identity cty.Value) *tfprotov6.ResourceIdentityData {
	r.h.tb.Helper()
	if r.identity == nil || identity == cty.NilVal {
		return nil
	}
	packed, ok := r.h.pack(out, identity, r.identity.typ)
	if !ok {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: packed}
}

// receiveIdentity unpacks an identity; a null one counts as none.
func (r *Resource) receiveIdentity(out *Outcome, in *tfprotov6.ResourceIdentityData) (cty.Value, bool) {
	r.h.tb.Helper()
	if r.identity == nil || in == nil || in.IdentityData == nil {
		return cty.NilVal, true
	}
	identity, err := fromWire(in.IdentityData, r.identity.typ)
	if err != nil {
		out.breachf("Provider produced invalid identity", "%s", err)
		return cty.NilVal, false
	}
	if identity.IsNull() {
		return cty.NilVal, true
	}
	return identity, true
}

// checkIdentity says whether an object that exists has the identity that it must have: set, wholly known, and the one that it
// had before where there was one.
func (r *Resource) checkIdentity(out *Outcome, before, after cty.Value) bool {
	r.h.tb.Helper()
	if r.identity == nil {
		return true
	}
	if after == cty.NilVal {
		out.breachf("Provider produced invalid identity", "%s has an identity schema, but its identity was not set", r.typeName)
		return false
	}
	if unknown := unknownProblems(after); len(unknown) > 0 {
		out.breach("Provider produced invalid identity", unknown...)
		return false
	}
	if before == cty.NilVal {
		return true
	}
	if changed := r.identity.resultProblems(before, after); len(changed) > 0 {
		out.breach("Provider produced different identity", changed...)
		return false
	}
	return true
}
