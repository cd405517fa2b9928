package armclient

import (
	"strings"
	"testing"
)

// TestFaulted: what a policy or an IP group is refused for because a firewall of theirs failed has a class of its own, wherever Azure puts
// the code, and says what heals it. Where another operation is the cause, waiting is the cure.
func TestFaulted(t *testing.T) {
	t.Parallel()
	const text = "Put on Firewall Policy p Failed with 1 faulted referenced firewalls"
	for name, test := range map[string]struct {
		err   Error
		class Class
	}{
		"refused":               {Error{StatusCode: 400, Code: "FirewallPolicyUpdateFailed", Message: text}, Faulted},
		"failed afterwards":     {Error{Operation: "o", Code: "FirewallPolicyUpdateFailed", Message: text}, Faulted},
		"IP group":              {Error{StatusCode: 400, Code: "ipgroupsupdatefailed"}, Faulted},
		"in a detail":           {Error{Operation: "o", Code: "PutRuleCollectionGroupFailed", Details: []Detail{{Code: "FirewallPolicyUpdateFailed", Message: text}}}, Faulted},
		"because of a neighbor": {Error{StatusCode: 400, Code: "FirewallPolicyUpdateFailed", Details: []Detail{{Code: "AnotherOperationInProgress"}}}, Busy},
		"something else":        {Error{StatusCode: 400, Code: "FirewallPolicyRuleCollectionInvalidPriority"}, Invalid},
	} {
		e := test.err
		e.Method, e.ID = "PUT", table.String()
		e.judge()
		if e.Class != test.class {
			t.Errorf("%s: class %s, want %s", name, e.Class, test.class)
		}
		if says := strings.Contains(e.Error(), "heals it"); says != (test.class == Faulted) {
			t.Errorf("%s: %s", name, e.Error())
		}
	}
}
