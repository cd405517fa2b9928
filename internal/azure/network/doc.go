// Package network knows the Microsoft.Network resources that the provider makes: what a specification of ours means on
// the wire, and in which order requests have to go out.
//
// Each ARM type has a specification (a plain struct that holds only what we own), pure functions between it and the
// wire, and calls. Bodies are built and read with the SDK's types, but what is written back to a shared object is always the
// JSON just read with the owned paths patched (law L3): an SDK type would drop members younger than itself.
package network

import "time"

// APIVersion is the version of every Microsoft.Network call. It is not the newest that the SDK's types know: it is the
// one that azurerm 5.2 uses in all clouds (arm-wire.md 1.1, 2026-11-22), and the sovereign clouds trail the public one.
const APIVersion = "2025-01-01"

// detachLag is how long Azure may go on calling an object in use after its last user is gone (arm-wire.md 6.3).
const detachLag = 2 * time.Minute
