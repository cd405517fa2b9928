package convergence_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

type tags = map[string]string

func TestMerge(t *testing.T) {
	t.Parallel()
	mark := convergence.Mark{Owner: "o", Create: "c", Pending: true}
	cases := map[string]struct {
		live, prior, planned tags
		mark                 convergence.Mark
		want                 tags
	}{
		"first put": {
			planned: tags{"env": "prod"}, mark: mark,
			want: tags{"env": "prod", "hidden-udr-owner": "o", "hidden-udr-create": "c", "hidden-udr-pending": "true"},
		},
		"tags of others survive": {
			live: tags{"policy": "x", "env": "dev"}, prior: tags{"env": "dev"}, planned: tags{"env": "prod"},
			want: tags{"policy": "x", "env": "prod"},
		},
		"a tag taken out of the configuration goes": {
			live: tags{"policy": "x", "env": "dev"}, prior: tags{"env": "dev"},
			want: tags{"policy": "x"},
		},
		"the spelling of the plan wins": {
			live: tags{"ENV": "dev"}, prior: tags{"env": "dev"}, planned: tags{"Env": "dev"},
			want: tags{"Env": "dev"},
		},
		"the pending mark is cleared, the rest stays": {
			live: tags{"hidden-udr-owner": "o", "hidden-udr-create": "c", "hidden-udr-pending": "true", "a": "b"},
			mark: convergence.Mark{Owner: "o", Create: "c"},
			want: tags{"hidden-udr-owner": "o", "hidden-udr-create": "c", "a": "b"},
		},
		"our names in another case are replaced, not doubled": {
			live: tags{"Hidden-UDR-Owner": "old", "HIDDEN-UDR-PENDING": "true"}, mark: convergence.Mark{Owner: "o"},
			want: tags{"hidden-udr-owner": "o"},
		},
		"a planned reserved name is not sent": {
			planned: tags{"hidden-udr-owner": "forged"}, mark: convergence.Mark{Owner: "o"},
			want: tags{"hidden-udr-owner": "o"},
		},
		"other hidden tags are somebody's": {
			live: tags{"hidden-title": "t"},
			want: tags{"hidden-title": "t"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, convergence.Merge(c.live, c.prior, c.planned, c.mark)); diff != "" {
				t.Errorf("tags sent (-want +got):\n%s", diff)
			}
		})
	}
}

func genTags() *rapid.Generator[tags] {
	name := rapid.SampledFrom([]string{"a", "A", "b", "policy", "hidden-title", "hidden-udr-owner", "Hidden-Udr-Pending", "hidden-udr-create"})
	return rapid.MapOf(name, rapid.StringMatching(`[a-c]{1,2}`))
}

// L3: a live tag that neither state nor plan names is sent back unchanged; and
// nothing of the inputs is modified.
func TestMergeKeepsTheTagsOfOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live, prior, planned := genTags().Draw(t, "live"), genTags().Draw(t, "prior"), genTags().Draw(t, "planned")
		mark := convergence.Mark{Owner: "o", Create: "c", Pending: rapid.Bool().Draw(t, "pending")}
		before := maps.Clone(live)
		got := convergence.Merge(live, prior, planned, mark)
		if diff := cmp.Diff(before, live); diff != "" {
			t.Fatalf("live tags modified:\n%s", diff)
		}
		if convergence.MarkOf(got) != mark {
			t.Fatalf("mark sent is %+v, want %+v", convergence.MarkOf(got), mark)
		}
		named := func(name string) bool {
			for _, m := range []tags{prior, planned} {
				for k := range m {
					if strings.EqualFold(k, name) {
						return true
					}
				}
			}
			return false
		}
		for name, value := range convergence.Visible(live) {
			if !named(name) && got[name] != value {
				t.Fatalf("tag %q of another writer is %q, was %q", name, got[name], value)
			}
		}
		for name, value := range convergence.Visible(planned) {
			if got[name] != value {
				t.Fatalf("planned tag %q is sent as %q, want %q", name, got[name], value)
			}
		}
	})
}

func TestVisible(t *testing.T) {
	t.Parallel()
	live := tags{"env": "prod", "hidden-title": "t", "hidden-udr-owner": "o", "Hidden-Udr-Create": "c", "hidden-udr-future": "f"}
	if diff := cmp.Diff(tags{"env": "prod", "hidden-title": "t"}, convergence.Visible(live)); diff != "" {
		t.Errorf("visible tags (-want +got):\n%s", diff)
	}
	if got := convergence.Visible(tags{"hidden-udr-owner": "o"}); got != nil {
		t.Errorf("Visible of marks alone = %v, want nil", got)
	}
}

func TestMarkOf(t *testing.T) {
	t.Parallel()
	got := convergence.MarkOf(tags{"HIDDEN-UDR-OWNER": "o", "hidden-udr-pending": "anything", "hidden-udr-create": "c", "x": "y"})
	if want := (convergence.Mark{Owner: "o", Create: "c", Pending: true}); got != want {
		t.Errorf("MarkOf = %+v, want %+v", got, want)
	}
	if got := convergence.MarkOf(nil); got != (convergence.Mark{}) {
		t.Errorf("MarkOf(nil) = %+v", got)
	}
}

func TestReservedNames(t *testing.T) {
	t.Parallel()
	got := convergence.ReservedNames(tags{"hidden-title": "", "Hidden-UDR-x": "", "hidden-udr-owner": "", "env": ""})
	if diff := cmp.Diff([]string{"Hidden-UDR-x", "hidden-udr-owner"}, got); diff != "" {
		t.Errorf("reserved names (-want +got):\n%s", diff)
	}
	want := `The tag name "hidden-udr-owner" is reserved: names that start with "hidden-udr-" are written and hidden by the provider, ` +
		`which recognises its own objects by them. Choose another name.`
	if got := convergence.ReservedNameText("hidden-udr-owner"); got != want {
		t.Errorf("text:\n%s\nwant:\n%s", got, want)
	}
}

// A list that names a child which nobody knows any more says so, whatever the case of the IDs.
func TestAddsOthers(t *testing.T) {
	t.Parallel()
	mark := convergence.Mark{Added: convergence.AddedOf([]string{"/a", "/b"})}
	for name, test := range map[string]struct {
		known []string
		want  bool
	}{
		"all known": {[]string{"/A", "/b", "/c"}, false}, "one not": {[]string{"/a"}, true}, "none": {nil, true},
	} {
		if got := mark.AddsOthers(test.known); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if (convergence.Mark{}).AddsOthers(nil) {
		t.Error("an empty list names something")
	}
}
