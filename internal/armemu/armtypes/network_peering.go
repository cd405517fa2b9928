package armtypes

import (
	"strings"
)

const (
	peeringType       = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
	remoteNetworkPath = "properties.remoteVirtualNetwork.id"
	peeringStatePath  = "properties.peeringState"
	// remoteSpacePath is the part of the remote network that the peering carries; it stays behind when that network changes.
	remoteSpacePath = "properties.remoteAddressSpace"
)

// virtualNetworkPeerings: one half of a peering. Its state follows the other half, which lives in the other network, and a write of either
// takes both networks (arm-wire.md 1.3, 6.1).
func virtualNetworkPeerings() *Type {
	return &Type{
		Name:        peeringType,
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		Embed:       &Embed{Paths: []string{"properties.virtualNetworkPeerings"}, KeepWhenAbsent: true},
		Patch:       None,
		NoTags:      true,
		ReadOnlyPaths: []string{
			peeringStatePath, "properties.peeringSyncLevel", "properties.resourceGuid", "properties.remoteVirtualNetworkAddressSpace",
		},
		Defaults: map[string]any{
			"properties.allowVirtualNetworkAccess": true,
			"properties.allowForwardedTraffic":     false,
			"properties.allowGatewayTransit":       false,
			"properties.useRemoteGateways":         false,
			"properties.doNotVerifyRemoteGateways": false,
			"properties.peerCompleteVnets":         true,
		},
		// A half outlives its remote network, so its own Validate judges the reference.
		References: []Reference{{Path: remoteNetworkPath, To: virtualNetworkType, Unchecked: true}},
		Validate:   validatePeering,
		Fill:       fillPeering,
		Complete:   connectPeering,
		Removed:    disconnectPeering,
		Compute:    showPeeringSync,
		Locks:      func(w *Write) []string { return []string{w.Body.Str(remoteNetworkPath)} },
	}
}

// fillPeering gives what the service knows at acceptance. A half starts Initiated; whether the other half is there shows when the operation
// ends. The remote space is taken over at creation and by syncRemoteAddressSpace only: a plain PUT does not sync (Azure/bicep 18379, 2025).
func fillPeering(w *Write) {
	fillResourceGUID(w)
	if w.Body.Str(peeringStatePath) == "" {
		w.Body.Set(peeringStatePath, "Initiated")
	}
	if !w.Body.Bool("properties.peerCompleteVnets") && w.Body.Get(remoteSpacePath) != nil {
		return // a peering of chosen subnets or prefixes says itself what it carries
	}
	remote, ok := w.Get(w.Body.Str(remoteNetworkPath))
	sync := strings.EqualFold(w.Param("syncRemoteAddressSpace"), "true")
	switch {
	case ok && (w.Prev == nil || sync):
		w.Body.Set(remoteSpacePath, Object{"addressPrefixes": remote.Body.Get(addressSpacePath)})
	case w.Prev.Get(remoteSpacePath) != nil:
		w.Body.Set(remoteSpacePath, w.Prev.Get(remoteSpacePath))
	}
}

// showPeeringSync compares what each half carries with what the other network is now (ansible-collections/azure pull 1025, 2022: the half
// whose remote network changed is LocalNotInSync; the other one is RemoteNotInSync).
func showPeeringSync(v View, d *Document) {
	network, _ := d.ID.Parent()
	local := d.Parent.Get(addressSpacePath)
	current := d.Body.Get(remoteSpacePath + ".addressPrefixes")
	if remote, ok := v.Get(d.Body.Str(remoteNetworkPath)); ok {
		current = remote.Body.Get(addressSpacePath)
	}
	d.Body.Set("properties.remoteVirtualNetworkAddressSpace", Object{"addressPrefixes": current})
	localBehind := !Same(d.Body.Get(remoteSpacePath+".addressPrefixes"), current) && d.Body.Bool("properties.peerCompleteVnets")
	remoteBehind := true
	for _, half := range reverseHalves(v, network, d.Body) {
		remoteBehind = !Same(half.Body.Get(remoteSpacePath+".addressPrefixes"), local) && half.Body.Bool("properties.peerCompleteVnets")
	}
	level := "FullyInSync"
	switch {
	case localBehind && remoteBehind:
		level = "LocalAndRemoteNotInSync"
	case localBehind:
		level = "LocalNotInSync"
	case remoteBehind:
		level = "RemoteNotInSync"
	}
	d.Body.Set("properties.peeringSyncLevel", level)
}

// connectPeering: with both halves there, both are Connected.
func connectPeering(w *Write) {
	network, _ := w.ID.Parent()
	for _, half := range reverseHalves(w, network, w.Body) {
		if strings.EqualFold(half.Body.Str(peeringStatePath), "Disconnected") {
			continue
		}
		w.Body.Set(peeringStatePath, "Connected")
		if half.Body.Str(peeringStatePath) != "Connected" {
			w.Change(half.ID.String(), func(body Object) { body.Set(peeringStatePath, "Connected") })
		}
	}
}

// disconnectPeering: the half that is left over never connects again.
func disconnectPeering(w *Write) {
	network, _ := w.ID.Parent()
	for _, half := range reverseHalves(w, network, w.Body) {
		if half.Body.Str(peeringStatePath) == "Connected" {
			w.Change(half.ID.String(), func(body Object) { body.Set(peeringStatePath, "Disconnected") })
		}
	}
}

// reverseHalves is the peerings of the remote network that point back at the network of a half with this body.
func reverseHalves(v View, network ID, body Object) []*Document {
	var halves []*Document
	for _, half := range v.Children(body.Str(remoteNetworkPath), peeringType) {
		if strings.EqualFold(half.Body.Str(remoteNetworkPath), network.String()) {
			halves = append(halves, half)
		}
	}
	return halves
}
