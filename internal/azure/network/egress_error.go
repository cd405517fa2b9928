package network

import (
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// UntouchedError wraps a refusal or a failure that came before the first write: nothing was changed.
type UntouchedError struct{ Err error }

func (e *UntouchedError) Error() string { return e.Err.Error() }

// Unwrap gives the reason.
func (e *UntouchedError) Unwrap() error { return e.Err }

// TableTakenError says that a routed subnet has a route table of others, which the configuration does not let us replace.
type TableTakenError struct {
	SubnetID armid.ID
	TableID  string
}

func (e *TableTakenError) Error() string {
	return fmt.Sprintf("subnet %s uses route table %s, which is not ours to replace", e.SubnetID, e.TableID)
}

// MissingError says that an object which the configuration names, and which is not ours to make, does not exist.
type MissingError struct {
	ID   armid.ID
	Kind string // "subnet", "public IP" or "route table"
}

func (e *MissingError) Error() string { return fmt.Sprintf("%s %s does not exist", e.Kind, e.ID) }

// ForeignCollectionsError says that the firewall holds classic rule collections of others, beside which Azure takes no policy.
type ForeignCollectionsError struct {
	FirewallID armid.ID
	Names      []string
}

func (e *ForeignCollectionsError) Error() string {
	return fmt.Sprintf("firewall %s holds classic rule collections that this resource does not manage, so that it can take no policy: %s", e.FirewallID,
		strings.Join(e.Names, ", "))
}

// SharedError says that an object of ours cannot be deleted, because others use it.
type SharedError struct {
	ID    armid.ID
	Kind  string   // "route table", "firewall policy" or "public IP"
	Users []string // IDs of what uses it, and names of what others put into it
}

func (e *SharedError) Error() string {
	return fmt.Sprintf("%s %s is used by others: %s", e.Kind, e.ID, strings.Join(e.Users, ", "))
}

// UnresolvedError says that an address which a rule or route names is not known.
type UnresolvedError struct {
	What string // what names it: a route or a rule collection group
	Of   string // "the firewall" or an IP configuration
}

func (e *UnresolvedError) Error() string {
	return fmt.Sprintf("%s needs the address of %s, which has none", e.What, e.Of)
}

// PolicyTierError says that a policy exists with another tier than the wanted one. Azure changes no policy's tier
// (FirewallPolicySkuChangeDisallowed): it takes a policy of another name, which replaces this one in place.
type PolicyTierError struct {
	ID       armid.ID
	From, To string
}

func (e *PolicyTierError) Error() string {
	return fmt.Sprintf("firewall policy %s has tier %s, which cannot become %s", e.ID, e.From, e.To)
}

// GroupError says which rule collection group a change failed at, after those before it were written.
type GroupError struct {
	Name     string
	Removing bool
	Err      error
}

func (e *GroupError) Error() string {
	verb := "writing"
	if e.Removing {
		verb = "deleting"
	}
	return fmt.Sprintf("%s rule collection group %q: %s", verb, e.Name, e.Err)
}

// Unwrap gives the cause.
func (e *GroupError) Unwrap() error { return e.Err }
