package survey

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Gap is something that is not known because it was not read.
type Gap struct {
	// ID is the object that was asked for.
	ID armid.ID
	// For says what it is to the survey, such as "route table of nodes".
	For string
	// Kind tells a missing object from one that nobody could look at.
	Kind GapKind
	// Code is Azure's error code; empty where no answer had one.
	Code string
	// Reason is one line: what Azure said, or why it was not asked.
	Reason string
}

// GapKind is why something is not known.
type GapKind string

// The kinds of gaps.
const (
	// Missing: ARM confirms that the object, which another refers to or a user names, does not exist.
	Missing GapKind = "missing"
	// Forbidden: a permission, a lock or a policy is in the way.
	Forbidden GapKind = "forbidden"
	// Unread: the read failed in any other way.
	Unread GapKind = "unread"
	// Odd: ARM's answer is not what its API describes.
	Odd GapKind = "odd"
	// Skipped: there is more than a survey reads.
	Skipped GapKind = "skipped"
	// Unsettled: what was read is about to change, or is not in force.
	Unsettled GapKind = "unsettled"
)

// Text is the gap on one line, without a final stop.
func (g Gap) Text() string {
	switch g.Kind {
	case Missing:
		return fmt.Sprintf("%s does not exist: %s", g.For, g.ID)
	case Forbidden:
		return fmt.Sprintf("%s may not be read: %s: %s", g.For, g.ID, g.Reason)
	case Odd, Skipped, Unsettled, Unread:
	}
	return fmt.Sprintf("%s is not known: %s: %s", g.For, g.ID, g.Reason)
}

// gapOf describes a read that failed.
func gapOf(id armid.ID, what string, err error) Gap {
	g := Gap{ID: id, For: what, Kind: Unread, Reason: err.Error()}
	switch {
	case armclient.IsNotFound(err):
		g.Kind = Missing
	case armclient.IsForbidden(err):
		g.Kind = Forbidden
	}
	if e := armclient.As(err); e != nil {
		g.Code = e.Code
		if e.Message != "" {
			g.Reason = e.Message
		}
	}
	return g
}
