package armtypes

import "net/http"

// clusterLocationActions are the reads that a region offers. The second one is what az 2.45 asks (arm-wire.md 1.1).
func clusterLocationActions() []Action {
	return []Action{
		{Method: http.MethodGet, Name: "kubernetesVersions", AtLocation: true, Mode: Sync, Handle: listKubernetesVersions},
		{Method: http.MethodGet, Name: "orchestrators", AtLocation: true, Mode: Sync, Handle: listOrchestrators},
	}
}

func listKubernetesVersions(*Write, *ActionRequest) (any, *Error) {
	values := []any{}
	for _, m := range kubernetesMinors {
		patches := Object{}
		for _, p := range m.patches {
			patches[p] = Object{"upgrades": upgradesFrom(p)}
		}
		values = append(values, Object{
			"version": m.minor, "isDefault": m.minor == defaultMinor, "isPreview": m.preview,
			"capabilities": Object{"supportPlan": m.supportPlans()}, "patchVersions": patches,
		})
	}
	return Object{"values": values}, nil
}

func listOrchestrators(_ *Write, r *ActionRequest) (any, *Error) {
	profiles := []any{}
	for _, m := range kubernetesMinors {
		for _, p := range m.patches {
			upgrades := []any{}
			for _, u := range upgradesFrom(p) {
				upgrades = append(upgrades, Object{"orchestratorType": "Kubernetes", "orchestratorVersion": u})
			}
			profiles = append(profiles, Object{
				"orchestratorType": "Kubernetes", "orchestratorVersion": p, "default": p == resolveVersion(""), "isPreview": m.preview, "upgrades": upgrades,
			})
		}
	}
	return Object{
		"id":   "/subscriptions/" + r.Subscription + "/providers/Microsoft.ContainerService/locations/" + r.Location + "/orchestrators",
		"name": "default", "type": "Microsoft.ContainerService/locations/orchestrators",
		"properties": Object{"orchestrators": profiles},
	}, nil
}
