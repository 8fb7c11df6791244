package assist

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Course is how a mood goes.
type Course string

// The courses of a mood.
const (
	Steady    Course = "steady"
	Better    Course = "better"
	Worse     Course = "worse"
	Recovered Course = "recovered" // it was worse in between
)

// MoodCourse is how the customer has felt, from -1 (angry) to 1 (happy).
type MoodCourse struct {
	// Start is the mood of the first third of his lines, End that of the last, Lowest
	// the lowest of all.
	Start  float64 `json:"start"`
	End    float64 `json:"end"`
	Lowest float64 `json:"lowest"`
	Course Course  `json:"course"`
}

// Known is a value that is known in a conversation.
type Known struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Promise is what the customer was told that will happen.
type Promise struct {
	Text string    `json:"text"`
	By   Speaker   `json:"by"`
	At   time.Time `json:"at,omitzero"`
}

// Brief is a conversation at a glance. All sentences are the parties' own; numbers of
// cards and identity cards are masked.
type Brief struct {
	// Language is that of the labels of Text: "zh" or "en".
	Language string `json:"language"`
	// Want is what the customer wants, Tried what he was told, the earliest first.
	Want  string   `json:"want,omitempty"`
	Tried []string `json:"tried,omitempty"`
	// Known are the slots, and the attributes that were asked for, by name.
	Known []Known `json:"known,omitempty"`
	// Mood is nil if no line has one.
	Mood *MoodCourse `json:"mood,omitempty"`
	// Open is the customer's last question that nobody has answered.
	Open string `json:"open,omitempty"`
	// Promise is the last one that he was given.
	Promise *Promise `json:"promise,omitempty"`
	// Text is all of it, a line for each part, within the length asked for.
	Text string `json:"text"`
}

// BriefOptions are the settings of [BriefOf].
type BriefOptions struct {
	// Max is how many characters (runes) Text has at most. Default: 500; below 60
	// counts as 60.
	Max int
	// Language is that of the labels, as a BCP 47 tag. Default: that of the
	// situation's locale, or of the customer's lines.
	Language string
	// Attributes are the names of the customer's attributes that are shown. Default:
	// all.
	Attributes []string
}

// The sizes of a brief.
const (
	briefMax   = 500
	briefMin   = 60
	briefTried = 3
	briefKnown = 12
	briefWant  = 160 // runes
	briefPart  = 100 // runes of each of the other sentences
	briefLines = 400 // the first and the last that are read
)

// BriefOf makes the brief of a conversation. It is pure and deterministic. Nil
// options are the defaults.
func BriefOf(s *Situation, o *BriefOptions) Brief {
	if o == nil {
		o = &BriefOptions{}
	}
	lines := slices.DeleteFunc(slices.Clone(s.Lines), func(l Line) bool { return l.Notice })
	if len(lines) > briefLines {
		lines = slices.Concat(lines[:briefLines/2], lines[len(lines)-briefLines/2:])
	}
	b := Brief{Language: "en"}
	if languageOf(s, o, lines) == "zh" {
		b.Language = "zh"
	}
	b.Want = wantOf(lines)
	b.Tried = triedOf(lines)
	b.Known = knownOf(s, o)
	b.Mood = moodOf(lines)
	b.Open = openOf(lines)
	b.Promise = promiseOf(lines)
	limit := max(cmp.Or(o.Max, briefMax), briefMin)
	b.Text = b.render(limit)
	return b
}

func languageOf(s *Situation, o *BriefOptions, lines []Line) string {
	if l := language(cmp.Or(o.Language, s.Locale)); l != "" {
		return l
	}
	for _, line := range lines {
		if line.By == ByCustomer {
			if l, _ := text.Detect(line.Text); l != "" {
				return l
			}
		}
	}
	return ""
}

// greetings are sentences that say nothing of the matter.
var greetings = [...]string{
	"hi", "hello", "hey", "hi there", "hello there", "good morning", "good afternoon", "good evening", "thanks", "thank you", "ok", "okay", "yes", "no", "anyone there", "are you there",
	"你好", "您好", "在吗", "在不在", "有人吗", "谢谢", "好的", "好", "嗯", "是的", "不是", "哦", "早上好", "下午好", "晚上好", "亲", "人工", "转人工", "人工客服",
}

func isGreeting(sentence string) bool { return slices.Contains(greetings[:], text.Key(sentence)) }

// wantOf is the sentence of the customer that has most in common with all that he
// says, where early ones and questions count more.
func wantOf(lines []Line) string {
	type one struct {
		text  string
		terms []string
		turn  int
	}
	var (
		all    []one
		counts = map[string]int{}
		b      text.Buffer
		turn   int
	)
	for _, line := range lines {
		if line.By != ByCustomer {
			continue
		}
		for _, sentence := range sentencesOf(line.Text) {
			if isGreeting(sentence) {
				continue
			}
			terms := contentTerms(&b, sentence)
			if len(terms) == 0 {
				continue
			}
			for _, t := range terms {
				counts[t]++
			}
			all = append(all, one{sentence, terms, turn})
		}
		turn++
	}
	best, at := 0.0, -1
	for i, o := range all {
		score := 0.0
		for _, t := range o.terms {
			score += float64(counts[t])
		}
		// A sum over the root of the length: neither the longest nor the shortest wins by that.
		score /= math.Sqrt(float64(len(o.terms)) + 2)
		score *= 1 + 1/float64(1+o.turn)
		if len(questionsOf(o.text, 0)) > 0 {
			score *= 1.2
		}
		if score > best {
			best, at = score, i
		}
	}
	if at < 0 {
		return ""
	}
	return clip(mask(all[at].text), briefWant)
}

// contentTerms are the words and pairs of characters of a sentence that say what
// it is about, each once.
func contentTerms(b *text.Buffer, s string) []string {
	var terms []string
	tokens := b.Segment(s)
	for i, t := range tokens {
		word := b.Bytes(t)
		switch t.Kind {
		case text.Word:
			if !text.IsFunctionWord("en", word) {
				terms = appendOnce(terms, string(word))
			}
		case text.Char:
			if i == 0 {
				continue
			}
			if pair, ok := b.Bigram(tokens[i-1], t); ok && !text.IsFunctionWord("zh", pair) && !questionPair(string(pair)) {
				terms = appendOnce(terms, string(pair))
			}
		case text.Number:
			terms = appendOnce(terms, string(word))
		}
	}
	return terms
}

// triedOf is the most telling sentence of each answer, the last ones.
func triedOf(lines []Line) (tried []string) {
	var b text.Buffer
	for _, line := range lines {
		if line.By == ByCustomer {
			continue
		}
		best, terms := "", 0
		for _, sentence := range sentencesOf(line.Text) {
			if n := len(contentTerms(&b, sentence)); n > terms && !isGreeting(sentence) && len(questionsOf(sentence, 0)) == 0 {
				best, terms = sentence, n
			}
		}
		if best = clip(mask(best), briefPart); best != "" && !slices.Contains(tried, best) {
			tried = append(tried, best)
		}
	}
	return tried[max(0, len(tried)-briefTried):]
}

func knownOf(s *Situation, o *BriefOptions) (known []Known) {
	for _, name := range slices.Sorted(maps.Keys(s.Slots)) {
		known = append(known, Known{name, s.Slots[name]})
	}
	names := o.Attributes
	if names == nil {
		names = slices.Sorted(maps.Keys(s.Attributes))
	}
	for _, name := range names {
		if _, slot := s.Slots[name]; !slot {
			known = append(known, Known{name, s.Attributes[name]})
		}
	}
	known = slices.DeleteFunc(known, func(k Known) bool { return strings.TrimSpace(k.Value) == "" })
	known = known[:min(len(known), briefKnown)]
	for i := range known {
		known[i].Value = clip(mask(strings.Join(strings.Fields(known[i].Value), " ")), briefPart)
	}
	return known
}

// The numbers of moods, chosen by hand.
const (
	moodChange = 0.25 // from which a mood has changed
	moodLow    = -0.4 // below which it was low in between
)

func moodOf(lines []Line) *MoodCourse {
	var moods []float64
	for _, line := range lines {
		if line.By == ByCustomer {
			moods = append(moods, max(-1, min(1, line.Mood)))
		}
	}
	if !slices.ContainsFunc(moods, func(m float64) bool { return m != 0 }) {
		return nil
	}
	third := max(1, len(moods)/3)
	m := &MoodCourse{Start: mean(moods[:third]), End: mean(moods[len(moods)-third:]), Lowest: slices.Min(moods), Course: Steady}
	switch {
	case m.Lowest <= moodLow && m.End-m.Lowest >= 2*moodChange && m.Start-m.Lowest >= moodChange:
		m.Course = Recovered
	case m.End-m.Start >= moodChange:
		m.Course = Better
	case m.Start-m.End >= moodChange:
		m.Course = Worse
	}
	return m
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, v := range list {
		sum += v
	}
	return sum / float64(len(list))
}

// openOf is the last question of the customer behind which nothing was said that
// shares a word with it or follows it directly.
func openOf(lines []Line) string {
	var b text.Buffer
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].By != ByCustomer {
			continue
		}
		questions := questionsOf(lines[i].Text, i)
		for k := len(questions) - 1; k >= 0; k-- {
			if terms := contentTerms(&b, questions[k].text); !answeredIn(&b, terms, lines[i+1:]) {
				return clip(mask(questions[k].text), briefPart)
			}
		}
	}
	return ""
}

func answeredIn(b *text.Buffer, terms []string, later []Line) bool {
	for _, line := range later {
		if line.By == ByCustomer || hasAny(text.Key(line.Text), waitWords) {
			continue
		}
		if len(terms) == 0 {
			return true
		}
		shared := 0
		for _, t := range contentTerms(b, line.Text) {
			if slices.Contains(terms, t) {
				shared++
			}
		}
		if float64(shared) >= leastShared*float64(len(terms)) {
			return true
		}
	}
	return false
}

// willWords are those of sentences that say what will happen.
const willWords = `i will|we will|i'll|we'll|will be|will call|will contact|will get back|you will receive|you'll receive|within|by tomorrow|as soon as|` +
	`我会|我们会|将会|将在|会在|会尽快|尽快|稍后|小时内|工作日内|天内|之内|明天给|今天内|给您回|会联系|会给您`

func promiseOf(lines []Line) *Promise {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].By == ByCustomer {
			continue
		}
		sentences := sentencesOf(lines[i].Text)
		for k := len(sentences) - 1; k >= 0; k-- {
			if len(questionsOf(sentences[k], 0)) == 0 && hasAny(text.Key(sentences[k]), willWords) {
				return &Promise{Text: clip(mask(sentences[k]), briefPart), By: lines[i].By, At: lines[i].At}
			}
		}
	}
	return nil
}

// mask hides numbers of cards and identity cards but for their last four digits.
func mask(s string) string {
	var b text.Buffer
	out, from := "", 0
	for _, one := range secretsOf(s, &b, b.Segment(s)) {
		if one.blocks() {
			out += s[from:one.start] + one.masked()
			from = one.end
		}
	}
	return out + s[from:]
}

// clip cuts a text to n runes, the last of which says that something is missing.
func clip(s string, n int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n < 2 {
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
	return strings.TrimRight(s[:end], " ,.;，。；、") + "…"
}
