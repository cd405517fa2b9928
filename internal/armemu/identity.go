package armemu

import "strings"

// The identities that the emulator serves, and no others (law L10): two subscriptions of one tenant, so that hub and spoke can differ.
// They can never be real ones: the guids are not random.
const (
	SubscriptionID       = "00000000-0000-4000-8000-0000000e0001"
	SecondSubscriptionID = "00000000-0000-4000-8000-0000000e0002"
	TenantID             = "00000000-0000-4000-8000-0000000e00aa"
	ClientID             = "00000000-0000-4000-8000-0000000e00c1"
	// ObjectID is the service principal of ClientID.
	ObjectID = "00000000-0000-4000-8000-0000000e00c2"
	// ClientSecret opens nothing but the emulator.
	ClientSecret = "emulator-client-secret"
)

// subscriptionNames are the display names, by id.
var subscriptionNames = map[string]string{
	SubscriptionID:       "udr emulator",
	SecondSubscriptionID: "udr emulator, second",
}

// knownSubscription gives the id in its one casing, "" for a subscription that is not ours.
func knownSubscription(id string) string {
	for known := range subscriptionNames {
		if strings.EqualFold(known, id) {
			return known
		}
	}
	return ""
}
