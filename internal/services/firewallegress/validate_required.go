package firewallegress

// judgeRequired asks elements of maps and lists for what they must have (see requiredOfRoute); rules.Judge does so for those of rules.
func judgeRequired(s shape, found *findings) {
	for _, key := range sortedKeys(s.routed) {
		found.Required(s.routed[key].fields, routedPath.AtMapKey(key), requiredOfSubnet)
	}
	for _, name := range sortedKeys(s.routes) {
		found.Required(s.routes[name].Fields, routesPath.AtMapKey(name), requiredOfRoute)
	}
}
