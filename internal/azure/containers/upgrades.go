package containers

import (
	"context"
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Upgrades are the patch versions that a live cluster can go to.
type Upgrades struct {
	Current   string
	Available []AvailableVersion // oldest first
}

// AvailableVersion is a patch version of Kubernetes.
type AvailableVersion struct {
	Version string
	Preview bool
}

// Upgrades asks for the versions that the cluster's control plane can go to, by one GET. An answer that does not say which version runs is an
// error, since nothing would look available then.
func (n Clusters) Upgrades(ctx context.Context, id armid.ID) (Upgrades, error) {
	object, err := n.client.GetCached(ctx, id.Child("upgradeProfiles", "default"), APIVersion)
	if err != nil {
		return Upgrades{}, err
	}
	profile := armclient.Object{Body: object.Map("properties", "controlPlaneProfile")}
	found := Upgrades{Current: profile.String("kubernetesVersion")}
	if found.Current == "" {
		return Upgrades{}, fmt.Errorf("reading the upgrades of %s: the answer has no properties.controlPlaneProfile.kubernetesVersion", id)
	}
	for _, upgrade := range profile.Objects("upgrades") {
		preview, _ := upgrade.Bool("isPreview")
		found.Available = append(found.Available, AvailableVersion{Version: upgrade.String("kubernetesVersion"), Preview: preview})
	}
	slices.SortFunc(found.Available, func(a, b AvailableVersion) int {
		x, _ := parseVersion(a.Version)
		y, _ := parseVersion(b.Version)
		return x.compare(y)
	})
	return found, nil
}

// Resolve is the patch version that a wanted version stands for: the newest one of an alias that is not a preview, which may be
// the current one. Not ok: the cluster cannot go there in one step.
func (u Upgrades) Resolve(want string) (patch string, ok bool) {
	if VersionServed(want, u.Current) {
		return u.Current, true
	}
	for _, available := range slices.Backward(u.Available) {
		if VersionServed(want, available.Version) && (!available.Preview || available.Version == want) {
			return available.Version, true
		}
	}
	return "", false
}
