package convergence_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

func TestAdded(t *testing.T) {
	t.Parallel()
	a, b, c := anchor+"/subnets/a", anchor+"/subnets/b", anchor+"/subnets/c"
	mark := convergence.Mark{Added: convergence.AddedOf([]string{a, b})}
	if !mark.Adds(a) || !mark.Adds(strings.ToUpper(b)) || mark.Adds(c) {
		t.Errorf("the mark %q lists a %t, B %t, c %t", mark.Added, mark.Adds(a), mark.Adds(strings.ToUpper(b)), mark.Adds(c))
	}
	for name, test := range map[string]struct {
		prior, want []string
		adds        string
	}{
		"new children":                      {[]string{a, b}, []string{a, b, c}, convergence.AddedOf([]string{a, b, c})},
		"a listed child that goes":          {[]string{a, b}, []string{a}, convergence.AddedOf([]string{a})},
		"killed before the state was saved": {nil, []string{a, b}, convergence.AddedOf([]string{a, b})},
		"nothing":                           {[]string{c}, []string{c}, ""},
	} {
		if got := mark.NextAdded(test.prior, test.want); got != test.adds {
			t.Errorf("%s: %q, want %q", name, got, test.adds)
		}
	}
}

func TestAddedFitsIntoATagValue(t *testing.T) {
	t.Parallel()
	var parts []string
	for i := range 1000 {
		parts = append(parts, fmt.Sprintf("%s/subnets/s%d", anchor, i))
	}
	if n := len(convergence.AddedOf(parts)); n > 256 {
		t.Errorf("the value has %d characters", n)
	}
}
