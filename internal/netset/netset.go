// Package netset holds the sets that network rules are made of: addresses
// (IPv4 and IPv6 in one set), ports, protocols and host name patterns.
//
// All sets are immutable values whose zero value is the empty set, and share
// one list of verbs: Union, Intersect, Minus, Covers, Overlaps, Equal, IsEmpty,
// Contains, Witness, String. The algebra is exact, with one exception that is
// named at [Names]: a union of patterns that only together covers another
// pattern is not recognised as doing so.
//
// The package knows no cloud and no Terraform. Wildcards mean what Azure
// Firewall says they mean (egress-semantics.md FW-23); the narrower reading of
// other appliances is available as [OneLabel].
package netset
