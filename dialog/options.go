package dialog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// Options are the choices of an [Engine].
type Options struct {
	// Flows are the tasks that the bot does with customers. Default: none.
	Flows []*Flow
	// Reader understands messages. Default: [PlainReader].
	Reader Reader
	// Senses hear, see and translate what messages have besides their words, and
	// recognise who speaks. Default: those without hooks: only words and places count.
	Senses *Senses
	// Knowledge answers questions. Default: nil, nothing is answered.
	Knowledge Knowledge
	// Profiles tells what is known of a customer. Default: nil, nothing.
	Profiles ProfileProvider
	// ProfileSink keeps what customers tell about themselves; see [Learn]. It is called
	// from the outbox, at least once for each message that tells something. Default: nil,
	// nothing is learned.
	ProfileSink ProfileSink
	// Handoff takes conversations over. Default: nil, and the bot then says that
	// nobody can be reached.
	Handoff HandoffSink
	// Sender delivers what leaves outside of Handle. Default: nil, and the host
	// reads an agent's words from the transcript.
	Sender Sender
	// Intents says what a message does that is sure to show an intent, by label.
	// Default: nil.
	Intents map[string]IntentAction
	// Effects are what steps made by [Emit] do, by name; they are called from the
	// outbox, at least once for each, with a stable key. Default: none.
	Effects map[string]EffectFunc
	// Patterns are how turns may go. Default: all the built-in ones.
	Patterns Patterns
	// Texts replaces the engine's own words. Default: those in English and Chinese.
	Texts map[TextID]Words
	// Locale is the language of replies to messages that do not show theirs. Default: "en".
	Locale string
	// MaxUnanswered is how many questions in a row may stay unanswered; the last of
	// them hands over. Negative: never. Default: 2.
	MaxUnanswered int
	// MaxFollowUps is how often a customer may come back to a topic that an answer
	// should have settled; the last time hands over. Negative: never. Default: 2.
	MaxFollowUps int
	// NarrowFrom is from how many candidate answers on the bot asks what tells them apart
	// instead of offering a list. Negative: never. Default: 6.
	NarrowFrom int
	// Categories are the words, flows and rules of single categories. Default: none.
	Categories CategoryPolicies
	// Escalation decides when a customer is soothed, offered a person or handed over.
	// Default: [escalation.Default] without its rules about failures and follow-ups, which
	// MaxUnanswered and MaxFollowUps are about.
	Escalation *escalation.Policy
	// Available tells whether people can be reached who could take a hand-off. It is asked
	// when one is made, and in each message for the Escalation; the hand-off says only what
	// is known without the transcript: no summary, no slots, no Past, and a Brief of the
	// category and this message alone. Default: nil, they can.
	Available func(ctx context.Context, h Handoff) (Availability, error)
	// ServeWhileWaiting lets the bot go on until somebody accepts a hand-off. Default:
	// false, it is silent from the hand-off on.
	ServeWhileWaiting bool
	// Summarizer sums conversations up for whoever takes over. Default: [Summarize].
	Summarizer Summarizer
	// ReadTimeout bounds each call of Reader. Default: HookTimeout.
	ReadTimeout time.Duration
	// The bounds of hooks end the contexts that these get. A hook that ignores its context is
	// not waited for: the turn goes on without it, and its goroutine, which nothing can end,
	// lasts as long as the hook does. Nothing bounds how many such there are but the hooks.
	//
	// HookTimeout bounds each call of Profiles and other hooks, KnowledgeTimeout those of
	// Knowledge, DeliverTimeout those of Handoff, Sender and Effects. Defaults: 300 ms,
	// 3 s, 10 s.
	HookTimeout      time.Duration
	KnowledgeTimeout time.Duration
	DeliverTimeout   time.Duration
	// TurnTimeout bounds the work of a turn: a customer whose message takes longer is told
	// so, and it counts as unanswered. Actions have three quarters of it, all together: those
	// that are not done by then have failed. A turn that called one is not given up any more; what
	// follows is bounded call by call. Default: 5 s.
	TurnTimeout time.Duration
	// Timeouts say how long flows wait for a silent customer that have no time-outs of
	// their own. Default: until the session ends.
	Timeouts Timeouts
	// Idle asks silent customers whether they are still there. Default: never.
	Idle Idle
	// SessionTimeout is after what silence a session ends: its flows expire and its
	// topic is forgotten. Negative: never. Default: 24 h.
	SessionTimeout time.Duration
	// HandoffReminder is after what time a customer who waits for a person is told that he is
	// not forgotten; each further reminder comes after twice the wait. Default: 0, never.
	HandoffReminder time.Duration
	// Merge is how long Handle waits for further messages of a customer who writes in
	// bursts, to answer them together. 700 ms suits people who type; messages that come to
	// different nodes are not merged. Default: 0, each message is answered by itself.
	Merge time.Duration
	// Rating says when customers are asked to rate a conversation; [AskRating] has to be
	// among Flows. Default: never.
	Rating Rating
	// Proactive says when customers may be written to unasked. Default: always.
	Proactive *ProactivePolicy
	// Middleware stands around the turns of customers' messages, the first outermost.
	// Default: none.
	Middleware []Middleware
	// Retention says for how long what was said is kept, where the store is an [Archive];
	// Run forgets what is older, once in an hour. Default: nil, everything is kept.
	Retention *Retention
	// NoTrace leaves out what [Engine.Replay] needs. Default: false, every turn can be
	// played again as long as its record is kept, but for those of a run that holds the
	// value of a [SlotSpec.Secret] slot.
	NoTrace bool
	// OnTurn is told about every turn after its commit: for logs and tests. Handle waits
	// for it for HookTimeout. Default: nil.
	OnTurn func(Message, Reply)
	// Now tells the time. Default: time.Now.
	Now func() time.Time
	// NewID makes ids. Default: a UUID of version 7.
	NewID func() string
	// Logger hears about what cannot be returned as an error, never about customer
	// text. Default: nobody.
	Logger *slog.Logger
}

func (o *Options) tracing() bool { return !o.NoTrace }

func (o Options) withDefaults() (Options, error) {
	var faults []error
	fault := func(field, reason string) {
		faults = append(faults, &FieldError{Field: field, Reason: reason})
	}
	span := func(field string, d *time.Duration, usual time.Duration) {
		if *d < 0 {
			fault(field, "is negative")
		} else if *d == 0 {
			*d = usual
		}
	}
	span("hook_timeout", &o.HookTimeout, 300*time.Millisecond)
	span("read_timeout", &o.ReadTimeout, o.HookTimeout)
	span("knowledge_timeout", &o.KnowledgeTimeout, 3*time.Second)
	span("deliver_timeout", &o.DeliverTimeout, 10*time.Second)
	span("handoff_reminder", &o.HandoffReminder, 0)
	span("turn_timeout", &o.TurnTimeout, usualTurn)
	if o.SessionTimeout == 0 {
		o.SessionTimeout = usualSession
	}
	if o.Proactive == nil {
		o.Proactive = &ProactivePolicy{}
	}
	faults = append(faults, o.checkTimes()...)
	if o.Senses == nil {
		o.Senses = &Senses{}
	}
	if o.Reader == nil {
		o.Reader = PlainReader{}
	}
	if o.MaxUnanswered == 0 {
		o.MaxUnanswered = 2
	}
	if o.MaxFollowUps == 0 {
		o.MaxFollowUps = 2
	}
	if o.NarrowFrom == 0 {
		o.NarrowFrom = 6
	}
	if err := o.Categories.Check(); err != nil {
		faults = append(faults, err)
	}
	if o.Escalation == nil {
		o.Escalation = defaultEscalation()
	} else if err := o.Escalation.Validate(); err != nil {
		faults = append(faults, err)
	}
	if o.Locale == "" {
		o.Locale = "en"
	}
	for id := range o.Texts {
		if _, known := DefaultTexts()[id]; !known {
			fault("texts", fmt.Sprintf("have no %q", string(id)))
		}
	}
	names := map[string]bool{}
	for _, f := range o.Flows {
		if f == nil {
			fault("flows", "have one that is nil")
			continue
		}
		if names[f.Name] {
			fault("flows", fmt.Sprintf("have %q twice", f.Name))
		}
		names[f.Name] = true
		if err := f.Check(); err != nil {
			faults = append(faults, err)
		}
	}
	for _, p := range o.Categories {
		if p.Flow != "" && !names[p.Flow] {
			fault("categories", fmt.Sprintf("begin %q, which is no flow", p.Flow))
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, errors.Join(faults...)
}
