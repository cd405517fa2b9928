package network

import "strings"

// The fact-based checks of this resource. Each can be switched off with skip_checks, because Azure may change the fact.
const (
	checkReserved    = "VN-RESERVED"     // address ranges that no virtual network may hold (aks-facts.md 3.1)
	checkSpace       = "VN-SPACE"        // ranges of the address space overlap one another
	checkOutside     = "VN-OUTSIDE"      // a subnet outside the address space: NetcfgSubnetRangeOutsideVnet
	checkOverlap     = "VN-OVERLAP"      // two subnets overlap: NetcfgSubnetRangesOverlap
	checkSize        = "VN-SIZE"         // a subnet smaller than Azure's minimum
	checkSpecial     = "VN-SPECIAL"      // what a subnet with a reserved name must be
	checkName        = "VN-NAME"         // naming rules
	checkTags        = "VN-TAGS"         // tag rules
	checkPeerOverlap = "VN-PEER-OVERLAP" // peered networks overlap: VnetAddressSpacesOverlap
	checkPeerFlags   = "VN-PEER-FLAGS"   // gateway flags that exclude one another
	checkPeerTarget  = "VN-PEER-TARGET"  // a network peered with itself, or twice with another, or both halves declared twice
)

func checkIDs() []string {
	return []string{
		checkName, checkOutside, checkOverlap, checkPeerFlags, checkPeerOverlap, checkPeerTarget, checkReserved, checkSize, checkSpace,
		checkSpecial, checkTags,
	}
}

func checkIDList() string { return "`" + strings.Join(checkIDs(), "`, `") + "`" }
