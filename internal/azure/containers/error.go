package containers

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

// ImmutableError says that Azure does not change these members of a cluster: it has to be replaced.
type ImmutableError struct {
	ID    armid.ID
	Paths []string // such as properties.networkProfile.serviceCidr
}

func (e *ImmutableError) Error() string {
	return fmt.Sprintf("Azure does not change %s of %s: the cluster would have to be replaced", strings.Join(e.Paths, ", "), e.ID)
}

// RotationError says that a pool has to be made anew for a change, and that the specification names no temporary pool which takes
// over meanwhile.
type RotationError struct {
	ID    armid.ID
	Paths []string
}

func (e *RotationError) Error() string {
	return fmt.Sprintf("Azure does not change %s of pool %s in place, and no temporary pool is named that could take its load while it is made anew",
		strings.Join(e.Paths, ", "), e.ID)
}

// ExistsError says that a pool or maintenance configuration of the wanted name is there and is somebody else's.
type ExistsError struct {
	ID   armid.ID
	Kind string // "agent pool" or "maintenance configuration"
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%s %s exists already and is not managed by this resource", e.Kind, e.ID)
}

// DowngradeError says that a Kubernetes version is wanted that is older than the one that runs. AKS has no way back.
type DowngradeError struct {
	ID       armid.ID
	From, To string
}

func (e *DowngradeError) Error() string {
	return fmt.Sprintf("%s runs Kubernetes %s; AKS does not go back to %s", e.ID, e.From, e.To)
}

// StoppedError says that a change is wanted of something that is stopped, which Azure refuses until it runs.
type StoppedError struct {
	ID    armid.ID
	Paths []string
}

func (e *StoppedError) Error() string {
	return fmt.Sprintf("%s is stopped, and Azure changes nothing on it until it runs: %s", e.ID, strings.Join(e.Paths, ", "))
}

// MissingError says that a cluster which a pool is wanted in does not exist.
type MissingError struct{ ID armid.ID }

func (e *MissingError) Error() string { return fmt.Sprintf("cluster %s does not exist", e.ID) }
