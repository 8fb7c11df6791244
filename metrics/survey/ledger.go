package survey

import (
	"context"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// What a [metrics.SurveyTried] says of a survey.
const (
	sent          = "sent"
	undeliverable = "undeliverable"
)

// ledger is what one customer was asked.
type ledger struct {
	who string
	// next is the number of the next try of any survey.
	next   int
	events []metrics.Event
}

// who is whose ledger an episode is for: the customer's, or the conversation's where he is not known.
func who(e *metrics.Episode) string {
	if e.Customer != "" {
		return e.Customer
	}
	return "conversation " + e.Conversation
}

// past is what there is to know about an episode.
type past struct {
	episode metrics.Episode
	found   bool
	thread  []metrics.Event
	ledger  ledger
	history History
}

// read looks at a conversation and at its customer's ledger as they are now.
func (s *Scheduler) read(ctx context.Context, e *metrics.Episode, now time.Time) (*past, error) {
	p := &past{ledger: ledger{who: who(e)}}
	conversation, customer := "c/"+e.Conversation, "s/"+p.ledger.who
	for t, err := range s.collector.Store().Threads(ctx, conversation, customer) {
		switch {
		case err != nil:
			return nil, err
		case t.Key == conversation:
			p.thread = t.Events
		case t.Key == customer:
			p.ledger.events = t.Events
		}
	}
	rules := s.collector.Rules()
	episodes, _ := metrics.Fold(p.thread, &rules, now)
	for i := range episodes {
		if episodes[i].ID == e.ID {
			p.episode, p.found = episodes[i], true
		} else if episodes[i].Outcome == metrics.Open {
			p.history.Talking = true
		}
	}
	if p.found && who(&p.episode) != p.ledger.who {
		p.found = false // it was another one's when it was folded last; that is known soon
	}
	p.note(ID(e.ID))
	p.history.Zone = s.zone(ctx, e)
	return p, nil
}

// note reads the history from what happened.
func (p *past) note(id string) {
	h := &p.history
	var refused, welcome time.Time
	for i := range p.thread {
		switch e := &p.thread[i]; e.Kind {
		case metrics.CustomerSpoke:
			last(&h.Spoke, e.At)
		case metrics.SurveySent:
			if e.ID != sent+"/"+id {
				last(&h.Asked, e.At)
			}
		case metrics.SurveyRefused:
			last(&refused, e.At)
		}
	}
	for i := range p.ledger.events {
		switch e := &p.ledger.events[i]; e.Kind {
		case metrics.OptedOut:
			last(&refused, e.At)
		case metrics.OptedIn:
			last(&welcome, e.At)
		case metrics.SurveyTried:
			p.tried(e, e.Item == id)
		}
	}
	h.OptedOut = !refused.IsZero() && !welcome.After(refused)
}

func (p *past) tried(e *metrics.Event, own bool) {
	h := &p.history
	if e.Reason == "" {
		p.ledger.next++
	}
	switch {
	case !own:
		last(&h.Asked, e.At)
	case e.Reason == "":
		h.Tries++
		last(&h.Tried, e.At)
	case e.Reason == sent:
		h.Sent = true
	case e.Reason == undeliverable:
		h.GaveUp = true
	}
}

func last(to *time.Time, at time.Time) {
	if at.After(*to) {
		*to = at
	}
}

// claim writes a try down. It is false if somebody else wrote one since the ledger was read.
func (s *Scheduler) claim(ctx context.Context, l *ledger, id string, now time.Time) (bool, error) {
	added, err := s.collector.Store().Append(ctx, metrics.Event{
		ID: "try/" + strconv.Itoa(l.next), At: now, Kind: metrics.SurveyTried, Customer: l.who, Item: id,
	})
	return added == 1, err
}

// settle writes down what became of a try.
func (s *Scheduler) settle(ctx context.Context, p *past, id, reason string, now time.Time) error {
	events := []metrics.Event{{
		ID: reason + "/" + id, At: now, Kind: metrics.SurveyTried, Customer: p.ledger.who, Item: id, Reason: reason,
	}}
	if reason == sent {
		rules := s.collector.Rules()
		e, err := metrics.About(metrics.Event{
			ID: reason + "/" + id, At: now, Kind: metrics.SurveySent, Customer: p.episode.Customer,
		}, p.episode.ID, p.thread, &rules, now)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	_, err := s.collector.Store().Append(ctx, events...)
	return err
}

// remember makes what a customer refused in one conversation hold in all of them.
func (s *Scheduler) remember(ctx context.Context, e *metrics.Episode) error {
	_, err := s.collector.Store().Append(ctx, metrics.Event{
		ID: "refused/" + ID(e.ID), At: e.Last, Kind: metrics.OptedOut, Customer: who(e),
	})
	return err
}
