// Package differential holds the evaluator against the emulator's packet walk. Its tests draw small worlds and write each one down twice:
// as an egress.World, and as the ARM documents of the same configuration, put into the emulator. What the evaluator says for certain about
// a flow has to be what happens to every packet of it that is sent through the stored documents, whatever the points that no source
// documents (walk.Doubts), the contents of tags and the answers of DNS turn out to be, as far as the verdict's assumptions leave them open.
//
// The two sides share the drawn words and nothing else: no set of addresses, no order of rules, no choice of a route.
package differential
