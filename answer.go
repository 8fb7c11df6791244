package kefu

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// answer is the turn of a customer's message.
func (b *Bot) answer(ctx context.Context, turn *dialog.Turn, s *state) error {
	msg, reply := &turn.Message, &turn.Reply
	if turn.Conversation.Owner == dialog.Agent {
		if worded(msg) {
			reply.Reading = b.read(ctx, msg, s, kb.Profile{})
		}
		reply.Kind = dialog.Relayed
		return nil
	}
	words := b.texts(reply.Locale)
	if strings.TrimSpace(msg.Text) == "" && msg.Choice == "" {
		reply.Kind, reply.Text = dialog.Invalid, words.Empty
		return nil
	}
	if len(msg.Text) > MaxText {
		reply.Kind, reply.Text = dialog.Invalid, words.TooLong
		return nil
	}
	query, err := b.query(ctx, turn, s)
	if err != nil {
		return err
	}
	var act Action
	if worded(msg) {
		reply.Reading = b.read(ctx, msg, s, query.Profile)
		query.Context.Category = reply.Reading.Category
		act = b.action(reply.Reading)
	}
	offered := s.Offered
	s.Offered = nil
	if len(offered) == 0 || strings.HasPrefix(msg.Choice, stepChoice) {
		if done, err := b.followGuide(ctx, turn, s); done || err != nil {
			return err
		}
	}
	switch picked, what := pick(offered, msg, words.NoneOfThese); {
	case what == pickedNone:
		reply.Question = s.Question
		return b.unanswered(ctx, turn, s)
	case what == pickedEntry || msg.Choice != "": // also a button of an earlier list
		if what != pickedEntry {
			picked = msg.Choice
		}
		hit, err := b.pickedHit(ctx, picked, query)
		if err == nil {
			reply.Question = s.Question
			return b.answerWith(ctx, reply, s, hit, query)
		}
		if !errors.Is(err, kb.ErrNotFound) {
			return err
		}
		offered = nil // the entry is gone; what was said may still be a question
		if strings.TrimSpace(msg.Text) == "" {
			reply.Kind, reply.Text = dialog.Unanswered, b.unknown(reply.Locale)
			return nil
		}
	}
	if reply.Reading != nil && reply.Reading.WantsHuman {
		reply.Question = s.Question
		return b.handOff(ctx, turn, s, dialog.AskedForHuman)
	}
	hits, err := b.kb.Match(ctx, query)
	if errors.Is(err, kb.ErrBlocked) {
		reply.Kind, reply.Text = dialog.Invalid, words.Declined
		return nil
	}
	if err != nil {
		return err
	}
	decision := b.opts.Policy.Decide(hits)
	if decision.Reason != kb.Identical { // else the message says in so many words what it wants
		if done, err := b.act(ctx, turn, s, act, query); done || err != nil {
			return err
		}
	}
	again := s.Asked == question(msg.Text)
	before := s.Question
	s.Asked, s.Question = question(msg.Text), msg.ID
	if decision.Kind != kb.Direct && len(offered) > 0 && !again {
		if hit, ok := amongOffered(offered, hits, b.opts.Policy); ok {
			reply.Question = before
			return b.answerWith(ctx, reply, s, hit, query)
		}
	}
	if decision.Kind != kb.Direct && b.upset(reply.Reading) {
		reply.Question = msg.ID
		return b.handOff(ctx, turn, s, dialog.Upset)
	}
	switch decision.Kind {
	case kb.Direct:
		return b.answerWith(ctx, reply, s, decision.Hits[0], query)
	case kb.Suggest:
		b.suggest(reply, s, decision.Hits)
	default:
		return b.unanswered(ctx, turn, s)
	}
	return nil
}

// worded reports whether a message has words of the customer's own to read.
func worded(msg *Message) bool {
	return msg.Choice == "" && len(msg.Text) <= MaxText && strings.TrimSpace(msg.Text) != ""
}

// upset reports whether a customer should rather have a person than one more
// question back. His first message alone is no reason: people often complain first,
// and then ask.
func (b *Bot) upset(r *dialog.Reading) bool {
	at := b.opts.Understanding.UpsetAt
	if r == nil || at <= 0 || r.Mood.NeedsHuman < at || r.Mood.Turns < 2 || b.opts.Handoff == nil {
		return false
	}
	return r.Mood.Label == string(emotion.Angry) || r.Mood.Label == string(emotion.Frustrated)
}

// action returns what the intent of a message does.
func (b *Bot) action(r *dialog.Reading) Action {
	if !r.Sure {
		return Action{}
	}
	return b.opts.Understanding.Intents[r.Intent]
}

// act does what an intent does, and reports whether that was anything.
func (b *Bot) act(ctx context.Context, turn *dialog.Turn, s *state, act Action, query kb.Query) (bool, error) {
	switch {
	case act.HandOff && b.opts.Handoff != nil:
		turn.Reply.Question = turn.Message.ID
		return true, b.handOff(ctx, turn, s, dialog.IntentMatched)
	case len(act.Entries) == 0:
		return false, nil
	}
	hit, err := b.firstVisible(ctx, act.Entries, query)
	if errors.Is(err, kb.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	hit.Score = turn.Reply.Reading.Confidence
	s.Asked, s.Question = question(turn.Message.Text), turn.Message.ID
	return true, b.answerWith(ctx, &turn.Reply, s, hit, query)
}

// firstVisible is the first of some entries that is there and may be shown.
func (b *Bot) firstVisible(ctx context.Context, ids []string, query kb.Query) (hit kb.Hit, err error) {
	err = kb.ErrNotFound
	for _, id := range ids {
		if hit, err = b.pickedHit(ctx, id, query); !errors.Is(err, kb.ErrNotFound) {
			break
		}
	}
	return hit, err
}

// answerWith shows the answer of a hit.
func (b *Bot) answerWith(ctx context.Context, reply *Reply, s *state, hit kb.Hit, query kb.Query) error {
	answer, err := b.kb.Answer(ctx, hit, query)
	if errors.Is(err, kb.ErrBlocked) {
		reply.Kind, reply.Text = dialog.Unanswered, b.unknown(reply.Locale)
		return nil
	}
	if err != nil { // the answer is what to say then
		b.opts.Logger.WarnContext(ctx, "kefu: no live answer", "entry", hit.Entry.ID, "error", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.speakAs(reply, hit.Entry)
	s.Unanswered, s.Shown = 0, hit.Entry.ID
	reply.Kind, reply.Source, reply.Score = dialog.Answered, hit.Entry.ID, hit.Score
	b.say(reply, answer)
	if guide := hit.Entry.Guide; guide != nil {
		b.beginGuide(reply, s, hit.Entry)
	}
	return nil
}

// say puts an answer into a reply, behind what it says already.
func (b *Bot) say(reply *Reply, answer kb.Answer) {
	reply.Text = joined(reply.Text, answer.PlainText())
	if parts := answer.Parts; len(reply.Parts) > 0 || len(parts) > 1 || len(parts) == 1 && parts[0].Kind != kb.TextPart {
		reply.Parts = append(reply.Parts, partsFromKB(parts)...)
	}
}

// joined returns two texts with a line break between them.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// pickedHit is an entry that the customer chose, if it may be shown to him: a
// button may be older than what is offered today.
func (b *Bot) pickedHit(ctx context.Context, id string, query kb.Query) (kb.Hit, error) {
	entry, err := b.kb.Get(ctx, id)
	if err != nil {
		return kb.Hit{}, err
	}
	if !b.kb.Visible(&entry, query) {
		return kb.Hit{}, kb.ErrNotFound
	}
	return kb.Hit{Entry: &entry, Score: 1}, nil
}

func (b *Bot) suggest(reply *Reply, s *state, hits []kb.Hit) {
	reply.Kind = dialog.Suggested
	reply.Score = hits[0].Score
	b.speakAs(reply, hits[0].Entry)
	for _, hit := range hits {
		s.Offered = append(s.Offered, Choice{ID: hit.Entry.ID, Label: hit.Entry.Question})
	}
	words := b.texts(reply.Locale)
	reply.Choices = append(append([]Choice(nil), s.Offered...), Choice{ID: noneOfThese, Label: words.NoneOfThese})
	var list strings.Builder
	list.WriteString(words.Suggest)
	for i, c := range reply.Choices {
		list.WriteString("\n" + strconv.Itoa(i+1) + ". " + c.Label)
	}
	reply.Text = list.String()
	reply.Parts = []Part{{Kind: dialog.TextPart, Text: words.Suggest}} // for channels that show the choices themselves
}

// unanswered says that the bot has no answer, or hands over when that has
// happened too often.
func (b *Bot) unanswered(ctx context.Context, turn *dialog.Turn, s *state) error {
	s.Unanswered++
	if b.opts.MaxUnanswered > 0 && s.Unanswered >= b.opts.MaxUnanswered && b.opts.Handoff != nil {
		if turn.Reply.Question == "" {
			turn.Reply.Question = turn.Message.ID
		}
		return b.handOff(ctx, turn, s, dialog.NotAnswered)
	}
	turn.Reply.Kind, turn.Reply.Text = dialog.Unanswered, b.unknown(turn.Reply.Locale)
	return nil
}

// unknown says that there is no answer, and how to reach a person if one can be
// reached.
func (b *Bot) unknown(locale string) string {
	words := b.texts(locale)
	if b.opts.Handoff == nil {
		return words.Unknown
	}
	return words.Unknown + words.AskPerson
}

// question is the form in which a question is remembered, to notice that it is
// asked again.
func question(s string) string {
	key := text.Key(s)
	return key[:min(len(key), 256)]
}

// locale is the language of the reply: that of the customer's message if it
// shows it, else what the message or the conversation says.
func (b *Bot) locale(msg Message, before string) string {
	if msg.From != dialog.Customer && before != "" {
		return before
	}
	stated := msg.Locale
	if stated == "" {
		stated = before
	}
	if _, ok := b.opts.Texts[language(stated)]; !ok {
		stated = b.opts.Locale
	}
	lang, sure := text.Detect(msg.Text)
	if _, ok := b.opts.Texts[lang]; ok && sure >= sureLanguage && lang != language(stated) {
		return lang
	}
	return stated
}

// sureLanguage is from where on the language that a text shows overrides what
// the channel says about the customer.
const sureLanguage = 0.5

// queryLocale keeps entries of other languages out where the message shows its
// language. What is merely said about the customer shuts nothing out.
func (b *Bot) queryLocale(msg *Message) string {
	lang, sure := text.Detect(msg.Text)
	switch {
	case sure < sureLanguage || mixed(msg.Text):
		return ""
	case lang == language(msg.Locale):
		return msg.Locale
	}
	return lang
}

// mixed reports whether a text has words of a language with word spaces beside
// characters of one without, such as "我想 return 这个".
func mixed(s string) bool {
	var buffer text.Buffer
	var words, chars bool
	for _, t := range buffer.Segment(s) {
		words = words || t.Kind == text.Word
		chars = chars || t.Kind == text.Char
	}
	return words && chars
}

// speakAs lets a reply follow the language of the entry that it shows.
func (b *Bot) speakAs(reply *Reply, e *kb.Entry) {
	if _, ok := b.opts.Texts[language(e.Locale)]; ok && language(e.Locale) != language(reply.Locale) {
		reply.Locale = e.Locale
	}
}
