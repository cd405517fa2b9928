package diags_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// Each row is a code that Azure is known to send and a piece of what the user is then told.
func TestAdvice(t *testing.T) {
	t.Parallel()
	cases := []struct {
		answer answer
		want   string
	}{
		{answer{code: "AuthorizationFailed"}, "a role with the action"},
		{answer{code: "authorizationfailed"}, "a role with the action"},
		{answer{code: "LinkedAuthorizationFailed"}, "join action"},
		{answer{code: "InvalidAuthenticationToken"}, "Sign in again"},
		{answer{code: "ExpiredAuthenticationToken"}, "ran out"},
		{answer{code: "SubscriptionNotFound"}, "subscription_id"},
		{answer{code: "MissingSubscriptionRegistration"}, "az provider register"},
		{answer{code: "RequestDisallowedByPolicy"}, "policy"},
		{answer{code: "QuotaExceeded"}, "quota"},
		{answer{code: "AnotherOperationInProgress"}, "Somebody else is changing"},
		{answer{code: "RetryableError"}, "Somebody else is changing"},
		{answer{code: "RetryableErrorDueToAnotherOperation"}, "Somebody else is changing"},
		{answer{code: "InUseSubnetCannotBeDeleted"}, "address in the subnet"},
		{answer{code: "InUseRouteTableCannotBeDeleted"}, "still uses the route table"},
		{answer{code: "InUseSomethingNew"}, "still uses this one"},
		{answer{code: "FirewallPolicyRuleCollectionInUse"}, "firewall policy"},
		{answer{code: "VnetAddressSpacesOverlap"}, "must not overlap"},
		{answer{code: "ExistingRouteTableNotAssociatedWithSubnet"}, "associate it first"},
		{answer{code: "RouteTableMissingDefaultRouteError"}, "no 0.0.0.0/0 route"},
		{answer{code: "RouteTableInvalidNextHop"}, "virtual appliance"},
		// The inner code speaks where the outer one is general.
		{answer{code: "BadRequest", details: []string{"SubnetIsFull: no room"}}, "too few free addresses"},
		{answer{code: "Conflict", details: []string{"no code here: text", "QuotaExceeded: x"}}, "quota"},
		// Codes that nobody knows: the status speaks.
		{answer{code: "Novel", status: 401}, "Sign in again"},
		{answer{code: "Novel", status: 403}, "roles of the identity"},
		{answer{code: "Novel", status: 429}, "throttling"},
		{answer{code: "Novel", status: 503}, "Azure failed"},
	}
	for _, c := range cases {
		t.Run(c.answer.code, func(t *testing.T) {
			t.Parallel()
			detail := diags.FromError("create", "object", "", &c.answer).Detail()
			_, advice, found := strings.Cut(detail, "What to do: ")
			if !found || !strings.Contains(advice, c.want) {
				t.Errorf("advice for %+v is %q; want %q in it", c.answer, advice, c.want)
			}
		})
	}
	if detail := diags.FromError("create", "object", "", &answer{code: "Novel", status: 400}).Detail(); strings.Contains(detail, "What to do") {
		t.Errorf("an unknown code got advice:\n%s", detail)
	}
}
