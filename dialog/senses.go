package dialog

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Senses understand what a message has besides its words, by the hooks of the
// host: recordings become text, pictures become text and values, a foreign
// language becomes a known one, a voice becomes a customer. The zero value does
// nothing. It is safe for concurrent use if its hooks are; do not change it once
// it is used.
type Senses struct {
	// Transcriber hears recordings. Default: none.
	Transcriber Transcriber
	// Images reads pictures and videos. Default: none.
	Images ImageReader
	// Translator translates what is in none of Languages into the first of them.
	// Default: none.
	Translator Translator
	// Languages are the languages that the bot understands, as BCP 47 primary
	// subtags. Default: en and zh.
	Languages []string
	// Identity tells who speaks. Default: nobody is recognised.
	Identity IdentityResolver
	// Voice hears how somebody feels. Default: none.
	Voice VoiceEmotion
	// Certain is the confidence from which an identity is accepted, and what was
	// heard or seen is understood, in [0,1]. Default: 0.8 for who speaks, 0.5 for
	// what is said.
	Certain, Clear float64
	// Timeout bounds each hook. The hooks of all parts run at the same time, and the
	// translation after them: at most twice this in all. Default: 3 s.
	Timeout time.Duration
	// Parts is how many parts of one message are looked at; the others become
	// faults. Default: 16.
	Parts int
}

// Perceived is what a message turned out to be. It is data: kept with a turn, it
// lets the turn be replayed without asking the hooks again.
type Perceived struct {
	// Text is what to understand: the message's own text, then what was heard and
	// seen, a line each, in the order of the parts; translated, if it had to be.
	Text string `json:"text,omitempty"`
	// Language is the language of Text where a hook told it or the text shows it, as
	// a BCP 47 primary subtag.
	Language string `json:"language,omitempty"`
	// Original is the text before it was translated, Foreign its language; empty if
	// it was not.
	Original string `json:"original,omitempty"`
	Foreign  string `json:"foreign,omitempty"`
	// Heard and Seen are what was found in the parts, the unclear included.
	Heard []HeardPart `json:"heard,omitempty"`
	Seen  []SeenPart  `json:"seen,omitempty"`
	// Values are those that the pictures name clearly, and the places of locations, of
	// the type "location": degrees north and east with a comma between them.
	Values []Value `json:"values,omitempty"`
	// Customer is who speaks: the one that was recognised with certainty, else the
	// one that the message names.
	Customer string `json:"customer,omitempty"`
	// Identity is what was found out about him, certain or not; nil if nothing was.
	Identity *Identity `json:"identity,omitempty"`
	// Voice is how the most intense of the voices sounds; nil if none was heard.
	Voice *Feeling `json:"voice,omitempty"`
	// Faults are the hooks that failed.
	Faults []Fault `json:"faults,omitempty"`
}

// HeardPart is what was heard in a part, SeenPart what was seen in one.
type HeardPart struct {
	Part int `json:"part"`
	Heard
}

// SeenPart is what was seen in a part.
type SeenPart struct {
	Part int `json:"part"`
	Seen
}

// Perceive runs the hooks on a message. Hooks that fail, panic or take too long
// become [Perceived].Faults, and the rest goes on without them. The error is that
// of ctx when it is done, and nothing else. Without hooks the result is the
// message's own text.
func (s *Senses) Perceive(ctx context.Context, m Message) (Perceived, error) {
	p := Perceived{Customer: m.Customer}
	for _, part := range m.Parts {
		if part.Kind == LocationPart {
			p.Values = append(p.Values, Value{Type: "location", Value: coordinate(part.Latitude) + "," + coordinate(part.Longitude)})
		}
	}
	s.hooks(ctx, &m, &p)
	if err := ctx.Err(); err != nil {
		return Perceived{}, err
	}
	p.Text = s.words(&m, &p)
	s.translate(ctx, &m, &p)
	if err := ctx.Err(); err != nil {
		return Perceived{}, err
	}
	return p, nil
}

// sensed is what one hook adds.
type sensed func(p *Perceived)

// hooks runs all hooks but the translator at the same time, and adds what they
// found in the order of the parts.
func (s *Senses) hooks(ctx context.Context, m *Message, p *Perceived) {
	var running []chan sensed
	start := func(run func() sensed) {
		done := make(chan sensed, 1)
		go func() { done <- run() }()
		running = append(running, done)
	}
	if s.Identity != nil {
		msg := copyOf(m)
		start(func() sensed { return s.resolve(ctx, msg) })
	}
	looked, most := 0, s.Parts
	if most <= 0 {
		most = 16
	}
	for i, part := range m.Parts {
		hears := part.Kind == AudioPart && (s.Transcriber != nil || s.Voice != nil)
		sees := (part.Kind == ImagePart || part.Kind == VideoPart) && s.Images != nil
		if !hears && !sees {
			continue
		}
		if looked++; looked > most {
			p.Faults = append(p.Faults, Fault{Hook: skippedHook(hears), Part: i, Reason: FaultSkipped})
			continue
		}
		part.Choices = slices.Clone(part.Choices)
		if hears && s.Transcriber != nil {
			start(func() sensed { return s.hear(ctx, i, part, m.Locale) })
		}
		if hears && s.Voice != nil {
			start(func() sensed { return s.feel(ctx, i, part) })
		}
		if sees {
			start(func() sensed { return s.see(ctx, i, part, m.Locale) })
		}
	}
	for _, done := range running {
		(<-done)(p)
	}
}

func skippedHook(hears bool) string {
	if hears {
		return "transcriber"
	}
	return "image_reader"
}

// copyOf returns a message that a hook may change, or keep when it is late.
func copyOf(m *Message) Message {
	c := *m
	c.Parts = cloneParts(m.Parts)
	return c
}

func failed(f *Fault) sensed {
	return func(p *Perceived) { p.Faults = append(p.Faults, *f) }
}

func (s *Senses) resolve(ctx context.Context, m Message) sensed {
	r := callHook(ctx, s.Timeout, "identity", -1, func(ctx context.Context) (Identity, error) { return s.Identity.Resolve(ctx, m) })
	if r.fault != nil {
		return failed(r.fault)
	}
	return func(p *Perceived) {
		if r.value.Customer == "" {
			return
		}
		r.value.Confidence = share(r.value.Confidence)
		p.Identity = &r.value
		if r.value.Confidence >= orElse(s.Certain, 0.8) {
			p.Customer = r.value.Customer
		}
	}
}

func (s *Senses) hear(ctx context.Context, i int, part Part, locale string) sensed {
	r := callHook(ctx, s.Timeout, "transcriber", i, func(ctx context.Context) (Heard, error) { return s.Transcriber.Transcribe(ctx, part, locale) })
	if r.fault != nil {
		return failed(r.fault)
	}
	return func(p *Perceived) {
		r.value.Confidence = share(r.value.Confidence)
		if r.value.Text = strings.ToValidUTF8(strings.TrimSpace(r.value.Text), "\uFFFD"); r.value.Text != "" {
			p.Heard = append(p.Heard, HeardPart{Part: i, Heard: r.value})
		}
	}
}

func (s *Senses) feel(ctx context.Context, i int, part Part) sensed {
	r := callHook(ctx, s.Timeout, "voice", i, func(ctx context.Context) (Feeling, error) { return s.Voice.Feel(ctx, part) })
	if r.fault != nil {
		return failed(r.fault)
	}
	return func(p *Perceived) {
		r.value.Confidence, r.value.Intensity = share(r.value.Confidence), share(r.value.Intensity)
		r.value.Valence = share((r.value.Valence+1)/2)*2 - 1
		if p.Voice == nil || r.value.Intensity > p.Voice.Intensity {
			p.Voice = &r.value
		}
	}
}

func (s *Senses) see(ctx context.Context, i int, part Part, locale string) sensed {
	r := callHook(ctx, s.Timeout, "image_reader", i, func(ctx context.Context) (Seen, error) { return s.Images.ReadImage(ctx, part, locale) })
	if r.fault != nil {
		return failed(r.fault)
	}
	return func(p *Perceived) {
		found := r.value
		found.Confidence = share(found.Confidence)
		found.Text = strings.ToValidUTF8(strings.TrimSpace(found.Text), "\uFFFD")
		found.Values = slices.Clone(found.Values)
		if found.Text == "" && len(found.Values) == 0 {
			return
		}
		p.Seen = append(p.Seen, SeenPart{Part: i, Seen: found})
		if s.clear(found.Confidence) {
			for _, v := range found.Values {
				v.Start, v.End = 0, 0
				p.Values = append(p.Values, v)
			}
		}
	}
}

// clear reports whether something is sure enough to be understood.
func (s *Senses) clear(confidence float64) bool {
	return confidence == 0 || confidence >= orElse(s.Clear, 0.5)
}

// share makes a number between 0 and 1 of what a hook takes for one; what is no
// number could not be written down.
func share(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(max(x, 0), 1)
}

func orElse(value, other float64) float64 {
	if value == 0 {
		return other
	}
	return value
}

// words are what a message says by all its parts.
func (s *Senses) words(m *Message, p *Perceived) string {
	var lines []string
	for i, part := range m.Parts {
		for _, h := range p.Heard {
			if h.Part == i && s.clear(h.Confidence) {
				lines = append(lines, h.Text)
				if p.Language == "" {
					p.Language = primary(h.Language)
				}
			}
		}
		for _, found := range p.Seen {
			if found.Part == i && s.clear(found.Confidence) {
				lines = append(lines, found.Text)
			}
		}
		if part.Kind == "" || written(part.Kind) || part.Kind == LocationPart {
			if said := part.Plain(); !saysAll(m.Text, said) {
				lines = append(lines, said)
			}
		}
	}
	if strings.TrimSpace(m.Text) == "" && len(lines) > 0 {
		return joinLines(lines...)
	}
	if rest := joinLines(lines...); rest != "" { // places in the own text stay what they are
		return m.Text + "\n" + rest
	}
	return m.Text
}

// translate puts the text into a language that is understood.
func (s *Senses) translate(ctx context.Context, m *Message, p *Perceived) {
	if p.Text == "" {
		return
	}
	if p.Language == "" || strings.TrimSpace(m.Text) != "" {
		if found, sure := text.Detect(p.Text); sure >= 0.5 {
			p.Language = found
		} else if p.Language == "" {
			p.Language = primary(m.Locale)
		}
	}
	known := s.Languages
	if len(known) == 0 {
		known = []string{"en", "zh"}
	}
	if s.Translator == nil || p.Language == "" || slices.Contains(known, p.Language) {
		return
	}
	r := callHook(ctx, s.Timeout, "translator", -1, func(ctx context.Context) (string, error) {
		return s.Translator.Translate(ctx, p.Text, p.Language, known[0])
	})
	switch {
	case r.fault != nil:
		p.Faults = append(p.Faults, *r.fault)
	case strings.TrimSpace(r.value) != "":
		p.Original, p.Foreign = p.Text, p.Language
		p.Text, p.Language = strings.ToValidUTF8(r.value, "\uFFFD"), known[0]
	}
}

// hooked reports whether there is any hook.
func (s *Senses) hooked() bool {
	return s.Transcriber != nil || s.Images != nil || s.Translator != nil || s.Identity != nil || s.Voice != nil
}
