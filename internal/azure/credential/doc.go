// Package credential turns the provider's authentication settings into a token
// credential of azidentity and a cloud.
//
// Settings come from the provider block and, where it leaves them unset, from
// the ARM_* variables that azurerm and azapi read, so that a pipeline keeps its
// environment. Nothing is contacted before the first token is asked for, and
// no secret appears in any text that this package makes (law L7).
package credential
