package intent

import (
	"slices"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// Level is how urgent a message is.
type Level uint8

// The levels.
const (
	// Low: the customer says himself that there is time.
	Low Level = iota
	// Normal: nothing speaks for haste.
	Normal
	// High: a deadline, money or a service is at risk, or the customer presses.
	High
	// Critical: people are in danger, money is being lost, or everything stands
	// still.
	Critical
)

// String returns the name of the level, in lower case.
func (l Level) String() string {
	switch l {
	case Low:
		return "low"
	case High:
		return "high"
	case Critical:
		return "critical"
	case Normal:
	}
	return "normal"
}

// MarshalText returns the name of the level.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the name of a level. It returns a [FieldError] for
// anything else.
func (l *Level) UnmarshalText(name []byte) error {
	for _, level := range []Level{Low, Normal, High, Critical} {
		if level.String() == string(name) {
			*l = level
			return nil
		}
	}
	return &FieldError{Field: "level", Reason: "is none of low, normal, high, critical"}
}

// ReasonKind says what speaks for the urgency or the complexity of a message.
type ReasonKind string

// The kinds of reason for urgency.
const (
	SafetyReason    ReasonKind = "safety"    // smoke, fire, injury
	MoneyReason     ReasonKind = "money"     // theft, fraud, charged twice
	OutageReason    ReasonKind = "outage"    // a service is down, the customer is locked out
	DeadlineReason  ReasonKind = "deadline"  // "flight leaves in 2 hours", 今天必须
	PressureReason  ReasonKind = "pressure"  // asap, 赶紧
	UnhurriedReason ReasonKind = "unhurried" // no rush, 不急
)

// Reason is what speaks for the urgency or the complexity of a message.
type Reason struct {
	Kind ReasonKind `json:"kind"`
	// Weight is how much it counts, in [0,1].
	Weight float64 `json:"weight"`
	// Start and End are the stretch of the text in bytes, RuneStart and RuneEnd in
	// runes; all 0 for a reason that is not in the text.
	Start     int `json:"start,omitempty"`
	End       int `json:"end,omitempty"`
	RuneStart int `json:"rune_start,omitempty"`
	RuneEnd   int `json:"rune_end,omitempty"`
}

// Urgency is how urgent a message is, and why.
type Urgency struct {
	Level Level `json:"level"`
	// Score orders messages by urgency, in [0,1]: 0.2 where nothing tells, from 0.5
	// [High], from 0.85 [Critical], below 0.15 [Low]. Each kind of reason counts
	// with its heaviest; together they make 1-(1-0.2)(1-a)(1-b)..., the probability
	// that one of independent alarms is right. The weights are set by hand.
	Score float64 `json:"score"`
	// Reasons are in the order of the text, at most 16.
	Reasons []Reason `json:"reasons,omitempty"`
}

const (
	normalScore   = 0.2
	lowScore      = 0.05
	highScore     = 0.5
	criticalScore = 0.85
	maxReasons    = 16
	maxApart      = 12 // tokens between the halves of a pair
)

// ReadUrgency tells how urgent a message is, in English, Chinese or both. What
// is denied does not count ("it was not stolen"), what is asked as a possibility
// ("what if my card is stolen?") or long over counts for little. It is safe for
// concurrent use; what stands behind the first 8 KB is not read.
func ReadUrgency(message string) Urgency {
	var r reading
	r.read(clip(message, maxRead))
	return r.urgency()
}

// urgency is [ReadUrgency] of a message that is read.
func (r *reading) urgency() Urgency {
	book := urgencyWords()
	u := urgencyReader{reading: r, book: book}
	book.phrases.find(r, u.note)
	u.hours()
	return u.judge()
}

// finding is one cue in a message.
type finding struct {
	cue         *urgencyCue
	first, last int // tokens
	weight      float64
}

type urgencyReader struct {
	*reading
	book     *urgencyBook
	findings []finding
	possible []int // clauses about what may be
	long     []int // clauses about what is long over
	event    bool  // something that has its time is named somewhere
}

func (u *urgencyReader) note(first, last, value int) {
	cue := &u.book.cues[value]
	switch cue.role {
	case possibleCue:
		u.possible = append(u.possible, u.clause[first])
	case longCue:
		u.long = append(u.long, u.clause[first])
	case eventCue:
		u.event = true
	case pairCue, unitCue, shieldCue, needCue, reasonCue:
	}
	u.findings = append(u.findings, finding{cue: cue, first: first, last: last, weight: cue.weight})
}

// hours finds "in 2 hours" and 还有半小时 where something has its time then.
func (u *urgencyReader) hours() {
	if !u.event {
		return
	}
	for _, f := range u.findings {
		if f.cue.role != unitCue {
			continue
		}
		first := f.first - 1
		for first >= 0 && u.clause[first] == u.clause[f.first] && (u.tokens[first].Kind == text.Number || u.book.numbers[string(u.word(first))]) {
			first--
		}
		if first == f.first-1 {
			continue
		}
		before, after := u.around(first+1, f.last)
		if hasSuffix(before, u.book.ahead) || begins(after, u.book.later) {
			u.findings = append(u.findings, finding{cue: &u.book.soon, first: first + 1, last: f.last, weight: u.book.soon.weight})
		}
	}
}

// around returns the folded words of the clause before and after a stretch, at
// most three each, with a blank after each English word.
func (u *urgencyReader) around(first, last int) (before, after string) {
	var b strings.Builder
	write := func(i int) {
		if b.Len() > 0 && u.tokens[i].Kind != text.Char {
			b.WriteByte(' ')
		}
		b.Write(u.word(i))
	}
	for i := max(0, first-3); i < first; i++ {
		if u.clause[i] == u.clause[first] {
			write(i)
		}
	}
	before = b.String()
	b.Reset()
	for i := last + 1; i < min(len(u.tokens), last+4) && u.clause[i] == u.clause[last]; i++ {
		write(i)
	}
	return before, b.String()
}

func hasSuffix(s string, words []string) bool {
	for _, word := range words {
		if strings.HasSuffix(s, word) {
			return true
		}
	}
	return false
}

// judge adds up what was found.
func (u *urgencyReader) judge() Urgency {
	u.pairs()
	heaviest := map[ReasonKind]float64{}
	var reasons []finding
	for _, f := range u.findings {
		if f.cue.role != reasonCue || u.shielded(f) || u.denied(f) {
			continue
		}
		switch f.cue.kind {
		case SafetyReason, MoneyReason, OutageReason:
			if slices.Contains(u.possible, u.clause[f.first]) {
				f.weight *= 0.3
			} else if slices.Contains(u.long, u.clause[f.first]) {
				f.weight *= 0.4
			}
		}
		heaviest[f.cue.kind] = max(heaviest[f.cue.kind], f.weight)
		reasons = append(reasons, f)
	}
	calm := 1 - normalScore
	for _, kind := range []ReasonKind{SafetyReason, MoneyReason, OutageReason, DeadlineReason, PressureReason} {
		calm *= 1 - heaviest[kind]
	}
	result := Urgency{Score: 1 - calm, Level: Normal}
	if heaviest[UnhurriedReason] > 0 {
		if result.Score < 0.6 {
			result.Score = lowScore
		} else { // "no rush, but it is smoking"
			result.Score = max(0.6, result.Score-0.1)
		}
	}
	switch {
	case result.Score >= criticalScore:
		result.Level = Critical
	case result.Score >= highScore:
		result.Level = High
	case result.Score < 0.15:
		result.Level = Low
	}
	result.Reasons = u.reasons(reasons)
	return result
}

// pairs makes a reason of two cues that belong together in one clause: "card"
// and "stolen", "need" and "today".
func (u *urgencyReader) pairs() {
	for _, f := range u.findings {
		if f.cue.with == "" {
			continue
		}
		for _, g := range u.findings {
			if g.cue.name == f.cue.with && u.clause[g.first] == u.clause[f.first] && (g.first > f.last || g.last < f.first) && max(g.first-f.last, f.first-g.last) <= maxApart && !u.shielded(f) && !u.shielded(g) {
				u.findings = append(u.findings, finding{cue: f.cue.makes, first: min(f.first, g.first), last: max(f.last, g.last), weight: f.weight})
				break
			}
		}
	}
}

// shielded reports whether a finding is part of a phrase that means something
// else, or of a longer one that says the opposite.
func (u *urgencyReader) shielded(f finding) bool {
	for _, g := range u.findings {
		if (g.cue.role == shieldCue || g.cue.kind == UnhurriedReason) && g.cue != f.cue && g.first <= f.last && f.first <= g.last && f.cue.kind != UnhurriedReason {
			return true
		}
	}
	return false
}

// denied reports whether a denial stands right before a finding, or in the
// midst of a pair.
func (u *urgencyReader) denied(f finding) bool {
	if f.cue.kind == UnhurriedReason || f.cue.kind == DeadlineReason {
		return false
	}
	for i := max(0, f.first-2); i < f.last; i++ {
		if u.clause[i] != u.clause[f.first] || i >= f.first && !f.cue.pair {
			continue
		}
		if u.book.denials[string(u.word(i))] && (i <= f.first || !u.book.denials[string(u.word(i-1))]) {
			return true
		}
	}
	return false
}

func (u *urgencyReader) reasons(found []finding) []Reason {
	slices.SortStableFunc(found, func(a, b finding) int {
		if a.first != b.first {
			return a.first - b.first
		}
		return b.last - a.last
	})
	var reasons []Reason
	for i, f := range found {
		covered := slices.ContainsFunc(found[:i], func(g finding) bool {
			return g.cue.kind == f.cue.kind && g.first <= f.last && g.last >= f.first
		})
		if covered || len(reasons) == maxReasons {
			continue
		}
		start, end := u.stretch(f.first, f.last)
		reasons = append(reasons, Reason{
			Kind: f.cue.kind, Weight: f.weight, Start: start, End: end, RuneStart: u.runesBefore(start), RuneEnd: u.runesBefore(end),
		})
	}
	return reasons
}

// cueRole is what a phrase does.
type cueRole uint8

const (
	reasonCue   cueRole = iota // it is a reason
	shieldCue                  // its words mean something else: "smoke detector"
	pairCue                    // it is one together with another cue: "card", "stolen"
	needCue                    // a pairCue that says that something must be
	eventCue                   // names what has its time: flight, 考试
	unitCue                    // minutes, 小时
	possibleCue                // if, 万一
	longCue                    // last year, 去年
)

type urgencyCue struct {
	role   cueRole
	kind   ReasonKind
	weight float64
	// name is what others pair with; with is the name of the other half, and makes
	// the reason that both are together.
	name, with string
	makes      *urgencyCue
	pair       bool
}

// urgencyBook is everything that [ReadUrgency] knows.
type urgencyBook struct {
	phrases *phrasebook
	cues    []urgencyCue
	soon    urgencyCue
	numbers map[string]bool // number words
	denials map[string]bool
	ahead   []string // before a length of time that begins now
	later   []string // after one
}

// add adds phrases in the short form of [spread].
func (b *urgencyBook) add(cue urgencyCue, phrases ...string) {
	b.cues = append(b.cues, cue)
	for _, list := range phrases {
		for short := range strings.SplitSeq(list, ";") {
			spread(short, func(phrase string) { b.phrases.add(phrase, len(b.cues)-1) })
		}
	}
}

var urgencyWords = sync.OnceValue(newUrgencyBook)
