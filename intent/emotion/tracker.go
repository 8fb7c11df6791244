package emotion

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// TrackerOptions are the settings of a [Tracker].
type TrackerOptions struct {
	// HalfLife is after how many turns of the customer a feeling counts half.
	// Default: 2.
	HalfLife float64
	// HalfTime is after how long a feeling counts half without any turn. Default:
	// two hours.
	HalfTime time.Duration
	// Model estimates NeedsHuman, where a host trained one: [TrainTracker].
	// Default: what is built in.
	Model *TrackerModel
}

// Tracker follows how a customer feels over a conversation. It reads what both
// sides say, so that evidence adds up: a customer who says the same again after
// two apologies need not swear to be dissatisfied.
//
// There is one for each conversation. Its state takes less than a kilobyte,
// [Tracker.MarshalBinary] keeps it. It is not safe for concurrent use; a copy (*t)
// goes on by itself.
type Tracker struct {
	detector *Detector
	model    *TrackerModel
	turnHalf float64
	timeHalf float64 // seconds
	state    state
	// watch is shown the turns that a model is learned from.
	watch func(s *scan, v *evidence, sum float64)
}

// state is all that a tracker remembers.
type state struct {
	turns, own  uint32 // of all, of the customer
	at          time.Time
	now         float64
	feelings    [6]float64
	valences    [trendTurns]float64 // the newest first
	peak        float64
	peakTurn    uint32
	cause       string
	causeWeight float64
	causeTurn   uint32
	odds        float64 // log-odds of NeedsHuman after the customer's last turn
	memory      float64
	failures    float64
	silent      uint8 // the customer's turns since somebody answered
	heard       service
	person      bool    // the service's last turn was an agent's
	echo        float64 // how far the service repeated itself since the customer's last turn
	said        sketches
	answered    sketches
}

const (
	trendTurns   = 8
	causeRunes   = 64
	usualPause   = time.Minute
	calmedBy     = 0.5 // what thanks leave of the evidence of earlier turns
	afterService = 0.5 // what service turns count for, before the customer reacts
)

// NewTracker returns a tracker for a conversation that begins. The detector, nil
// for New(nil), may be shared. It returns a [FieldError] for options that cannot
// be used.
func NewTracker(d *Detector, o *TrackerOptions) (*Tracker, error) {
	if o == nil {
		o = &TrackerOptions{}
	}
	t := &Tracker{detector: d, model: o.Model, turnHalf: o.HalfLife, timeHalf: o.HalfTime.Seconds()}
	if d == nil {
		var err error
		if t.detector, err = New(nil); err != nil {
			return nil, err
		}
	}
	if t.turnHalf == 0 {
		t.turnHalf = 2
	}
	if t.timeHalf == 0 {
		t.timeHalf = (2 * time.Hour).Seconds()
	}
	switch {
	case !(t.turnHalf > 0) || math.IsInf(t.turnHalf, 0):
		return nil, &FieldError{Field: "HalfLife", Reason: "is not a positive number"}
	case t.timeHalf < 0:
		return nil, &FieldError{Field: "HalfTime", Reason: "is negative"}
	case t.model != nil && t.model.weights == nil:
		return nil, &FieldError{Field: "Model", Reason: "is empty"}
	}
	return t, nil
}

// Add takes the next turn and returns how things stand after it.
func (t *Tracker) Add(turn Turn) Course {
	t.pass(turn.At)
	t.state.turns++
	s, ok := t.detector.pool.Get().(*scan)
	if !ok {
		s = new(scan)
	}
	defer t.detector.pool.Put(s)
	if turn.Speaker == Customer {
		t.listen(s, turn)
	} else {
		t.hear(s, cut(turn.Text))
		t.state.person = turn.Speaker == Agent
	}
	return t.Course()
}

// pass lets the time until a turn go by.
func (t *Tracker) pass(at time.Time) {
	st := &t.state
	if at.IsZero() {
		if !st.at.IsZero() {
			at = st.at.Add(usualPause)
		}
	} else {
		at = at.UTC().Truncate(time.Microsecond)
	}
	if st.turns == 0 || st.at.IsZero() && !at.IsZero() {
		st.at = at
		return
	}
	pause := usualPause
	if !at.IsZero() {
		pause = max(0, at.Sub(st.at))
		st.at = st.at.Add(pause)
	}
	t.fade(math.Exp2(-pause.Seconds() / t.timeHalf))
}

// fade leaves a share of all that fades.
func (t *Tracker) fade(share float64) {
	st := &t.state
	st.now *= share
	st.memory *= share
	st.failures *= share
	st.causeWeight *= share
	for i := range st.feelings {
		st.feelings[i] *= share
	}
}

// listen takes a turn of the customer.
func (t *Tracker) listen(s *scan, turn Turn) {
	st := &t.state
	message := cut(turn.Text)
	g := t.detector.study(s, message)
	var e Emotion
	if turn.Emotion == nil {
		e = t.detector.estimate(s, &g)
		e.Cues = s.cues
	} else {
		e = turn.Emotion.sound()
	}
	keep := math.Exp2(-1 / t.turnHalf)
	t.weighCause(message, e.Cues, keep)

	calmed := g.content && e.Valence > 0
	if calmed {
		st.memory = min(st.memory, st.memory*calmedBy)
		st.failures *= calmedBy
	}
	v := t.gather(s, &e, keep)
	sum := v.weigh(handWeights)
	st.odds = base + sum
	if st.own > 0 && st.person && g.asks() {
		st.odds += askedAgain
	}
	if t.model != nil {
		st.odds = t.model.odds(s, st, &v, sum)
	}
	if t.watch != nil {
		t.watch(s, &v, sum)
	}
	fresh := sum - v[memory]*handWeights[memory]
	st.memory = v[memory] + max(-1, min(2, fresh))
	st.failures = v[failures]
	st.silent = min(st.silent+1, 9)
	st.heard, st.echo = service{}, 0
	st.own++

	t.feel(&e, keep)
	copy(st.valences[1:], st.valences[:])
	st.valences[0] = e.Valence
	if e.Valence < st.peak {
		st.peak, st.peakTurn = e.Valence, st.turns
	}
}

// gather collects the evidence of a turn of the customer that was read.
func (t *Tracker) gather(s *scan, e *Emotion, keep float64) (v evidence) {
	st := &t.state
	h := &st.heard
	v[said] = logOdds(e.NeedsHuman) - base
	v[feltBad] = max(0, -e.Valence)
	for kind := range serviceKinds {
		v[afterSorry+kind] = h.has(kind)
	}
	v[selfRepeated] = st.said.add(s.sketchOf())
	v[theyRepeated] = st.echo
	v[unanswered] = float64(min(st.silent, 3))
	if st.own == 0 {
		v[opening] = 1
	}
	v[failures] = keep*st.failures + h.has(failed) + h.has(lost)
	v[memory] = keep * st.memory
	return v
}

// feel smooths the feelings: strong ones count for more than weak ones.
func (t *Tracker) feel(e *Emotion, keep float64) {
	st := &t.state
	old := math.Pow(keep, 1+2*e.Intensity)
	if st.own == 1 {
		old = 0
	}
	st.now = old*st.now + (1-old)*e.Valence
	for i, p := range e.Shares {
		st.feelings[i] = old*st.feelings[i] + (1-old)*p
	}
}

// weighCause keeps the worst cue.
func (t *Tracker) weighCause(message string, cues []Cue, keep float64) {
	st := &t.state
	st.causeWeight *= keep
	for _, c := range cues {
		if !(c.Weight < 0) || -c.Weight < st.causeWeight || c.Start < 0 || c.End > len(message) || c.Start >= c.End {
			continue
		}
		words := strings.ToValidUTF8(message[c.Start:c.End], "")
		if utf8.RuneCountInString(words) > causeRunes {
			words = string([]rune(words)[:causeRunes])
		}
		st.cause, st.causeWeight, st.causeTurn = strings.Clone(words), min(-c.Weight, 10), st.turns
	}
}

// hear takes a turn of the service.
func (t *Tracker) hear(s *scan, message string) {
	st := &t.state
	st.heard.hear(s, message)
	st.echo = max(st.echo, st.answered.add(s.sketchOf()))
	st.silent = 0
}

// Course returns how things stand after the last turn.
func (t *Tracker) Course() Course {
	st := &t.state
	c := Course{
		Now: st.now, Trend: t.trend(), Peak: st.peak, PeakTurn: int(st.peakTurn), Label: Neutral,
		Cause: st.cause, CauseTurn: int(st.causeTurn), Turns: int(st.own),
	}
	best := st.feelings[0]
	rest := 1.0
	for _, p := range st.feelings {
		rest -= p
	}
	best += rest // what has faded is neutral
	for i, p := range st.feelings {
		if i > 0 && p > best {
			best, c.Label = p, Labels()[i]
		}
	}
	odds := st.odds
	if st.own == 0 {
		odds = base
	}
	if st.heard.turns > 0 {
		var v evidence
		for kind := range serviceKinds {
			v[afterSorry+kind] = st.heard.has(kind)
		}
		v[theyRepeated] = st.echo
		odds += afterService * v.weigh(handWeights)
	}
	c.NeedsHuman = logistic(odds)
	return c
}

// trend is the median of the slopes between any two of the last turns.
func (t *Tracker) trend() float64 {
	n := int(min(t.state.own, trendTurns))
	if n < 2 {
		return 0
	}
	var room [trendTurns * (trendTurns - 1) / 2]float64
	slopes := room[:0]
	for i := range n {
		for j := i + 1; j < n; j++ {
			slopes = append(slopes, (t.state.valences[i]-t.state.valences[j])/float64(j-i))
		}
	}
	slices.Sort(slopes)
	m := len(slopes)
	return (slopes[m/2] + slopes[(m-1)/2]) / 2
}
