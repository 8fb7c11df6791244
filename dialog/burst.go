package dialog

import (
	"context"
	"strings"
	"sync"
	"time"
)

// Messages of a burst wait at most so many times Options.Merge, and have at most so many
// bytes together.
const (
	burstPatience = 4
	burstText     = MaxText / 2
)

// heldFor is how long a message may wait for the ones that follow it before a sweep
// answers it: longer than the one who answers the burst can take.
func (o *Options) heldFor() time.Duration {
	return burstPatience*o.Merge + 2*o.TurnTimeout + time.Second
}

// bursts are the messages that wait on this node for what the customer writes next,
// the last one of each conversation.
type bursts struct {
	mu   sync.Mutex
	last map[string]*burstMessage
}

// burstMessage is one of them.
type burstMessage struct {
	id       string
	began    time.Time     // when the first message of the burst came
	size     int           // bytes of the burst up to this one
	before   *burstMessage // whom to let go first
	followed chan struct{} // closed when another message came
	alone    bool          // that one cannot be read together with this one
	over     bool          // it waits no longer
	done     chan struct{} // closed when the turn is over
}

// join puts a message into the burst of its conversation. It returns nil if the same
// message waits there already, and that one's end in place of it.
func (b *bursts) join(msg Message, now time.Time) (m *burstMessage, twin <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.last[msg.Conversation]
	for other := before; other != nil; other = other.before {
		if other.id == msg.ID {
			return nil, other.done
		}
	}
	m = &burstMessage{id: msg.ID, began: now, size: len(msg.Text), before: before, followed: make(chan struct{}), done: make(chan struct{})}
	if before != nil {
		before.alone = !mergeable(msg) || before.size+len(msg.Text) > burstText || before.over
		if !before.alone {
			m.began, m.size = before.began, before.size+len(msg.Text)
		}
		close(before.followed)
	}
	if b.last == nil {
		b.last = map[string]*burstMessage{}
	}
	b.last[msg.Conversation] = m
	return m, nil
}

// stop ends the wait of a message, so that who comes after it begins a burst of his own.
func (b *bursts) stop(m *burstMessage) { b.mu.Lock(); defer b.mu.Unlock(); m.over = true }

// leave takes a message out whose turn is over.
func (b *bursts) leave(conversation string, m *burstMessage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(m.done)
	m.before = nil
	if b.last[conversation] == m {
		delete(b.last, conversation)
	}
}

// mergeable reports whether a message can be read together with others: it has words
// and nothing else.
func mergeable(msg Message) bool {
	return msg.Choice == "" && len(msg.Parts) == 0 && strings.TrimSpace(msg.Text) != ""
}

// merge takes a message of a customer who may write on: it waits, and answers for all
// messages that came in between. Those get a reply of the kind [Merged] and no words.
func (e *Engine) merge(ctx context.Context, msg Message) (Reply, error) {
	if err := e.sanitize(&msg); err != nil {
		return Reply{}, err
	}
	if r, err := e.store.Replied(ctx, msg.Conversation, msg.ID); err == nil && r.Message.From == Customer {
		return r.Reply, nil
	}
	m, twin := e.bursts.join(msg, e.now())
	if m == nil {
		select {
		case <-twin:
			return e.do(ctx, msg, work{name: converseWork})
		case <-ctx.Done():
			return Reply{}, ctx.Err()
		}
	}
	before := m.before
	defer e.bursts.leave(msg.Conversation, m)
	followed, err := e.await(ctx, m, mergeable(msg))
	e.bursts.stop(m)
	if err != nil {
		return Reply{}, err
	}
	if before != nil { // the ledger keeps the order in which they came
		select {
		case <-before.done:
		case <-ctx.Done():
			return Reply{}, ctx.Err()
		}
	}
	if followed && !m.alone {
		return e.do(ctx, msg, work{name: holdWork})
	}
	return e.do(ctx, msg, work{name: converseWork})
}

// await waits for the next message, as long as the burst may last.
func (e *Engine) await(ctx context.Context, m *burstMessage, mergeable bool) (followed bool, err error) {
	if !mergeable {
		return false, nil
	}
	left := min(e.opts.Merge, burstPatience*e.opts.Merge-e.now().Sub(m.began))
	wait := time.NewTimer(max(left, 0))
	defer wait.Stop()
	select {
	case <-m.followed:
		return true, nil
	case <-wait.C:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// holdBack is the turn of a message that another one follows: its words wait for it.
func (t *Talk) holdBack(ctx context.Context) error {
	if t.turn.Conversation.Owner == Agent {
		return t.converse(ctx)
	}
	if err := t.perceive(ctx); err != nil {
		return err
	}
	t.arrived(ctx)
	t.overhearAsked()
	if len(t.s.Held) == 0 {
		t.s.HeldAt = t.millis()
	}
	t.s.Held = append(t.s.Held, t.text)
	t.turn.Reply.Kind = Merged
	return nil
}

// gather reads the messages that were held together with this one.
func (t *Talk) gather() {
	s := t.s
	if len(s.Held) == 0 || t.choice != "" {
		return
	}
	t.text = strings.TrimSpace(strings.Join(append(s.Held, t.text), "\n"))
	s.Held, s.HeldAt = nil, 0
}

// answerHeld answers messages whose last one never came, because its process died.
func (t *Talk) answerHeld(ctx context.Context) error {
	t.text = ""
	said := Message{From: Customer, Text: strings.Join(t.s.Held, "\n"), Locale: t.turn.Conversation.Locale}
	t.uttered = &utterance{of: said.Text}
	t.turn.Reply.Locale = t.engine.locale(said, t.turn.Conversation.Locale, t.uttered)
	if err := t.converse(ctx); err != nil {
		return err
	}
	t.push()
	return nil
}
