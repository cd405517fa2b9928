package egress

// maxCases bounds the work on one flow. Real configurations need a handful of
// cases; past the limit the flow is Indeterminate rather than slow.
const maxCases = 4096

// judge follows one flow.
type judge struct {
	x     *index
	cases int
}

// spend takes one from the budget of cases; false when it is used up.
func (j *judge) spend() bool {
	j.cases++
	return j.cases <= maxCases
}

func (j *judge) tooMany(p parcel, t *trail) sum {
	return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeTooManyCases}))
}

// crossing is where a parcel stands between two look-ups.
type crossing struct {
	subnet *subnetInfo // whose routes are used
	// firewall is what forwards the parcel; nil on the way out of the source subnet.
	firewall *firewallInfo
	// translated says that the firewall has put its own address in (FW-36).
	translated bool
	// visited are the keys of the devices that the parcel has passed (RT-33).
	visited []string
}

func (c crossing) passed(device string) bool {
	for _, v := range c.visited {
		if v == device {
			return true
		}
	}
	return false
}

func (c crossing) through(device string) crossing {
	c.visited = append(c.visited[:len(c.visited):len(c.visited)], device)
	return c
}
