package containers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// TestDecodeAnything: no body makes the decoders panic, and one that is refused is refused by an error.
func TestDecodeAnything(t *testing.T) {
	t.Parallel()
	full, err := ClusterChange{Want: fullCluster(t)}.newBody()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		body := clone(full)
		for range rapid.IntRange(1, 4).Draw(t, "blows") {
			distort(t, body)
		}
		object := armclient.Object{Body: body}
		live, err := decodeCluster(fullPool().ID, object, "system")
		if err != nil {
			return
		}
		// What was read can be asked everything, and be written.
		_, _, _ = live.SystemPools(), live.TemporaryPools("system"), live.Failed()
		if _, err := encodeCluster(live.Spec); err != nil {
			t.Fatal(err)
		}
		_, _ = ClusterChange{Prior: live.Spec, Want: live.Spec}.edit(object.Clone())
	})
}

// distort replaces one member, somewhere, by something else.
func distort(t *rapid.T, body map[string]any) {
	at := body
	for {
		var names []string
		for name := range at {
			names = append(names, name)
		}
		if len(names) == 0 {
			return
		}
		name := rapid.SampledFrom(slices.Sorted(slices.Values(names))).Draw(t, "name")
		inner, ok := at[name].(map[string]any)
		if ok && rapid.IntRange(0, 3).Draw(t, "deeper") > 0 {
			at = inner
			continue
		}
		at[name] = rapid.SampledFrom([]any{nil, "", "x", true, float64(3), []any{}, []any{nil}, []any{"x", map[string]any{"name": nil}}, map[string]any{}, map[string]any{"a": nil}}).Draw(t, "value")
		return
	}
}

// TestPassword: a password of Windows is sent with the create and when its version changes, and never shown.
func TestPassword(t *testing.T) {
	t.Parallel()
	spec := func(version string) ClusterSpec {
		s := fullCluster(t)
		s.Windows = &WindowsSpec{AdminUsername: "me", AdminPassword: NewSecret("pa55-" + version), PasswordVersion: version}
		return s
	}
	made, err := ClusterChange{Want: spec("1")}.newBody()
	if err != nil {
		t.Fatal(err)
	}
	object := armclient.Object{Body: made}
	if got := object.String("properties", "windowsProfile", "adminPassword"); got != "pa55-1" {
		t.Errorf("created with %q", got)
	}
	object.Unset("properties", "windowsProfile", "adminPassword") // as Azure shows it
	for version, want := range map[string]string{"1": "", "2": "pa55-2"} {
		draft := object.Clone()
		changed, err := ClusterChange{Prior: spec("1"), Want: spec(version)}.edit(draft)
		if got := draft.String("properties", "windowsProfile", "adminPassword"); err != nil || got != want || (want == "") != (len(changed) == 0) {
			t.Errorf("version %s: %q, changed %v, %v", version, got, changed, err)
		}
	}
	if printed := fmt.Sprintf("%v %+v %#v", spec("1"), *spec("1").Windows, spec("1").Windows); strings.Contains(printed, "pa55") {
		t.Error(printed)
	}
}
