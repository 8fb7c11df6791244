package dialog

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// converse is the turn of a customer's message.
func (t *Talk) converse(ctx context.Context) error {
	reply := &t.turn.Reply
	if err := t.perceive(ctx); err != nil {
		return err
	}
	t.arrived(ctx)
	if t.turn.Conversation.Owner == Agent {
		t.read(ctx)
		t.learn()
		reply.Kind = Relayed
		if what, whole := readWait(t.text); t.s.Pending.State == HandoffRequested && t.worded() && whole && what == waitWithdraws {
			t.withdraw()
		}
		return ctx.Err()
	}
	t.gather()
	switch {
	case strings.TrimSpace(t.text) == "" && t.choice == "":
		reply.Kind = Invalid
		t.sayOwn(TextEmpty)
		return nil
	case len(t.text) > MaxText:
		reply.Kind = Invalid
		t.sayOwn(TextTooLong)
		return nil
	}
	t.s.Turns++
	if err := t.migrated(ctx); err != nil {
		return err
	}
	t.known(ctx)
	t.read(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	offered, offer := t.s.Offered, t.s.Offer
	t.offered, t.offerKind = offered, offer
	t.vents, t.s.Vents = t.s.Vents, 0
	t.s.Offered, t.s.Offer = nil, offerEntries
	t.opening()
	for _, p := range t.engine.order {
		done, err := t.takes(ctx, p)
		if err != nil {
			return err
		}
		if done {
			break
		}
	}
	t.tallyWait()
	if err := t.escalate(ctx); err != nil {
		return err
	}
	if t.owes && t.turn.Conversation.Owner == Bot && !slices.ContainsFunc(t.turn.Events, func(e Event) bool { return e.Type == EventSoothed }) {
		t.soothe()
	}
	t.recall()
	t.learn()
	return ctx.Err()
}

// perceive takes in what the message has besides its words.
func (t *Talk) perceive(ctx context.Context) error {
	senses := t.engine.opts.Senses
	if len(t.text) > MaxText || !senses.hooked() && len(t.turn.Message.Parts) == 0 { // there is nothing but words
		return nil
	}
	// Each hook has a deadline of its own.
	p, err := call(ctx, t, "perceive", t.turn.Message.ID, 0, func(ctx context.Context) (Perceived, error) {
		return senses.Perceive(ctx, t.turn.Message)
	})
	if err != nil {
		return err
	}
	t.sensed, t.text = p, p.Text
	if p.Customer != "" {
		t.turn.Conversation.Customer = p.Customer
	}
	for _, f := range p.Faults {
		t.event(Event{Type: EventInternalError, Detail: f.Hook})
	}
	return nil
}

// worded reports whether the message has words of the customer's own to read.
func (t *Talk) worded() bool {
	return t.choice == "" && len(t.text) <= MaxText && strings.TrimSpace(t.text) != ""
}

// known asks for the customer's profile.
func (t *Talk) known(ctx context.Context) {
	customer := t.turn.Conversation.Customer
	if t.engine.opts.Profiles == nil || customer == "" {
		return
	}
	p, err := call(ctx, t, "profile", "", t.engine.opts.HookTimeout, func(ctx context.Context) (Profile, error) {
		return t.engine.opts.Profiles.Profile(ctx, customer)
	})
	if err != nil {
		t.failed(ctx, "no profile", err)
		return
	}
	t.profile = p
}

// read asks the reader about the message, if it has words.
func (t *Talk) read(ctx context.Context) {
	if !t.worded() {
		return
	}
	in := ReadInput{Message: t.turn.Message, Text: t.text, Memory: t.s.Memory, Failures: t.s.Unanswered, Profile: t.profile, Voice: t.sensed.Voice, plain: t.plainly()}
	if f := t.s.top(); f != nil {
		in.Expect = t.expected(f)
	}
	u, err := t.understood(ctx, in)
	if err != nil {
		t.failed(ctx, "not understood", err)
	}
	t.reading, t.readText, t.s.Memory = &u.Reading, t.text, u.Memory
	if err != nil {
		t.s.Memory = in.Memory
	}
	t.reading.Values = append(t.reading.Values, t.sensed.Values...)
	t.turn.Reply.Reading = t.reading
}

// understood is what the reader finds.
func (t *Talk) understood(ctx context.Context, in ReadInput) (Understood, error) {
	reader := t.engine.opts.Reader
	return call(ctx, t, "read", "", watch(reader, t.engine.opts.ReadTimeout), func(ctx context.Context) (Understood, error) { return reader.Read(ctx, in) })
}

// listen tells the reader what the customer is told.
func (t *Talk) listen(ctx context.Context) {
	listener, ok := t.engine.opts.Reader.(Listener)
	if !ok || t.turn.Reply.Text == "" || t.turn.Reply.From != Bot && t.turn.Reply.From != Agent || t.s.Memory == "" && t.reading == nil {
		return
	}
	before, reply := t.s.Memory, t.turn.Reply
	memory, err := call(ctx, t, "listen", "", watch(listener, t.engine.opts.ReadTimeout), func(ctx context.Context) (string, error) {
		return listener.Listen(ctx, before, reply)
	})
	if err != nil {
		t.failed(ctx, "not heard", err)
		return
	}
	t.s.Memory = memory
}

// failed logs a failure of the host that the talk can do without.
func (t *Talk) failed(ctx context.Context, what string, err error) {
	t.engine.hostFailed(ctx, "dialog: "+what, err)
	t.event(Event{Type: EventInternalError, Detail: what})
}

// ask is the question that the message asks the knowledge base.
func (t *Talk) ask(words string) Query {
	msg := t.turn.Message
	q := Query{
		Message: msg, Text: words, Locale: t.questionLocale(), Topic: t.s.Topic,
		Offered: t.offered,
		Profile: t.profile, Customer: t.turn.Conversation.Customer, Conversation: t.turn.Conversation.ID,
	}
	if t.reading != nil { // a copy, for whoever is late
		reading := *t.reading
		q.Reading, q.Category = &reading, reading.Category
	}
	return q
}

// questionLocale keeps entries of other languages out where the message shows its
// language. What is merely said about the customer shuts nothing out.
func (t *Talk) questionLocale() string {
	u := t.utterance()
	if !u.judged {
		u.judged = true
		switch lang, sure := u.language(); {
		case sure < sureLanguage || u.mixed():
		case lang == primary(t.turn.Message.Locale):
			u.locale = t.turn.Message.Locale
		default:
			u.locale = lang
		}
	}
	return u.locale
}

// plainly is what a [PlainReader] says of the text.
func (t *Talk) plainly() *plainReading {
	u := t.utterance()
	lang, _ := u.language()
	return &plainReading{text: t.text, lang: lang, does: u.command().What}
}

// search asks the knowledge base, once in a turn. A question that leans on the last
// topic is asked again with the topic's words where it finds no sure answer by
// itself.
func (t *Talk) search(ctx context.Context) (Found, error) {
	if t.found != nil {
		return *t.found, nil
	}
	if t.engine.opts.Knowledge == nil || !t.worded() {
		t.found = &Found{Confidence: Nothing}
		return *t.found, nil
	}
	found, err := t.lookUp(ctx, t.text)
	if err != nil {
		return found, err
	}
	if found.Confidence != Sure && found.Confidence != Blocked && t.s.Words != "" && t.utterance().elliptic() && (t.open() == nil || asks(t.text)) {
		wider, err := t.lookUp(ctx, resolved(t.text, t.s.Words))
		if err != nil {
			return found, err
		}
		if wider.Confidence == Sure || wider.Confidence == Unsure && found.Confidence == Nothing {
			found = wider
			found.Identical = false
		}
	}
	t.found = &found
	return found, nil
}

func (t *Talk) lookUp(ctx context.Context, words string) (Found, error) {
	q := t.ask(words)
	return call(ctx, t, "search", "", watch(t.engine.opts.Knowledge, t.engine.opts.KnowledgeTimeout), func(ctx context.Context) (Found, error) {
		found, err := t.engine.opts.Knowledge.Search(ctx, q)
		return found.sound(), err
	})
}

// entry asks for the answer of a hit. None is [ErrNotFound].
func (t *Talk) entry(ctx context.Context, hit Hit) (Answer, error) {
	if t.engine.opts.Knowledge == nil {
		return Answer{}, ErrNotFound
	}
	q := t.ask(t.text)
	return call(ctx, t, "answer", "", watch(t.engine.opts.Knowledge, t.engine.opts.KnowledgeTimeout), func(ctx context.Context) (Answer, error) {
		a, err := t.engine.opts.Knowledge.Answer(ctx, hit, q)
		if a.Entry == "" {
			a.Entry = hit.ID
		}
		return a, err
	})
}

// answerWith shows an answer, and begins its guide.
func (t *Talk) answerWith(a Answer, score float64) {
	reply := &t.turn.Reply
	if a.Withheld {
		reply.Kind = Unanswered
		t.sayUnknown()
		return
	}
	t.speakAs(a.Locale)
	if a.Entry != t.s.Topic {
		t.s.Followed, t.s.Repeats = 0, 0
	}
	t.s.Unanswered, t.s.Topic = 0, a.Entry
	if t.turn.Reply.Question == "" { // the message is the question itself
		t.s.Words = clipWords(t.text)
	}
	if a.Category != "" {
		t.s.Category = a.Category
	}
	reply.Kind, reply.Source, reply.Score = Answered, a.Entry, score
	t.showStep(a)
	t.event(Event{Type: EventAnswered, Detail: a.Entry})
}

// showStep says an answer or a step of its guide and offers the ways on.
func (t *Talk) showStep(a Answer) {
	t.put(a.Text, a.Parts)
	if a.Step == "" || len(a.Options) == 0 {
		return
	}
	t.s.Guide = &guideStep{Entry: a.Entry, Step: a.Step}
	choices := make([]Choice, len(a.Options))
	for i, label := range a.Options {
		choices[i] = Choice{ID: stepChoice + itoa(i+1), Label: label}
	}
	t.offer(choices)
}

// stepChoice marks the ids of choices that belong to the step of a guide.
const stepChoice = "step/"

// speakAs lets a reply follow the language of the entry that it shows.
func (t *Talk) speakAs(locale string) {
	if t.engine.speaks(locale) && primary(locale) != primary(t.Locale()) {
		t.turn.Reply.Locale = locale
	}
}

// sayUnknown says that there is no answer, and how to reach a person if one can be
// reached.
func (t *Talk) sayUnknown() {
	words := t.own(TextUnknown)
	if t.engine.opts.Handoff != nil {
		words += t.own(TextAskPerson)
	}
	t.tell(words)
}

// question is the form in which a question is remembered, to notice that it is
// asked again.
func question(s string) string {
	key := text.Key(s)
	return key[:min(len(key), 256)]
}

// clipWords bounds what is remembered of a question to search with.
func clipWords(s string) string {
	const most = 160
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// gone reports whether an error says that there is nothing.
func gone(err error) bool { return errors.Is(err, ErrNotFound) }
