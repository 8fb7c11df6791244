package ticket

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// Summarizer puts a ticket into a few sentences, for staff: with a model, for instance.
// It is safe for concurrent use and honours ctx. Where it fails, or says nothing,
// [Summarize] takes its place. More than [MaxValue] bytes are cut.
type Summarizer interface {
	Summarize(ctx context.Context, t *Ticket, comments []Remark) (string, error)
}

// SummarizerFunc makes a [Summarizer] of a function.
type SummarizerFunc func(ctx context.Context, t *Ticket, comments []Remark) (string, error)

// Summarize calls f.
func (f SummarizerFunc) Summarize(ctx context.Context, t *Ticket, comments []Remark) (string, error) {
	return f(ctx, t, comments)
}

// Summary is a case in a few sentences, for staff. They are the parties' own: nothing is
// invented but the labels of Text and the words for the mood.
type Summary struct {
	// Language is that of the labels: "zh", or "en" for all other languages.
	Language string
	// Problem is what the customer came with, Open what he said last, as far as it is not
	// that and he waits for an answer.
	Problem, Open string
	// Told is what he was answered, the earliest first, and Noted what staff wrote down
	// last for itself.
	Told  []string
	Noted string
	// Details are what is known in particular ("order: 12"), Mood is how he feels.
	Details []string
	Mood    string
	// Earlier is what he came with before, the latest first, and Tags mark the case.
	Earlier []string
	Tags    []string
	// Text is all of it, a line for each part, at most 600 runes and [MaxValue] bytes.
	Text string
}

// What a summary has at most: runes, and items of its lists.
const (
	summaryRunes = 600
	summaryTold  = 3
	summaryList  = 8
	earlierList  = 4
)

// Summarize chooses what says most of a ticket among the sentences of its comments,
// which are in the order of their times; earlier are other tickets of the customer, the
// latest first. A mood, and earlier conversations, are taken over from the summary that
// the ticket has. It is pure and deterministic, and reads the first and last 100
// sentences of each side.
func Summarize(t *Ticket, comments []Remark, earlier []Ticket) Summary {
	d := readDigest(t, comments)
	s := Summary{Language: d.language, Tags: t.Tags[:min(len(t.Tags), summaryList)]}
	problem := d.problem()
	if last := d.last(); !t.Waiting.IsZero() && last >= 0 && !slices.Equal(problem, []int{last}) {
		s.Open = d.units[last].text
		problem = slices.DeleteFunc(problem, func(i int) bool { return i == last })
	}
	s.Problem = d.said(problem)
	s.Told, s.Noted = d.told(), d.noted()
	for _, old := range earlier {
		s.Earlier = append(s.Earlier, old.line(s.Language))
	}
	s.takeOver(t.Summary)
	s.Text = s.render()
	return s
}

// line names a ticket in a summary of another one.
func (t *Ticket) line(language string) string {
	var about []string
	if t.Number != "" {
		about = append(about, t.Number)
	}
	about = append(about, excerpt(t.Subject, 60))
	if language == "zh" {
		return strings.Join(about, " ") + "（" + t.State + "）"
	}
	return strings.Join(about, " ") + " (" + t.State + ")"
}

// summaryLabels are the labels of Text.
type summaryLabels struct{ problem, details, told, noted, open, mood, earlier, tags, colon, stop string }

func labelsOf(language string) summaryLabels {
	if language == "zh" {
		return summaryLabels{"问题", "信息", "已答复", "备注", "待解决", "情绪", "历史", "标签", "：", "；"}
	}
	return summaryLabels{"Problem", "Details", "Told", "Noted", "Open", "Mood", "Earlier", "Tags", ": ", "; "}
}

// takeOver keeps of an older summary what comments do not tell.
func (s *Summary) takeOver(old string) {
	for line := range strings.Lines(old) {
		line = strings.TrimSpace(line)
		for _, language := range []string{"en", "zh"} {
			l := labelsOf(language)
			if rest, ok := strings.CutPrefix(line, l.mood+l.colon); ok && s.Mood == "" {
				s.Mood = rest
			}
			if rest, ok := strings.CutPrefix(line, l.earlier+l.colon); ok {
				for _, e := range strings.Split(rest, l.stop) {
					if !slices.Contains(s.Earlier, e) && len(s.Earlier) < earlierList {
						s.Earlier = append(s.Earlier, e)
					}
				}
			}
		}
	}
}

// render writes the parts as lines. The first in line for room are the problem and what
// is open, and no part but these takes more than a third of what is left.
func (s *Summary) render() string {
	l := labelsOf(s.Language)
	list := func(items []string, most int) string { return strings.Join(items[:min(len(items), most)], l.stop) }
	parts := [...]struct {
		label, text string
		claim       int
	}{
		{l.problem, s.Problem, 0},
		{l.details, list(s.Details, summaryList), 3},
		{l.told, list(s.Told, summaryTold), 4},
		{l.noted, s.Noted, 5},
		{l.open, s.Open, 1},
		{l.mood, s.Mood, 2},
		{l.earlier, list(s.Earlier, earlierList), 6},
		{l.tags, list(s.Tags, summaryList), 7},
	}
	var lines [len(parts)]string
	room := summaryRunes
	for claim := range parts {
		for i, p := range parts {
			head := p.label + l.colon
			most := room - utf8.RuneCountInString(head) - 1
			if claim > 1 && claim < len(parts)-1 {
				most = min(most, summaryRunes/4)
			} else if claim == 0 {
				most = min(most, summaryRunes/2)
			}
			if p.claim != claim || p.text == "" || most < summaryLeast {
				continue
			}
			lines[i] = head + excerpt(strings.Join(strings.Fields(p.text), " "), most)
			room -= utf8.RuneCountInString(lines[i]) + 1
		}
	}
	written := slices.DeleteFunc(lines[:], func(line string) bool { return line == "" })
	return clip(strings.Join(written, "\n"), MaxValue)
}

// summaryLeast is the room that a part is begun for.
const summaryLeast = 8

// Summarize makes the summary of a ticket anew, by [Options.Summarizer] if there is one,
// and returns it. It becomes the ticket's, as a change by the system, unless the ticket
// has ended; the same summary again is no change.
func (d *Desk) Summarize(ctx context.Context, id string) (string, error) {
	t, err := d.Load(ctx, id)
	if err != nil {
		return "", err
	}
	var comments []Remark
	for r, err := range d.Comments(ctx, id, false) {
		if err != nil {
			return "", err
		}
		comments = append(comments, r)
	}
	text := d.summaryOfHost(ctx, &t, comments)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if text == "" {
		earlier, err := d.earlier(ctx, &t)
		if err != nil {
			return "", err
		}
		text = Summarize(&t, comments, earlier).Text
	}
	if t.Kind.Final() || text == "" {
		return text, nil
	}
	_, err = d.Do(ctx, id, Command{Actor: BySystem("summary"), Actions: []Action{Set("summary", text)}})
	return text, err
}

// summaryOfHost asks the host's summarizer; empty: it has none, or it failed.
func (d *Desk) summaryOfHost(ctx context.Context, t *Ticket, comments []Remark) (text string) {
	if d.opts.Summarizer == nil {
		return ""
	}
	ctx, done := context.WithTimeout(ctx, d.opts.HookTimeout)
	defer done()
	err := contained(func() (err error) {
		text, err = d.opts.Summarizer.Summarize(ctx, t.Clone(), slices.Clone(comments))
		return err
	})
	if err != nil {
		d.log.Warn("ticket: summarizer failed", "ticket", t.ID, "error", err)
		return ""
	}
	return clip(text, MaxValue)
}

// earlier are the customer's other tickets, the latest first.
func (d *Desk) earlier(ctx context.Context, t *Ticket) ([]Ticket, error) {
	if t.Customer == "" {
		return nil, nil
	}
	found, err := d.Find(ctx, Filter{Customers: []string{t.Customer}}, Page{Desc: true, Limit: earlierList + 1})
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(found.Tickets, func(o Ticket) bool { return o.ID == t.ID || o.Serial > t.Serial })
	return others[:min(len(others), earlierList)], nil
}
