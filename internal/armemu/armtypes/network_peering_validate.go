package armtypes

import (
	"net/netip"
	"strings"
)

func validatePeering(w *Write) []*Error {
	network, _ := w.ID.Parent()
	remoteID := w.Body.Str(remoteNetworkPath)
	var errs []*Error
	if w.Prev != nil && !strings.EqualFold(w.Prev.Str(remoteNetworkPath), remoteID) {
		errs = append(errs, Invalid("ChangingRemoteVnetReferenceNotAllowed", "The remote virtual network of peering %s cannot change.", w.ID.Name()).At(remoteNetworkPath).Unsure())
	}
	remote, ok := w.Get(remoteID)
	_, malformed := ParseID(remoteID)
	switch {
	case malformed != nil && w.Body.Get("properties.remoteVirtualNetwork") != nil:
		return errs // the engine answers for the form of references
	case remoteID == "":
		return append(errs, Invalid("InvalidRequestFormat", "Peering %s must have a remote virtual network.", w.ID).At(remoteNetworkPath).Unsure())
	case !ok && (w.Prev == nil || w.Alone):
		return append(errs, Invalid("InvalidResourceReference", "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.",
			remoteID, w.ID).At(remoteNetworkPath))
	case !ok:
		return errs // the half is left over from a network that is gone; a write of its own network leaves it be
	}
	if strings.EqualFold(remote.ID.String(), network.String()) {
		errs = append(errs, Invalid("CannotPeerVnetToItself", "Virtual network %s cannot be peered with itself.", network.Name()).At(remoteNetworkPath).Unsure())
	}
	errs = append(errs, validateDisconnected(w, network)...)
	errs = append(errs, validatePeeringRanges(w, network, remote)...)
	return append(errs, validatePeeringGateways(w)...)
}

// validateDisconnected: once one half was removed, the other never connects again; both have to be deleted and made anew. A half that stands
// unchanged in a write of its network is not judged.
func validateDisconnected(w *Write, network ID) []*Error {
	dead := Invalid("RemotePeeringIsDisconnected", "Cannot create or update peering %s because remote peering is in Disconnected state. "+
		"Delete both peerings and create them again.", w.ID)
	if w.Prev == nil {
		for _, half := range reverseHalves(w, network, w.Body) {
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

// validatePeeringRanges: neither the two networks nor two networks that one of them is peered with may overlap.
func validatePeeringRanges(w *Write, network ID, remote *Document) []*Error {
	own := spaceOf(w.Parent)
	if overlapping(own, spaceOf(remote.Body)) {
		return []*Error{Invalid("VnetAddressSpacesOverlap", "Cannot create or update peering %s. Virtual networks %s and %s cannot be peered because their address spaces overlap.",
			w.ID, network, remote.ID).At(remoteNetworkPath)}
	}
	for _, other := range w.Children(network.String(), peeringType) {
		if !strings.EqualFold(other.ID.Name(), w.ID.Name()) && strings.EqualFold(other.Body.Str(remoteNetworkPath), remote.ID.String()) {
			return []*Error{Invalid("AnotherPeeringAlreadyReferencesRemoteVnet", "Peering %s already references remote virtual network %s.", other.ID, remote.ID).
				At(remoteNetworkPath).Unsure()}
		}
	}
	if err := overlapsWithPeers(w, network, remote.ID, spaceOf(remote.Body)); err != nil {
		return []*Error{err}
	}
	return found(overlapsWithPeers(w, remote.ID, network, own))
}

// overlapsWithPeers looks whether a network is peered already with one that overlaps the space of its new peer.
func overlapsWithPeers(v View, network, peer ID, space []netip.Prefix) *Error {
	for _, other := range v.Children(network.String(), peeringType) {
		peered, ok := v.Get(other.Body.Str(remoteNetworkPath))
		if !ok || strings.EqualFold(peered.ID.String(), peer.String()) {
			continue
		}
		if overlapping(spaceOf(peered.Body), space) {
			return Invalid("VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", "Address space of virtual network %s overlaps with that of %s, which %s is peered with already.",
				peer, peered.ID, network.Name()).At(remoteNetworkPath)
		}
	}
	return nil
}

// spaceOf reads the address space of a network's body.
func spaceOf(network Object) []netip.Prefix {
	space, _ := parsePrefixes(network.Strs(addressSpacePath), "", "")
	return space
}

func overlapping(a, b []netip.Prefix) bool {
	for _, p := range a {
		if overlapsAny(p, b) {
			return true
		}
	}
	return false
}

func validatePeeringGateways(w *Write) []*Error {
	if w.Body.Bool("properties.useRemoteGateways") && w.Body.Bool("properties.allowGatewayTransit") {
		return []*Error{Invalid("AllowGatewayTransitAndUseRemoteGatewaysCannotBothBeTrue", "Peering %s cannot both allow gateway transit and use remote gateways.", w.ID).
			At("properties.useRemoteGateways").Unsure()}
	}
	return nil
}
