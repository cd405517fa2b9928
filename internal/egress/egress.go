// Package egress decides whether traffic that leaves a subnet arrives: it
// follows each flow through security groups, user-defined and system routes,
// Azure Firewall or another appliance, and the routes behind it.
//
// Input is a [World] of plain data and a list of [Flow]; output is a [Report]
// of [Verdict]s with the object that decided, the rules of the semantics that
// were applied (RT-7, FW-23, …), the assumptions that were needed and a packet
// as witness. Values that are not known yet are part of the model (see [Value]):
// a verdict of Allowed or Denied stays true whatever they turn out to be, and
// what hinges on them is Indeterminate.
//
// The package is pure: no context, no logger, no clock, no Terraform, no Azure
// SDK, and no facts about clouds; those come in as data.
//
// The rule ids are explained in docs/design/egress-rules.md.
package egress
