package report

import "errors"

// ErrPanic is what the error unwraps to where a function of the host's panicked.
var ErrPanic = errors.New("report: the host's function panicked")
