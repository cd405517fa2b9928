package identity

import (
	"context"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/msi/armmsi"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Identity is a user-assigned identity as ARM shows it.
type Identity struct {
	ID       string
	Location string
	Tags     map[string]string

	// PrincipalID, ClientID and TenantID are GUIDs that Azure chose.
	PrincipalID, ClientID, TenantID string
}

// Identities makes the calls on user-assigned identities.
type Identities struct{ client *armclient.Client }

// NewIdentities works through the given client.
func NewIdentities(client *armclient.Client) Identities {
	return Identities{client: client}
}

// Put makes the identity. The service answers at once: there is no operation to follow.
func (i Identities) Put(ctx context.Context, id armid.ID, location string, tags map[string]string) (Identity, error) {
	body := armmsi.Identity{Location: to.Ptr(location), Tags: map[string]*string{}}
	for key, text := range tags {
		body.Tags[key] = to.Ptr(text)
	}
	object, err := i.client.Put(ctx, id, IdentityAPIVersion, body, armclient.SyncOnly())
	if err != nil {
		return Identity{}, err
	}
	return ReadIdentity(object)
}

// SetTags replaces the identity's tags by a PATCH, which touches nothing else.
func (i Identities) SetTags(ctx context.Context, id armid.ID, tags map[string]string) error {
	_, err := i.client.Patch(ctx, id, IdentityAPIVersion, map[string]any{"tags": tags}, armclient.SyncOnly())
	return err
}

// Get reads the identity.
func (i Identities) Get(ctx context.Context, id armid.ID) (Identity, error) {
	object, err := i.client.Get(ctx, id, IdentityAPIVersion)
	if err != nil {
		return Identity{}, err
	}
	return ReadIdentity(object)
}

// Delete deletes the identity. One that is gone already is no error.
func (i Identities) Delete(ctx context.Context, id armid.ID) error {
	return i.client.Delete(ctx, id, IdentityAPIVersion)
}

// ReadIdentity is ARM's answer as an Identity. An answer without a principal is no identity that a role could be given to.
func ReadIdentity(object armclient.Object) (Identity, error) {
	live := Identity{
		ID: object.String("id"), Location: object.Location(), Tags: object.Tags(),
		PrincipalID: object.String("properties", "principalId"), ClientID: object.String("properties", "clientId"), TenantID: object.String("properties", "tenantId"),
	}
	if live.ID == "" || live.PrincipalID == "" {
		return Identity{}, fmt.Errorf("the answer shows no user-assigned identity: it has no id or no principalId")
	}
	return live, nil
}
