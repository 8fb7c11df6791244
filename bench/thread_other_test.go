//go:build !linux

package bench

import "time"

// threadTime is the time of the process where that of the thread is not to be had.
func threadTime() time.Duration { return cpuTime() }
