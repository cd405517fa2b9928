// Package strike strikes the writes of a client of an emulated Azure, brings the Azure back to an earlier moment, and shows what it holds without
// what differs from run to run: all that package sweep needs of a world. It knows no client and no provider, so that tests of every layer share it.
package strike
