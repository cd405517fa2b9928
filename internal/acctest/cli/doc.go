// Package cli runs the real Terraform CLI with the real provider binary: what a user has in hand, exit codes, messages and state files
// included. What needs many runs belongs on the protocol ring; here is what only two processes can show.
//
// Tests that use it run with TF_ACC=1, as `make test` sets it, and have a TestMain that calls Main.
package cli
