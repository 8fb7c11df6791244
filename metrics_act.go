package kefu

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
	"github.com/kefu-go/kefu/metrics/survey"
	"github.com/kefu-go/kefu/ticket"
)

// What follows from numbers: alerts, surveys, and tickets of what customers found bad.

// Alerts returns what watches over the numbers; nil without [Metrics.Alerts].
func (b *Bot) Alerts() *alert.Engine { return b.alerts }

func (b *Bot) newAlerts() (*alert.Engine, error) {
	m := b.opts.Metrics
	return alert.New(m.Alerts, b.metrics, m.Notifier, &alert.Options{Store: alertRecords{b}, Now: b.opts.Now, Logger: b.opts.Logger})
}

// alertKind is the kind of the records of alerts.
const alertKind = "alert"

// alertRecords keeps the state of alerts with the records of the knowledge base.
type alertRecords struct{ b *Bot }

// Load implements [alert.Store].
func (s alertRecords) Load(ctx context.Context, key string) ([]byte, int64, error) {
	r, err := s.b.opts.Stores.KBRecords.Record(ctx, alertKind, key)
	if errors.Is(err, kb.ErrNotFound) {
		return nil, 0, nil
	}
	return r.Data, r.Version, err
}

// Save implements [alert.Store].
func (s alertRecords) Save(ctx context.Context, key string, data []byte, version int64) error {
	_, err := s.b.opts.Stores.KBRecords.PutRecord(ctx, kb.Record{Kind: alertKind, ID: key, Version: version, Updated: s.b.now(), Data: data})
	if errors.Is(err, kb.ErrConflict) {
		return alert.ErrConflict
	}
	return err
}

func (b *Bot) newSurveys() (*survey.Scheduler, error) {
	o := *b.opts.Metrics.Survey
	o.Now, o.Logger = b.opts.Now, b.opts.Logger
	asker := b.opts.Metrics.Asker
	if asker == nil {
		asker = survey.AskerFunc(b.askToRate)
	}
	return survey.New(b.metrics, asker, &o)
}

// surveyKind is what such messages are for; see [dialog.Start].
const surveyKind = "survey"

// askToRate begins the flow that asks for a rating in the conversation of a talk.
func (b *Bot) askToRate(ctx context.Context, s survey.Survey) error {
	e := &s.Episode
	reply, err := b.engine.Start(ctx, dialog.Start{
		ID: s.ID, Conversation: e.Conversation, Customer: e.Customer, Channel: e.Channel, Locale: e.Language,
		Flow: dialog.RatingFlow, Kind: surveyKind, Until: s.Until,
	})
	if errors.Is(err, dialog.ErrInvalid) || err == nil && reply.Kind == dialog.Suppressed {
		return errors.Join(survey.ErrUndeliverable, err)
	}
	return err
}

// improvementType is the type of tickets that are made of bad ratings.
const improvementType = "improvement"

// followRatings makes tickets of bad ratings, until ctx is done.
func (b *Bot) followRatings(ctx context.Context) {
	b.follow(ctx, "improvements", "kefu: no tickets are made of bad ratings yet", nil, b.improve)
}

// improve makes a ticket of a turn in which the customer rated the talk badly: somebody has to find out what was
// wrong. It is no ticket of the customer's, who has said what he had to say.
func (b *Bot) improve(ctx context.Context, record dialog.Record) error {
	for i := range record.Events {
		e := &record.Events[i]
		stars, err := strconv.ParseFloat(e.Value, 64)
		if e.Type != dialog.EventRated || err != nil || stars > b.opts.Metrics.Improve {
			continue
		}
		c := record.Message.Conversation
		d := ticket.Draft{
			ID:   fmt.Sprintf("%s/%.200s/%d", improvementType, c, record.Version),
			Type: improvementType, Source: "conversation/" + c, Channel: record.Message.Channel, Locale: record.Reply.Locale,
			Subject: fmt.Sprintf("%g of 5 stars", stars), Summary: fmt.Sprintf("Conversation %s was rated with %g of 5 stars.", c, stars),
		}
		if strings.HasPrefix(strings.ToLower(d.Locale), "zh") {
			d.Subject, d.Summary = fmt.Sprintf("评分 %g 星", stars), fmt.Sprintf("会话 %s 的评分是 %g 星（满分 5 星）。", c, stars)
		}
		if e.Detail != "" {
			d.Subject, d.Tags = d.Subject+": "+e.Detail, []string{e.Detail}
		}
		if r := record.Reply.Reading; r != nil {
			d.Category = r.Category
		}
		if _, err := b.tickets.Open(ctx, d, ticket.BySystem("kefu")); err != nil && !errors.Is(err, ticket.ErrInvalid) {
			return err
		}
	}
	return nil
}

// check names what contradicts in [Options.Metrics].
func (m *Metrics) check(tickets *Tickets, fault func(field, reason string)) {
	switch {
	case len(m.Alerts) > 0 && m.Notifier == nil:
		fault("metrics.notifier", "is missing")
	case len(m.Alerts) == 0 && m.Notifier != nil:
		fault("metrics.alerts", "are missing")
	}
	if m.Asker != nil && m.Survey == nil {
		fault("metrics.survey", "is missing")
	}
	if m.Improve < 0 || m.Improve > 5 {
		fault("metrics.improve", "is not from 0 to 5")
	}
	if m.Improve > 0 && tickets == nil {
		fault("metrics.improve", "needs tickets")
	}
	for i, name := range m.Segments {
		switch {
		case !isLabel(metrics.Label{Name: name}):
			fault("metrics.segments", "have a name that no label can have")
		case slices.Contains(m.Segments[:i], name):
			fault("metrics.segments", "have a name twice")
		}
	}
	if len(m.Segments) > maxLabels {
		fault("metrics.segments", "are more than 8")
	}
}
