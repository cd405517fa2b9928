package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// Findings collects what checks find. IDs of its own checks begin with Prefix, such as "FE".
type Findings struct {
	Prefix string
	List   []diags.Check
}

// id is the ID of one of the package's checks.
func (f *Findings) id(check string) string { return f.Prefix + "-" + check }

// Refuse reports what Azure refuses, or what cannot work. Where the fact is uncertain it only warns: a false alarm is
// worse than a miss (law L2).
func (f *Findings) Refuse(rule string, at path.Path, fact cloud.Fact, summary, detail, fix string) {
	f.List = append(f.List, diags.Check{
		Rule: rule, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: !fact.Certain(),
	})
}

// Warn reports a doubt.
func (f *Findings) Warn(rule string, at path.Path, summary, detail, fix string) {
	f.List = append(f.List, diags.Check{Rule: rule, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: true})
}

// Contradict reports what follows from the schema and cannot be switched off.
func (f *Findings) Contradict(at path.Path, summary, detail, fix string) {
	f.List = append(f.List, diags.Check{Attribute: at, Summary: summary, Detail: detail, Fix: fix, Required: true})
}

// Required reports attributes that an object lacks. An object that is not known is silent.
func (f *Findings) Required(object view.Fields, at path.Path, names []string) {
	if object == nil {
		return
	}
	for _, name := range names {
		if object[name] == nil || object[name].IsNull() {
			f.Contradict(at.AtName(name), "Missing required attribute", name+" is required here", "set it")
		}
	}
}

// Name judges one name, if it is known.
func (f *Findings) Name(kind cloud.NameKind, name view.Leaf[string], at path.Path) {
	if !name.Known {
		return
	}
	if err := cloud.ValidateName(kind, name.Value); err != nil {
		f.Refuse(f.id(CheckName), at, certain, "Not a valid name", err.Error(), "")
		return
	}
	if hint := cloud.NameHint(kind, name.Value); hint != "" {
		f.Warn(f.id(CheckName), at, "The name may be too long", hint, "")
	}
}

// Keys judges the names that are the keys of a map.
func (f *Findings) Keys(kind cloud.NameKind, names []string, at path.Path) {
	for i, name := range names {
		if err := cloud.ValidateName(kind, name); err != nil {
			f.Refuse(f.id(CheckName), at.AtMapKey(name), factOf(kind), "Not a valid name", err.Error(), "")
		}
		for _, other := range names[:i] {
			if strings.EqualFold(name, other) {
				f.Contradict(at.AtMapKey(name), "Two names differ only in case", fmt.Sprintf("%q and %q are the same name for Azure", other, name), "rename one of them")
			}
		}
	}
}

// Limit judges a count against a row of cloud's table. A count of the known part is a lower bound, so that it may refuse.
func (f *Findings) Limit(key cloud.LimitKey, count int, at path.Path) {
	limit := cloud.LimitOf(key)
	if count <= limit.Value {
		return
	}
	fact := limit.Fact
	if limit.Advice {
		fact.Uncertain = "good practice"
	}
	f.Refuse(f.id(CheckLimit), at, fact, "A limit is exceeded", strings.TrimSpace(fmt.Sprintf("there are at least %d %s, the limit is %d (%s, %s) %s", count, limit.Unit, limit.Value,
		limit.Source, limit.Date, limit.Note)), "")
}

// Unsupported reports a capability that a tier lacks. Where sources contradict each other nothing is said.
func (f *Findings) Unsupported(tier cloud.Tier, wanted Need) {
	support, row := cloud.Supports(tier, wanted.Can)
	if support != cloud.SupportNo {
		return
	}
	higher := cloud.TierStandard
	if on, _ := cloud.Supports(cloud.TierStandard, wanted.Can); on != cloud.SupportYes {
		higher = cloud.TierPremium
	}
	f.Refuse(f.id(CheckTier), wanted.At, row.Fact, "The tier cannot do that", fmt.Sprintf("tier %s has no %s (%s, %s)", tier, strings.TrimPrefix(wanted.What, "the "), row.Source, row.Date),
		fmt.Sprintf("use tier %s, or leave it out", higher))
}

// factOf is where a naming rule comes from; those of rules inside collections are not published.
func factOf(kind cloud.NameKind) cloud.Fact {
	restriction, _ := cloud.NameRestrictionOf(kind)
	return restriction.Fact
}

// certain is the fact of a rule of egress-semantics.md that its source states without doubt.
var certain = cloud.Fact{}

// sortedKeys are a map's keys in order.
func sortedKeys[T any](entries map[string]T) []string { return slices.Sorted(maps.Keys(entries)) }
