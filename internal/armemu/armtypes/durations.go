package armtypes

import "time"

// Duration says how long Azure takes for a verb. The emulator uses Typical times its time scale.
type Duration struct{ Min, Typical, Max time.Duration }

// Timing has the durations of one row, by verb. A verb without an entry takes as long as Update, and that as Create.
type Timing map[Verb]Duration

func seconds(lo, typical, hi int) Duration {
	return Duration{time.Duration(lo) * time.Second, time.Duration(typical) * time.Second, time.Duration(hi) * time.Second}
}

// durations is the one table of Azure's durations. Source: arm-wire.md 5.1, which names the recordings; rows marked [?] are guesses
// in the manner of their neighbours. The key is a type's name, or a row that its Duration hook names.
var durations = map[string]Timing{
	ResourceGroupType: {Delete: seconds(10, 15, 60)}, // [?]

	virtualNetworkType: {Create: seconds(4, 10, 15), Delete: seconds(5, 10, 15)}, // delete [?]
	subnetType:         {Create: seconds(4, 5, 7), Delete: seconds(5, 10, 12)},   // delete [?]
	routeTableType:     {Create: seconds(1, 3, 4), Delete: seconds(8, 10, 12)},
	routeType:          {Create: seconds(2, 3, 5)},                               // "few s"
	securityGroupType:  {Create: seconds(2, 4, 6)},                               // [?]
	publicIPType:       {Create: seconds(2, 3, 3), Delete: seconds(5, 10, 12)},   // delete [?]
	publicIPPrefixType: {Create: seconds(2, 3, 5), Delete: seconds(5, 10, 12)},   // [?]
	loadBalancerType:   {Create: seconds(2, 4, 8), Delete: seconds(5, 10, 12)},   // [?]
	natGatewayType:     {Create: seconds(5, 10, 15)},                             // [?]
	peeringType:        {Create: seconds(5, 10, 15), Delete: seconds(5, 10, 15)}, // delete [?]

	firewallType:            {Create: seconds(8, 10, 15)}, // without IP configuration
	firewallStarting:        {Create: seconds(220, 300, 360)},
	firewallRunning:         {Create: seconds(60, 180, 300), Patch: seconds(60, 120, 300)}, // patch [?]
	firewallStopping:        {Create: seconds(180, 360, 600)},                              // "3-10 min" [?]
	firewallPolicyType:      {Create: seconds(3, 5, 10)},
	ruleCollectionGroupType: {Create: seconds(10, 12, 14)},
	firewallPolicyAttached:  {Create: seconds(60, 120, 240)},
	ipGroupType:             {Create: seconds(8, 10, 12)},

	clusterType:     {Create: seconds(360, 437, 900), Update: seconds(60, 120, 300), Patch: seconds(20, 60, 120), Delete: seconds(180, 240, 360)}, // patch [?]
	agentPoolType:   {Create: seconds(120, 180, 240), Update: seconds(60, 90, 240), Delete: seconds(90, 120, 240)},                                // update, delete [?]
	startingCluster: {Act: seconds(120, 240, 400)},                                                                                                // [?]
	stoppingCluster: {Act: seconds(60, 120, 240)},                                                                                                 // [?]
	upgradingNodes:  {Act: seconds(180, 300, 600)},                                                                                                // [?]
}

// TypicalDuration gives the typical duration of a verb in a row, zero when the table has no such row.
func TypicalDuration(row string, verb Verb) time.Duration {
	t := durations[row]
	for _, v := range []Verb{verb, Update, Create} {
		if d, ok := t[v]; ok {
			return d.Typical
		}
	}
	return 0
}
