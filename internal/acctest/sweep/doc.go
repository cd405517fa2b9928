// Package sweep interrupts a change at every single write and shows that it converges (DESIGN.md L4).
//
// A change is a path: a start, and a run such as one apply or one destroy. The sweep runs it once undisturbed and keeps the
// end. Then, for each write of the path in turn, it goes back to the start, arms a strike before or after the effect of that
// write, and runs until the strike hits: the provider is killed, so that its answer is lost, or the write fails, so that the
// provider returns an error with whatever state it has. After that plain runs follow until one succeeds, and the world has to
// equal that of the undisturbed run. What needs a documented step of a person's is counted apart, and nothing may be stuck.
//
// The package knows neither Terraform nor the emulator. The world that is written to, and what the one who runs remembers of
// it, are given by the test.
package sweep
