package kefu

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// answer is the turn of a customer's message.
func (b *Bot) answer(ctx context.Context, turn *dialog.Turn, s *state) error {
	msg, reply := &turn.Message, &turn.Reply
	if turn.Conversation.Owner == dialog.Agent {
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
	offered := s.Offered
	s.Offered = nil
	switch picked, what := pick(offered, msg, words.NoneOfThese); {
	case what == pickedNone:
		return b.unanswered(ctx, turn, s)
	case what == pickedEntry || msg.Choice != "": // also a button of an earlier list
		if what != pickedEntry {
			picked = msg.Choice
		}
		entry, err := b.kb.Get(ctx, picked)
		if err == nil {
			b.answerWith(reply, s, kb.Hit{Entry: &entry, Score: 1})
			return nil
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
	if b.human.wanted(msg.Text) {
		return b.handOff(ctx, turn, s, dialog.AskedForHuman)
	}
	hits, err := b.kb.Match(ctx, kb.Query{Text: msg.Text, Locale: b.queryLocale(msg), Limit: max(5, b.opts.Policy.MaxSuggest)})
	if err != nil {
		return err
	}
	decision := b.opts.Policy.Decide(hits)
	again := s.Asked == question(msg.Text)
	s.Asked = question(msg.Text)
	if decision.Kind != kb.Direct && len(offered) > 0 && !again {
		if hit, ok := amongOffered(offered, hits, b.opts.Policy); ok {
			b.answerWith(reply, s, hit)
			return nil
		}
	}
	switch decision.Kind {
	case kb.Direct:
		b.answerWith(reply, s, decision.Hits[0])
	case kb.Suggest:
		b.suggest(reply, s, decision.Hits)
	default:
		return b.unanswered(ctx, turn, s)
	}
	return nil
}

func (b *Bot) answerWith(reply *Reply, s *state, hit kb.Hit) {
	b.speakAs(reply, hit.Entry)
	s.Unanswered = 0
	reply.Kind = dialog.Answered
	reply.Text = hit.Entry.Answer.PlainText()
	if parts := hit.Entry.Answer.Parts; len(parts) > 1 || len(parts) == 1 && parts[0].Kind != kb.TextPart {
		reply.Parts = partsFromKB(parts)
	}
	reply.Source, reply.Score = hit.Entry.ID, hit.Score
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
