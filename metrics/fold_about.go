package metrics

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// About makes a remark of an event ([Rated], [SurveySent], [AnswerJudged], ...), so that [Fold] counts it for this episode of the
// thread, also if the conversation went on since. It names a message of the talk, which holds even if events that come late show
// that the talk was another one in the row; where no message has an id, an item, or the episode itself. An event that names a
// message or item of the talk already, and one about a ticket, stays as it is. An episode that the
// thread does not come to is [ErrNotFound].
func About(remark Event, episode string, thread []Event, r *Rules, now time.Time) (Event, error) {
	p := partsOf(thread, r, now)
	i := slices.IndexFunc(p.episodes, func(e Episode) bool { return e.ID == episode })
	if i < 0 {
		return remark, fmt.Errorf("%w: the episode", ErrNotFound)
	}
	if p.episodes[i].Subject != Talk {
		return remark, nil
	}
	remark.Conversation = p.episodes[i].Conversation
	if p.named {
		remark.Episode = strings.TrimPrefix(episode, p.items[0].e.Thread()+"#")
		return remark, nil
	}
	turns, things := p.owners()
	if turns[remark.Turn] == episode || remark.Turn == "" && things[remark.Item] == episode {
		return remark, nil
	}
	turn, thing := "", ""
	for _, it := range p.items {
		if it.at > remark.At.UnixMicro() {
			break
		}
		if e := it.e; e.Kind == CustomerSpoke && turns[e.Turn] == episode {
			turn = e.Turn
		} else if things[e.Item] == episode {
			thing = e.Item
		}
	}
	switch {
	case turn != "":
		remark.Turn = turn
	case thing != "":
		remark.Turn, remark.Item = "", thing
	default:
		remark.Turn, remark.Item = "", episode
	}
	return remark, nil
}

// parts are the events of a thread with the episodes that they are part of.
type parts struct {
	episodes []Episode
	items    []item
	of       []string // the ids of the episodes of items, empty for those that are part of none
	named    bool
}

// partsOf folds a thread and remembers which event is part of what.
func partsOf(thread []Event, r *Rules, now time.Time) parts {
	p := parts{items: order(thread, nil)}
	if len(p.items) == 0 {
		return p
	}
	first := p.items[0].e
	f := folder{rules: r.filled(), now: now.UnixMicro(), due: never, key: first.Thread(), items: p.items}
	p.of = make([]string, len(p.items))
	switch {
	case first.Kind == Presence || first.Kind.ofCustomer():
		p.episodes, _ = Fold(thread, r, now)
		return p
	case first.Kind.ofTicket():
		p.episodes = f.ticket()
		for i := range p.of {
			p.of[i] = p.episodes[0].ID
		}
		return p
	}
	p.episodes, _ = f.conversation()
	for i, it := range f.items {
		if it.talk > 0 {
			p.of[i] = f.talks[it.talk-1].ID
		}
		p.named = p.named || it.e.Episode != ""
	}
	return p
}

// owners are the episodes of messages and items: the last ones in which they were.
func (p *parts) owners() (turns, things map[string]string) {
	turns, things = map[string]string{}, map[string]string{}
	for i, it := range p.items {
		if e := it.e; p.of[i] != "" {
			if e.Kind == CustomerSpoke && e.Turn != "" {
				turns[e.Turn] = p.of[i]
			}
			if e.Item != "" && (takesOn(e.Kind) || e.Kind == HandoffRequested || e.Kind == Diverted) {
				things[e.Item] = p.of[i]
			}
		}
	}
	return turns, things
}
