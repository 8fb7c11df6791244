package staffing

import (
	"math"
	"time"
)

const (
	// MaxAgents is the most agents, lines or places that are computed with.
	MaxAgents = 1_000_000
	// MaxLoad is the highest load that is computed with, in erlangs.
	MaxLoad = 1_000_000
)

// Load returns the load in erlangs of so many contacts in a span of time: contacts
// times mean handling time over span. NaN if the span is not above 0.
func Load(contacts float64, span, handle time.Duration) float64 {
	if span <= 0 {
		return math.NaN()
	}
	return contacts * (float64(handle) / float64(span))
}

// ErlangB returns the share of contacts that find all agents busy where nobody
// waits, M/M/n/n. It is 1 without agents and, with some, 0 without load. Errors are
// [FieldError]s: agents in 0 to [MaxAgents], load in 0 to [MaxLoad] erlangs.
//
// Source: A. K. Erlang, 1917, by the recursion B(k) = aB(k-1) / (k + aB(k-1)), which
// adds positive numbers only.
func ErlangB(agents int, load float64) (float64, error) {
	if err := checkLoad(agents, load); err != nil {
		return 0, err
	}
	return erlangB(agents, load), nil
}

func erlangB(agents int, load float64) float64 {
	b := 1.0
	for k := 1; k <= agents && b > 0; k++ {
		b = load * b / (float64(k) + load*b)
	}
	return b
}

// ErlangC returns the share of contacts that have to wait where everybody waits as
// long as it takes, M/M/n. It is 1 if the load reaches the number of agents, and 0
// without load and with some agents. Errors are those of [ErlangB].
//
// Source: A. K. Erlang, 1917: C = nB / (n - a(1-B)).
func ErlangC(agents int, load float64) (float64, error) {
	if err := checkLoad(agents, load); err != nil {
		return 0, err
	}
	return erlangC(agents, load), nil
}

func erlangC(agents int, load float64) float64 {
	n := float64(agents)
	if load >= n {
		return 1
	}
	b := erlangB(agents, load)
	return n * b / (n - load + load*b) // no 1-B, which would lose digits
}

// Lines returns the fewest lines with which at most the share blocked of the
// contacts finds all of them busy (Erlang B). Errors: [FieldError] for a load outside
// of 0 to [MaxLoad] or a share outside of (0,1], [ErrUnreachable] if it takes more
// than [MaxAgents].
func Lines(load, blocked float64) (int, error) {
	var f faults
	f.add(!(load >= 0 && load <= MaxLoad), "load", "must be in 0 to 1,000,000 erlangs")
	f.add(!(blocked > 0 && blocked <= 1), "blocked", "must be above 0 and at most 1")
	if err := f.err(); err != nil {
		return 0, err
	}
	b := 1.0
	for n := 0; n <= MaxAgents; n++ {
		if n > 0 {
			b = load * b / (float64(n) + load*b)
		}
		if b <= blocked {
			return n, nil
		}
	}
	return 0, ErrUnreachable
}

func checkLoad(agents int, load float64) error {
	var f faults
	f.add(agents < 0 || agents > MaxAgents, "agents", "must be in 0 to 1,000,000")
	f.add(!(load >= 0 && load <= MaxLoad), "load", "must be in 0 to 1,000,000 erlangs")
	return f.err()
}
