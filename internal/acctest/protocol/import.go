package protocol

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// Import is an import by ID followed by the read that core makes of what was imported. The state then holds the object; a Plan
// shows what the configuration would change in it.
func (r *Resource) Import(id string) *Outcome {
	r.h.tb.Helper()
	defer r.h.walk()()
	out := r.h.begin("importing %s by id %q", r.address, id)
	r.importWith(out, &tfprotov6.ImportResourceStateRequest{TypeName: r.typeName, ID: id})
	return out
}

// ImportIdentity is an import by identity. Attributes that are not given are null.
func (r *Resource) ImportIdentity(identity map[string]any) *Outcome {
	r.h.tb.Helper()
	defer r.h.walk()()
	out := r.h.begin("importing %s by identity", r.address)
	if r.identity == nil {
		r.h.tb.Fatalf("%s has no identity schema", r.typeName)
	}
	v := r.h.encode(r.address+" identity", r.identity, identity)
	r.importWith(out, &tfprotov6.ImportResourceStateRequest{TypeName: r.typeName, Identity: r.sendIdentity(out, v)})
	return out
}

func (r *Resource) importWith(out *Outcome, req *tfprotov6.ImportResourceStateRequest) {
	r.h.tb.Helper()
	if r.Exists() {
		out.diags = append(out.diags, Diagnostic{Severity: Error, Summary: "Resource already managed by Terraform", Detail: r.address})
		return
	}
	server := r.h.ready(out)
	if server == nil {
		return
	}
	req.ClientCapabilities = &tfprotov6.ImportResourceStateClientCapabilities{}
	resp, ok := call(r.h, out, "ImportResourceState", server.ImportResourceState, req)
	if !ok || !out.take(resp.Diagnostics) {
		return
	}
	imported, ok := r.imported(out, resp.ImportedResources)
	if !ok {
		return
	}
	read, ok := r.read(out, imported)
	if !ok {
		return
	}
	if gone(read) {
		out.diags = append(out.diags, Diagnostic{
			Severity: Error, Summary: "Cannot import non-existent remote object",
			Detail: "While attempting to import an existing object to " + r.address + ", the provider detected that no object exists with the given id.",
		})
		return
	}
	r.h.put(r.address, &instance{current: r.store(out, read)})
}

// imported picks the one object of an import and checks it.
func (r *Resource) imported(out *Outcome, in []*tfprotov6.ImportedResource) (*object, bool) {
	r.h.tb.Helper()
	if len(in) != 1 || in[0].TypeName != r.typeName {
		out.breachf("Import returned no or several resources", "%d objects; one %s is wanted", len(in), r.typeName)
		return nil, false
	}
	value, ok := r.known(out, "Provider produced invalid object", in[0].State)
	if !ok {
		return nil, false
	}
	if value.IsNull() {
		out.breachf("Import returned null resource", "%s", r.typeName)
		return nil, false
	}
	identity, ok := r.receiveIdentity(out, in[0].Identity)
	return &object{value: value, private: in[0].Private, identity: identity}, ok
}

// Source is an object of another resource type, or of another provider, that a `moved` block hands over.
type Source struct {
	ProviderAddress string // registry.terraform.io/hashicorp/azurerm
	TypeName        string
	SchemaVersion   int64
	State           any // anything that encodes to the JSON of the source's schema, or []byte
	Private         []byte
	Identity        any // nil for none
	IdentityVersion int64
}

// Move is MoveResourceState: the state takes what the provider makes of the source (hashicorp/terraform
// internal/refactoring/cross_provider_move.go).
func (r *Resource) Move(source Source) *Outcome {
	r.h.tb.Helper()
	defer r.h.walk()()
	out := r.h.begin("moving %s to %s", source.TypeName, r.address)
	req := &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: source.ProviderAddress, SourceTypeName: source.TypeName, SourceSchemaVersion: source.SchemaVersion,
		SourcePrivate: source.Private, SourceIdentitySchemaVersion: source.IdentityVersion, TargetTypeName: r.typeName,
	}
	raw, err := rawJSON(source.State)
	if err != nil {
		r.h.tb.Fatalf("%s: source state: %s", out.what, err)
	}
	req.SourceState = &tfprotov6.RawState{JSON: raw}
	if source.Identity != nil {
		if raw, err = rawJSON(source.Identity); err != nil {
			r.h.tb.Fatalf("%s: source identity: %s", out.what, err)
		}
		req.SourceIdentity = &tfprotov6.RawState{JSON: raw}
	}
	server := r.h.ready(out)
	if server == nil {
		return out
	}
	resp, ok := call(r.h, out, "MoveResourceState", server.MoveResourceState, req)
	if !ok || !out.take(resp.Diagnostics) {
		return out
	}
	value, ok := r.known(out, "Provider returned invalid value", resp.TargetState)
	if !ok {
		return out
	}
	if value.IsNull() {
		out.breachf("Provider returned invalid value", "the provider returned a null value from the cross-resource move operation")
		return out
	}
	identity, ok := r.receiveIdentity(out, resp.TargetIdentity)
	if ok {
		r.h.put(r.address, &instance{current: r.store(out, &object{value: value, private: resp.TargetPrivate, identity: identity})})
	}
	return out
}
