package kb

import (
	"sync"
	"time"
)

const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
	// askingFaults is how many questions in a row may fail before an Embedder is left
	// alone.
	askingFaults = 2
)

// pause keeps an [Embedder] that fails from being asked for a while: when more than
// free calls in a row have failed, for a second, and twice as long after each further
// failure, up to half a minute. When the time is over, one caller tries again.
type pause struct {
	free int

	mu       sync.Mutex
	failures int       // in a row
	failed   time.Time // the last one
	until    time.Time
}

// begin reports whether the embedder may be asked now.
func (p *pause) begin(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failures <= p.free {
		return true
	}
	if now.Before(p.until) {
		return false
	}
	p.until = now.Add(p.length()) // the others wait for what comes of this one
	return true
}

// end notes what came of a call. Calls that were under way when another one failed tell
// nothing new if they fail too.
func (p *pause) end(started, now time.Time, worked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case worked:
		p.failures = 0
		return
	case p.failures > p.free && started.Before(p.failed):
		return
	}
	p.failures++
	p.failed, p.until = now, now.Add(p.length())
}

// length is the pause after the failures so far.
func (p *pause) length() time.Duration {
	length := firstPause
	for range p.failures - p.free - 1 {
		if length *= 2; length >= longestPause {
			return longestPause
		}
	}
	return length
}
