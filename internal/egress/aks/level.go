package aks

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// level is how much a row weighs in a verdict. A row whose source is in doubt
// weighs one step less than it says, unless the profile asks for its feature: a
// false alarm is worse than a miss (L2), but who names a feature wants it to work.
func (q Question) level(e cloud.Endpoint) egress.Level {
	switch {
	case e.Certain() || q.asked(e.Feature):
	case e.Level == cloud.LevelRequired:
		return egress.LevelConditional
	case e.Level == cloud.LevelConditional:
		return egress.LevelOptional
	}
	return egress.Level(e.Level)
}

// asked reports whether the profile names the feature. Registries of one's own
// are named by listing them.
func (q Question) asked(f cloud.Feature) bool {
	return slices.Contains(q.Profile.Features, f) || f == cloud.FeatureACR && len(q.Profile.Registries) > 0
}

// Levels returns the levels of required egress, the strongest first.
func Levels() []egress.Level {
	var out []egress.Level
	for _, l := range cloud.Levels() {
		out = append(out, egress.Level(l))
	}
	return out
}

// DefaultLevels are judged where nothing else is asked for.
func DefaultLevels() []egress.Level {
	return []egress.Level{egress.LevelRequired, egress.LevelConditional}
}

func stronger(a, b egress.Level) egress.Level {
	if rank(b) < rank(a) {
		return b
	}
	return a
}

func rank(l egress.Level) int {
	levels := Levels()
	if i := slices.Index(levels, l); i >= 0 {
		return i
	}
	return len(levels)
}
