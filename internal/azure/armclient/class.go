package armclient

import (
	"net/http"
	"strings"
)

// Class says what an error means for the caller, whatever its code.
type Class int

// The classes. Everything that is not told apart further is Invalid (4xx) or
// Server (5xx).
const (
	// Unclassified is the zero value and is on no error of this package.
	Unclassified Class = iota
	// NotFound: the resource itself is confirmed not to exist.
	NotFound
	// ParentNotFound: something above the resource is confirmed not to exist.
	ParentNotFound
	// SubscriptionNotFound: the subscription is unknown, which says nothing
	// about the resource.
	SubscriptionNotFound
	// UnclearNotFound: a 404 that does not say that the resource is missing,
	// for example from a proxy.
	UnclearNotFound
	// Forbidden: a permission, a lock or a policy is in the way.
	Forbidden
	// Conflict: the request contradicts what exists; waiting does not help.
	Conflict
	// Busy: another operation is under way; waiting helps.
	Busy
	// InUse: something still refers to the resource.
	InUse
	// PreconditionFailed: the etag did not match.
	PreconditionFailed
	// Throttled: too many requests.
	Throttled
	// Unregistered: the resource provider is not registered.
	Unregistered
	// Invalid: the request is wrong.
	Invalid
	// Authentication: no valid token could be had or Azure refused it.
	Authentication
	// Canceled: the caller gave up.
	Canceled
	// Timeout: the caller's deadline passed.
	Timeout
	// Transport: no answer came.
	Transport
	// OperationFailed: the request was accepted and its operation failed, with
	// a code that is in no other class.
	OperationFailed
	// Server: Azure failed, or its answer made no sense.
	Server
	// Faulted: a firewall that uses the policy or IP group stands as failed, and Azure takes no change of what it uses until a
	// write of the firewall has healed it.
	Faulted
)

var classNames = map[Class]string{
	Unclassified: "unclassified", NotFound: "not found", ParentNotFound: "parent not found",
	SubscriptionNotFound: "subscription not found", UnclearNotFound: "unclear not found",
	Forbidden: "forbidden", Conflict: "conflict", Busy: "busy", InUse: "in use",
	PreconditionFailed: "precondition failed", Throttled: "throttled", Unregistered: "unregistered",
	Invalid: "invalid", Authentication: "authentication", Canceled: "canceled", Timeout: "timeout",
	Transport: "transport", OperationFailed: "operation failed", Server: "server",
	Faulted: "faulted",
}

// String answers the class in words.
func (c Class) String() string {
	if name, ok := classNames[c]; ok {
		return name
	}
	return "unclassified"
}

// codeClasses maps the codes whose meaning does not follow from the status, or
// that also come from a failed operation, which has none. Lower-cased; from
// arm-wire.md 2.2 unless marked otherwise.
var codeClasses = map[string]Class{
	"resourcenotfound":           NotFound,
	"roledefinitiondoesnotexist": NotFound,
	"notfound":                   NotFound,
	"roleassignmentnotfound":     NotFound, // learn.microsoft.com, role-based-access-control/troubleshooting, 2026
	"resourcegroupnotfound":      ParentNotFound,
	"parentresourcenotfound":     ParentNotFound,

	"subscriptionnotfound":      SubscriptionNotFound,
	"invalidresourcetype":       Invalid,
	"invalidresourcenamespace":  Invalid,
	"noregisteredproviderfound": Invalid,

	"authorizationfailed":          Forbidden,
	"linkedauthorizationfailed":    Forbidden,
	"requestdisallowedbypolicy":    Forbidden,
	"scopelocked":                  Forbidden,
	"readonlydisabledsubscription": Forbidden,

	"anotheroperationinprogress":          Busy,
	"retryableerror":                      Busy,
	"retryableerrorduetoanotheroperation": Busy,
	"referencedresourcenotprovisioned":    Busy,
	// A failed operation says Canceled, with this detail (microsoft/AzureTRE#3177).
	"canceledandsupersededduetoanotheroperation": Busy,
	"toomanyrequests":                Throttled,
	"subscriptionrequeststhrottled":  Throttled,
	"preconditionfailed":             PreconditionFailed,
	"preconditionfailedetagmismatch": PreconditionFailed,
	"etagmismatch":                   PreconditionFailed,
	// "Put on Firewall Policy p Failed with 1 faulted referenced firewalls" (hashicorp/terraform-provider-azurerm#19843).
	"firewallpolicyupdatefailed":             Faulted,
	"ipgroupsupdatefailed":                   Faulted,
	"missingsubscriptionregistration":        Unregistered,
	"missingregistrationforresourceprovider": Unregistered,
	"subscriptionnotregistered":              Unregistered,
	"subscription not registered":            Unregistered,

	"authenticationfailed":       Authentication,
	"invalidauthenticationtoken": Authentication,
	"expiredauthenticationtoken": Authentication,
}

// healing says what to do about a firewall that stands as failed (aks-facts.md 4.3).
const healing = "a firewall that uses it stands as failed: one more write of that firewall, even an unchanged one, heals it; then run apply again"

// judge classifies a parsed error and says what to do where the class tells.
func (e *Error) judge() {
	if e.Class = classify(e); e.Class == Faulted {
		e.Hint = firstOf(e.Hint, healing)
	}
}

// classify gives the class of a parsed error. Operation says that the error is
// the outcome of an accepted request; the status is then of the poll and says
// nothing.
func classify(e *Error) Class {
	class, known := classByCode(e)
	if known && class != Faulted {
		return class
	}
	for _, d := range e.Details {
		switch inner := codeClasses[strings.ToLower(d.Code)]; inner {
		case Busy, PreconditionFailed: // the cause, and it passes
			return inner
		case Faulted:
			class, known = inner, true
		default:
		}
	}
	if known {
		return class
	}
	if e.Operation != "" {
		return OperationFailed
	}
	switch status := e.StatusCode; {
	case status == http.StatusUnauthorized:
		return Authentication
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusNotFound:
		return UnclearNotFound
	case status == http.StatusConflict:
		return Conflict
	case status == http.StatusPreconditionFailed:
		return PreconditionFailed
	case status == http.StatusTooManyRequests:
		return Throttled
	case status == http.StatusRequestTimeout || status >= 500:
		return Server
	case status >= 400:
		return Invalid
	}
	return Server
}

func classByCode(e *Error) (Class, bool) {
	code := strings.ToLower(e.Code)
	if isInUseCode(code) {
		return InUse, true
	}
	if code == "operationnotallowed" {
		if isPendingOperation(e) {
			return Busy, true
		}
		return Invalid, true
	}
	class, ok := codeClasses[code]
	switch {
	case !ok:
		return Unclassified, false
	case (class == NotFound || class == ParentNotFound) && e.Operation == "" && e.StatusCode != http.StatusNotFound:
		return Unclassified, false // the word in another status confirms nothing
	case class == NotFound && e.Operation != "":
		return OperationFailed, true // the operation missed something, not necessarily the resource
	case class == ParentNotFound && strings.EqualFold(e.Code, "ResourceGroupNotFound") && e.ofResourceGroup:
		return NotFound, true
	}
	return class, true
}

// isInUseCode knows the family of "cannot delete what is referred to". The two prefixes are of IP groups and of
// firewall policies: IpGroupsHasFirewallPolicyReferences, IpGroupsHasResourceReferences and their like.
func isInUseCode(code string) bool {
	return strings.HasPrefix(code, "inuse") ||
		code == "publicipaddresscannotbedeleted" ||
		code == "vnetinuse" ||
		code == "cannotdeletenatgatewayassociatedtosubnet" ||
		strings.HasSuffix(code, "references") && (strings.HasPrefix(code, "ipgroupshas") || strings.HasPrefix(code, "firewallpolicyhas"))
}

// isPendingOperation tells the OperationNotAllowed of a busy AKS cluster from
// that of a quota or an unsupported change.
func isPendingOperation(e *Error) bool {
	text := strings.ToLower(e.Message)
	for _, d := range e.Details {
		text += " " + strings.ToLower(d.Message)
	}
	return strings.Contains(text, "aks-pending-operation") ||
		strings.Contains(text, "operation") && strings.Contains(text, "in progress")
}
