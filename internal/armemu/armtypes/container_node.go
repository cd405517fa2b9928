package armtypes

// foreignUsers gives what lives in a subnet and is not of the given cluster.
func foreignUsers(v View, subnet *Document, cluster ID) []subnetUser {
	var users []subnetUser
	for _, user := range subnetUsers(v, subnet) {
		if user.owner == nil || !isPartOf(user.owner, cluster) {
			users = append(users, user)
		}
	}
	return users
}

// isPartOf tells whether AKS made a resource for a cluster.
func isPartOf(_ *Document, _ ID) bool { return false }
