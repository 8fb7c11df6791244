package kefu

import (
	"context"
	"errors"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/routing/assist"
)

// Assist are the choices of [Bot.Assist].
type Assist struct {
	// Sources are asked besides the knowledge base and the canned replies: the
	// host's cases, a CRM, a language model. Default: none.
	Sources []assist.Origin
	// Playbook says what to do next. Default: none.
	Playbook *assist.Playbook
	// Options, Replies, Training and Lint are those of package assist. Profiles
	// and Histories of Options default to what the bot knows of customers; Now and
	// NewID are the bot's.
	Options  assist.Options
	Replies  assist.RepliesOptions
	Training assist.TrainingOptions
	Lint     assist.LintOptions
}

// Assistance is what helps agents beside a conversation.
type Assistance struct {
	*assist.Assistant
	// Replies are the canned replies, Training what agents mark, and Linter checks
	// what they write.
	Replies  *assist.Replies
	Training *assist.Training
	Linter   *assist.Linter
}

// Assist returns what helps agents: suggestions out of the knowledge base, the
// canned replies and the sources of [Options.Assist].
func (b *Bot) Assist() *Assistance { return b.assist }

func (b *Bot) newAssistance() (*Assistance, error) {
	o := b.opts.Assist
	o.Options.Now, o.Replies.Now, o.Replies.NewID = b.opts.Now, b.opts.Now, b.opts.NewID
	o.Training.Now, o.Training.NewID = b.opts.Now, b.opts.NewID
	if o.Options.Profiles == nil && b.opts.Profiles != nil {
		o.Options.Profiles = assist.ProfilesFunc(b.attributes)
	}
	if o.Options.Histories == nil {
		o.Options.Histories = assist.HistoriesFunc(b.histories)
	}
	var a Assistance
	var err error
	if a.Replies, err = assist.NewReplies(b.opts.Stores.Assist, &o.Replies); err != nil {
		return nil, err
	}
	if a.Training, err = assist.NewTraining(b.opts.Stores.Assist, &o.Training); err != nil {
		return nil, err
	}
	if a.Linter, err = assist.NewLinter(&o.Lint); err != nil {
		return nil, err
	}
	wish := intent.NewHandoffWish()
	knowledge := func(ctx context.Context, s *assist.Situation) ([]assist.Suggestion, error) {
		return b.advise(ctx, s, wish)
	}
	sources := []assist.Origin{
		{Name: "knowledge", Source: assist.SourceFunc(knowledge)},
		{Name: "replies", Source: a.Replies},
	}
	if o.Playbook != nil {
		sources = append(sources, assist.Origin{Name: "playbook", Source: o.Playbook})
	}
	a.Assistant, err = assist.New(append(sources, o.Sources...), &o.Options)
	return &a, err
}

// maxSituation is how many lines of a conversation agents are helped with.
const maxSituation = 40

// Situation returns what an agent has before him in a conversation, for
// [Bot.Assist]: the last lines, the language, what was found out. An unknown
// conversation is [dialog.ErrNotFound].
func (b *Bot) Situation(ctx context.Context, conversation, agent string) (assist.Situation, error) {
	c, err := b.opts.Stores.Dialog.Load(ctx, conversation)
	if err != nil {
		return assist.Situation{}, err
	}
	s := assist.Situation{Conversation: c.ID, Customer: c.Customer, Agent: agent, Locale: c.Locale, Slots: map[string]string{}}
	for record, err := range b.opts.Stores.Dialog.Transcript(ctx, conversation, 0) {
		if err != nil {
			return s, err
		}
		m, p := record.Message, record.Reply
		if m.From == dialog.Customer && m.Text != "" {
			line := assist.Line{ID: m.ID, By: assist.ByCustomer, Text: m.Text, At: p.At}
			if r := p.Reading; r != nil {
				line.Mood = r.Valence
				if r.Category != "" {
					s.Category = r.Category
				}
				for _, v := range r.Values {
					s.Slots[v.Type] = v.Value
				}
			}
			s.Lines = append(s.Lines, line)
		}
		if p.Text != "" {
			by := assist.ByBot
			if p.From == dialog.Agent {
				by = assist.ByAgent
			}
			s.Lines = append(s.Lines, assist.Line{By: by, Text: p.Text, At: p.At, Notice: by == assist.ByBot && notice(record), Source: p.Source})
		}
		if p.Locale != "" {
			s.Locale = p.Locale
		}
	}
	s.Lines = s.Lines[max(0, len(s.Lines)-maxSituation):]
	return s, nil
}

// notice says that the bot's words answer nothing: they ask what was meant, or tell of
// the queue and of who takes over.
func notice(record dialog.Record) bool {
	switch record.Reply.Kind {
	case dialog.Suggested, dialog.Unanswered, dialog.HandedOff, dialog.Offered, dialog.Invalid:
		return true
	}
	return strings.HasPrefix(record.Message.ID, dialog.SystemIDs+routingReports)
}

// advise is the knowledge base as a source of suggestions. That the customer wants a person
// needs no answer any more.
func (b *Bot) advise(ctx context.Context, s *assist.Situation, wish *intent.HandoffWish) ([]assist.Suggestion, error) {
	speakers := map[assist.Speaker]kb.Speaker{assist.ByCustomer: kb.ByCustomer, assist.ByAgent: kb.ByAgent, assist.ByBot: kb.ByBot}
	talk := make([]kb.Utterance, len(s.Lines))
	for i, l := range s.Lines {
		talk[i] = kb.Utterance{By: speakers[l.By], Text: l.Text}
	}
	query := kb.Query{Text: s.Draft, Locale: s.Locale, Context: kb.Context{Category: s.Category}}
	if b.opts.Scope != nil {
		msg := Message{Conversation: s.Conversation, Customer: s.Customer, Locale: s.Locale}
		if err := contained(func() error { query.Scope = b.opts.Scope(msg); return nil }); err != nil {
			return nil, err
		}
	}
	advice, err := b.kb.Suggest(ctx, talk, query)
	if err != nil {
		return nil, err
	}
	kinds := map[kb.AdviceKind]assist.Kind{kb.AnswerAdvice: assist.Answer, kb.PolicyAdvice: assist.Policy, kb.HowToAdvice: assist.HowTo}
	out := make([]assist.Suggestion, 0, len(advice))
	for _, a := range advice {
		if asks, _ := wish.Detect(a.Need); asks && a.Need != s.Draft {
			continue
		}
		query.Text = a.Need
		answer, err := b.kb.Answer(ctx, a.Hit, query)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		out = append(out, assist.Suggestion{
			Kind: kinds[a.Kind], ID: a.Entry.ID, Title: a.Entry.Question, Text: answer.PlainText(), Score: a.Score, Why: a.Need,
		})
	}
	return out, nil
}

// attributes are what the host knows of a customer, as texts.
func (b *Bot) attributes(ctx context.Context, customer string) (map[string]string, error) {
	p, err := b.opts.Profiles.Profile(ctx, customer)
	return p.Attributes, err
}

// histories are the customer's earlier conversations.
func (b *Bot) histories(ctx context.Context, customer string, limit int) ([]assist.Past, error) {
	past, err := b.engine.History(ctx, customer, limit)
	if errors.Is(err, dialog.ErrNotFound) {
		return nil, nil
	}
	out := make([]assist.Past, len(past))
	for i, p := range past {
		out[i] = assist.Past{Conversation: p.ID, At: p.Started, Channel: p.Channel, Category: p.Category, Summary: p.Summary, Outcome: p.Outcome}
	}
	return out, err
}
