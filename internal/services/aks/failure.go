package aks

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// failure words an error of the Azure layer at the attribute that caused it.
func failure(operation diags.Operation, err error, advice ...string) diag.Diagnostic {
	var (
		immutable *azure.ImmutableError
		rotation  *azure.RotationError
		exists    *azure.ExistsError
		downgrade *azure.DowngradeError
	)
	switch {
	case errors.As(err, &immutable):
		return diag.NewErrorDiagnostic("Azure does not change this on a living cluster", fmt.Sprintf("%s. Nothing was changed. The cluster has other values than the state knew when the plan "+
			"was made: plan again, and the plan shows the replacement.", immutable.Error()))
	case errors.As(err, &rotation):
		return diag.NewErrorDiagnostic("The pool has to be made anew", rotation.Error()+". Nothing was changed. Set temporary_name_for_rotation to a name that no pool of the cluster has.")
	case errors.As(err, &exists):
		return diag.NewErrorDiagnostic("An "+exists.Kind+" of that name exists already", exists.Error()+". Nothing of it was changed. To manage it here, import it; else choose another name, or remove it.")
	case errors.As(err, &downgrade):
		return diag.NewErrorDiagnostic("Kubernetes does not go back", downgrade.Error()+". Nothing was changed.")
	}
	return operation.Failed(err, append(advice, exitAdvice(err)...)...)
}

// exitAdvice explains the exit code of a node that could not boot (AK-28).
func exitAdvice(err error) []string {
	var advice []string
	text := err.Error()
	for _, code := range cloud.ExitCodes() {
		if strings.Contains(text, fmt.Sprintf("exit status=%d", code.Code)) || strings.Contains(text, fmt.Sprintf("exit code %d", code.Code)) ||
			strings.Contains(text, fmt.Sprintf("ExitCode: %d", code.Code)) {
			advice = append(advice, fmt.Sprintf("Exit code %d means that %s. See with udr_egress_check which rule or route decides.", code.Code, code.Meaning))
		}
	}
	return advice
}

// failedCreate is the error of a create that came after the cluster was accepted: what went wrong, and that the next apply
// completes what is there.
func failedCreate(anchor lifecycle.Anchor, timeout time.Duration, err error) diag.Diagnostic {
	if advice := exitAdvice(err); len(advice) > 0 && !errors.Is(err, context.Canceled) {
		return failure(anchor.Operation("create", timeout), err, "The next apply completes what is there.")
	}
	return anchor.Failed("create", timeout, err)
}
