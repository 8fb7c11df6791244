package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/kefu-go/kefu/intent/emotion"
)

// message is a line of a data set.
type message struct {
	line  int // from 1
	text  string
	turns []emotion.Turn // the conversation up to it, and it
	label label
}

// maxMessageLine is the longest line that is read, in bytes.
const maxMessageLine = 16 << 20

// row is a line of a data set that is not blank.
type row struct {
	line  int // from 1
	cells []string
}

// readMessages reads the lines of a data set for a task. Service is who speaks for
// the service in conversations; [emotion.Customer] for what the file says itself, see
// [layoutOf].
func readMessages(name, task string, service emotion.Speaker) (list []message, err error) {
	err = withFile(name, func(r io.Reader) error {
		var rows []row
		var faults []error
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxMessageLine)
		for n := 1; lines.Scan() && len(faults) < maxFaults; n++ {
			if strings.TrimSpace(lines.Text()) == "" {
				continue
			}
			cells := strings.Split(strings.TrimSuffix(lines.Text(), "\r"), "\t")
			if len(cells) < 2 {
				faults = append(faults, fmt.Errorf("%s:%d: label is missing", name, n))
				continue
			}
			l, err := labelOf(cells[1], task)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: label %w", name, n, err))
				continue
			}
			rows = append(rows, row{n, cells})
			list = append(list, message{line: n, text: cells[0], label: l})
		}
		if err := lines.Err(); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
		if err := errors.Join(faults...); err != nil {
			return err
		}
		if task == taskNegative {
			settlePolarity(list)
		}
		if task != taskHuman {
			return nil // the others look at single messages
		}
		layout, err := layoutOf(rows)
		if err != nil {
			return fmt.Errorf("%s:%w", name, err)
		}
		layout.speaker = cmp.Or(service, layout.speaker)
		for i, r := range rows {
			list[i].turns = layout.turns(r.cells)
		}
		return nil
	})
	return list, err
}

// layout is which columns of a data set, counted from 0, hold a conversation;
// -1 where none does.
type layout struct {
	dialog         int // the whole conversation: "C: .. || H: .."
	service, words int // the turns before the message: the service's, the customer's
	// speaker is who speaks for the service.
	speaker emotion.Speaker
}

// layoutOf tells the columns by what stands in them, in more than half of the
// lines. A whole conversation is a column whose cells begin with "C: " or "H: ".
// Turns before are the two columns before the last two, where the last is the
// number of the turn and the last but one the name of the conversation. A person
// speaks for the service in whole conversations; in turns before, where more than a
// tenth of the messages behind the first follow on another one of the customer: a bot
// answers each. Lines
// that are not like the others are an error, which begins with the number of the
// first such line: nobody shall believe that conversations were followed where
// they were not.
func layoutOf(rows []row) (layout, error) {
	l := layout{-1, -1, -1, emotion.Agent}
	if len(rows) == 0 {
		return l, nil
	}
	n := len(rows[0].cells)
	for _, r := range rows {
		if len(r.cells) != n {
			return l, fmt.Errorf("%d: has %d columns, the first line has %d", r.line, len(r.cells), n)
		}
	}
	for column := 2; column < n; column++ {
		most, odd := mostly(rows, func(cells []string) bool {
			return strings.HasPrefix(cells[column], "C: ") || strings.HasPrefix(cells[column], "H: ")
		})
		if most && odd > 0 {
			return l, fmt.Errorf("%d: column %d is no conversation as in other lines", odd, column+1)
		}
		if most {
			l.dialog = column
			return l, nil
		}
	}
	if n < 6 {
		return l, nil
	}
	most, odd := mostly(rows, func(cells []string) bool {
		turn, err := strconv.Atoi(cells[n-1])
		name := cells[n-2]
		return err == nil && turn >= 0 && name != "" && strings.IndexFunc(name, unicode.IsSpace) < 0
	})
	if most && odd > 0 {
		return l, fmt.Errorf("%d: does not end with the name of a conversation and the number of a turn, as other lines do", odd)
	}
	if most {
		l.service, l.words = n-4, n-3
		later, alone := 0, 0
		for _, r := range rows {
			if r.cells[n-1] != "0" {
				later++
				if strings.TrimSpace(r.cells[l.service]) == "" {
					alone++
				}
			}
		}
		if 10*alone <= later {
			l.speaker = emotion.Bot
		}
	}
	return l, nil
}

// mostly reports whether something is so in more than half of the rows, and the
// line of the first one where it is not; 0 if there is none.
func mostly(rows []row, is func(cells []string) bool) (most bool, odd int) {
	yes := 0
	for _, r := range rows {
		if is(r.cells) {
			yes++
		} else if odd == 0 {
			odd = r.line
		}
	}
	return 2*yes > len(rows), odd
}

// turns makes a line a conversation.
func (l layout) turns(cells []string) (turns []emotion.Turn) {
	say := func(who emotion.Speaker, text string) {
		if strings.TrimSpace(text) != "" {
			turns = append(turns, emotion.Turn{Speaker: who, Text: text})
		}
	}
	switch {
	case l.dialog >= 0:
		who := emotion.Customer
		for part := range strings.SplitSeq(cells[l.dialog], " || ") {
			text, ours := strings.CutPrefix(part, "H: ")
			text, theirs := strings.CutPrefix(text, "C: ")
			switch {
			case ours:
				who = l.speaker
			case theirs:
				who = emotion.Customer
			}
			say(who, text) // without a name, the same side goes on
		}
		return turns
	case l.service >= 0:
		say(emotion.Customer, cells[l.words])
		say(l.speaker, cells[l.service])
	}
	return append(turns, emotion.Turn{Speaker: emotion.Customer, Text: cells[0]})
}
