package cloud

import "slices"

// Severity is how a finding is to be reported.
type Severity string

// The severities from the gravest on.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Detection says what is needed to find a problem before Azure does.
type Detection string

const (
	// DetectConfig: the configuration alone.
	DetectConfig Detection = "config"
	// DetectRead: a read of an existing object that needs no write right.
	DetectRead Detection = "read"
	// DetectConfigOrRead: the configuration when it makes the object itself, else a read.
	DetectConfigOrRead Detection = "config_or_read"
	// DetectPermissions: a read of role assignments.
	DetectPermissions Detection = "permissions"
	// DetectNone: nothing before Azure's own answer.
	DetectNone Detection = "none"
)

// Moment is when AKS itself makes a check.
type Moment string

// The moments of AKS's checks; several may be joined in a row.
const (
	OnCreate  Moment = "create"
	OnUpdate  Moment = "update"
	OnPool    Moment = "pool_add"
	OnUpgrade Moment = "upgrade"
)

// Codes of AKS that other tables of this package name too.
const (
	CodeUDRWithLoadBalancerProfile = "InvalidUserDefinedRoutingWithLoadBalancerProfile"
	CodeServiceCIDROverlap         = "ServiceCidrOverlapExistingSubnetsCidr"
	CodeSubnetIsFull               = "SubnetIsFull"
	CodeInsufficientSubnetSize     = "InsufficientSubnetSize"
	CodeSubnetIsDelegated          = "SubnetIsDelegated"
)

// Check is one thing that AKS verifies, as a rule that can be switched off by its id.
type Check struct {
	// ID is stable and lower-case, for skip_checks.
	ID string
	// Code is AKS's error code; CodeSeen tells whether it was seen in real output, not only in a list of codes.
	Code     string
	CodeSeen bool
	Gist     string
	When     []Moment
	Detect   Detection
	Severity Severity
	Fact
}

// Checks returns all checks: those of userDefinedRouting first, then those of address ranges, subnets and identity.
func Checks() []Check {
	out := slices.Concat(routingChecks, rangeChecks, subnetChecks, identityChecks)
	for i := range out {
		out[i].When = slices.Clone(out[i].When)
	}
	return out
}

// LookupCheck finds a check by its id.
func LookupCheck(id string) (Check, bool) {
	all := Checks()
	i := slices.IndexFunc(all, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return all[i], true
}

// ChecksByCode finds the checks that end in one of AKS's error codes.
func ChecksByCode(code string) []Check {
	var out []Check
	for _, c := range Checks() {
		if c.Code == code {
			out = append(out, c)
		}
	}
	return out
}
