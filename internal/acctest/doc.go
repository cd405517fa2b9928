// Package acctest holds what the tests of resources share: an emulated Azure of their own with a clock that tests
// drive, the provider connected to it, and questions put to the emulator rather than to the state.
package acctest
