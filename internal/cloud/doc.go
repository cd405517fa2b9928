// Package cloud is the one home of what is known about the Azure clouds and about AKS and Azure Firewall in them:
// endpoints, required egress, reserved ranges, name rules, limits, tiers, migrations.
//
// Everything is a table of typed rows, and every row carries its source and that source's date (law L9). Nothing else
// in this module switches on a cloud's name. A row whose source is old, contradicted or an inference says so in
// Uncertain; such a row may warn, but must not alone make a plan fail (law L2).
//
// The package is pure: no network, no clock, no Terraform. Functions return fresh slices; the caller may keep and change them.
// Rule ids such as AK-28, RT-30 or FW-46 are those of the egress semantics in the project's reference.
package cloud
