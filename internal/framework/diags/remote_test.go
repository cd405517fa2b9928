package diags_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

const tableID = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-a/providers/Microsoft.Network/routeTables/rt-a"

// answer is a RemoteError as a client would make it.
type answer struct {
	code, message, correlation, method, id string
	status                                 int
	details                                []string
	cause                                  error
}

func (a *answer) Error() string             { return "PUT rt-a: " + a.code + " " + a.message }
func (a *answer) Unwrap() error             { return a.cause }
func (a *answer) ErrorCode() string         { return a.code }
func (a *answer) ErrorMessage() string      { return a.message }
func (a *answer) Correlation() string       { return a.correlation }
func (a *answer) HTTPStatus() int           { return a.status }
func (a *answer) ErrorDetails() []string    { return a.details }
func (a *answer) Request() (string, string) { return a.method, a.id }

func TestFromError(t *testing.T) {
	t.Parallel()
	refused := &answer{
		code: "AuthorizationFailed", message: "The client has no authorization.", correlation: "c-1", status: 403,
		method: "PUT", id: tableID, details: []string{"Inner: one", "Inner: two"},
	}
	cases := map[string]struct {
		verb, object, id string
		err              error
		advice           []string
		want             string
	}{
		"everything": {
			verb: "create", object: "route table", id: tableID, err: fmt.Errorf("creating %s: %w", tableID, refused),
			want: `Cannot create route table
---
The provider could not create the route table
  ` + tableID + `

Azure answered to PUT with status 403:
  AuthorizationFailed: The client has no authorization.

Details:
  - Inner: one
  - Inner: two

Correlation ID: c-1

What to do: Give the identity that runs Terraform a role with the action named above on the scope named above (or on a parent of it). A new role assignment can take up to five minutes to be seen.`,
		},
		"own advice replaces the table's": {
			verb: "delete", object: "subnet", err: &answer{code: "InUseSubnetCannotBeDeleted", message: "in use", status: 400},
			advice: []string{"First.", "Second."},
			want: `Cannot delete subnet
---
The provider could not delete the subnet.

Azure answered with status 400:
  InUseSubnetCannotBeDeleted: in use

What to do:
  - First.
  - Second.`,
		},
		"about another object": {
			verb: "update", object: "virtual network", id: "/x/vnet", err: &answer{code: "Odd", status: 400, method: "PUT", id: "/x/vnet/subnets/s"},
			want: `Cannot update virtual network
---
The provider could not update the virtual network
  /x/vnet

Azure answered to PUT /x/vnet/subnets/s with status 400:
  Odd (no message)`,
		},
		"message only": {
			verb: "read", object: "subnet", err: &answer{message: "Bad gateway", status: 502},
			want: `Cannot read subnet
---
The provider could not read the subnet.

Azure answered with status 502:
  Bad gateway

What to do: Azure failed, not the configuration. Run the same command again; if it persists, open a support request with the correlation ID.`,
		},
		"status only": {
			verb: "read", object: "subnet", err: &answer{status: 418},
			want: `Cannot read subnet
---
The provider could not read the subnet.

Azure answered with status 418, without a code or a message.`,
		},
		"no answer at all": {
			verb: "read", object: "subnet", err: &answer{message: "dial tcp: no route to host"},
			want: `Cannot read subnet
---
The provider could not read the subnet.

Cause: PUT rt-a:  dial tcp: no route to host.`,
		},
		"an error of our own": {
			verb: "list", object: "firewalls", err: errors.New("decoding page 2: unexpected end"),
			want: `Cannot list firewalls
---
The provider could not list the firewalls.

Cause: decoding page 2: unexpected end.`,
		},
		"cancelled": {
			verb: "create", object: "subnet", err: fmt.Errorf("creating: %w", context.Canceled),
			want: `Cannot create subnet
---
The provider could not create the subnet.

The operation was interrupted before Azure finished. Run the same command again: the provider takes up what was begun.

Cause: creating: context canceled.`,
		},
		"a secret in the answer": {
			verb: "read", object: "cluster", err: &answer{code: "Odd", message: "header Bearer abc.def-123 refused", status: 400},
			want: `Cannot read cluster
---
The provider could not read the cluster.

Azure answered with status 400:
  Odd: header Bearer (masked) refused`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := diags.FromError(c.verb, c.object, c.id, c.err, c.advice...)
			if d.Severity() != diag.SeverityError {
				t.Errorf("severity %v", d.Severity())
			}
			if diff := cmp.Diff(c.want, d.Summary()+"\n---\n"+d.Detail()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFromErrorWithoutCauseIsOurBug(t *testing.T) {
	t.Parallel()
	d := diags.FromError("create", "subnet", "", nil)
	if d.Summary() != "This is a bug in the provider" || !strings.Contains(d.Detail(), "for creating subnet without a cause") {
		t.Errorf("%s: %s", d.Summary(), d.Detail())
	}
}

func TestFromErrorVariants(t *testing.T) {
	t.Parallel()
	p := path.Root("subnets").AtMapKey("a")
	d := diags.AttributeFromError(p, "read", "subnet", "", errors.New("x"))
	if withPath, ok := d.(diag.DiagnosticWithPath); !ok || !withPath.Path().Equal(p) {
		t.Errorf("no path on %v", d)
	}
	w := diags.WarningFromError("read", "subnet", "", errors.New("x"))
	if w.Severity() != diag.SeverityWarning || w.Summary() != "Cannot read subnet" || w.Detail() != d.Detail() {
		t.Errorf("warning: %v", w)
	}
}

func TestFromErrors(t *testing.T) {
	t.Parallel()
	one, two := errors.New("one"), errors.New("two")
	got := diags.FromErrors("create", "subnet", "", errors.Join(one, errors.Join(two, one)))
	if len(got) != 2 || !strings.Contains(got[0].Detail(), "one") || !strings.Contains(got[1].Detail(), "two") {
		t.Errorf("FromErrors: %v", got)
	}
	if got := diags.FromErrors("create", "subnet", "", nil); got != nil {
		t.Errorf("FromErrors(nil) = %v", got)
	}
	if got := diags.FromErrors("create", "subnet", "", fmt.Errorf("wrapped: %w", one)); len(got) != 1 {
		t.Errorf("FromErrors of one error: %v", got)
	}
}

func TestOperation(t *testing.T) {
	t.Parallel()
	op := diags.Operation{Verb: "create", Object: "firewall", ID: "/x/fw", Timeout: 30 * time.Minute}
	busy := &answer{code: "AnotherOperationInProgress", message: "busy", status: 409, correlation: "c-2", method: "PUT", id: "/x/fw", cause: context.DeadlineExceeded}
	cases := map[string]struct {
		op   diags.Operation
		err  error
		want []string
		not  []string
	}{
		"time ran out": {
			op: op, err: fmt.Errorf("creating /x/fw: %w", context.DeadlineExceeded),
			want: []string{"It gave up after 30m0s (timeouts.create).", "Last seen: creating /x/fw: context deadline exceeded.", "raise timeouts.create"},
		},
		"time ran out, bare": {op: op, err: context.DeadlineExceeded, want: []string{"gave up after 30m0s"}, not: []string{"Last seen"}},
		"time ran out on a busy object": {
			op: op, err: busy,
			want: []string{"gave up after 30m0s", "AnotherOperationInProgress: busy", "Correlation ID: c-2"}, not: []string{"Last seen"},
		},
		"own setting": {
			op:  diags.Operation{Verb: "read", Object: "firewall", Timeout: 90 * time.Second, Setting: "timeouts.create"},
			err: context.DeadlineExceeded, want: []string{"gave up after 1m30s (timeouts.create)"},
		},
		"deadline without a limit of ours": {
			op: diags.Operation{Verb: "read", Object: "firewall"}, err: context.DeadlineExceeded,
			want: []string{"The time for this operation ran out"}, not: []string{"gave up"},
		},
		"any other failure": {op: op, err: errors.New("odd"), want: []string{"Cause: odd."}, not: []string{"gave up"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := c.op.Failed(c.err)
			if d.Summary() != "Cannot "+c.op.Verb+" firewall" {
				t.Errorf("summary %q", d.Summary())
			}
			contains(t, d.Detail(), c.want, c.not)
		})
	}
	contains(t, diags.Interrupted("delete", "firewall", "/x/fw").Detail(), []string{"interrupted", "/x/fw"}, nil)
	contains(t, diags.TimedOut("read", "firewall", "", time.Second, "timeouts.read", nil).Detail(), []string{"gave up after 1s (timeouts.read)"}, []string{"Last seen"})
}

func contains(t *testing.T, text string, want, not []string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("text lacks %q:\n%s", w, text)
		}
	}
	for _, n := range not {
		if strings.Contains(text, n) {
			t.Errorf("text has %q:\n%s", n, text)
		}
	}
}
