// Package live holds the acceptance tests that can run against a real subscription: `make testlive` (UDR_LIVE=1) runs them with the
// credentials of ARM_*, `make test` against the emulator's server. The two differ in the environment that the provider sees and in nothing
// else: configuration, provider block, credential, metadata and client are the same code either way.
//
// A real run costs money. All that it makes is in resource groups named udracc-<day>-<random>-…, which each test removes at its end;
// TestSweep removes what runs that were cut off left a day ago or longer. UDR_LIVE_LOCATION replaces the examples' region.
package live
