package firewallegress

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// untouched reports a failure before the first write.
func untouched(err error) bool {
	var early *azure.UntouchedError
	return errors.As(err, &early)
}

// failure words the errors of the Azure layer, each at the attribute that caused it.
func failure(operation diags.Operation, want azure.Egress, err error) diag.Diagnostics {
	return each(err, func(one error) diag.Diagnostic {
		if problem := refusal(want, one); problem != nil {
			return problem
		}
		return operation.Failed(one)
	})
}

// failedLater is failure for a create that has made something already.
func failedLater(anchor lifecycle.Anchor, timeout time.Duration, want azure.Egress, err error) diag.Diagnostics {
	return each(err, func(one error) diag.Diagnostic {
		if problem := refusal(want, one); problem != nil {
			return problem
		}
		return anchor.Failed("create", timeout, one)
	})
}

// each words every error of several that happened at once.
func each(err error, word func(error) diag.Diagnostic) diag.Diagnostics {
	var joined interface{ Unwrap() []error }
	var problems diag.Diagnostics
	if errors.As(err, &joined) {
		for _, one := range joined.Unwrap() {
			problems.Append(each(one, word)...)
		}
		return problems
	}
	problems.Append(word(err))
	return problems
}

// refusal words what the Azure layer will not do, nil for another error.
func refusal(want azure.Egress, err error) diag.Diagnostic {
	var (
		exists   *azure.ExistsError
		conflict *azure.RouteConflictError
		taken    *azure.TableTakenError
		missing  *azure.MissingError
		foreign  *azure.ForeignCollectionsError
		shared   *azure.SharedError
		tier     *azure.PolicyTierError
	)
	switch {
	case errors.As(err, &exists):
		return existsProblem(want, exists)
	case errors.As(err, &conflict):
		return diag.NewAttributeErrorDiagnostic(routeTablePath, "The route table holds routes of others that contradict ours", conflict.Error()+
			".\n\nNothing was changed. Remove these routes where they are managed, or take another table.")
	case errors.As(err, &taken):
		return diag.NewAttributeErrorDiagnostic(routedPath, "A routed subnet has a route table of others", taken.Error()+
			fmt.Sprintf(".\n\nNothing was changed. To replace it in one write, name it: route_table = { replaced_route_table_ids = [%q] }. "+
				"Or take the subnet out of routed_subnets.", taken.TableID))
	case errors.As(err, &missing):
		return diag.NewAttributeErrorDiagnostic(missingAt(missing), "The "+missing.Kind+" does not exist", missing.Error()+
			".\n\nNothing was changed. Make it first, or correct the ID.")
	case errors.As(err, &foreign):
		return diag.NewAttributeErrorDiagnostic(path.Root("rules_as"), "The firewall has classic rules of others", foreign.Error()+
			".\n\nNothing was changed. Remove them where they are managed, or import the firewall again so that they become part of this resource.")
	case errors.As(err, &tier):
		return diag.NewAttributeErrorDiagnostic(policyPath.AtName("name"), "A policy cannot change its tier", tier.Error()+
			" (FirewallPolicySkuChangeDisallowed).\n\nNothing was changed. Give the policy another name: the new one takes the place of the old one in one write of the firewall.")
	case errors.As(err, &shared):
		return diag.NewErrorDiagnostic("The "+shared.Kind+" is used by others", fmt.Sprintf("%s cannot be deleted, because others use it: %s.\n\n"+
			"Take it from them first, where they are managed.", shared.ID, strings.Join(shared.Users, ", ")))
	}
	return nil
}

func existsProblem(want azure.Egress, exists *azure.ExistsError) diag.Diagnostic {
	again := "import the firewall again"
	if strings.HasPrefix(exists.Kind, "rule collection") {
		again += fmt.Sprintf(" (NAT rules by their name, as `%s||%s`: an import leaves them to udr_firewall_ingress)", want.Firewall.ID, exists.ID.Name())
	}
	return diag.NewAttributeErrorDiagnostic(existsAt(want, exists), "A "+exists.Kind+" of that name exists already",
		"The "+exists.Kind+" "+exists.ID.String()+" exists and is not in this state, so it is somebody else's and is not taken over. "+
			"Nothing was changed. To manage it here, "+again+", or remove it, or choose another name.")
}

// existsAt is the attribute that names the object.
func existsAt(want azure.Egress, exists *azure.ExistsError) path.Path {
	switch exists.Kind {
	case "public IP":
		for key, ip := range want.Firewall.IPs {
			if ip.PublicIP != nil && ip.PublicIP.ID.Equal(exists.ID) {
				return publicIPsPath.AtMapKey(key)
			}
		}
		return managementPath
	case "firewall policy":
		return policyPath
	case "route table":
		return routeTablePath
	case "route":
		return routesPath.AtMapKey(exists.ID.Name())
	case "rule collection group":
		if slices.ContainsFunc([]string{rules.AKSGroup, defaultGroup}, func(name string) bool { return strings.EqualFold(name, exists.ID.Name()) }) {
			return path.Root("rules_as")
		}
		return groupsPath.AtMapKey(exists.ID.Name())
	case "rule collection":
		return path.Root("rules_as")
	}
	return path.Root("name")
}

func missingAt(missing *azure.MissingError) path.Path {
	switch missing.Kind {
	case "public IP":
		return publicIPsPath
	case "route table":
		return routeTableIDAt
	}
	return routedPath
}
