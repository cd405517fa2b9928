// Package armtypes declares the ARM resource types that the emulator serves: one file per type, one typed Go literal in it.
//
// A declaration says what is special about the type; everything that ARM does for every type (paths, api-versions, etags, locks,
// long-running operations, lists, tags, back references, error bodies) is the engine's work in package armemu.
//
// # How to add a type
//
//  1. Write <namespace>_<type>.go with one function that returns a *Type literal. Start from network_virtual_network.go (a tracked
//     resource with children inside its body) or resources_resource_group.go (a plain one).
//  2. Add one line to declared in registry.go, and a row to durations.go unless every verb is synchronous.
//  3. Order of the engine for a PUT, so that each hook knows what it may rely on:
//     members that ARM does not know and nulls are dropped, read-only ones carried over, Defaults set; conflict on the document or its
//     parent; If-Match; Validate of the resource and of every child inside its body; References; RefuseDelete of children that
//     vanished; Fill; is anything changed at all?; conflict on what Locks adds; the answer; and when the operation ends, Complete.
//     A delete runs RefuseDelete, for an embedded resource RefuseDeleteAlone, then Locks, and at the end Removed.
//  4. Hooks are pure: they read the Write or the View they are given, and the clock through it. They never keep state of their own.
//     What can hold a subnet or a public IP adds a back reference to those types; that alone keeps them from being deleted.
//  5. A code of which arm-wire.md is not sure is made with Error.Unsure, so that it can be found and corrected later.
//  6. Test it through the wire: testdata/types/<namespace>_<type>.txt beside package armemu is a scenario of requests and what must come
//     back (testdata/types/README.md tells the form).
//
// This package imports nothing of ours.
package armtypes
