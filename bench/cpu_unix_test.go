//go:build unix

package bench

import (
	"syscall"
	"time"
)

// cpuTime is the time that all threads of the process have run so far, the
// garbage collector's included.
func cpuTime() time.Duration { return used(syscall.RUSAGE_SELF) }

func used(by int) time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(by, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
