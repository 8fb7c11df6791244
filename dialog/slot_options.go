package dialog

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// usualPage is [SlotSpec.Page].
const usualPage = 10

// moreChoice is the id of the choice that shows the next options.
const moreChoice = slotChoice + "…more"

// page is how many options are shown at once.
func (s *slot) page() int {
	if s.Page > 0 {
		return s.Page
	}
	return usualPage
}

// depends reports whether the slot has other options with other values.
func (s *slot) depends() bool {
	return s.offer != nil || slices.ContainsFunc(s.Options, func(o Option) bool { return o.When != "" })
}

// choices are the options that there are with the values so far.
func (s *slot) choices(v Values) []Option {
	if !s.depends() {
		return s.Options
	}
	var options []Option
	for i, o := range s.Options {
		if (i >= len(s.whens) || s.whens[i].Holds(v)) && s.offered(o, v) {
			options = append(options, o)
		}
	}
	return options
}

// optional reports whether a flow has options that depend on values.
func (p *plan) optional() bool { return slices.ContainsFunc(p.slots, (*slot).depends) }

// offered asks the host; a panic is a no.
func (s *slot) offered(o Option, v Values) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return s.offer == nil || s.offer(o, v)
}

// offers reports whether a value is among the options that there are with the values so far.
func (s *slot) offers(value string, v Values) bool {
	return s.Kind != ChoiceKind || !s.depends() || slices.ContainsFunc(s.choices(v), func(o Option) bool { return o.Value == value })
}

// listed are the options that the customer picks from: those of the present values that fit what
// he looks for.
func (t *Talk) listed(f *frame, s *slot) []Option {
	all := s.choices(Values{f.Slots})
	if f.Filter == "" {
		return all
	}
	return matching(all, f.Filter)
}

// matching are the options that have each word of a key in one of their wordings.
func matching(options []Option, key string) (found []Option) {
	words := strings.Fields(key)
	for i := range options {
		for w := range options[i].wordings() {
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(w, word) }) {
				found = append(found, options[i])
				break
			}
		}
	}
	return found
}

// offerOptions shows the options of a slot, a page at a time.
func (t *Talk) offerOptions(f *frame, s *slot) {
	list := t.listed(f, s)
	if f.From >= len(list) {
		f.From = 0
	}
	page := list[f.From:min(len(list), f.From+s.page())]
	choices := make([]Choice, len(page))
	question := t.questionOf(f, t.plan(f).asks[s.Name])
	for i := range page {
		choices[i] = Choice{ID: optionChoice(question, page[i].Value), Label: page[i].label(t.Locale(), t.engine.opts.Locale)}
	}
	t.offerFrom(choices, f.From)
	if len(page) == len(list) {
		return
	}
	r := &t.turn.Reply
	r.Text = joined(r.Text, expand(t.own(TextMoreOptions), func(name string) (string, bool) {
		return strconv.Itoa(len(list)), name == "count"
	}))
	r.Choices = append(r.Choices, Choice{ID: moreChoice, Label: t.own(TextMore)})
}

// optionChoice is the id of a button. It names its question, so that one that is pressed twice
// does not answer the next one too.
func optionChoice(question, value string) string {
	if id := slotChoice + question + "/" + value; len(id) <= MaxID {
		return id
	}
	return slotChoice + value
}

// buttonOf returns the slot that a button belongs to, and its value; nil for a button that names
// no question of the run, as the ids did that engines gave before.
func (t *Talk) buttonOf(f *frame, choice string) (*slot, string) {
	question, value, named := strings.Cut(choice, "/")
	if !named {
		return nil, ""
	}
	p := t.plan(f)
	for _, s := range p.slots {
		if n := p.asks[s.Name]; s.Kind == ChoiceKind && n != nil && t.questionOf(f, n) == question {
			return s, value
		}
	}
	return nil, ""
}

// fillButton takes a button of another question than the one that is asked: it changes that
// value, or nothing, as when a button was pressed twice; then what is asked now is asked again.
func (t *Talk) fillButton(ctx context.Context, f *frame, s *slot, value string) (filling, error) {
	old, filled := f.Slots[s.Name]
	if !s.fits(value) || filled && old.Value == value {
		return filling{Asked: true}, nil
	}
	got, err := t.take(ctx, f, []foundValue{{slot: s, value: value}}, nil)
	if len(got.Slots) > 0 && filled {
		t.sayChanged(f, s)
	}
	return got, err
}

// browse shows more of the options of what was asked for, or those that fit a word, and reports
// whether the customer wants that. It is no failed attempt.
func (t *Talk) browse(f *frame) bool {
	s := t.asked(f)
	if s == nil || s.Kind != ChoiceKind {
		return false
	}
	all := s.choices(Values{f.Slots})
	if len(all) <= s.page() {
		return false
	}
	key := t.key()
	switch {
	case t.choice == moreChoice || t.worded() && slices.Contains(moreWords, key):
		f.From += s.page()
	case t.worded() && f.Filter != "" && slices.Contains(allWords, key):
		f.Filter, f.From = "", 0
	default:
		found := matching(all, key)
		if !t.worded() || key == "" || len(found) < 2 || len(found) == len(all) {
			return false
		}
		f.Filter, f.From = key, 0
	}
	t.prompt(f)
	return true
}

// What customers say who want to see other options, and all of them again.
var (
	moreWords = []string{
		"more", "next", "show more", "show me more", "more please", "next page", "others", "other ones", "other options", "more options", "what else", "anything else", "any others", "none of these", "the rest",
		"更多", "下一页", "还有吗", "还有呢", "还有别的吗", "还有其他的吗", "其他", "其他的", "别的", "换一批", "下一批", "继续", "更多选项", "都不是", "下页", "翻页",
	}
	allWords = []string{"all", "show all", "all of them", "all options", "back", "全部", "所有", "都显示", "返回", "看全部"}
)
