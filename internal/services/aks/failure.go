package aks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// blamed are the attributes that failures of a resource are told at.
type blamed struct {
	name, temporary, version path.Path
	identity                 path.Path
	members                  map[string]path.Path // what Azure does not change, by its path in ARM
}

var (
	clusterBlamed = blamed{
		name: at("default_node_pool"), temporary: at("default_node_pool", "temporary_name_for_rotation"), version: at("kubernetes_version"), identity: at("identity"),
		members: replacedPaths,
	}
	poolBlamed = blamed{
		name: at("name"), temporary: at("temporary_name_for_rotation"), version: at("orchestrator_version"), identity: at("vnet_subnet_id"),
	}
)

func blamedOf(object string) blamed {
	if object == poolObject {
		return poolBlamed
	}
	return clusterBlamed
}

// failure words an error of the Azure layer at the attribute that caused it: what failed, why, and what to do (law L8). Advice is what to do beside
// that.
func failure(operation diags.Operation, err error, advice ...string) diag.Diagnostic {
	here := blamedOf(operation.Object)
	if problem := refusal(operation.ID, here, err); problem != nil {
		return problem
	}
	all := slices.Concat(nodeAdvice(err), azure.Explain(err), advice)
	var denied *azure.PermissionError
	if errors.As(err, &denied) {
		// Where the time ran out while assignments were awaited, they are the reason.
		return diags.AttributeFromError(here.identity, operation.Verb, operation.Object, operation.ID, err, append([]string{awaitedAdvice(denied)}, all...)...)
	}
	return operation.Failed(err, all...)
}

// refusal words what the Azure layer will not do, nil for another error.
func refusal(id string, here blamed, err error) diag.Diagnostic {
	var (
		immutable *azure.ImmutableError
		rotation  *azure.RotationError
		exists    *azure.ExistsError
		downgrade *azure.DowngradeError
		stopped   *azure.StoppedError
		missing   *azure.MissingError
	)
	told := func(where path.Path, summary string, fix string) diag.Diagnostic {
		text := capitalized(err.Error()) + "."
		if untouched(err) {
			text += "\n\nNothing was changed."
		}
		return diag.NewAttributeErrorDiagnostic(where, summary, text+" "+fix)
	}
	switch {
	case errors.As(err, &immutable):
		return told(immutableAt(here, immutable), "Azure does not change this on a living cluster",
			"The cluster has other values than the state knew when the plan was made: plan again, and the plan shows the replacement.")
	case errors.As(err, &rotation):
		return told(here.temporary, "The pool has to be made anew", "Set temporary_name_for_rotation to a name that no pool of the cluster has.")
	case errors.As(err, &exists):
		return told(existsAt(id, here, exists), "The "+exists.Kind+" exists already", "To manage it here, import it; else choose another name, or remove it.")
	case errors.As(err, &downgrade):
		return told(here.version, "Kubernetes does not go back", "Ask for "+downgrade.From+" or a newer version.")
	case errors.As(err, &stopped):
		return told(path.Empty(), "The cluster is stopped", "Start it and apply again: az aks start --ids "+stopped.ID.String())
	case errors.As(err, &missing):
		return told(at("kubernetes_cluster_id"), "The cluster does not exist",
			"Make it first, or correct the ID: kubernetes_cluster_id = udr_aks_cluster.this.id orders the pool after a cluster of this configuration.")
	}
	return nil
}

// immutableAt is the first attribute of what Azure does not change.
func immutableAt(here blamed, immutable *azure.ImmutableError) path.Path {
	for _, member := range immutable.Paths {
		if where, known := here.members[member]; known {
			return where
		}
	}
	return path.Empty()
}

// existsAt is the attribute that names the object: a pool other than the resource's own has the name of its temporary one.
func existsAt(id string, here blamed, exists *azure.ExistsError) path.Path {
	for attribute, name := range windows {
		if strings.EqualFold(exists.ID.Name(), name) && strings.EqualFold(exists.ID.Type(), clusterType+"/maintenanceConfigurations") {
			return at(attribute)
		}
	}
	if exists.ID.IsType(poolType) && !exists.ID.EqualFold(id) && here.name.Equal(poolBlamed.name) {
		return here.temporary
	}
	return here.name
}

// nodeAdvice explains the exit code of nodes that did not boot (AK-28).
func nodeAdvice(err error) []string {
	code, found := azure.ExitCode(err)
	if !found {
		return nil
	}
	meaning, known := cloud.ExitCode(code).Explain()
	if !known {
		return []string{fmt.Sprintf("The script that makes a machine a node ended with exit code %d, which is not one that blocked egress is known to cause.", code)}
	}
	return []string{fmt.Sprintf("Exit code %d (%s) means that %s (AK-28).", code, meaning.Name, meaning.Meaning)}
}

// awaitedAdvice names the assignments that were waited for in vain.
func awaitedAdvice(denied *azure.PermissionError) string {
	needs := "a role that the refusal names"
	if len(denied.Awaited) > 0 {
		needs = strings.Join(denied.Awaited, ", ")
	}
	waited := ""
	if denied.After > 0 {
		waited = fmt.Sprintf(" Waited %s for that in vain.", denied.After.Round(time.Second))
	}
	return "The cluster's identity needs " + needs + "." + waited
}

// failedCreate is the error of a create that came after the cluster was accepted: what went wrong, and that the next apply
// completes what is there.
func failedCreate(anchor lifecycle.Anchor, timeout time.Duration, err error) diag.Diagnostic {
	if errors.Is(err, context.Canceled) {
		return anchor.Failed("create", timeout, err)
	}
	return failure(anchor.Operation("create", timeout), err, convergence.CreateFailed(convergence.Subject{
		Kind: anchor.Kind, Name: anchor.Name, ID: anchor.ID.String(), Owner: anchor.Account.Owner,
	}))
}

// capitalized begins a sentence.
func capitalized(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
