// Package rules is the rules of Azure Firewall as Terraform writes and shows them: rule collection groups, collections and rules of all three
// kinds, as policies and classic firewalls hold them. Resources that put rules somewhere share it.
//
// Files by job: schema*.go attributes and their types, shape.go what is known of a value, request.go and response*.go between values and
// the Azure layer, judge*.go and needs.go what can be judged from known values alone, aks.go the rules that a cluster needs.
package rules
