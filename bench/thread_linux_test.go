package bench

import (
	"syscall"
	"time"
)

// threadTime is the time that the thread of the caller has run so far.
func threadTime() time.Duration { return used(syscall.RUSAGE_THREAD) }
