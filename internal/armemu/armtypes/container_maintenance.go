package armtypes

import "strings"

const maintenanceType = clusterType + "/maintenanceConfigurations"

// maintenanceConfigurations are children with documents of their own, written at once (arm-wire.md 1.2).
func maintenanceConfigurations() *Type {
	return &Type{
		Name: maintenanceType, APIVersions: containerVersions, Family: AKS, NoTags: true, NoState: true,
		Put: Sync, Patch: None, Delete: Sync, ReadOnlyPaths: []string{"systemData"}, Validate: validateMaintenance,
	}
}

// maintenanceNames: aks-facts.md 7. The first takes weekly times, the others a window.
var maintenanceNames = []string{"default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"}

func validateMaintenance(w *Write) []*Error {
	known := false
	for _, name := range maintenanceNames {
		known = known || strings.EqualFold(name, w.ID.Name())
	}
	window := w.Body.Obj("properties.maintenanceWindow")
	hours, _ := w.Body.Int("properties.maintenanceWindow.durationHours")
	switch {
	case !known:
		return []*Error{Invalid("InvalidMaintenanceConfigurationName", "Maintenance configuration %s is not one of %s.", w.ID.Name(), strings.Join(maintenanceNames, ", ")).Unsure()}
	case strings.EqualFold(w.ID.Name(), "default") && window != nil:
		return []*Error{Invalid("InvalidParameter", "The maintenance configuration default takes timeInWeek, not maintenanceWindow.").At("maintenanceWindow").Unsure()}
	case strings.EqualFold(w.ID.Name(), "default"):
		return nil
	case window == nil || window.Obj("schedule") == nil || window.Str("startTime") == "":
		return []*Error{Invalid("InvalidParameter", "Maintenance configuration %s needs a maintenanceWindow with schedule, durationHours and startTime.", w.ID.Name()).At("maintenanceWindow").Unsure()}
	case hours < 4 || hours > 24: // at least four hours (aks-facts.md 7, PLAN)
		return []*Error{Invalid("InvalidParameter", "The value of durationHours is %d; it must be from 4 to 24.", hours).At("maintenanceWindow.durationHours").Unsure()}
	}
	return nil
}
