package cloud

// AKSTagPatterns is what AKSTagMembership knows of the tag AzureKubernetesService, as patterns: those that it holds by
// the assumption A-AKSTAG-CORE, and those that it may hold. What neither list covers it does not hold (AK-30). A name
// that was seen missing although it ends like Microsoft's counts as one that the tag may hold: one thread is no proof.
// Without a region the names of API servers are not decidable.
func AKSTagPatterns(c Cloud, region string) (holds, mayHold []string) {
	v := cloudValues(c)
	if region != "" {
		v = v.with(PlaceholderRegion, NormalizeRegion(region))
	}
	for _, m := range tagMembers {
		pattern := v.expand(m.Template)
		switch {
		case len(unresolved(pattern)) > 0:
		case m.Membership == TagHolds:
			holds = append(holds, pattern)
		case m.Membership == TagMayHold:
			mayHold = append(mayHold, pattern)
		}
	}
	for _, s := range microsoftSuffixes {
		mayHold = append(mayHold, s, "*."+s)
	}
	return holds, mayHold
}

// InfrastructurePatterns returns the names that Azure Firewall's infrastructure collection may let pass in a cloud (FW-10).
func InfrastructurePatterns(c Cloud) []string {
	v := cloudValues(c)
	out := make([]string, len(infrastructureNames))
	for i, n := range infrastructureNames {
		out[i] = v.expand(n.Template)
	}
	return out
}
