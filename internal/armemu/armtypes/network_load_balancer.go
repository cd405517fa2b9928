package armtypes

import (
	"strings"
)

const (
	loadBalancerType  = "Microsoft.Network/loadBalancers"
	frontendType      = loadBalancerType + "/frontendIPConfigurations"
	backendPoolType   = loadBalancerType + "/backendAddressPools"
	balancingRuleType = loadBalancerType + "/loadBalancingRules"
	probeType         = loadBalancerType + "/probes"
	inboundRuleType   = loadBalancerType + "/inboundNatRules"
	outboundRuleType  = loadBalancerType + "/outboundRules"

	frontendsPath = "properties.frontendIPConfigurations"
	// Within a rule.
	ruleFrontendPath   = "properties.frontendIPConfiguration.id"
	rulePoolPath       = "properties.backendAddressPool.id"
	ruleProbePath      = "properties.probe.id"
	outboundFrontsPath = "properties.frontendIPConfigurations[*].id"
)

// loadBalancers: everything lives inside the body; most parts can only be read one by one (arm-wire.md 1.2).
func loadBalancers() *Type {
	defaults := map[string]any{"properties.inboundNatPools": []any{}, "sku.name": "Basic", "sku.tier": "Regional"}
	for _, list := range []string{frontendsPath, "properties.backendAddressPools", "properties.loadBalancingRules", "properties.probes", "properties.inboundNatRules", "properties.outboundRules"} {
		defaults[list] = []any{}
	}
	return &Type{
		Name:          loadBalancerType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"sku", "extendedLocation"},
		ReadOnlyPaths: []string{"properties.resourceGuid"},
		Defaults:      defaults,
		Locks:         loadBalancerLocks,
		Validate:      validateLoadBalancer,
		Fill:          fillResourceGUID,
	}
}

// loadBalancerLocks: the public IPs that come and go keep an index of their user.
func loadBalancerLocks(w *Write) []string {
	if w.Verb != Delete && !w.Changed(frontendsPath) {
		return nil
	}
	var ids []string
	for _, body := range []Object{w.Prev, w.Body} {
		for _, f := range body.Objs(frontendsPath) {
			ids = append(ids, f.Str(publicIPPath))
		}
	}
	return ids
}

func validateLoadBalancer(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "sku.name", true, "Basic", "Standard", "Gateway"),
		checkEnum(w.Body, "sku.tier", true, "Regional", "Global"),
		unchangeable(w, "sku.name", "LoadBalancerSkuCannotBeChanged"),
	)
	if w.Prev == nil && strings.EqualFold(w.Body.Str("sku.name"), "Basic") {
		// Basic load balancers were retired on 2025-09-30.
		errs = append(errs, Invalid("BasicSkuLoadBalancerCreationNotAllowed", "Creation of Basic SKU load balancer %s is not allowed.", w.ID.Name()).At("sku.name").Unsure())
	}
	return errs
}

// part declares a kind of child of a load balancer.
func part(name, list string, access Access, t Type) *Type {
	t.Name, t.APIVersions, t.Family, t.NameRule = name, networkVersions, NRP, networkName
	t.Access, t.Embed, t.Patch, t.NoTags = access, &Embed{Paths: []string{list}}, None, true
	return &t
}

func backendAddressPools() *Type {
	return part(backendPoolType, "properties.backendAddressPools", ReadWrite, Type{
		ReadOnlyPaths: []string{"properties.backendIPConfigurations"},
		BackReferences: []BackReference{
			{Path: "properties.loadBalancingRules", From: balancingRuleType, Via: rulePoolPath, OmitEmpty: true},
			{Path: "properties.outboundRules", From: outboundRuleType, Via: rulePoolPath, OmitEmpty: true},
		},
		Defaults: map[string]any{"properties.loadBalancerBackendAddresses": []any{}},
		RefuseDeleteAlone: func(v View, d *Document) *Error {
			for _, b := range d.Type.BackReferences {
				if used := v.Referrers(d.ID.String(), b.From, b.Via); len(used) > 0 {
					return Invalid("InUseBackendAddressPoolCannotBeDeleted", "Backend address pool %s is in use by %s.", d.ID, used[0].Document.ID).Unsure()
				}
			}
			return nil
		},
	})
}

func loadBalancingRules() *Type {
	return part(balancingRuleType, "properties.loadBalancingRules", ReadOnly, Type{
		Defaults: map[string]any{
			"properties.enableFloatingIP": false, "properties.enableTcpReset": false, "properties.disableOutboundSnat": false,
			"properties.idleTimeoutInMinutes": float64(4), "properties.loadDistribution": "Default",
		},
		References: []Reference{
			{Path: ruleFrontendPath, To: frontendType}, {Path: rulePoolPath, To: backendPoolType}, {Path: ruleProbePath, To: probeType},
		},
		Validate: validateBalancingRule,
	})
}

func probes() *Type {
	return part(probeType, "properties.probes", ReadOnly, Type{
		Defaults:       map[string]any{"properties.intervalInSeconds": float64(15), "properties.numberOfProbes": float64(2), "properties.probeThreshold": float64(1)},
		BackReferences: []BackReference{{Path: "properties.loadBalancingRules", From: balancingRuleType, Via: ruleProbePath, OmitEmpty: true}},
		Validate: func(w *Write) []*Error {
			return found(
				checkEnum(w.Body, "properties.protocol", true, "Tcp", "Http", "Https"),
				checkRange(w.Body, "properties.port", "LoadBalancerProbeInvalidPort", w.ID.Name(), 1, 65535),
			)
		},
	})
}

func inboundNatRules() *Type {
	return part(inboundRuleType, "properties.inboundNatRules", ReadWrite, Type{
		Defaults: map[string]any{
			"properties.enableFloatingIP": false, "properties.enableTcpReset": false, "properties.idleTimeoutInMinutes": float64(4),
		},
		References: []Reference{{Path: ruleFrontendPath, To: frontendType}, {Path: rulePoolPath, To: backendPoolType}},
		Validate:   validateBalancingRule,
	})
}

func outboundRules() *Type {
	return part(outboundRuleType, "properties.outboundRules", ReadOnly, Type{
		Defaults:   map[string]any{"properties.allocatedOutboundPorts": float64(0), "properties.idleTimeoutInMinutes": float64(4), "properties.enableTcpReset": false},
		References: []Reference{{Path: outboundFrontsPath, To: frontendType}, {Path: rulePoolPath, To: backendPoolType}},
		Validate:   missingParts,
	})
}

// validateBalancingRule: two rules cannot listen at the same port of one frontend; what they name must be there.
func validateBalancingRule(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "properties.protocol", true, "Tcp", "Udp", "All"),
		checkRange(w.Body, "properties.frontendPort", "LoadBalancerRuleInvalidPort", w.ID.Name(), 0, 65534),
		checkRange(w.Body, "properties.backendPort", "LoadBalancerRuleInvalidPort", w.ID.Name(), 0, 65535),
	)
	for _, list := range []string{"properties.loadBalancingRules", "properties.inboundNatRules"} {
		for _, other := range w.Parent.Objs(list) {
			if strings.EqualFold(other.Str("name"), w.ID.Name()) || w.Body.Get("properties.frontendPort") == nil {
				continue
			}
			if listensAlike(other, w.Body) {
				errs = append(errs, Invalid("RulesUseSameFrontendPortProtocolAndIPConfig", "Load balancer rules %s and %s use the same frontend port, protocol and frontend IP configuration.",
					w.ID.Name(), other.Str("name")).At("properties.frontendPort").Unsure())
			}
		}
	}
	return append(errs, missingParts(w)...)
}

func listensAlike(a, b Object) bool {
	return strings.EqualFold(a.Str(ruleFrontendPath), b.Str(ruleFrontendPath)) &&
		strings.EqualFold(a.Str("properties.protocol"), b.Str("properties.protocol")) &&
		a.Get("properties.frontendPort") == b.Get("properties.frontendPort")
}

// missingParts finds references to parts that the load balancer does not have. The engine looks up those outside the document only.
func missingParts(w *Write) []*Error {
	var errs []*Error
	balancer, _ := w.ID.Parent()
	for _, ref := range w.Type.References {
		for _, place := range w.Body.Each(ref.Path) {
			text, _ := place.Value.(string)
			id, err := ParseID(text)
			if err != nil || !id.IsType(ref.To) {
				continue // the engine answers for the form
			}
			if owner, ok := id.Parent(); !ok || owner.Key() != balancer.Key() || !hasPart(w.Parent, id) {
				errs = append(errs, Invalid("InvalidResourceReference", "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.",
					text, w.ID).At(place.Path))
			}
		}
	}
	return errs
}

func hasPart(balancer Object, id ID) bool {
	list := "properties." + id.Type[strings.LastIndex(id.Type, "/")+1:]
	for _, p := range balancer.Objs(list) {
		if strings.EqualFold(p.Str("name"), id.Name()) {
			return true
		}
	}
	return false
}
