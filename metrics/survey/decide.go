package survey

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// A Verdict is whether a customer is asked about a talk.
type Verdict string

// The verdicts.
const (
	Ask   Verdict = "ask"   // now
	Wait  Verdict = "wait"  // not yet
	Never Verdict = "never" // not about this talk
)

// A Reason is why. The first of these that holds is it, in this order.
type Reason string

// The reasons for which a customer is never asked.
const (
	NoTalk        Reason = "no_talk"       // a ticket, or an agent's day
	Rated         Reason = "rated"         // he said it already
	Asked         Reason = "asked"         // he was asked about it
	Refused       Reason = "refused"       // he does not want to be asked
	Reopened      Reason = "reopened"      // he came back: the later talk is asked about
	WrongOutcome  Reason = "outcome"       // [Policy.Outcomes]
	WrongEnd      Reason = "end"           // [Policy.NotAfter]
	Silent        Reason = "silent"        // he did not write anything
	WrongChannel  Reason = "channel"       // [Channel.Never]
	NotDrawn      Reason = "share"         // [Policy.Share]
	Undeliverable Reason = "undeliverable" // it was tried often enough
	Expired       Reason = "expired"       // Until has passed, or will have before he can be asked
	WindowClosed  Reason = "window"        // as Expired, by the window of the channel
)

// The reasons for waiting.
const (
	StillOpen Reason = "open"    // the talk goes on
	Talking   Reason = "talking" // he is in another talk of the conversation
	TooEarly  Reason = "early"   // After has not passed
	Resting   Reason = "rest"    // he was asked not long ago
	QuietHour Reason = "quiet"   // not at this time of the day
	Retrying  Reason = "retry"   // a try is under way or failed
)

// Due is the reason for asking.
const Due Reason = "due"

// A Decision is what a policy comes to at a time.
type Decision struct {
	Verdict Verdict
	Reason  Reason
	// Until is, for Wait, the first time at which it can be something else, zero where that takes more than time; for Ask the time before
	// which the customer has to be asked.
	Until time.Time
}

// History is what is known besides the episode.
type History struct {
	// OptedOut says that the customer does not want to be asked, Talking that he is in another talk of the conversation.
	OptedOut, Talking bool
	// Spoke is when he wrote last in the conversation. Default: the episode's Last, which is not earlier.
	Spoke time.Time
	// Asked is when he was asked last about any other talk. Default: never.
	Asked time.Time
	// Sent says that this survey was sent, GaveUp that it cannot be. Tries is how often it was tried, Tried when last.
	Sent, GaveUp bool
	Tries        int
	Tried        time.Time
	// Zone is the customer's. Default: [Policy.Zone].
	Zone *time.Location
}

// Decide says whether the customer of an episode is asked now. It is a function of its arguments. With more history
// a survey is asked later or never, but not earlier.
func (p *Policy) Decide(e *metrics.Episode, h History, now time.Time) Decision {
	f := p.filled()
	return f.decide(e, &h, now)
}

func (p *Policy) decide(e *metrics.Episode, h *History, now time.Time) Decision {
	if r := p.never(e, h); r != "" {
		return Decision{Verdict: Never, Reason: r}
	}
	if e.Outcome == metrics.Open || e.End.IsZero() {
		return Decision{Verdict: Wait, Reason: StillOpen}
	}
	c := p.Channels[e.Channel]
	spoke, zone := h.Spoke, h.Zone
	if spoke.IsZero() {
		spoke = e.Last
	}
	if zone == nil {
		zone = p.Zone
	}
	end, late := e.End.Add(p.Until), Expired
	if c.Window > 0 && spoke.Add(c.Window).Before(end) {
		end, late = spoke.Add(c.Window), WindowClosed
	}
	at, why := now, Due
	later := func(t time.Time, r Reason) {
		if t.After(at) {
			at, why = t, r
		}
	}
	later(e.End.Add(c.after(p)), TooEarly)
	if h.Tries > 0 {
		later(h.Tried.Add(p.backoff(h.Tries)), Retrying)
	}
	if !h.Asked.IsZero() {
		later(h.Asked.Add(p.Rest), Resting)
	}
	later(p.Quiet.next(at, zone), QuietHour)
	switch {
	case !at.Before(end):
		return Decision{Verdict: Never, Reason: late}
	case h.Talking:
		return Decision{Verdict: Wait, Reason: Talking}
	case at.After(now):
		return Decision{Verdict: Wait, Reason: why, Until: at}
	}
	return Decision{Verdict: Ask, Reason: Due, Until: end}
}

// never is why a customer is not asked whatever the time, empty if that is not so.
func (p *Policy) never(e *metrics.Episode, h *History) Reason {
	open := e.Outcome == metrics.Open
	switch {
	case e.Subject != metrics.Talk:
		return NoTalk
	case e.Rating > 0:
		return Rated
	case e.Surveyed || h.Sent:
		return Asked
	case e.Refused || h.OptedOut:
		return Refused
	case e.Reopened:
		return Reopened
	case !open && !slices.Contains(p.Outcomes, e.Outcome):
		return WrongOutcome
	case !open && slices.Contains(p.NotAfter, e.EndReason):
		return WrongEnd
	case !open && e.FromCustomer == 0:
		return Silent
	case p.Channels[e.Channel].Never:
		return WrongChannel
	case p.Share < 1 && draw(p.Seed, e.ID) >= p.Share:
		return NotDrawn
	case h.GaveUp || h.Tries >= p.Tries:
		return Undeliverable
	}
	return ""
}

// backoff is how long to wait after so many tries.
func (p *Policy) backoff(tries int) time.Duration {
	d := p.Retry
	for range tries - 1 {
		if d >= mostRetry {
			break
		}
		d = min(2*d, mostRetry)
	}
	return d
}

// draw is a number from 0 to below 1 that depends on an episode and a seed.
func draw(seed, episode string) float64 {
	sum := sha256.Sum256([]byte(seed + "\x00" + episode))
	return float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53)
}

// ID is the id of the survey about an episode, "survey-" and 32 hexadecimal digits. It depends on the episode's id only.
func ID(episode string) string {
	sum := sha256.Sum256([]byte("survey\x00" + episode))
	return "survey-" + hex.EncodeToString(sum[:16])
}
