package routingtest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// parser reads the lines of a scenario.
type parser struct {
	s    *Scenario
	at   int // the line that is read
	name string
	text string // of the setting that may go on
	from int
	then bool
	body bool // steps have begun
	kind bool // and one has said what it is
}

func (p *parser) line(n int, line string) error {
	p.at = n
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch first {
	case "given", "when", "then", "and":
		if !p.body {
			if err := p.head(); err != nil {
				return err
			}
			p.at, p.body = n, true
		}
		return p.step(first, strings.TrimSpace(rest))
	}
	switch blank := line[0] == ' ' || line[0] == '\t'; {
	case p.body:
		return fmt.Errorf("a step begins with given, when, then or and, not with %q", first)
	case blank && p.name != "":
		p.text += "\n" + strings.TrimSpace(line)
		return nil
	case blank:
		return errors.New("there is nothing that this line could go on with")
	}
	if err := p.head(); err != nil {
		return err
	}
	p.at = n
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("neither a setting nor a step: %q", line)
	}
	p.name, p.text, p.from = name, strings.TrimSpace(value), n
	return nil
}

// head takes up the setting that was read.
func (p *parser) head() (err error) {
	if p.name == "" {
		return nil
	}
	p.at = p.from
	s, name, text := p.s, p.name, p.text
	p.name = ""
	switch {
	case name == "source":
		s.Source = strings.ReplaceAll(text, "\n", " ")
	case name == "plan":
		s.plan, err = parsePlan(text)
	case name == "lease":
		s.lease, err = time.ParseDuration(text)
	case name == "start":
		s.start, err = time.Parse("2006-01-02 15:04", text)
	case strings.HasPrefix(name, "hours "):
		s.hours[strings.TrimSpace(name[len("hours "):])], err = parseDaily(text)
	default:
		err = fmt.Errorf("there is no setting %q", name)
	}
	return err
}

// parsePlan reads a plan; whether it is right is for the router to say, which knows
// strategies and hours.
func parsePlan(text string) (*routing.Plan, error) {
	plan, err := decodeStrictly[routing.Plan](text)
	if err != nil {
		return nil, fmt.Errorf("the plan: %w", err)
	}
	return &plan, nil
}

func (p *parser) step(kind, text string) error {
	switch kind {
	case "then":
		p.then, p.kind = true, true
	case "given", "when":
		p.then, p.kind = false, true
	default:
		if !p.kind {
			return errors.New("and what? the first step says given or when")
		}
	}
	words, err := split(text)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return fmt.Errorf("nothing behind %q", kind)
	}
	_, rest, _ := strings.Cut(text, " ")
	st := step{line: p.at, then: p.then, words: words, rest: strings.TrimSpace(rest)}
	if st.then {
		if !isWord(st.words[0], expectations()) && st.words[0] != "error" {
			return fmt.Errorf("there is no expectation %q", st.words[0])
		}
	} else if !isWord(st.words[0], actions()) {
		return fmt.Errorf("there is no action %q", st.words[0])
	}
	p.s.steps = append(p.s.steps, st)
	return nil
}

func isWord[V any](word string, among map[string]V) bool {
	_, ok := among[word]
	return ok
}

// split parts a line at blanks, but for those between double quotes.
func split(text string) (words []string, err error) {
	var word strings.Builder
	inside, some := false, false
	for _, c := range text {
		switch {
		case c == '"':
			inside, some = !inside, true
		case (c == ' ' || c == '\t') && !inside:
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteRune(c)
			some = true
		}
	}
	if inside {
		return nil, errors.New("a double quote is missing")
	}
	if some {
		words = append(words, word.String())
	}
	return words, nil
}

// daily are hours that are the same on every day, from a minute of the day to
// another, in UTC.
type daily struct{ from, to time.Duration }

func parseDaily(text string) (daily, error) {
	from, to, _ := strings.Cut(text, "-")
	a, err := time.Parse("15:04", from)
	if err != nil {
		return daily{}, errors.New(`hours are such as "09:00-17:00"`)
	}
	b, err := time.Parse("15:04", to)
	if err != nil || !a.Before(b) {
		return daily{}, errors.New(`hours are such as "09:00-17:00"`)
	}
	return daily{sinceMidnight(a), sinceMidnight(b)}, nil
}

func sinceMidnight(t time.Time) time.Duration { return t.Sub(t.Truncate(24 * time.Hour)) }

// Open says whether it is open.
func (d daily) Open(at time.Time) bool {
	in := sinceMidnight(at.UTC())
	return d.from <= in && in < d.to
}

// Next returns the next opening or closing.
func (d daily) Next(after time.Time) (time.Time, bool) {
	day := after.UTC().Truncate(24 * time.Hour)
	for _, at := range []time.Duration{d.from, d.to, d.from + 24*time.Hour} {
		if change := day.Add(at); change.After(after) {
			return change, true
		}
	}
	return time.Time{}, false
}
