package lifecycle

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// KeptID is the planned ID of an object that the state knows. It is the state's where both name the same object, in
// whatever spelling, and also where they differ in the subscription alone: an object stays in the subscription that it
// was made in. A provider block that names another one since would else turn an update of our object into writes on one
// of the same name there, which nobody ever judged to be ours (law L3).
func KeptID(state types.String, planned armid.ID) armid.ID {
	known, err := armid.Parse(state.ValueString())
	if err != nil || planned.IsZero() {
		return planned
	}
	if strings.EqualFold(withinSubscription(known), withinSubscription(planned)) {
		return known
	}
	return planned
}

// withinSubscription is what an ID says after "/subscriptions/{subscription}".
func withinSubscription(id armid.ID) string {
	return strings.TrimPrefix(id.Key(), armid.Subscription(id.SubscriptionID()).Key())
}
