// Package walk sends one concrete packet through the networks that the emulator stores and says where it ends: security group, routes,
// firewall, routes of the firewall's subnet, and the way back where a firewall keeps the state of the connection.
//
// It is written from the numbered rules of the egress semantics (RT, FW, NSG) alone and shares nothing with the evaluator that the
// provider plans with, so that each can be held against the other (law L10). There are no unknowns: what ARM does not store, such as the
// contents of tags or the answers of DNS, comes with the packet (Given), and what no source documents is decided one way (Doubt). A
// caller can turn a doubt around and so see both worlds.
//
// One idea per file:
//
//	packet.go given.go doubt.go   what is asked: the packet, what the world adds, what is taken the other way
//	walk.go   the way from subnet to subnet
//	deliver.go   the ends of the way, the answer included (FW-38)
//	route.go system.go   the effective routes of a subnet and the choice among them (RT-2 to RT-9, RT-14)
//	security.go   the security group (NSG-1 to NSG-6)
//	firewall.go order.go rule.go name.go   what a firewall does with the packet (FW-1 to FW-34)
//	translate.go   source translation (FW-36)
//	place.go store.go address.go   networks, subnets, peers and firewalls in the store
//
// Not modelled: threat intelligence and intrusion detection (nothing is on a feed here: A-TI, A-IDPS); inbound rules of the
// destination's security group, which are the remote side's (VM-7); private endpoints, gateways and network interfaces, which the
// emulator does not serve; IPv6 (FW-47).
package walk
