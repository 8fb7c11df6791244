package dialogtest

import (
	"errors"
	"fmt"
	"strings"
)

// Script is a scripted conversation: what a customer and an agent say, how time
// passes, and what is expected of the bot. It is a text that people can read who do
// not program:
//
//	# shop#17: a customer who changes his mind is not asked everything again
//	locale: zh
//
//	> 我要退货
//	< asked *订单号*
//	> A-77，不对，是 A-78
//	slots order=A-78
//	event slot_corrected order
//	after 10m
//	< spoken *还在吗*
//
// The first line is a comment: the ids of the complaints or requirements that the
// script answers, a colon, and what it shows. Lines of the form "name: value" are
// settings for whoever makes the bot; the kit itself reads these: locale, channel
// and customer of the messages, conversation, which is its id, and start, the time at
// which the script begins, as "2006-01-02 15:04" in UTC.
//
// What happens:
//
//	> words          the customer writes
//	>> wording       the customer picks what the last reply offered; "#id" is any choice
//	attach kind URL  the next message has this part; its caption may follow
//	resend           the customer's last message arrives once more
//	agent> words     an agent writes
//	release          the agent gives the conversation back
//	progress state   what became of the hand-off: accepted, failed, completed, or requested
//	                 with place=3 wait=10m; agent and reason may be told
//	start flow k=v   the bot begins the flow, or says words="...", unasked; k is words, kind,
//	                 zone, or else a slot
//	after 10m        time passes, and everything that is due is done when it is due; d is a day
//	at 22:30         the same, up to the next time that the clock shows this; or "at 2026-03-02 22:30"
//
// What is expected of the last thing that happened:
//
//	< kind pattern        the next reply, in words or out of the outbox; * instead of a kind is any
//	< nothing             nobody said anything more
//	choices A | B         what the last reply offers
//	event type slot k=v   among the events, after those of earlier lines; k is flow, slot, value, detail or cause
//	effect name k=v       among what went into the outbox, with these arguments
//	handoff reason k=v    the record of a hand-off, by the names of its JSON form ("brief.category")
//	explain k=v           the last reply and what was read in the message, by the names of their JSON form
//	no event type, no effect name, no handoff, no choices
//
// and of the conversation by now:
//
//	slots a=v b=          values of the flow that talks; nothing behind = is a slot without value
//	flows a, b            the flows that are open, the one that talks last; "-" is none
//	owner bot
//
// In patterns and values * stands for anything, line breaks included, and \* for
// itself; values with spaces stand in double quotes. A line that begins with | goes
// on with the text of the one before it. Replies that no line asks about may be
// anything, but where one line does, all are to be asked about.
//
// For "start" and "progress" the [Talker] needs the methods Start and Progress of
// [dialog.Engine].
//
// Sections as in a txtar archive ("-- name --") may follow; they are files for
// whoever makes the bot.
type Script struct {
	// Name is the name of the file.
	Name string
	// Answers are the ids that the first line names, Title is the rest of it.
	Answers []string
	Title   string
	// Settings are the lines of the form "name: value".
	Settings map[string]string
	// Files are the sections.
	Files map[string]string

	lines []line
	text  []string // the lines of the file before the first section
	tail  string   // the sections as they stand
}

// line is a line of a script with those that go on with it.
type line struct {
	from, to int // in the file, counted from 0; to is behind the last one
	verb     string
	not      bool   // "no" stands before the verb
	name     string // kind of a reply, type of an event, name of an effect ...
	text     string // words, or a pattern
	args     []arg
}

// arg is a "name=value", or a value alone.
type arg struct{ name, value string }

// ScriptError is a line of a script that cannot be read, or that does not hold.
type ScriptError struct {
	// Script is the name of the file, Line the number of the line in it, from 1.
	Script string
	Line   int
	// Want says what was expected, Got what came instead, So the conversation up to
	// there. Of a line that cannot be read only Want is set, which says why.
	Want, Got, So string
}

// Error has everything, the place first.
func (e *ScriptError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("%s:%d: %s", e.Script, e.Line, e.Want)
	}
	return fmt.Sprintf("%s:%d: expected %s\n\tcame %s\n\tso far:\n%s", e.Script, e.Line, e.Want, indented(e.Got), e.So)
}

func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t     ") }

// Parse reads a script. The error joins a [*ScriptError] for each line that cannot
// be read.
func Parse(name, text string) (*Script, error) {
	s := &Script{Name: name, Settings: map[string]string{}, Files: map[string]string{}}
	// A carriage return ends a line in any case, also the last one.
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\uFEFF"))
	talk, tail := cutSections(text)
	s.tail = tail
	if err := readSections(tail, s.Files); err != nil {
		return nil, &ScriptError{Script: name, Line: strings.Count(talk, "\n") + 1, Want: err.Error()}
	}
	s.text = strings.Split(strings.TrimRight(talk, "\n"), "\n")
	var faults []error
	fault := func(at int, err error) {
		faults = append(faults, &ScriptError{Script: name, Line: at + 1, Want: err.Error()})
	}
	if err := s.readTitle(s.text[0]); err != nil {
		fault(0, err)
	}
	for i := 0; i < len(s.text); i++ {
		from := i
		for i+1 < len(s.text) && strings.HasPrefix(s.text[i+1], "|") {
			i++
		}
		if err := s.readLine(from, i+1); err != nil {
			fault(from, err)
		}
	}
	if len(faults) == 0 && len(s.lines) == 0 {
		fault(0, errors.New("nothing happens in the script"))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return s, nil
}

// readTitle reads "# id, id: what it shows".
func (s *Script) readTitle(text string) error {
	title, ok := strings.CutPrefix(text, "#")
	ids, what, colon := strings.Cut(title, ":")
	s.Answers = strings.FieldsFunc(ids, func(r rune) bool { return r == ',' || r == ' ' })
	if s.Title = strings.TrimSpace(what); !ok || !colon || len(s.Answers) == 0 || s.Title == "" {
		return errors.New(`the first line has to say "# id: what the script shows"`)
	}
	return nil
}

// readLine reads the lines from..to, the first of which has no "|".
func (s *Script) readLine(from, to int) error {
	text := s.text[from]
	switch trimmed := strings.TrimSpace(text); {
	case strings.HasPrefix(trimmed, "|"):
		return errors.New("there is no line that this one goes on with")
	case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		if to > from+1 {
			return errors.New("a comment and an empty line have nothing to go on with")
		}
		return nil
	}
	if name, value, ok := strings.Cut(text, ":"); ok && isName(name) {
		if len(s.lines) > 0 || to > from+1 {
			return fmt.Errorf("the setting %s has to stand in one line above everything that happens", name)
		}
		if _, twice := s.Settings[name]; twice {
			return fmt.Errorf("the setting %s stands there twice", name)
		}
		s.Settings[name] = strings.TrimSpace(value)
		return nil
	}
	more := make([]string, 0, to-from)
	for _, l := range s.text[from+1 : to] {
		more = append(more, strings.TrimPrefix(l[1:], " "))
	}
	l, err := parseLine(strings.TrimRight(text, " \t"), more)
	if err != nil {
		return err
	}
	if l.expects() && len(s.lines) == 0 {
		return errors.New("nothing has happened yet that something could be expected of")
	}
	l.from, l.to = from, to
	s.lines = append(s.lines, l)
	return nil
}

// isName reports whether a text is a word of small letters, digits and "_".
func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != ""
}

// String returns the script as it stands in its file.
func (s *Script) String() string {
	return strings.Join(s.text, "\n") + "\n" + s.tail
}
