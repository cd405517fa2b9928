package walk

import (
	"fmt"
	"slices"
)

// Doubt is a point that no source documents, named by its rule. The walk decides each in one way; Packet.Otherwise turns it around.
type Doubt string

// The doubts, each with what the walk does and, after "otherwise", the other reading.
const (
	// DoubtDefaultRoute: any user route for 0.0.0.0/0 takes the reserved None routes away, a learned one does not. Otherwise only a user
	// route to an appliance does, and a learned default does too (RT-7, U-1).
	DoubtDefaultRoute Doubt = "RT-7"
	// DoubtMoreReserved: the reserved None routes are the four documented ones. Otherwise those that third parties have seen exist too (RT-8).
	DoubtMoreReserved Doubt = "RT-8"
	// DoubtPeerTie: a peer's range beats the reserved None range of the same size. Otherwise it loses (RT-9, U-7).
	DoubtPeerTie Doubt = "RT-9"
	// DoubtLocalElsewhere: hop VnetLocal drops what lies outside the network. Otherwise it arrives (RT-20, U-7).
	DoubtLocalElsewhere Doubt = "RT-20"
	// DoubtPriorityTie: of equal priorities the name that comes first in the alphabet goes first. Otherwise the last (FW-6, U-2).
	DoubtPriorityTie Doubt = "FW-6"
	// DoubtEmptyGroup: a rule that names an emptied IP group is skipped as a whole. Otherwise its other addresses still match (FW-17).
	DoubtEmptyGroup Doubt = "FW-17"
	// DoubtApplicationAddress: destinationAddresses of an application rule have no effect. Otherwise they must hold the destination (FW-31, U-6).
	DoubtApplicationAddress Doubt = "FW-31"
	// DoubtPortless: a rule that names some ports does not concern a protocol that has none. Otherwise it does, whatever ports it names
	// (NSG-4; for network rules that name the protocol, as Any with a port is TCP and UDP: FW-18).
	DoubtPortless Doubt = "NSG-4"
	// DoubtVirtualNetwork: the tag VirtualNetwork does not hold a user route's 0.0.0.0/0. Otherwise it does (NSG-5, U-3).
	DoubtVirtualNetwork Doubt = "NSG-5"
)

// Doubts gives all of them.
func Doubts() []Doubt {
	return []Doubt{
		DoubtDefaultRoute, DoubtMoreReserved, DoubtPeerTie, DoubtLocalElsewhere, DoubtPriorityTie, DoubtEmptyGroup, DoubtApplicationAddress,
		DoubtPortless, DoubtVirtualNetwork,
	}
}

func checkDoubts(in []Doubt) error {
	for _, d := range in {
		if !slices.Contains(Doubts(), d) {
			return fmt.Errorf("%q is no doubt; there are %v", d, Doubts())
		}
	}
	return nil
}

// otherwise tells whether a doubt is turned around.
func (w *walker) otherwise(d Doubt) bool { return slices.Contains(w.packet.Otherwise, d) }
