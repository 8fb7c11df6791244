package kefu

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/assist"
	"github.com/kefu-go/kefu/ticket"
)

// The vocabulary of conversations, which package dialog owns.
type (
	// Message is what one party says; see [dialog.Message].
	Message = dialog.Message
	// Reply is what the customer gets to see; see [dialog.Reply].
	Reply = dialog.Reply
	// Part is one piece of content; see [dialog.Part].
	Part = dialog.Part
	// Choice is something that the customer can pick; see [dialog.Choice].
	Choice = dialog.Choice
	// Handoff is the record that goes to whoever takes over; see [dialog.Handoff].
	Handoff = dialog.Handoff
	// HandoffSink takes conversations over; see [dialog.HandoffSink].
	HandoffSink = dialog.HandoffSink
	// Outgoing is an item of the outbox; see [dialog.Outgoing].
	Outgoing = dialog.Outgoing
	// Sender delivers to the customer; see [dialog.Sender].
	Sender = dialog.Sender
)

// ErrInvalid is the kind of every error about input that cannot be used.
var ErrInvalid = dialog.ErrInvalid

// Options are the choices of a [Bot].
type Options struct {
	// Stores keep the knowledge base and the conversations. KB and Dialog are set
	// both or none. Default: [MemoryStores].
	Stores Stores
	// KB are further choices of the knowledge base: lexicon, live answers, a model
	// of the host's, guard, rights. Its Policy, Now, NewID and Logger are those of
	// the bot, its Records and Log those of Stores. Default: those of package kb.
	KB kb.LibraryOptions
	// Dialog are further choices of the conversations: flows, patterns, texts. What is
	// also a field of Options or of Understanding is that of the bot. Default: those of
	// package dialog.
	Dialog dialog.Options
	// Scope says which knowledge bases a message may see. A panic fails the turn.
	// Default: nil, and every message sees all of them.
	Scope func(Message) kb.Scope
	// Profiles tells what is known of a customer. Default: nil, nothing.
	Profiles Profiles
	// ProfileTimeout bounds each call of Profiles. Default: 300 ms.
	ProfileTimeout time.Duration
	// Understanding says how messages are read. Default: as it is described there.
	Understanding Understanding
	// Policy decides when the bot answers, suggests or passes. Default: the
	// zero policy of package kb.
	Policy kb.Policy
	// MaxUnanswered is how many questions in a row may stay unanswered; the
	// last of them hands over. Negative: never. Default: 2.
	MaxUnanswered int
	// Escalation decides when a customer is soothed, offered a person or handed over
	// unasked. Default: that of package dialog.
	Escalation *escalation.Policy
	// Handoff takes conversations over. Default: nil, and the bot then says
	// that nobody can be reached.
	Handoff HandoffSink
	// Routing brings conversations that are handed over to agents; Handoff then
	// only hears of them first. Default: nil, and Handoff takes them over.
	Routing *Routing
	// Tickets makes cases of what conversations cannot finish. Default: nil, none are
	// kept.
	Tickets *Tickets
	// Metrics measures how well the service works. Default: nil, nothing is measured.
	Metrics *Metrics
	// Assist is what helps agents beside a conversation. Default: suggestions from
	// the knowledge base and the canned replies.
	Assist Assist
	// Sender delivers what leaves outside of Handle. Default: nil, and the host
	// reads an agent's words from the transcript.
	Sender Sender
	// DeliverTimeout bounds each call of Handoff and Sender. Default: 10 s.
	DeliverTimeout time.Duration
	// Texts replaces the bot's own wording, by language ("en", "zh"); empty
	// fields keep the default. A language that is not known to the bot must be
	// complete. Default: nil.
	Texts map[string]Texts
	// Locale is the language of replies to messages that do not show theirs, as
	// a BCP 47 tag. Default: "en".
	Locale string
	// OnTurn is told about every turn after its commit: for logs, traces and
	// tests. Default: nil.
	OnTurn func(Message, Reply)
	// Now tells the time. Default: time.Now.
	Now func() time.Time
	// NewID makes ids. Default: a UUID of version 7.
	NewID func() string
	// Logger hears about what cannot be returned as an error, never about
	// customer text. Default: nobody.
	Logger *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	var faults []error
	fault := func(field, reason string) {
		faults = append(faults, &dialog.FieldError{Field: field, Reason: reason})
	}
	if o.Stores.KB == nil && o.Stores.Dialog == nil {
		o.Stores.KB, o.Stores.Dialog = kb.NewMemoryStore(), dialog.NewMemoryStore()
	} else if o.Stores.KB == nil || o.Stores.Dialog == nil {
		fault("stores", "are not complete")
	}
	if o.Stores.KBRecords == nil {
		o.Stores.KBRecords = kb.NewMemoryRecords()
	}
	if o.Stores.KBLog == nil {
		o.Stores.KBLog = kb.NewMemoryLog()
	}
	if o.Stores.Intent == nil {
		o.Stores.Intent = intent.NewMemoryStore()
	}
	if o.Stores.Routing == nil {
		o.Stores.Routing = routing.NewMemoryStore()
	}
	if o.Stores.Assist == nil {
		o.Stores.Assist = assist.NewMemoryStore()
	}
	if o.Stores.Ticket == nil {
		o.Stores.Ticket = ticket.NewMemoryStore()
	}
	if o.Stores.Metrics == nil {
		o.Stores.Metrics = metrics.NewMemoryStore()
	}
	if o.Metrics != nil {
		o.Metrics.check(o.Tickets, fault)
	}
	if o.Metrics != nil && o.Metrics.Segments == nil {
		own := *o.Metrics
		own.Segments = []string{"tier", "region"}
		o.Metrics = &own
	}
	if o.Tickets != nil {
		own := *o.Tickets
		if own.Complaints == nil {
			own.Complaints = []string{complaintType}
		}
		own.Untaken = cmp.Or(own.Untaken, untakenAfter)
		o.Tickets = &own
	}
	if field := (*kb.FieldError)(nil); errors.As(o.Policy.Validate(), &field) {
		fault("policy."+field.Field, field.Reason)
	}
	if o.MaxUnanswered == 0 {
		o.MaxUnanswered = 2
	}
	if o.DeliverTimeout < 0 {
		fault("deliver_timeout", "is negative")
	} else if o.DeliverTimeout == 0 {
		o.DeliverTimeout = 10 * time.Second
	}
	if o.ProfileTimeout < 0 {
		fault("profile_timeout", "is negative")
	} else if o.ProfileTimeout == 0 {
		o.ProfileTimeout = profileTimeout
	}
	if o.Locale == "" {
		o.Locale = "en"
	}
	faults = append(faults, o.Understanding.complete()...)
	texts := defaultTexts()
	for lang, own := range o.Texts {
		merged := texts[lang].with(own)
		if missing := merged.missing(); missing != "" {
			fault("texts", fmt.Sprintf("for %q lack %s", lang, missing))
		}
		texts[lang] = merged
	}
	o.Texts = texts
	if _, ok := texts[language(o.Locale)]; !ok {
		fault("locale", "is of a language without texts")
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

// library are the options of the knowledge base.
func (o *Options) library() *kb.LibraryOptions {
	l := o.KB
	l.Policy, l.Now, l.NewID, l.Logger = o.Policy, o.Now, o.NewID, o.Logger
	l.Records, l.Log = o.Stores.KBRecords, o.Stores.KBLog
	return &l
}

// routing are the options of the router.
func (o *Options) routing() *routing.Options {
	r := o.Routing.Options
	r.Now, r.Logger = o.Now, o.Logger
	return &r
}

// registry are the options of the intents.
func (o *Options) registry() *intent.RegistryOptions {
	r := o.Understanding.Registry
	r.Now, r.Logger = o.Now, o.Logger
	return &r
}

// language returns the primary subtag of a BCP 47 tag.
func language(locale string) string {
	lang, _, _ := strings.Cut(hyphens(locale), "-")
	return strings.ToLower(lang)
}

// hyphens returns a locale that was written as in POSIX ("zh_CN") as BCP 47 has
// it.
func hyphens(locale string) string { return strings.ReplaceAll(locale, "_", "-") }
