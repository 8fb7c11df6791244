package dialog

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// stretch is a part of a message, in bytes.
type stretch struct{ from, to int }

// of is the part of a text.
func (s stretch) of(words string) string { return strings.TrimSpace(words[s.from:s.to]) }

// covers reports whether the stretch has a byte of another one.
func (s stretch) covers(from, to int) bool { return from < s.to && s.from < to }

// clausesOf cuts a text behind its sentences, and behind its commas, too, if that is
// wanted.
func clausesOf(s string, commas bool) (clauses []stretch) {
	from := 0
	for at, r := range s {
		end := at + utf8.RuneLen(max(r, 0))
		ends := false
		switch r {
		case '。', '！', '？', '；', '\n':
			ends = true
		case '，', '、':
			ends = commas
		case '.', '!', '?', ';', ',': // not in "2.5" and "a.b@c"
			ends = (r != ',' || commas) && (end == len(s) || s[end] == ' ' || s[end] >= utf8.RuneSelf)
		}
		if !ends {
			continue
		}
		if text.Key(s[from:end]) != "" && strings.ContainsFunc(s[from:end], spoke) {
			clauses = append(clauses, stretch{from, end})
		}
		from = end
	}
	if strings.ContainsFunc(s[from:], spoke) {
		clauses = append(clauses, stretch{from, len(s)})
	}
	return clauses
}

// spoke reports whether a character is of a word.
func spoke(r rune) bool { return !strings.ContainsRune(" \t\n.!?;,。！？；，、", r) }

// mostQuestions is how many places are looked at where a question may begin.
const mostQuestions = 3

// questionBeside is a part of a message that asks, beside others that do not. One that
// is apart is a sentence of its own.
type questionBeside struct {
	stretch
	apart bool
}

// questionsBeside are the parts of a text that may be a question beside something else.
func questionsBeside(s string) (questions []questionBeside) {
	for _, commas := range []bool{false, true} {
		clauses := clausesOf(s, commas)
		asking := func(c stretch) bool { return asks(c.of(s)) }
		first := slices.IndexFunc(clauses, asking)
		if first < 0 || len(clauses) < 2 {
			continue
		}
		last := first
		for last+1 < len(clauses) && asking(clauses[last+1]) {
			last++
		}
		if !commas && last-first+1 < len(clauses) {
			return append(questions, questionBeside{stretch{clauses[first].from, clauses[last].to}, true})
		}
		// Where a question begins among commas is not to be seen.
		for i := first; commas && i >= 0 && len(questions) < mostQuestions; i-- {
			if i > 0 || last < len(clauses)-1 {
				questions = append(questions, questionBeside{stretch{clauses[i].from, clauses[last].to}, false})
			}
		}
	}
	return questions
}

// fillBeside takes what the message tells for the flow, answers what it asks beside that,
// and goes on: "2 guests. Do you have parking?"
func (t *Talk) fillBeside(ctx context.Context, f *frame) (bool, error) {
	asked := t.asked(f)
	if !t.worded() || asked == nil || asked.Raw || asked.Kind == TextKind {
		return false, nil
	}
	for _, q := range questionsBeside(t.text) {
		told := t.tellsBeside(f, asked, q.stretch)
		if told == 0 {
			continue
		}
		words := q.of(t.text)
		found, err := t.lookUp(ctx, words)
		if err != nil {
			return false, err
		}
		if found.Confidence != Sure {
			if !q.apart || !t.wonders(q.stretch) || t.tellsBeside(f, asked, stretch{}) > told {
				continue
			}
			if whole, err := t.search(ctx); err != nil || whole.Confidence == Sure {
				return false, err // a question first; see digress
			}
		}
		return true, t.answerBeside(ctx, f, q.stretch, found)
	}
	return false, nil
}

// tellsBeside is how many values a message has for a run beside a part of it.
func (t *Talk) tellsBeside(f *frame, asked *slot, q stretch) int {
	t.aside = q
	defer func() { t.aside = stretch{} }()
	return len(t.plan(f).assign(t.hear(0, len(t.text)), asked, false, func(s *slot) bool {
		_, filled := f.Slots[s.Name]
		return !filled && !s.Raw
	}))
}

// wonders reports whether a sentence asks for something that the bot should know: not
// "right?", nor about a value that it names, nor for something to be done, nor about what
// the flow itself is for ("will that be possible?").
func (t *Talk) wonders(q stretch) bool {
	key := text.Key(q.of(t.text))
	if len(strings.Fields(key)) < 3 && utf8.RuneCountInString(key) == len(key) || utf8.RuneCountInString(key) < 5 || proposes(key) {
		return false
	}
	if speaksOf(key, ofTheFlow) {
		return false
	}
	return t.reading == nil || t.readText != t.text || !slices.ContainsFunc(t.reading.Values, func(v Value) bool { return q.covers(v.Start, v.End) })
}

// ofTheFlow are words of questions that the flow will answer, or that ask nothing.
var ofTheFlow = []string{
	"that", "it", "this", "these", "those", "they", "there", "anything", "something", "else", "another", "available", "availability", "possible", "recommend", "suggest", "suggestions", "options",
	"know", "you know", "think", "going", "ok", "okay", "right", "推荐", "建议", "可以吗", "行吗", "好吗", "有没有", "有吗", "还有", "什么样", "怎么样", "这", "那", "它",
}

func (t *Talk) answerBeside(ctx context.Context, f *frame, q stretch, found Found) error {
	if found.Confidence == Sure {
		t.aside = q
	}
	got, err := t.fill(ctx, f, false)
	t.aside = stretch{}
	if err != nil {
		return err
	}
	if found.Confidence == Sure {
		whole := t.text
		t.text, t.found = q.of(whole), &found
		err := t.answerHit(ctx, found)
		t.text, t.s.Guide = whole, nil // the flow goes on
		if err != nil {
			return err
		}
		t.event(Event{Type: EventDigressed})
	} else {
		t.event(Event{Type: EventUnanswered})
		t.sayUnknown()
	}
	if len(got.Slots) == 0 && !got.Asked {
		return t.missed(ctx, f)
	}
	return t.advance(ctx, f)
}
