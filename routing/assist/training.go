package assist

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/google/uuid"
)

// TrainingOptions are the settings of a [Training].
type TrainingOptions struct {
	// May says whether somebody may decide about a topic; its error is returned with
	// [ErrForbidden]. Default: everybody may.
	May func(ctx context.Context, actor string, t Topic) error
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// NewID makes keys of marks that have none. Default: UUIDs of version 7.
	NewID func() string
}

// Training is the list of what agents mark for those who train the bot (反馈训练团队).
// It is safe for concurrent use.
type Training struct {
	store MarkStore
	opts  TrainingOptions
}

// NewTraining returns the list that a store keeps. Nil options are the defaults.
func NewTraining(store MarkStore, opts *TrainingOptions) (*Training, error) {
	if store == nil {
		return nil, &FieldError{"store", "is nil"}
	}
	t := &Training{store: store}
	if opts != nil {
		t.opts = *opts
	}
	if t.opts.Now == nil {
		t.opts.Now = time.Now
	}
	if t.opts.NewID == nil {
		t.opts.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	return t, nil
}

// Flag marks something and returns its topic, with the count of marks of the same
// question. A mark without a key gets one, and then counts each time; with a key it
// counts once however often it is sent.
func (t *Training) Flag(ctx context.Context, m Mark) (Topic, error) {
	if m.Key == "" {
		m.Key = t.opts.NewID()
	}
	if m.At.IsZero() {
		m.At = t.opts.Now()
	}
	return t.store.AddMark(ctx, m)
}

// FlagLine marks a line of the customer's in a conversation, with what was answered
// to it. The same agent marking the same line in the same way again counts once, if
// the line has an id. A line that does not exist or is not the customer's is
// [ErrInvalid].
func (t *Training) FlagLine(ctx context.Context, s *Situation, line int, kind MarkKind, note string) (Topic, error) {
	if line < 0 || line >= len(s.Lines) || s.Lines[line].By != ByCustomer {
		return Topic{}, &FieldError{"line", "is no line of the customer"}
	}
	l := s.Lines[line]
	m := Mark{
		Kind: kind, Question: l.Text, Note: note, Agent: s.Agent, Conversation: s.Conversation, Message: l.ID,
		Locale: s.Locale, Category: s.Category,
	}
	if l.ID != "" {
		m.Key = digest(s.Conversation, l.ID, s.Agent, string(kind))
	}
	for _, next := range s.Lines[line+1:] {
		if next.By != ByCustomer {
			m.Answer = next.Text
			break
		}
	}
	return t.Flag(ctx, m)
}

// Decide says what becomes of a topic. Load the topic again after [ErrConflict]:
// somebody else has decided, or it was marked again after it was done.
func (t *Training) Decide(ctx context.Context, d Decision) (Topic, error) {
	if d.At.IsZero() {
		d.At = t.opts.Now()
	}
	if t.opts.May != nil {
		topic, err := t.store.Topic(ctx, d.Topic)
		if err != nil {
			return Topic{}, err
		}
		if err := contained(func() error { return t.opts.May(ctx, d.By, topic) }); err != nil {
			return Topic{}, errors.Join(ErrForbidden, err)
		}
	}
	return t.store.Decide(ctx, d)
}

// Topic returns a topic, or [ErrNotFound].
func (t *Training) Topic(ctx context.Context, id string) (Topic, error) {
	return t.store.Topic(ctx, id)
}

// Topics yields the topics in a state, or all if it is empty, the most frequent
// first. Kinds leaves out all others; none leaves out none.
func (t *Training) Topics(ctx context.Context, state TopicState, kinds ...MarkKind) iter.Seq2[Topic, error] {
	return func(yield func(Topic, error) bool) {
		for topic, err := range t.store.Topics(ctx, state) {
			wanted := err != nil || len(kinds) == 0
			for _, k := range kinds {
				wanted = wanted || topic.Kind == k
			}
			if wanted && !yield(topic, err) {
				return
			}
		}
	}
}

// Marks yields the marks after a cursor, in their order; of one topic, or of all if
// it is empty. Whoever reads them keeps the cursor of the last one.
func (t *Training) Marks(ctx context.Context, topic string, after int64) iter.Seq2[Mark, error] {
	return t.store.Marks(ctx, topic, after)
}
