// Package resources knows the Microsoft.Resources objects that the provider makes: resource groups.
package resources

import (
	"context"
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armresources/v4"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// APIVersion is the version of every resource group call: azurerm 5.2's (arm-wire.md 1.1, 2026-11-22), which serves
// all clouds.
const APIVersion = "2023-07-01"

// ResourceGroupType is the ARM type of a resource group.
const ResourceGroupType = "Microsoft.Resources/resourceGroups"

// ResourceGroup is a resource group as ARM shows it.
type ResourceGroup struct {
	ID       string
	Location string
	Tags     map[string]string
}

// ResourceGroups makes the calls on resource groups.
type ResourceGroups struct{ client *armclient.Client }

// NewResourceGroups works through the given client.
func NewResourceGroups(client *armclient.Client) ResourceGroups {
	return ResourceGroups{client: client}
}

// Put makes the group.
func (g ResourceGroups) Put(ctx context.Context, id armid.ID, location string, tags map[string]string) error {
	group := armresources.ResourceGroup{Location: to.Ptr(location), Tags: map[string]*string{}}
	for key, text := range tags {
		group.Tags[key] = to.Ptr(text)
	}
	_, err := g.client.Put(ctx, id, APIVersion, group)
	return err
}

// SetTags replaces the group's tags by a PATCH, which touches nothing else.
func (g ResourceGroups) SetTags(ctx context.Context, id armid.ID, tags map[string]string) error {
	_, err := g.client.Patch(ctx, id, APIVersion, map[string]any{"tags": tags})
	return err
}

// Get reads the group.
func (g ResourceGroups) Get(ctx context.Context, id armid.ID) (ResourceGroup, error) {
	object, err := g.client.Get(ctx, id, APIVersion)
	if err != nil {
		return ResourceGroup{}, err
	}
	return ResourceGroup{ID: object.String("id"), Location: object.Location(), Tags: object.Tags()}, nil
}

// NotEmptyError says what a group that was to be deleted still holds.
type NotEmptyError struct {
	Resources []string // IDs
}

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the group still holds %d resources", len(e.Resources))
}

// DeleteEmpty deletes the group if it holds nothing, and answers a NotEmptyError otherwise: Azure would delete
// everything in it, whoever made it (law L3). A group that is gone already is no error.
func (g ResourceGroups) DeleteEmpty(ctx context.Context, id armid.ID) error {
	held, err := g.client.List(ctx, strings.TrimRight(id.String(), "/")+"/resources", APIVersion)
	if armclient.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(held) > 0 {
		e := &NotEmptyError{}
		for _, resource := range held {
			e.Resources = append(e.Resources, resource.String("id"))
		}
		return e
	}
	return g.client.Delete(ctx, id, APIVersion)
}
