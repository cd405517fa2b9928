package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Assignments makes the calls on role assignments.
type Assignments struct{ client *armclient.Client }

// NewAssignments works through the given client.
func NewAssignments(client *armclient.Client) Assignments {
	return Assignments{client: client}
}

const (
	// directoryLag is how long a new principal may be unknown to the authorization service (arm-wire.md 6.3).
	directoryLag = 10 * time.Minute
	// directoryPause is the wait between two tries meanwhile.
	directoryPause = 5 * time.Second
)

// Ensure makes the assignment and answers its ID. One that says the same under another name fulfils it as well: it is
// somebody else's, and its ID is answered, not ours. A principal that has not reached the authorization service yet is waited for;
// a caller that may not assign roles is told at once.
func (s Assignments) Ensure(ctx context.Context, a Assignment) (string, error) {
	kind := armauthorization.PrincipalTypeServicePrincipal // spares the look-up in the directory, which lags (arm-wire.md 6.3)
	body := armauthorization.RoleAssignmentCreateParameters{Properties: &armauthorization.RoleAssignmentProperties{
		PrincipalID: to.Ptr(a.PrincipalID), RoleDefinitionID: to.Ptr(a.RoleDefinitionID), PrincipalType: &kind,
	}}
	start := s.client.Clock().Now()
	for {
		_, err := s.client.Put(ctx, a.ID(), AuthorizationAPIVersion, body, armclient.SyncOnly())
		failure := armclient.As(err)
		switch {
		case err == nil:
			return a.ID().String(), nil
		case failure == nil:
			return "", err
		case failure.HasCode("RoleAssignmentExists"):
			id, found, lookErr := s.Find(ctx, a)
			if lookErr == nil && found {
				return id, nil
			}
			return "", err
		case !failure.HasCode("PrincipalNotFound") || s.client.Clock().Now().Sub(start) > directoryLag:
			return "", err
		}
		if pauseErr := s.client.Clock().Sleep(ctx, directoryPause); pauseErr != nil {
			return "", fmt.Errorf("waiting until the new principal is known to the authorization service: %w: %w", pauseErr, err)
		}
	}
}

// Find is the ID of the assignment, ours or another one that says the same.
func (s Assignments) Find(ctx context.Context, a Assignment) (id string, found bool, err error) {
	live, err := s.client.Get(ctx, a.ID(), AuthorizationAPIVersion)
	if err == nil && a.says(live) {
		return a.ID().String(), true, nil
	}
	if err != nil && !armclient.IsNotFound(err) {
		return "", false, err
	}
	all, err := s.at(ctx, a.Scope, a.PrincipalID)
	if err != nil {
		return "", false, err
	}
	for _, other := range all {
		if a.says(other) {
			return other.String("id"), true, nil
		}
	}
	return "", false, nil
}

// Remove deletes an assignment of ours. One that is gone already is no error.
func (s Assignments) Remove(ctx context.Context, a Assignment) error {
	return s.client.Delete(ctx, a.ID(), AuthorizationAPIVersion)
}

// Of lists the assignments of a principal in a subscription, at any scope.
func (s Assignments) Of(ctx context.Context, subscription, principalID string) ([]armclient.Object, error) {
	return s.client.List(ctx, armid.Subscription(subscription).Collection(RoleAssignmentType), AuthorizationAPIVersion,
		armclient.Query("$filter", "principalId eq '"+principalID+"'"))
}

// at lists a principal's assignments that hold at a scope: made there or above.
func (s Assignments) at(ctx context.Context, scope armid.ID, principalID string) ([]armclient.Object, error) {
	return s.client.List(ctx, scope.Collection(RoleAssignmentType), AuthorizationAPIVersion,
		armclient.Query("$filter", "atScope() and assignedTo('"+principalID+"')"))
}
