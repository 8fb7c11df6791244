package dialogtest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The verbs of a script.
const (
	verbSays    = ">"
	verbPicks   = ">>"
	verbAgent   = "agent>"
	verbAttach  = "attach"
	verbResend  = "resend"
	verbRelease = "release"
	verbAfter   = "after"
	verbAt      = "at"
	verbStart   = "start"
	verbHuman   = "progress"

	verbReply   = "<"
	verbChoices = "choices"
	verbEvent   = "event"
	verbEffect  = "effect"
	verbHandoff = "handoff"
	verbExplain = "explain"
	verbSlots   = "slots"
	verbFlows   = "flows"
	verbOwner   = "owner"
)

// nothing stands for the kind of reply that is none.
const nothing = "nothing"

// expects reports whether a line says what is expected.
func (l *line) expects() bool {
	switch l.verb {
	case verbSays, verbPicks, verbAgent, verbAttach, verbResend, verbRelease, verbAfter, verbAt, verbStart, verbHuman:
		return false
	}
	return true
}

// parseLine reads a line and the texts that go on with it.
func parseLine(text string, more []string) (l line, err error) {
	verb, rest, _ := strings.Cut(text, " ")
	if verb == "no" {
		l.not = true
		verb, rest, _ = strings.Cut(strings.TrimLeft(rest, " "), " ")
	}
	l.verb = verb
	rest = strings.TrimSpace(rest)
	if len(more) > 0 && verb != verbSays && verb != verbAgent && verb != verbReply {
		return l, fmt.Errorf("%q cannot go on in another line", verb)
	}
	if l.not && verb != verbEvent && verb != verbEffect && verb != verbHandoff && verb != verbChoices {
		return l, fmt.Errorf(`"no" cannot stand before %q`, verb)
	}
	switch verb {
	case verbSays, verbAgent:
		l.text = strings.Join(append([]string{rest}, more...), "\n")
	case verbPicks, verbOwner:
		l.text, err = rest, needed(rest, verb)
	case verbReply:
		l.name, l.text, _ = strings.Cut(rest, " ")
		if err = needed(l.name, verb); err == nil && l.name == nothing && (l.text != "" || len(more) > 0) {
			err = errors.New("nothing has no words")
		}
		l.text = strings.Join(append([]string{strings.TrimSpace(l.text)}, more...), "\n")
	case verbResend, verbRelease:
		err = unneeded(rest, verb)
	case verbAttach:
		l.name, l.text, _ = strings.Cut(rest, " ")
		err = needed(l.text, verb)
	case verbAfter:
		l.text = rest
		_, err = parseSpan(rest)
	case verbAt:
		l.text = rest
		_, err = parseAt(rest, time.Time{})
	case verbChoices:
		l.text = rest
		if l.not {
			err = unneeded(rest, "no choices")
		} else {
			err = needed(rest, verb)
		}
	case verbFlows:
		l.text, err = rest, needed(rest, verb)
	case verbEvent, verbEffect, verbHandoff, verbExplain, verbSlots, verbStart, verbHuman:
		err = l.parseArgs(rest)
	default:
		err = fmt.Errorf("%q is no verb of scripts", verb)
	}
	return l, err
}

func needed(s, verb string) error {
	if s == "" {
		return fmt.Errorf("%q needs something behind it", verb)
	}
	return nil
}

func unneeded(s, verb string) error {
	if s != "" {
		return fmt.Errorf("%q has nothing behind it", verb)
	}
	return nil
}

// parseArgs reads the arguments of a line. Those without a name are the name of what
// is expected and, of an event, its slot.
func (l *line) parseArgs(rest string) error {
	args, err := splitArgs(rest)
	if err != nil {
		return err
	}
	for _, a := range args {
		switch {
		case a.name != "":
			l.args = append(l.args, a)
		case l.name == "" && l.verb != verbSlots && l.verb != verbExplain:
			l.name = a.value
		case l.verb == verbEvent && (len(l.args) == 0 || l.args[0].name != "slot"):
			l.args = append([]arg{{"slot", a.value}}, l.args...)
		default:
			return fmt.Errorf("%q is no name=value", a.value)
		}
	}
	if l.name == "" && (l.verb == verbEvent || l.verb == verbHuman || l.verb == verbEffect && !l.not) {
		return fmt.Errorf("%q needs a name behind it", l.verb)
	}
	if l.name == "" && l.verb == verbStart && len(l.args) == 0 {
		return fmt.Errorf("%q needs a flow or words behind it", l.verb)
	}
	if (l.verb == verbSlots || l.verb == verbExplain) && len(l.args) == 0 {
		return fmt.Errorf("%q needs a name=value behind it", l.verb)
	}
	return nil
}

// splitArgs cuts a text at spaces outside of quotes.
func splitArgs(s string) (args []arg, err error) {
	for s = strings.TrimLeft(s, " "); s != ""; s = strings.TrimLeft(s, " ") {
		var a arg
		if i := strings.IndexAny(s, "= \""); i > 0 && s[i] == '=' {
			a.name, s = s[:i], s[i+1:]
		}
		if strings.HasPrefix(s, `"`) {
			quoted, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, errors.New("a double quote is not closed, or has a \\ that means nothing")
			}
			a.value, _ = strconv.Unquote(quoted)
			s = s[len(quoted):]
			if s != "" && s[0] != ' ' {
				return nil, errors.New("a space has to follow a closing quote")
			}
		} else {
			end := strings.IndexByte(s, ' ')
			if end < 0 {
				end = len(s)
			}
			a.value, s = s[:end], s[end:]
		}
		if a.name == "" && a.value == "" {
			return nil, errors.New("an empty value needs a name")
		}
		args = append(args, a)
	}
	return args, nil
}

// String writes the argument as splitArgs reads it.
func (a arg) String() string {
	value := a.value
	if strings.ContainsAny(value, " \"\n\t") || a.name == "" && strings.Contains(value, "=") || strings.ContainsFunc(value, func(r rune) bool { return !strconv.IsPrint(r) }) {
		value = strconv.Quote(value)
	}
	if a.name == "" {
		return value
	}
	return a.name + "=" + value
}

// parseSpan reads a duration such as "90s", "1h30m", "2d" or "2d4h".
func parseSpan(s string) (time.Duration, error) {
	days, rest, ok := strings.Cut(s, "d")
	var d time.Duration
	if ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return 0, fmt.Errorf("%q is no span of time", s)
		}
		d = time.Duration(n) * 24 * time.Hour //nolint:gosec // 16 bits
	} else {
		rest = s
	}
	if rest != "" {
		more, err := time.ParseDuration(rest)
		if err != nil || more < 0 || more > 10*365*24*time.Hour {
			return 0, fmt.Errorf("%q is no span of time", s)
		}
		d += more
	}
	if d <= 0 {
		return 0, fmt.Errorf("%q is no span of time", s)
	}
	return d, nil
}

// minute is how scripts write a moment, clockTime a time of day.
const (
	minute    = "2006-01-02 15:04"
	clockTime = "15:04"
)

// parseAt reads a moment, or a time of day: the next one after now.
func parseAt(s string, now time.Time) (time.Time, error) {
	if at, err := time.Parse(minute, s); err == nil {
		return at, nil
	}
	of, err := time.Parse(clockTime, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is neither a time of day nor a moment such as %q", s, minute)
	}
	at := time.Date(now.Year(), now.Month(), now.Day(), of.Hour(), of.Minute(), 0, 0, time.UTC)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}
