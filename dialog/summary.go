package dialog

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Summary is a conversation in a few sentences, all of them the parties' own:
// nothing is invented but the fixed labels of Text and Details and the words
// for the mood, which are in the customer's language.
type Summary struct {
	// Language is that of the labels: "zh", or "en" for all other languages.
	Language string `json:"language,omitempty"`
	// Problem is what the customer came with, Open what he said last, as far as it
	// is not that, Tried what he was told, the earliest first.
	Problem string   `json:"problem,omitempty"`
	Tried   []string `json:"tried,omitempty"`
	Open    string   `json:"open,omitempty"`
	// Details are what he named: numbers of orders, amounts, contacts. Numbers of
	// cards and identities are masked but for their last four digits, and what
	// follows words such as "password" is altogether.
	Details []string `json:"details,omitempty"`
	// Mood is how he feels, in a word or two; empty if it is not known or nothing
	// of note.
	Mood string `json:"mood,omitempty"`
	// Text is all of it, one line for each part, within the length asked for.
	Text string `json:"text,omitempty"`
}

func (s Summary) clone() Summary {
	s.Tried, s.Details = slices.Clone(s.Tried), slices.Clone(s.Details)
	return s
}

// SummaryOptions say what a summary is made of beside the lines.
type SummaryOptions struct {
	// Max is how many characters (runes) Text has at most; what was said is cut
	// between sentences where possible. 400 by default; below 40 counts as 40.
	Max int
	// Language is the customer's as a BCP 47 tag. By default it is read from his lines.
	Language string
	// Values are what the customer named, as the [Reading] of each message has it.
	// By default they are found in his lines, by their form alone.
	Values []Value
	// Mood is how he feels over the conversation. Unknown by default.
	Mood Mood
	// Skip reports that a line of the customer says nothing of the matter, such as
	// a wish for a person. Greetings, thanks and the commonest wishes are left out
	// in any case. Nothing else by default.
	Skip func(line string) bool

	// stemmer knows the words of other conversations, so that they need not be stemmed again.
	stemmer *text.Stemmer
}

// Summarizer makes summaries in place of [Summarize], with a model for
// instance. It is safe for concurrent use and honours ctx; whoever calls it falls
// back to [Summarize] when it fails.
type Summarizer interface {
	Summarize(ctx context.Context, lines []Line, o SummaryOptions) (Summary, error)
}

// SummarizerFunc is a function that is a [Summarizer].
type SummarizerFunc func(ctx context.Context, lines []Line, o SummaryOptions) (Summary, error)

// Summarize calls f.
func (f SummarizerFunc) Summarize(ctx context.Context, lines []Line, o SummaryOptions) (Summary, error) {
	return f(ctx, lines, o)
}

// The lengths of a summary, in runes and in items, and the shares of Text that
// its parts may take. What was tried gets what the others leave.
const (
	summaryMax     = 400
	summaryMin     = 40
	summaryTried   = 3
	summaryDetails = 8
	shareProblem   = 0.45
	shareOpen      = 0.2
	triedLabel     = 12 // what its label and what stands between the answers takes
)

// Summarize makes the summary of a conversation by choosing among its
// sentences: for the problem those of the customer that have most in common with
// all that is said, that come early, that ask or deny, that name something; for
// what was tried the most telling sentence of each answer (TF-IDF vectors,
// centrality as in LexRank, redundancy as in maximal marginal relevance). It is
// pure and deterministic, and takes time linear in the length of the lines but for
// the square of the number of sentences, of which it reads the first and last 100, and of each line 4 KB.
func Summarize(lines []Line, o SummaryOptions) Summary {
	if o.Max == 0 {
		o.Max = summaryMax
	}
	o.Max = max(o.Max, summaryMin)
	d := readDigest(lines, o)
	s := Summary{Language: d.language, Mood: moodWords(o.Mood, d.language), Details: d.details(o.Values)}
	budget := float64(o.Max)
	room := int(budget * shareProblem)
	problem := d.problem(room)
	s.Problem = d.join(problem, room)
	if last := d.last(); last >= 0 && !d.covered(last, problem) {
		s.Open = clipRunes(d.units[last].text, int(budget*shareOpen))
	}
	s.Text = s.render(o.Max)
	s.Tried = d.tried(o.Max - utf8.RuneCountInString(s.Text) - triedLabel)
	s.Text = s.render(o.Max)
	return s
}

// summaryLabels are the labels of Text, by language.
type summaryLabels struct{ problem, tried, open, details, mood, colon, stop string }

func labelsFor(language string) summaryLabels {
	if language == "zh" {
		return summaryLabels{"问题", "已答复", "待解决", "信息", "情绪", "：", "；"}
	}
	return summaryLabels{"Problem", "Told", "Open", "Details", "Mood", ": ", "; "}
}

// render writes the parts as lines, the weightiest first in its claim to room.
func (s Summary) render(limit int) string {
	l := labelsFor(s.Language)
	parts := [...]struct{ label, text string }{
		{l.problem, s.Problem},
		{l.details, strings.Join(s.Details, l.stop)},
		{l.tried, strings.Join(s.Tried, l.stop)},
		{l.open, s.Open},
		{l.mood, s.Mood},
	}
	room := limit
	kept := [len(parts)]string{}
	for _, i := range [...]int{0, 3, 4, 1, 2} {
		p := parts[i]
		if p.text == "" {
			continue
		}
		head := p.label + l.colon
		left := room - utf8.RuneCountInString(head) - 1
		if left < min(8, utf8.RuneCountInString(p.text)) {
			continue
		}
		kept[i] = head + clipRunes(p.text, left)
		room -= utf8.RuneCountInString(kept[i]) + 1
	}
	var out []string
	for _, line := range kept {
		if line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// moodWords says a mood in the words of a language.
func moodWords(m Mood, language string) string {
	zh, en := "", ""
	switch m.Label {
	case "angry":
		zh, en = "生气", "angry"
	case "frustrated":
		zh, en = "不满", "dissatisfied"
	case "confused":
		zh, en = "困惑", "confused"
	case "anxious":
		zh, en = "着急", "worried"
	case "satisfied":
		zh, en = "满意", "satisfied"
	default:
		return ""
	}
	switch {
	case m.Turns < 2:
	case m.Trend <= -moodTrend:
		zh, en = zh+"，越来越差", en+", getting worse"
	case m.Trend >= moodTrend:
		zh, en = zh+"，有所好转", en+", getting better"
	}
	if language == "zh" {
		return zh
	}
	return en
}

// moodTrend is the change of valence with each message that is worth a word.
const moodTrend = 0.1

// clipRunes cuts a text to at most n runes, the last of which says that
// something is missing; between words, where there is one in the last third.
func clipRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n <= 1 {
		return ""
	}
	end, runes := 0, 0
	for i := range s {
		if runes == n-1 {
			end = i
			break
		}
		runes++
	}
	cut := s[:end]
	if at := strings.LastIndexAny(cut, " ,.;，。；、"); at > 2*len(cut)/3 && s[end] != ' ' {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.;，。；、") + "…"
}
