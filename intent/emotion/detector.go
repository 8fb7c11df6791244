package emotion

import (
	"sync"
	"unicode/utf8"
)

// Options are the settings of a [Detector].
type Options struct {
	// RulesOnly leaves out what was learned from examples about English: every
	// figure then comes from the cues alone. Default: false.
	RulesOnly bool
}

// Detector reads the emotion of a message in English, Chinese or both, by words
// and phrases that show feelings and what stands around them; in English also by
// what was learned from messages that people labelled, and where it was trained,
// by what it learned from the host's. It is safe for concurrent use.
type Detector struct {
	words *lexicon
	built *model // nil: rules only
	own   *model // nil: not trained
	pool  sync.Pool
}

// New returns a detector with what is built in. Nil options are the defaults. It
// takes a few milliseconds the first time.
func New(o *Options) (*Detector, error) {
	d := &Detector{words: builtin()}
	if o == nil || !o.RulesOnly {
		d.built = learned()
	}
	return d, nil
}

// Detect returns what a message shows. Only its first 16384 bytes are
// read, as many as the bot accepts by default. It takes a few microseconds for a
// message of usual length, and allocates nothing but the cues, and a copy of a
// message with letters in full width.
func (d *Detector) Detect(message string) Emotion {
	s, ok := d.pool.Get().(*scan)
	if !ok {
		s = new(scan)
	}
	defer d.pool.Put(s)
	message = cut(message)
	g := d.study(s, message)
	e := d.estimate(s, &g)
	e.Cues = s.topCues(message)
	return e
}

// study reads a message and applies the rules.
func (d *Detector) study(s *scan, message string) signals {
	s.read(d.words, message)
	s.match(d.words)
	return s.weigh()
}

// cut returns the part of a message that is read.
func cut(message string) string {
	if len(message) <= maxText {
		return message
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(message[end]) {
		end--
	}
	return message[:end]
}

const maxCues = 16

// topCues returns the cues with their places in runes, in the order of the text.
func (s *scan) topCues(message string) []Cue {
	if len(s.cues) == 0 {
		return nil
	}
	for i := 1; i < len(s.cues); i++ {
		for j := i; j > 0 && s.cues[j].Start < s.cues[j-1].Start; j-- {
			s.cues[j], s.cues[j-1] = s.cues[j-1], s.cues[j]
		}
	}
	cues := make([]Cue, min(len(s.cues), maxCues))
	copy(cues, s.cues)
	at, runes := 0, 0
	for i := range cues {
		c := &cues[i]
		runes += utf8.RuneCountInString(message[at:c.Start])
		at = c.Start
		c.RuneStart = runes
		c.RuneEnd = runes + utf8.RuneCountInString(message[c.Start:c.End])
	}
	return cues
}
