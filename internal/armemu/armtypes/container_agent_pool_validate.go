package armtypes

import (
	"net/http"
	"strings"
)

// validateAgentPool judges a pool, written alone or with its cluster.
func validateAgentPool(w *Write) []*Error {
	cluster, _ := w.ID.Parent()
	stored, _ := w.Get(cluster.String())
	var before Object
	if stored != nil {
		before = stored.Body
	}
	if w.Alone {
		if refusal := refuseStopped(before); refusal != nil {
			return []*Error{refusal}
		}
	}
	only := ""
	if w.Alone {
		only = w.ID.Name()
	}
	c := newClusterCheck(w, cluster, w.Parent, before, only)
	pool := c.pool(w.ID.Name())
	if pool == nil {
		return nil
	}
	return found(c.judgePool(pool, w.Prev.Obj("properties")))
}

func (c *clusterCheck) pool(name string) Object {
	for _, pool := range c.pools {
		if strings.EqualFold(pool.Str("name"), name) {
			return pool
		}
	}
	return nil
}

// judgePool gives the first thing that is wrong with a pool.
func (c *clusterCheck) judgePool(pool, before Object) *Error {
	checks := []func() *Error{
		func() *Error { return poolImmutable(pool, before) },
		func() *Error { return poolShape(pool) },
		func() *Error { return poolCount(pool) },
		func() *Error { return c.poolPods(pool) },
		func() *Error { return c.poolVersion(pool, before) },
		func() *Error { return c.poolOutbound(pool) },
		func() *Error { return c.poolSubnets(pool, before) },
		func() *Error { return c.poolPermissions(pool, before == nil) },
	}
	if c.only != "" {
		checks = append(checks, c.systemPool, c.oneNetwork, c.podRange)
	}
	for _, check := range checks {
		if refusal := check(); refusal != nil {
			return refusal
		}
	}
	return nil
}

func poolImmutable(pool, before Object) *Error {
	for _, path := range poolForLife {
		if before != nil && changed(before, pool, path) {
			return errChanged("properties." + path)
		}
	}
	return nil
}

// poolShape: names, modes, systems (aks-facts.md 3.2, 3.5).
func poolShape(pool Object) *Error {
	name := pool.Str("name")
	for path, words := range map[string][]string{
		"mode": {"System", "User", "Gateway"}, "osType": {"Linux", "Windows"}, "type": {"VirtualMachineScaleSets", "VirtualMachines", "AvailabilitySet"},
		"osDiskType": {"Managed", "Ephemeral"}, "scaleSetPriority": {"Regular", "Spot"}, "powerState.code": {"Running", "Stopped"},
		"osSKU": {"Ubuntu", "Ubuntu2204", "Ubuntu2404", "AzureLinux", "AzureLinux3", "CBLMariner", "Windows2019", "Windows2022", "Windows2025", "WindowsAnnual"},
	} {
		if v := pool.Str(path); v != "" && !oneOf(v, words...) {
			return errParameter("agentPoolProfile."+path, "%s is not one of %s.", v, strings.Join(words, ", "))
		}
	}
	switch {
	case name == "aksmanagedap":
		return Invalid("ReservedResourceName", "The agent pool name %s is reserved.", name).At("name")
	case isWindows(pool) && len(name) > 6:
		return errParameter("agentPoolProfile.name", "Windows agent pool names have at most 6 characters; %s has %d.", name, len(name))
	case isWindows(pool) && oneOf(pool.Str("mode"), "System"):
		return errParameter("agentPoolProfile.mode", "The agent pool %s is a system pool and must be of Linux.", name)
	case isWindows(pool) != strings.HasPrefix(strings.ToLower(pool.Str("osSKU")), "windows"):
		return errParameter("agentPoolProfile.osSKU", "The OS SKU %s does not go with the OS type %s.", pool.Str("osSKU"), pool.Str("osType"))
	case pool.Str("vmSize") == "" && pool.Obj("virtualMachinesProfile") == nil:
		return Invalid("InvalidParameter", "Required parameter agentPoolProfile.vmSize is missing (null).").At("agentPoolProfile.vmSize").Unsure()
	case oneOf(pool.Str("type"), "AvailabilitySet"):
		return errParameter("agentPoolProfile.type", "Availability sets cannot be used with standard load balancers.")
	case oneOf(pool.Str("scaleSetPriority"), "Spot") && oneOf(pool.Str("mode"), "System"):
		return errParameter("agentPoolProfile.scaleSetPriority", "The agent pool %s is a system pool and cannot be of priority Spot.", name)
	}
	for _, zone := range pool.Strs("availabilityZones") {
		if !oneOf(zone, "1", "2", "3") {
			return Invalid("AvailabilityZoneNotSupported", "Preflight validation check for resource(s) for container service failed. Availability zone %s is not supported in this region.", zone).At("agentPoolProfile.availabilityZones")
		}
	}
	return nil
}

// poolCount: 0 to 1000 nodes, at least one in a system pool, bounds of the autoscaler.
func poolCount(pool Object) *Error {
	name := pool.Str("name")
	count, _ := pool.Int("count")
	lo, hasLo := pool.Int("minCount")
	hi, hasHi := pool.Int("maxCount")
	least := 0
	if oneOf(pool.Str("mode"), "System") {
		least = 1
	}
	switch {
	case count < least || count > 1000:
		return errParameter("agentPoolProfile.count", "The count %d of agent pool %s must be from %d to 1000.", count, name, least)
	case !pool.Bool("enableAutoScaling") && (hasLo || hasHi):
		return Invalid("InvalidParameter", "minCount and maxCount of agent pool %s need enableAutoScaling.", name).At("agentPoolProfile.minCount").Unsure()
	case !pool.Bool("enableAutoScaling"):
		return nil
	case !hasLo || !hasHi:
		return errParameter("agentPoolProfile.minCount", "The autoscaler of agent pool %s needs minCount and maxCount.", name)
	case lo < least || hi > 1000 || lo > hi:
		return errParameter("agentPoolProfile.minCount", "minCount %d and maxCount %d of agent pool %s must be from %d to 1000, the first not above the second.", lo, hi, name, least)
	}
	return nil
}

// poolPods: aks-facts.md 3.2.
func (c *clusterCheck) poolPods(pool Object) *Error {
	pods, _ := pool.Int("maxPods")
	count, _ := pool.Int("count")
	switch {
	case pods > 250:
		return Invalid("MaxPodsLimitExceeded", "maxPods of agent pool %s is %d; the maximum is 250.", pool.Str("name"), pods).At("agentPoolProfile.maxPods")
	case pods < 10:
		return Invalid("InsufficientMaxPods", "maxPods of agent pool %s is %d; the minimum is 10.", pool.Str("name"), pods).At("agentPoolProfile.maxPods")
	case count > 0 && count*pods < 30:
		return Invalid("InsufficientAgentPoolMaxPodsPerAgentPool", "The nodes of agent pool %s have room for %d pods; 30 is the minimum.", pool.Str("name"), count*pods).At("agentPoolProfile.maxPods")
	case c.plugin("kubenet") && c.nodes() > 400:
		return errParameter("agentPoolProfile.count", "Clusters with kubenet have at most 400 nodes, since each needs a route.")
	}
	return nil
}

// systemPool: one must remain.
func (c *clusterCheck) systemPool() *Error {
	for _, pool := range c.pools {
		if oneOf(pool.Str("mode"), "System") {
			return nil
		}
	}
	return Invalid("InvalidParameter", "There has to be at least one system agent pool.").At("agentPoolProfiles").Unsure()
}

// refuseLastSystemPool is asked when a pool is deleted by itself.
func refuseLastSystemPool(_ View, d *Document) *Error {
	if d.Parent.Str(powerPath) == "Stopped" {
		return refuseStopped(d.Parent)
	}
	if !oneOf(d.Body.Str("properties.mode"), "System") {
		return nil
	}
	for _, pool := range d.Parent.Objs(agentPoolsPath) {
		if !strings.EqualFold(pool.Str("name"), d.ID.Name()) && oneOf(pool.Str("mode"), "System") {
			return nil
		}
	}
	return Errorf(http.StatusBadRequest, "OperationNotAllowed", "The agent pool %s cannot be deleted: there has to be at least one system agent pool.", d.ID.Name()).Unsure()
}
