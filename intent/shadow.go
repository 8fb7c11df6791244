package intent

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// Comparison says how a shadow does beside the model that answers, on the messages
// of one node.
type Comparison struct {
	// Live and Shadow are the versions, Since when they are compared.
	Live   string    `json:"live"`
	Shadow string    `json:"shadow"`
	Since  time.Time `json:"since"`
	// Messages is how many were classified by both, Agreed for how many of them both
	// decided the same for the same intent.
	Messages int `json:"messages"`
	Agreed   int `json:"agreed"`
	// LiveConfident and ShadowConfident are how many messages each was confident
	// about.
	LiveConfident   int `json:"live_confident"`
	ShadowConfident int `json:"shadow_confident"`
	// Corrected is how many of the messages somebody corrected later, LiveRight and
	// ShadowRight how many of them each had got right before: as the first
	// prediction, or, for [OutOfScope], as [Unknown]. Only the latest 4096 messages
	// are remembered for that.
	Corrected   int `json:"corrected"`
	LiveRight   int `json:"live_right"`
	ShadowRight int `json:"shadow_right"`
	// LiveTime and ShadowTime are how long all messages took, by
	// [RegistryOptions.Now].
	LiveTime   time.Duration `json:"live_time"`
	ShadowTime time.Duration `json:"shadow_time"`
	// Disagreements are the latest 100 messages on which they did not agree, the
	// oldest first.
	Disagreements []Disagreement `json:"disagreements,omitempty"`
}

// Disagreement is a message on which two models do not agree. Text is what the
// customer wrote, up to 1000 bytes.
type Disagreement struct {
	Text   string `json:"text"`
	Live   Result `json:"live"`
	Shadow Result `json:"shadow"`
}

// Agreement returns the share of messages on which both agreed, in [0,1]; 1 if
// there were none.
func (c *Comparison) Agreement() float64 {
	if c.Messages == 0 {
		return 1
	}
	return float64(c.Agreed) / float64(c.Messages)
}

// What a comparison remembers.
const (
	keptDisagreements = 100
	keptText          = 1000
	keptAnswers       = 4096
)

// Shadow has a model of the store classify every message beside the live one,
// which still answers; see Comparison. It learns the same corrections. An empty
// version ends that. The error is [ErrNotFound] if the store does not have it, or no
// model is live, [ErrDamaged] or [ErrNewer] if it cannot be read, and a [FieldError]
// for the live model itself.
func (r *Registry) Shadow(ctx context.Context, version string) error {
	if err := r.check(ctx, version); err != nil {
		return err
	}
	return r.change(ctx, func(live Live) (Live, error) {
		switch {
		case live.Version == "" && version != "":
			return live, ErrNotFound
		case live.Version == version && version != "":
			return live, &FieldError{"version", "is live"}
		}
		live.Shadow = version
		return live, nil
	})
}

// Promote makes the shadow live. The error is [ErrNotFound] if there is none, and
// [ErrConflict] if somebody else changed what is live at the same time. The gate is
// not asked: the comparison has shown more.
func (r *Registry) Promote(ctx context.Context) error {
	return r.change(ctx, func(live Live) (Live, error) {
		if live.Shadow == "" {
			return live, ErrNotFound
		}
		return live.using(live.Shadow), nil
	})
}

// Comparison returns how the shadow does on this node since both models are what
// they are, and false if there is no shadow.
func (r *Registry) Comparison() (Comparison, bool) {
	s := r.now.Load()
	if s == nil || s.shadow == nil {
		return Comparison{}, false
	}
	return s.shadow.compared.snapshot(), true
}

// shadow is a model that is compared.
type shadow struct {
	answering
	compared *compared
}

// compared counts. It is safe for concurrent use.
type compared struct {
	mu      sync.Mutex
	counts  Comparison
	answers []answers // the latest, a ring
	next    int       // where the next one goes
}

// answers are what both said to a message; labels are empty for Unknown.
type answers struct {
	text         uint64 // hash of the key; 0 once it was told who is right
	live, shadow string
}

func newCompared(live Live, now time.Time) *compared {
	return &compared{counts: Comparison{Live: live.Version, Shadow: live.Shadow, Since: now}}
}

// classifyBoth returns what the live model says, and compares it.
func (r *Registry) classifyBoth(ctx context.Context, s *serving, in Input) (Result, error) {
	start := r.opts.Now()
	live, err := s.model.Classify(ctx, in)
	live.Model = s.name()
	if err != nil {
		return live, err
	}
	between := r.opts.Now()
	shadow, err := s.shadow.model.Classify(ctx, in)
	if err != nil {
		return live, nil //nolint:nilerr // the live model was in time
	}
	end := r.opts.Now()
	shadow.Model = s.shadow.name()
	s.shadow.compared.add(in.Text, live, shadow, between.Sub(start), end.Sub(between))
	return live, nil
}

func (c *compared) add(message string, live, shadow Result, liveTime, shadowTime time.Duration) {
	said := answers{hashOf(message), answer(live), answer(shadow)}
	agreed := live.Decision == shadow.Decision && said.live == said.shadow
	c.mu.Lock()
	defer c.mu.Unlock()
	n := &c.counts
	n.Messages++
	n.LiveTime += liveTime
	n.ShadowTime += shadowTime
	if live.Decision == Confident {
		n.LiveConfident++
	}
	if shadow.Decision == Confident {
		n.ShadowConfident++
	}
	if len(c.answers) < keptAnswers {
		c.answers = append(c.answers, said)
	} else {
		c.answers[c.next] = said
	}
	c.next = (c.next + 1) % keptAnswers
	if agreed {
		n.Agreed++
		return
	}
	if len(n.Disagreements) == keptDisagreements {
		n.Disagreements = slices.Delete(n.Disagreements, 0, 1)
	}
	// A result is the caller's, who may change it.
	live.Predictions = slices.Clone(live.Predictions)
	if len(message) > keptText { // a copy, so that nobody keeps the rest
		message = strings.Clone(strings.ToValidUTF8(message[:keptText], ""))
	}
	n.Disagreements = append(n.Disagreements, Disagreement{message, live, shadow})
}

// tell counts who was right about the messages with the text of a correction.
func (c *compared) tell(right Correction) {
	hash := hashOf(right.Text)
	label := right.Label
	if isOutOfScope(label) {
		label = ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.answers {
		a := &c.answers[i]
		if a.text != hash {
			continue
		}
		a.text = 0
		c.counts.Corrected++
		if a.live == label {
			c.counts.LiveRight++
		}
		if a.shadow == label {
			c.counts.ShadowRight++
		}
	}
}

func (c *compared) snapshot() Comparison {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.counts
	n.Disagreements = slices.Clone(n.Disagreements)
	for i := range n.Disagreements {
		d := &n.Disagreements[i]
		d.Live.Predictions, d.Shadow.Predictions = slices.Clone(d.Live.Predictions), slices.Clone(d.Shadow.Predictions)
	}
	return n
}

// answer returns the label of the first prediction, "" for Unknown.
func answer(r Result) string {
	if r.Decision == Unknown {
		return ""
	}
	return r.Top().Label
}

// hashOf returns a hash of what makes texts identical.
func hashOf(message string) uint64 {
	return linear.HashString(linear.Hash, text.Key(message))
}
