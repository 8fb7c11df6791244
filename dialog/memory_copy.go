package dialog

import "time"

// keep returns a time as a store keeps it.
func keep(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
