package aks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

// conflicts finds the members that an overlay may not set, by ARM type.
var conflicts = map[string]func(azure.Overlay) []string{clusterType: azure.Overlay.ClusterConflicts, poolType: azure.Overlay.PoolConflicts}

// overlayValidator refuses what is no JSON object and what has an attribute of its own. Kind is the ARM type.
func overlayValidator(kind string) validator.String {
	return validators.Func("overlay", "a JSON object of properties that have no attribute", func(text string) error {
		return checkOverlay(kind, text)
	})
}

// checkOverlay tells of every member of the overlay that is not the overlay's to set.
func checkOverlay(kind, text string) error {
	o, err := azure.ParseOverlay(text)
	if err != nil {
		return err
	}
	if owned := conflicts[kind](o); len(owned) > 0 {
		return fmt.Errorf("%s cannot be set in an overlay: an attribute of this resource sets it, or Azure does", strings.Join(owned, ", "))
	}
	outside := slices.DeleteFunc(o.Paths(), func(path string) bool { return strings.HasPrefix(strings.ToLower(path), "properties.") })
	if len(outside) > 0 {
		return fmt.Errorf("%s is outside properties, where nothing without an attribute is; write { properties = { … } }", strings.Join(outside, ", "))
	}
	return nil
}
