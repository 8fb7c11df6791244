package kefu

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
	"github.com/kefu-go/kefu/metrics/survey"
)

// Metrics measures how well the service works: every turn, hand-off, assignment, ticket, verdict and correction of an
// intent is carried from the histories of the other packages to a [metrics.Collector], once,
// across restarts and on several nodes. A correction ([intent.Registry.Correct]) is the truth about a message where its ID is
// that of the reply ([Reply].ID); [metrics.Collector.Trail] tells it, and no rate counts it.
type Metrics struct {
	// Options are the collector's. Its Now and Logger are the bot's.
	Options metrics.Options
	// Event may change an event before it is recorded: add dimensions such as a tier or a region,
	// and labels. It is called for each event, again after a crash, and has to give the same for the
	// same. A panic is contained, and the event is recorded as it was, as it is where it
	// cannot be recorded changed. Default: nothing, but see Segments.
	Event func(ctx context.Context, e *metrics.Event)
	// Segments are the attributes of [Profiles] that become labels of the same name, such as
	// "purchases" or "city"; at most 8. "tier" and "region" become these dimensions. A value that no label can have, as an
	// address of several lines, is left out. Default: "tier" and
	// "region", where there are profiles.
	Segments []string
	// Alerts are rules that call somebody, through Notifier: see [alert.LowCSAT] and others. Both are set or none.
	// What is pending and firing is kept with the records of the knowledge base. Default: none.
	Alerts   []alert.Rule
	Notifier alert.Notifier
	// Survey asks customers what they thought of a talk, some time after it. Its Now and Logger are the bot's. Default: nil,
	// nobody is asked but as [dialog.Options.Rating] says.
	Survey *survey.Options
	// Asker sends these surveys. Default: the flow of [dialog.AskRating] is begun in the conversation, as
	// [dialog.Options.Proactive] allows; without such a flow no survey can be delivered.
	Asker survey.Asker
	// Improve makes a ticket of the type "improvement" of each rating in a conversation of so many stars or fewer. It needs
	// [Options.Tickets]. Default: 0, none are made.
	Improve float64
}

// Metrics returns the collector of what happens in the service; nil without [Options.Metrics].
func (b *Bot) Metrics() *metrics.Collector { return b.metrics }

// measured makes what measures, and what follows from it.
func (b *Bot) measured() (err error) {
	o := b.opts.Metrics.Options
	o.Now, o.Logger = b.opts.Now, b.opts.Logger
	if b.metrics, err = metrics.New(b.opts.Stores.Metrics, &o); err != nil {
		return err
	}
	if len(b.opts.Metrics.Alerts) > 0 {
		if b.alerts, err = b.newAlerts(); err != nil {
			return err
		}
	}
	if b.opts.Metrics.Survey != nil {
		b.surveys, err = b.newSurveys()
	}
	return err
}

// meterBatch is how many records of a history are carried over at a time.
const meterBatch = 500

// followMeters carries what happens to the collector, until ctx is done.
func (b *Bot) followMeters(ctx context.Context) {
	meters := b.meters()
	tick := time.NewTicker(logPoll)
	defer tick.Stop()
	for {
		for _, m := range meters {
			if err := m.carry(ctx); err != nil && ctx.Err() == nil {
				b.opts.Logger.WarnContext(ctx, "kefu: metrics are behind", "source", m.name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Measure carries what happened until now to the collector and folds it, as Run does each second: for programs
// that do not Run, and for those that want a report now. Without [Options.Metrics] it does nothing.
func (b *Bot) Measure(ctx context.Context) error {
	if b.metrics == nil {
		return nil
	}
	for _, m := range b.meters() {
		if err := m.carry(ctx); err != nil {
			return err
		}
	}
	_, err := b.metrics.Roll(ctx)
	return err
}

// meter carries one history to the collector. Its cursor is kept with the records of the
// knowledge base and saved after what it stands behind was recorded; what is recorded again after a crash is known
// by its ids.
type meter struct {
	b    *Bot
	name string
	// read yields what the records behind a cursor come to. What it keeps with the cursor is
	// saved with it.
	read func(ctx context.Context, at *cursor) iter.Seq2[metered, error]
}

// metered is what one record of a history comes to.
type metered struct {
	cursor int64
	events []metrics.Event
}

func (b *Bot) meters() []meter {
	all := []meter{{b, "metered turns", b.meterTurns}, {b, "metered verdicts", b.meterVerdicts}, {b, "metered corrections", b.meterCorrections}}
	if b.router != nil {
		all = append(all, meter{b, "metered work", b.meterWork})
	}
	if b.tickets != nil {
		all = append(all, meter{b, "metered cases", b.meterCases})
	}
	return all
}

// carry reads on until there is nothing new.
func (m meter) carry(ctx context.Context) error {
	for {
		more, err := m.some(ctx)
		if errors.Is(err, kb.ErrConflict) { // another node is at it
			return nil
		}
		if err != nil || !more {
			return err
		}
	}
}

func (m meter) some(ctx context.Context) (more bool, err error) {
	at, err := m.b.loadCursor(ctx, m.name)
	if err != nil {
		return false, err
	}
	var events []metrics.Event
	records := 0
	for r, err := range m.read(ctx, &at) {
		if err != nil {
			return false, err
		}
		events, at.At = append(events, r.events...), r.cursor
		if records++; records == meterBatch {
			break
		}
	}
	if records == 0 {
		return false, nil
	}
	if err := m.b.record(ctx, events); err != nil {
		return false, err
	}
	return records == meterBatch, m.b.saveCursor(ctx, &at)
}

// record records events with what is known of their customers.
func (b *Bot) record(ctx context.Context, events []metrics.Event) error {
	profiles := map[string]kb.Profile{}
	for i := range events {
		e := &events[i]
		b.segment(ctx, e, profiles)
		if own := b.opts.Metrics.Event; own != nil {
			changed := *e
			changed.Labels, changed.Tags = slices.Clone(e.Labels), slices.Clone(e.Tags)
			err := contained(func() error { own(ctx, &changed); return changed.Validate() })
			if err == nil && changed.Thread() == e.Thread() {
				changed.ID = e.ID
				*e = changed
			} else {
				b.opts.Logger.ErrorContext(ctx, "kefu: an event of metrics is left as it was", "error", err)
			}
		}
	}
	kept := events[:0]
	for _, e := range events {
		if e.Validate() != nil {
			fit(&e)
		}
		if err := e.Validate(); err != nil { // one that cannot be counted must not keep all others waiting
			b.opts.Logger.ErrorContext(ctx, "kefu: something cannot be counted", "error", err)
			continue
		}
		kept = append(kept, e)
	}
	return b.metrics.Record(ctx, kept...)
}

// maxLabels is how many labels an event can have.
const maxLabels = 8

// segment adds what the host's profiles say of the customer.
func (b *Bot) segment(ctx context.Context, e *metrics.Event, known map[string]kb.Profile) {
	if b.opts.Profiles == nil || e.Customer == "" {
		return
	}
	p, ok := known[e.Customer]
	if !ok {
		p = b.profile(ctx, e.Customer)
		known[e.Customer] = p
	}
	for _, name := range b.opts.Metrics.Segments {
		switch value := p.Attributes[name]; {
		case value == "":
		case name == "tier":
			e.Tier = value
		case name == "region":
			e.Region = value
		case len(e.Labels) < maxLabels:
			e.Labels = append(e.Labels, metrics.Label{Name: name, Value: value})
		}
	}
}

// fit makes an event one that can be counted where only words are wrong with it: the reason that somebody wrote is cut, and what
// no dimension, label or tag can be is left out. What it is about stays as it is.
func fit(e *metrics.Event) {
	for _, s := range []*string{&e.Reason, &e.Category, &e.Rule, &e.Model, &e.Intent} {
		*s = cut(strings.ReplaceAll(strings.ToValidUTF8(*s, "\uFFFD"), "\x00", ""), metrics.MaxID)
	}
	for _, s := range []*string{&e.Tier, &e.Region, &e.Language, &e.Base, &e.Channel} {
		if !isLabel(metrics.Label{Name: "dimension", Value: *s}) {
			*s = ""
		}
	}
	e.Labels = slices.DeleteFunc(slices.Clone(e.Labels), func(l metrics.Label) bool { return !isLabel(l) })
	e.Tags = slices.DeleteFunc(slices.Clone(e.Tags), func(tag string) bool {
		return tag == "" || !isLabel(metrics.Label{Name: "tag", Value: strings.ReplaceAll(tag, "\n", " ")})
	})
	e.Tags = e.Tags[:min(len(e.Tags), metrics.MaxTags)]
}

// isLabel says that an event can have a label.
func isLabel(l metrics.Label) bool {
	e := metrics.Event{ID: "label", At: time.Unix(1, 0), Kind: metrics.CustomerSpoke, Conversation: "label", Labels: []metrics.Label{l}}
	return e.Validate() == nil
}

// cut is what of a text is at most so many bytes long, in whole characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// firstWord is what stands before the first space.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}
