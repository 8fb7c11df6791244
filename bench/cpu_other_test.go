//go:build !unix

package bench

import "time"

var began = time.Now()

// cpuTime is the wall time where the process's own is not to be had.
func cpuTime() time.Duration { return time.Since(began) }
