// Package arch tests the shape of the source tree: which package may import which and why not another, package comments,
// file sizes, and what no file of a public repository should say. It holds no code of its own; a rule that fails prints
// the reason that it was made for.
package arch
