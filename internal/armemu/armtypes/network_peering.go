package armtypes

import (
	"strings"
)

const peeringType = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"

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
			"properties.peeringState", "properties.peeringSyncLevel", "properties.resourceGuid", "properties.remoteVirtualNetworkAddressSpace",
		},
		Defaults: map[string]any{
			"properties.allowVirtualNetworkAccess": true,
			"properties.allowForwardedTraffic":     false,
			"properties.allowGatewayTransit":       false,
			"properties.useRemoteGateways":         false,
			"properties.doNotVerifyRemoteGateways": false,
			"properties.peerCompleteVnets":         true,
		},
		References: []Reference{{Path: remoteNetworkPath, To: "Microsoft.Network/virtualNetworks", WhileUpdating: true}},
		Validate:   validatePeering,
		Fill:       fillPeering,
		Complete:   connectPeering,
		Removed:    disconnectPeering,
		Locks:      func(w *Write) []string { return []string{w.Body.Str(remoteNetworkPath)} },
	}
}

const (
	remoteNetworkPath = "properties.remoteVirtualNetwork.id"
	peeringStatePath  = "properties.peeringState"
)

func validatePeering(w *Write) []*Error {
	network, _ := w.ID.Parent()
	remote, ok := w.Get(w.Body.Str(remoteNetworkPath))
	if !ok {
		return nil // the engine answers InvalidResourceReference
	}
	var errs []*Error
	if strings.EqualFold(remote.ID.String(), network.String()) {
		errs = append(errs, Invalid("CannotPeerVnetToItself", "Virtual network %s cannot be peered with itself.", network.Name()).At(remoteNetworkPath).Unsure())
	}
	if w.Prev != nil && !strings.EqualFold(w.Prev.Str(remoteNetworkPath), w.Body.Str(remoteNetworkPath)) {
		errs = append(errs, Invalid("ChangingRemoteVnetReferenceNotAllowed", "The remote virtual network of peering %s cannot change.", w.ID.Name()).At(remoteNetworkPath).Unsure())
	}
	errs = append(errs, validateDisconnected(w)...)
	errs = append(errs, validatePeeringRanges(w, network, remote)...)
	return append(errs, validatePeeringGateways(w)...)
}

// validateDisconnected: once one half was removed, the other never connects again; both have to be deleted and made anew. A half that stands
// unchanged in a write of its network is not judged.
func validateDisconnected(w *Write) []*Error {
	dead := Invalid("RemotePeeringIsDisconnected", "Cannot create or update peering %s because remote peering is in Disconnected state. "+
		"Delete both peerings and create them again.", w.ID)
	if w.Prev == nil {
		for _, half := range reverseHalves(w) {
			if strings.EqualFold(half.Body.Str(peeringStatePath), "Disconnected") {
				return []*Error{dead}
			}
		}
		return nil
	}
	if strings.EqualFold(w.Prev.Str(peeringStatePath), "Disconnected") {
		for _, flag := range []string{"allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"} {
			if w.Changed("properties." + flag) {
				return []*Error{dead.Unsure()}
			}
		}
	}
	return nil
}

// validatePeeringRanges: neither the two networks nor two networks that one is peered with may overlap.
func validatePeeringRanges(w *Write, network ID, remote *Document) []*Error {
	theirs, _ := parsePrefixes(remote.Body.Strs("properties.addressSpace.addressPrefixes"), "", "")
	own, _ := parsePrefixes(w.Parent.Strs("properties.addressSpace.addressPrefixes"), "", "")
	for _, p := range own {
		if overlapsAny(p, theirs) {
			return []*Error{Invalid("VnetAddressSpacesOverlap", "Cannot create or update peering %s. Virtual networks %s and %s cannot be peered because their address spaces overlap.",
				w.ID, network, remote.ID).At(remoteNetworkPath)}
		}
	}
	for _, other := range w.Children(network.String(), peeringType) {
		if strings.EqualFold(other.ID.Name(), w.ID.Name()) {
			continue
		}
		if strings.EqualFold(other.Body.Str(remoteNetworkPath), remote.ID.String()) {
			return []*Error{Invalid("AnotherPeeringAlreadyReferencesRemoteVnet", "Peering %s already references remote virtual network %s.", other.ID, remote.ID).
				At(remoteNetworkPath).Unsure()}
		}
		peered, ok := w.Get(other.Body.Str(remoteNetworkPath))
		if !ok {
			continue
		}
		ranges, _ := parsePrefixes(peered.Body.Strs("properties.addressSpace.addressPrefixes"), "", "")
		for _, p := range ranges {
			if overlapsAny(p, theirs) {
				return []*Error{Invalid("VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", "Address space of virtual network %s overlaps with that of %s, which %s is peered with already.",
					remote.ID, peered.ID, network.Name()).At(remoteNetworkPath)}
			}
		}
	}
	return nil
}

func validatePeeringGateways(w *Write) []*Error {
	use, _ := w.Body.Get("properties.useRemoteGateways").(bool)
	lend, _ := w.Body.Get("properties.allowGatewayTransit").(bool)
	if use && lend {
		return []*Error{Invalid("AllowGatewayTransitAndUseRemoteGatewaysCannotBothBeTrue", "Peering %s cannot both allow gateway transit and use remote gateways.", w.ID).
			At("properties.useRemoteGateways").Unsure()}
	}
	return nil
}

// fillPeering gives what the service knows at acceptance. A half starts Initiated; whether the other half is there shows when the operation ends.
func fillPeering(w *Write) {
	fillResourceGUID(w)
	if w.Body.Str(peeringStatePath) == "" {
		w.Body.Set(peeringStatePath, "Initiated")
		w.Body.Set("properties.peeringSyncLevel", "RemoteNotInSync")
	}
	if remote, ok := w.Get(w.Body.Str(remoteNetworkPath)); ok {
		space := remote.Body.Get("properties.addressSpace")
		if w.Body.Get("properties.remoteAddressSpace") == nil || w.Prev == nil {
			w.Body.Set("properties.remoteAddressSpace", space)
		}
		w.Body.Set("properties.remoteVirtualNetworkAddressSpace", space)
	}
}

// connectPeering: with both halves there, both are Connected.
func connectPeering(w *Write) {
	for _, half := range reverseHalves(w) {
		if strings.EqualFold(half.Body.Str(peeringStatePath), "Disconnected") {
			continue
		}
		w.Body.Set(peeringStatePath, "Connected")
		w.Body.Set("properties.peeringSyncLevel", "FullyInSync")
		if half.Body.Str(peeringStatePath) != "Connected" {
			w.Change(half.ID.String(), func(body Object) {
				body.Set(peeringStatePath, "Connected")
				body.Set("properties.peeringSyncLevel", "FullyInSync")
			})
		}
	}
}

// disconnectPeering: the half that is left over never connects again.
func disconnectPeering(w *Write) {
	for _, half := range reverseHalves(w) {
		if half.Body.Str(peeringStatePath) == "Connected" {
			w.Change(half.ID.String(), func(body Object) { body.Set(peeringStatePath, "Disconnected") })
		}
	}
}

// reverseHalves is the peerings of the remote network that point back.
func reverseHalves(w *Write) []*Document {
	network, _ := w.ID.Parent()
	var halves []*Document
	for _, half := range w.Children(w.Body.Str(remoteNetworkPath), peeringType) {
		if strings.EqualFold(half.Body.Str(remoteNetworkPath), network.String()) {
			halves = append(halves, half)
		}
	}
	return halves
}
