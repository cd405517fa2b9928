package applianceegress

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// untouched reports a failure before the first write.
func untouched(err error) bool {
	var early *azure.UntouchedError
	return errors.As(err, &early)
}

// failure words the errors of the Azure layer, each at the attribute that caused it.
func failure(operation diags.Operation, err error) diag.Diagnostics {
	return each(err, func(one error) diag.Diagnostic { return operation.Failed(one) })
}

// each words every error of several that happened at once; a refusal has words of its own.
func each(err error, word func(error) diag.Diagnostic) diag.Diagnostics {
	var joined interface{ Unwrap() []error }
	var problems diag.Diagnostics
	if errors.As(err, &joined) {
		for _, one := range joined.Unwrap() {
			problems.Append(each(one, word)...)
		}
		return problems
	}
	if problem := refusal(err); problem != nil {
		problems.Append(problem)
	} else {
		problems.Append(word(err))
	}
	return problems
}

// refusal words what the Azure layer will not do, nil for another error.
func refusal(err error) diag.Diagnostic {
	var (
		exists   *azure.ExistsError
		conflict *azure.RouteConflictError
		taken    *azure.TableTakenError
		missing  *azure.MissingError
		shared   *azure.SharedError
	)
	switch {
	case errors.As(err, &exists):
		return diag.NewAttributeErrorDiagnostic(routeTablePath, "A "+exists.Kind+" of that name exists already", fmt.Sprintf(
			"The %s %s exists and is not in this state, so it is somebody else's and is not taken over. Nothing was changed. To manage it here, import the route table "+
				"with this route (%s|%s), or remove it, or choose another name.", exists.Kind, exists.ID, tableOfRoute(exists), exists.ID.Name()))
	case errors.As(err, &conflict):
		return diag.NewAttributeErrorDiagnostic(routeTablePath, "The route table holds routes of others that contradict ours", conflict.Error()+
			".\n\nNothing was changed. Remove these routes where they are managed, or take another table.")
	case errors.As(err, &taken):
		return diag.NewAttributeErrorDiagnostic(routedPath, "A routed subnet has a route table of others", taken.Error()+fmt.Sprintf(
			".\n\nTo replace it in one write, name it: route_table = { replaced_route_table_ids = [%q] }. Or take the subnet out of routed_subnets.", taken.TableID))
	case errors.As(err, &missing):
		at := routedPath
		if missing.Kind == "route table" {
			at = routeTableIDPath
		}
		return diag.NewAttributeErrorDiagnostic(at, "The "+missing.Kind+" does not exist", missing.Error()+".\n\nNothing was changed. Make it first, or correct the ID.")
	case errors.As(err, &shared):
		return diag.NewErrorDiagnostic("The "+shared.Kind+" is used by others", fmt.Sprintf("%s cannot be deleted, because others use it: %s. Nothing was changed.\n\n"+
			"Take it from them first, where they are managed.", shared.ID, strings.Join(shared.Users, ", ")))
	}
	return nil
}

func tableOfRoute(exists *azure.ExistsError) string {
	table, _ := exists.ID.Parent()
	return table.String()
}
