// Package armclient is the one engine that talks to Azure Resource Manager:
// it sends requests, follows long-running operations, retries what is worth
// retrying, classifies errors, guards read-modify-write with etags and keeps
// one apply from conflicting with itself through keyed locks.
//
// The rules come from arm-wire.md (sections 2, 4 and 6) and are written down in
// docs/design/0004-arm-engine.md. Resources travel as decoded JSON (Object), so
// that members which this provider does not know survive a write (law L3).
package armclient
