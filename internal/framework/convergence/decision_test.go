package convergence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	c "github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// The rows are those of the table in 0002-convergence.md.
func TestDecideCreate(t *testing.T) {
	t.Parallel()
	decided := func(a c.CreateAction, r c.Reason) c.CreateDecision { return c.CreateDecision{Action: a, Reason: r} }
	cases := map[string]struct {
		found c.Found
		want  c.CreateDecision
	}{
		"nothing there":                        {c.Found{}, decided(c.Create, c.ReasonNone)},
		"nothing there, owner":                 {c.Found{OwnerSet: true}, decided(c.Create, c.ReasonNone)},
		"no mark":                              {c.Found{Exists: true}, decided(c.Refuse, c.ReasonForeign)},
		"no mark, half made":                   {c.Found{Exists: true, Incomplete: true, OwnerSet: true}, decided(c.Refuse, c.ReasonForeign)},
		"no mark, deleting":                    {c.Found{Exists: true, Deleting: true}, decided(c.Refuse, c.ReasonForeign)},
		"no owners, pending":                   {c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Incomplete: true}, decided(c.Resume, c.ReasonUnfinished)},
		"no owners, complete":                  {c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true}, decided(c.Refuse, c.ReasonComplete)},
		"no owners, deleting":                  {c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Deleting: true, Incomplete: true}, decided(c.Wait, c.ReasonNone)},
		"owner equal, pending":                 {c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerEqual: true, Incomplete: true}, decided(c.Resume, c.ReasonUnfinished)},
		"owner equal, complete":                {c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerEqual: true}, decided(c.Resume, c.ReasonSameOwner)},
		"owner equal, deleting":                {c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerEqual: true, Deleting: true}, decided(c.Wait, c.ReasonNone)},
		"owner set since, pending":             {c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerNone: true, Incomplete: true}, decided(c.Resume, c.ReasonUnfinished)},
		"owner set since, complete":            {c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerNone: true}, decided(c.Refuse, c.ReasonComplete)},
		"other owner, pending":                 {c.Found{Exists: true, Ours: true, OwnerSet: true, Incomplete: true}, decided(c.Refuse, c.ReasonOtherOwner)},
		"other owner, complete":                {c.Found{Exists: true, Ours: true, OwnerSet: true}, decided(c.Refuse, c.ReasonOtherOwner)},
		"owned, provider without one, pending": {c.Found{Exists: true, Ours: true, Incomplete: true}, decided(c.Refuse, c.ReasonOtherOwner)},
		"owned, provider without one":          {c.Found{Exists: true, Ours: true}, decided(c.Refuse, c.ReasonOtherOwner)},
		"owned, provider without one, going":   {c.Found{Exists: true, Ours: true, Deleting: true}, decided(c.Refuse, c.ReasonOtherOwner)},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.DecideCreate(tc.found); got != tc.want {
				t.Errorf("DecideCreate(%+v) = %v %d, want %v %d", tc.found, got.Action, got.Reason, tc.want.Action, tc.want.Reason)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	mine := func(owner string, more ...string) tags {
		out := tags{c.OwnerTag: c.Tag(kind, anchor, owner)}
		for i := 0; i+1 < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	cases := map[string]struct {
		owner string
		live  c.Live
		want  c.Found
	}{
		"gone":            {"", c.Live{}, c.Found{}},
		"gone, owner":     {"team", c.Live{}, c.Found{OwnerSet: true}},
		"no tags":         {"", c.Live{Exists: true, ProvisioningState: "Succeeded"}, c.Found{Exists: true}},
		"no owners":       {"", c.Live{Exists: true, Tags: mine("")}, c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true}},
		"same owner":      {"team", c.Live{Exists: true, Tags: mine("team", c.CreateTag, "c1")}, c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerEqual: true, Create: "c1"}},
		"other owner":     {"team", c.Live{Exists: true, Tags: mine("blue")}, c.Found{Exists: true, Ours: true, OwnerSet: true}},
		"owner only now":  {"team", c.Live{Exists: true, Tags: mine("")}, c.Found{Exists: true, Ours: true, OwnerSet: true, OwnerNone: true}},
		"owner only then": {"", c.Live{Exists: true, Tags: mine("team")}, c.Found{Exists: true, Ours: true}},
		"pending, marked": {
			"",
			c.Live{Exists: true, Marked: true, ProvisioningState: "Succeeded", Tags: mine("", "Hidden-Udr-Pending", "true")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Incomplete: true},
		},
		"updating, marked": {
			"",
			c.Live{Exists: true, Marked: true, ProvisioningState: "Updating", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true},
		},
		"failed, marked": {
			"",
			c.Live{Exists: true, Marked: true, ProvisioningState: "Failed", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true},
		},
		"creating, single": {
			"",
			c.Live{Exists: true, ProvisioningState: "Creating", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Incomplete: true},
		},
		"failed, single": {
			"",
			c.Live{Exists: true, ProvisioningState: "Failed", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Incomplete: true},
		},
		"done, single": {
			"",
			c.Live{Exists: true, ProvisioningState: "succeeded", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true},
		},
		"deleting": {
			"",
			c.Live{Exists: true, Marked: true, ProvisioningState: "deleting", Tags: mine("")},
			c.Found{Exists: true, Ours: true, OwnerEqual: true, OwnerNone: true, Deleting: true},
		},
		"copied from another anchor": {"", c.Live{Exists: true, Tags: tags{c.OwnerTag: c.Tag(kind, anchor+"2", "")}}, c.Found{Exists: true}},
		"made by another kind":       {"", c.Live{Exists: true, Tags: tags{c.OwnerTag: c.Tag("udr_resource_group", anchor, "")}}, c.Found{Exists: true}},
		"later tag version":          {"", c.Live{Exists: true, Tags: tags{c.OwnerTag: "2.a.b"}}, c.Found{Exists: true}},
		"junk":                       {"", c.Live{Exists: true, Tags: tags{c.OwnerTag: "1.."}}, c.Found{Exists: true}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, c.Judge(kind, anchor, tc.owner, tc.live)); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

// Nothing is adopted that is not ours, whatever its tags say: only a value that
// Tag made for this kind, this ID and (when owned) this owner lets a Create go on.
func TestNothingForeignIsAdopted(t *testing.T) {
	t.Parallel()
	owners := rapid.SampledFrom([]string{"", "team", "blue"})
	ids := rapid.SampledFrom([]string{anchor, anchor + "2"})
	rapid.Check(t, func(t *rapid.T) {
		owner, by, id := owners.Draw(t, "owner"), owners.Draw(t, "by"), ids.Draw(t, "id")
		value := rapid.OneOf(rapid.Just(c.Tag(kind, id, by)), rapid.String()).Draw(t, "value")
		live := c.Live{
			Exists: true, Marked: rapid.Bool().Draw(t, "marked"), Tags: tags{c.OwnerTag: value},
			ProvisioningState: rapid.SampledFrom([]string{"", "Succeeded", "Failed", "Creating", "Updating", "Deleting"}).Draw(t, "state"),
		}
		if rapid.Bool().Draw(t, "pending") {
			live.Tags[c.PendingTag] = "true"
		}
		d := c.DecideCreate(c.Judge(kind, anchor, owner, live))
		if d.Action == c.Create {
			t.Fatal("an existing object must not be created over")
		}
		if d.Action == c.Resume && value != c.Tag(kind, anchor, owner) && value != c.Tag(kind, anchor, "") {
			t.Fatalf("resumed an object with tag %q for owner %q", value, owner)
		}
		if d.Action == c.Resume && d.Reason == c.ReasonSameOwner && owner == "" {
			t.Fatal("a complete object was adopted without an owner")
		}
	})
}

func TestNextPlan(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		in   c.PlanInput
		want c.Plan
	}{
		"create": {
			c.PlanInput{PriorNull: true, Run: "r", Anchor: "/x", Parts: []string{"b", "a"}},
			c.Plan{Step: c.StepCreate, Run: "r", Anchor: "/x", Parts: []string{"a", "b"}},
		},
		"update": {c.PlanInput{Run: "r", Anchor: "/x"}, c.Plan{Step: c.StepUpdate, Run: "r", Anchor: "/x"}},
		"second half of a replacement": {
			c.PlanInput{PriorNull: true, Run: "r", Anchor: "/y", Recorded: c.Plan{Step: c.StepUpdate, Run: "r"}},
			c.Plan{Step: c.StepReplace, Run: "r", Anchor: "/y"},
		},
		"object gone, record of an older update": {
			c.PlanInput{PriorNull: true, Run: "r2", Recorded: c.Plan{Step: c.StepUpdate, Run: "r1"}},
			c.Plan{Step: c.StepCreate, Run: "r2"},
		},
		"object gone, record of a failed destroy": {
			c.PlanInput{PriorNull: true, Run: "r", Recorded: c.Plan{Step: c.StepDestroy, Run: "r"}},
			c.Plan{Step: c.StepCreate, Run: "r"},
		},
		"not configured": {c.PlanInput{PriorNull: true, Recorded: c.Plan{Step: c.StepUpdate}}, c.Plan{Step: c.StepCreate}},
		"destroy has no parts": {
			c.PlanInput{PlanNull: true, Run: "r", Anchor: "/x", Parts: []string{"a"}},
			c.Plan{Step: c.StepDestroy, Run: "r", Anchor: "/x"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, c.NextPlan(tc.in)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecideDelete(t *testing.T) {
	t.Parallel()
	half := c.Found{Exists: true, Ours: true, Incomplete: true, Create: "c1"}
	whole := c.Found{Exists: true, Ours: true, Create: "c2"}
	create := c.Plan{Step: c.StepCreate, Anchor: "/X/", Run: "r1"}
	deposed := c.Plan{Step: c.StepDestroy, Anchor: "/x", Run: "r2"}
	base := func(p c.Plan, f c.Found) c.DeleteInput {
		return c.DeleteInput{Plan: p, Found: f, Run: "r2", Anchor: "/x", Object: c.Object{Create: "c1"}}
	}
	with := func(in c.DeleteInput, change func(*c.DeleteInput)) c.DeleteInput { change(&in); return in }
	cases := map[string]struct {
		in   c.DeleteInput
		want c.DeleteDecision
	}{
		"tainted, half made":        {base(create, half), c.DeleteDecision{Action: c.Keep}},
		"tainted, complete":         {base(create, whole), c.DeleteDecision{}},
		"tainted, gone":             {base(create, c.Found{}), c.DeleteDecision{}},
		"tainted, not ours":         {base(create, c.Found{Exists: true, Incomplete: true}), c.DeleteDecision{}},
		"tainted, being deleted":    {base(create, c.Found{Exists: true, Ours: true, Incomplete: true, Deleting: true}), c.DeleteDecision{}},
		"tainted, renamed":          {base(c.Plan{Step: c.StepCreate, Anchor: "/y"}, half), c.DeleteDecision{}},
		"tainted, name unknown":     {base(c.Plan{Step: c.StepCreate}, half), c.DeleteDecision{}},
		"tainted, no ID in state":   {with(base(c.Plan{Step: c.StepCreate}, half), func(in *c.DeleteInput) { in.Anchor = "" }), c.DeleteDecision{}},
		"genuine replacement":       {base(c.Plan{Step: c.StepReplace, Anchor: "/x", Run: "r1"}, half), c.DeleteDecision{}},
		"destroy":                   {base(c.Plan{Step: c.StepDestroy, Run: "r1"}, half), c.DeleteDecision{}},
		"destroy, taken over":       {base(c.Plan{Step: c.StepDestroy, Run: "r1"}, whole), c.DeleteDecision{}},
		"private state lost":        {base(c.Plan{}, half), c.DeleteDecision{}},
		"deposed, taken over":       {base(deposed, whole), c.DeleteDecision{Action: c.Superseded}},
		"deposed, still its own":    {base(deposed, half), c.DeleteDecision{}},
		"deposed, gone":             {base(deposed, c.Found{}), c.DeleteDecision{}},
		"deposed, mark stripped":    {base(deposed, c.Found{Exists: true}), c.DeleteDecision{}},
		"deposed, no name in tag":   {base(deposed, c.Found{Exists: true, Ours: true}), c.DeleteDecision{}},
		"deposed, no name in state": {with(base(deposed, whole), func(in *c.DeleteInput) { in.Object = c.Object{} }), c.DeleteDecision{}},
		"deposed, runs unknown":     {with(base(c.Plan{Step: c.StepDestroy}, whole), func(in *c.DeleteInput) { in.Run = "" }), c.DeleteDecision{}},
		"leftovers": {with(base(c.Plan{Step: c.StepCreate, Anchor: "/x", Parts: []string{"/x/A", "/x/b"}}, half), func(in *c.DeleteInput) {
			in.Parts = []string{"/x/a", "/x/c"}
		}), c.DeleteDecision{Action: c.Keep, Leftover: []string{"/x/c"}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, c.DecideDelete(tc.in)); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
		})
	}
}

// A destroy that was planned in another walk deletes, whatever is found.
func TestDestroyAlwaysDeletes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]string{"", "c1", "c2"})
		in := c.DeleteInput{
			Plan:   c.Plan{Step: c.StepDestroy, Anchor: "/x", Run: "plan walk"},
			Object: c.Object{Create: id.Draw(t, "state"), Incomplete: rapid.Bool().Draw(t, "incomplete")},
			Run:    rapid.SampledFrom([]string{"", "apply walk"}).Draw(t, "run"),
			Anchor: "/x",
			Found: c.Found{
				Exists: true, Ours: rapid.Bool().Draw(t, "ours"), Incomplete: rapid.Bool().Draw(t, "pending"),
				Create: id.Draw(t, "live"), OwnerSet: true, OwnerEqual: rapid.Bool().Draw(t, "equal"),
			},
		}
		if d := c.DecideDelete(in); d.Action != c.Delete {
			t.Fatalf("a destroy decided to %v", d.Action)
		}
	})
}
