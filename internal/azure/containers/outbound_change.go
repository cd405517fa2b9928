package containers

import (
	"context"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// rangesPath is where the ranges lie that may reach the API server.
var rangesPath = []string{"properties", "apiServerAccessProfile", "authorizedIPRanges"}

// stages are the writes of the cluster's own members. One is enough, but where the outbound type changes together with the ranges
// that the API server lets in: nodes leave by new addresses from the moment of the switch, so these are let in before it and
// the old ones only afterwards locked out (aks-facts.md 1.2). A list that is empty lets everybody in, and stays so until
// the switch is done.
func (r *clusterRun) stages() []editor {
	live := r.cluster.Strings(rangesPath...)
	want := r.Want.APIServer.AuthorizedRanges
	if !r.switches() || want == nil || sameRanges(list(want), list(live)) {
		return []editor{r.edit}
	}
	wide := r.ClusterChange
	wide.Want.APIServer.AuthorizedRanges = union(live, want)
	return []editor{wide.widen, wide.edit, r.edit}
}

// switches reports that the live cluster has another outbound type than the wanted one.
func (r *clusterRun) switches() bool {
	kind := r.cluster.String("properties", "networkProfile", "outboundType")
	if kind == "" {
		kind = defaultOutboundType
	}
	return r.Want.Network.OutboundType != nil && !strings.EqualFold(kind, *r.Want.Network.OutboundType)
}

// widen sets the ranges alone.
func (c ClusterChange) widen(object armclient.Object) ([]string, error) {
	wide := list(c.Want.APIServer.AuthorizedRanges)
	if sameRanges(wide, object.Value(rangesPath...)) {
		return nil, nil
	}
	c.dropOutbound(object)
	return []string{strings.Join(rangesPath, ".")}, object.Set(wide, rangesPath...)
}

// union is both lists; nothing is everything.
func union(live, want []string) []string {
	all := []string{}
	if len(live) == 0 || len(want) == 0 {
		return all
	}
	for _, one := range append(slices.Clone(live), want...) {
		if !slices.ContainsFunc(all, func(other string) bool { return sameRanges(list([]string{one}), list([]string{other})) }) {
			all = append(all, one)
		}
	}
	return all
}

func list(texts []string) []any {
	all := make([]any, len(texts))
	for i := range texts {
		all[i] = texts[i]
	}
	return all
}

// staged sends the writes one after another.
func (r *clusterRun) staged(ctx context.Context) error {
	for _, edit := range r.stages() {
		if err := r.edited(ctx, edit); err != nil {
			return err
		}
	}
	return nil
}
