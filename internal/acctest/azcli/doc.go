// Package azcli runs the Azure CLI against an emulator's server: a client that we did not write, with commands and a wire of its own.
//
// It is for Debian's azure-cli 2.45. Three defects of that package, not of the CLI, keep most of its network commands from starting and
// `az aks create` from making a role assignment (arm-wire.md 3.1.4): the network client of the API version that the CLI asks for is left out,
// and a newer authorization client has renamed an attribute and takes no custom_headers. shim.py, which Python imports by itself, mends them.
// It changes the client's packaging, not its wire.
package azcli
