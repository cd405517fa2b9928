// Package armid reads, compares and builds the IDs of Azure Resource Manager
// (ARM) resources.
//
// An ID is a path: /subscriptions/{guid}/resourceGroups/{name}/providers/
// {namespace}/{type}/{name}, where type and name may repeat for children, and
// a further /providers/… makes an extension of the resource before it (a role
// assignment on a subnet). Azure compares IDs without regard to case but keeps
// the casing it was given, and its services disagree about casing
// (arm-wire.md 1.4, 1.5), so ID keeps the text and compares without case.
package armid
