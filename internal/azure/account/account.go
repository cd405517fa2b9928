// Package account is what a configured provider block hands to its resources: the ARM client, the subscription
// that unqualified names live in, and the settings that every object of the block shares.
//
// It contacts nothing. A plan of new objects needs only the subscription ID, so it works with no network.
package account

import (
	"fmt"
	"maps"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Account is the Azure account that one provider block speaks for. It is shared by every resource of the block and
// safe for concurrent use.
type Account struct {
	// Client calls ARM. While the provider's configuration is not known yet (Unknown), each call is an error.
	Client *armclient.Client

	// Unknown names the provider's attributes that are not known yet and that Client needs: a plan in which they depend
	// on a resource. Nothing can be read then, and IDs may stay unknown.
	Unknown []string

	// SubscriptionID is where objects named without an ID live. Empty while not known.
	SubscriptionID string

	// Owner is the provider's `owner`: part of every ownership tag (law L4). Empty when not set.
	Owner string

	// DefaultTags are merged below each object's own tags.
	DefaultTags map[string]string

	// DefaultTagsUnknown says that DefaultTags is not complete yet.
	DefaultTagsUnknown bool

	// Run names this configuration of the provider. Core configures one provider for each walk, so a plan recorded with
	// the same name was made in the same walk (docs/design/0002-convergence.md).
	Run string

	// Ledger holds what this run plans to make, so that one object's plan can be judged against another's.
	Ledger *Ledger
}

// Known reports whether IDs can be formed and ARM can be asked.
func (a *Account) Known() bool {
	return a != nil && a.Client != nil && a.SubscriptionID != "" && len(a.Unknown) == 0
}

// GroupID is the ID of a resource group of the account's subscription.
func (a *Account) GroupID(name string) armid.ID { return armid.ResourceGroup(a.SubscriptionID, name) }

// ResourceID is the ID of a resource in a group of the account's subscription; resourceType is written
// "Microsoft.Network/virtualNetworks".
func (a *Account) ResourceID(group, provider, resourceType string, names ...string) armid.ID {
	return armid.Resource(a.SubscriptionID, group, provider, resourceType, names...)
}

// TagsFor merges the block's default tags with an object's own; the object's own win, in whatever case Azure's
// case-blind names are written.
func (a *Account) TagsFor(own map[string]string) map[string]string {
	merged := make(map[string]string, len(a.DefaultTags)+len(own))
	for key, value := range a.DefaultTags {
		merged[key] = value
	}
	for key, value := range own {
		maps.DeleteFunc(merged, func(name, _ string) bool { return strings.EqualFold(name, key) })
		merged[key] = value
	}
	return merged
}

// From is the account that the framework hands to a resource's Configure, nil before the provider is configured.
func From(providerData any) (*Account, error) {
	if providerData == nil {
		return nil, nil //nolint:nilnil // the framework calls Configure before the provider is configured; nothing is the answer then
	}
	account, ok := providerData.(*Account)
	if !ok {
		return nil, fmt.Errorf("the provider handed over a %T instead of an account; this is a bug in the provider", providerData)
	}
	return account, nil
}
