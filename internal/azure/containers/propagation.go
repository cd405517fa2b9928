package containers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// permissionCodes are the refusals of a role assignment that is missing, or that Azure has not spread yet
// (aks-facts.md 1.3, 1.4, 5).
var permissionCodes = []string{
	"CustomRouteTableMissingPermission", "CustomPrivateDNSZoneMissingPermissionError", "CustomKubeletIdentityMissingPermissionError",
	"ResourceMissingPermissionError", "LinkedAuthorizationFailed", "AuthorizationFailed", "PrincipalNotFound", "ServicePrincipalNotFound",
}

// Waits between attempts, growing by half.
const (
	firstPatience = 10 * time.Second
	maxPatience   = 60 * time.Second
)

// PermissionError says that a cluster was refused for a missing permission as long as we were willing to take it for a role
// assignment that is not in effect yet.
type PermissionError struct {
	Awaited []string      // the assignments that the cluster needs, as the caller named them
	After   time.Duration // that was waited; zero: not at all
	Err     error
}

func (e *PermissionError) Error() string {
	text := e.Err.Error()
	if e.After > 0 {
		text += fmt.Sprintf("; waited %s for role assignments to take effect", e.After.Round(time.Second))
	}
	if len(e.Awaited) > 0 {
		text += "; the cluster needs " + strings.Join(e.Awaited, ", ")
	}
	return text
}

// Unwrap gives Azure's refusal.
func (e *PermissionError) Unwrap() error { return e.Err }

// IsPermission reports that an error is Azure's refusal for a permission of the cluster's identity or of a linked resource. That
// of the caller, who may not write clusters at all, is not: no assignment of ours gives it.
func IsPermission(err error) bool {
	e := armclient.As(err)
	if e == nil || !slices.ContainsFunc(permissionCodes, e.HasCode) {
		return false
	}
	return !e.HasCode("AuthorizationFailed") || !strings.Contains(strings.ToLower(e.Message), "action 'microsoft.containerservice/")
}

// patiently repeats a write that is refused for a permission, for as long as the change allows.
func (n Clusters) patiently(ctx context.Context, c ClusterChange, write func() error) error {
	clock := n.client.Clock()
	started, wait := clock.Now(), firstPatience
	for {
		err := write()
		if !IsPermission(err) {
			return err
		}
		waited := clock.Now().Sub(started)
		if waited+wait > c.Propagation {
			return &PermissionError{Awaited: c.Awaited, After: waited, Err: err}
		}
		c.say(awaits(c.Awaited, err, waited, wait))
		if ended := clock.Sleep(ctx, wait); ended != nil {
			return &PermissionError{Awaited: c.Awaited, After: waited, Err: errors.Join(err, ended)}
		}
		wait = min(wait+wait/2, maxPatience)
	}
}

func awaits(awaited []string, err error, waited, wait time.Duration) string {
	what := "a role assignment"
	if len(awaited) > 0 {
		what = strings.Join(awaited, ", ")
	}
	code := ""
	if e := armclient.As(err); e != nil {
		code = e.Code
	}
	return fmt.Sprintf("Azure answers %s: waiting until it has spread %s (%s so far, next attempt in %s)", code, what, waited.Round(time.Second), wait)
}
