//go:build linux || darwin

package main

import (
	"os"
	"runtime"
	"syscall"
)

// maxResident is the highest resident memory, in bytes, of an ended process.
func maxResident(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss // bytes there, KiB on Linux
	}
	return usage.Maxrss << 10
}
