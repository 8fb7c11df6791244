package main

import (
	"bufio"
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
	text  string
	turns []emotion.Turn // the conversation up to it, and it
	label label
}

// maxMessageLine is the longest line that is read, in bytes.
const maxMessageLine = 16 << 20

// readMessages reads the lines of a data set for a task.
func readMessages(name, task string) (list []message, err error) {
	err = withFile(name, func(r io.Reader) error {
		var rows [][]string
		var faults []error
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxMessageLine)
		for n := 1; lines.Scan() && len(faults) < maxFaults; n++ {
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
			rows = append(rows, cells)
			list = append(list, message{text: cells[0], label: l})
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
		for i, cells := range rows {
			list[i].turns = layout.turns(cells)
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
}

// layoutOf tells the columns by what stands in them, in more than half of the
// lines. A whole conversation is a column whose cells begin with "C: " or "H: ".
// Turns before are the two columns before the last two, where the last is the
// number of the turn and the last but one the name of the conversation. Lines
// that are not like the others are an error, which begins with the number of the
// first such line: nobody shall believe that conversations were followed where
// they were not.
func layoutOf(rows [][]string) (layout, error) {
	l := layout{-1, -1, -1}
	if len(rows) == 0 {
		return l, nil
	}
	n := len(rows[0])
	for i, cells := range rows {
		if len(cells) != n {
			return l, fmt.Errorf("%d: has %d columns, the first line has %d", i+1, len(cells), n)
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
	}
	return l, nil
}

// mostly reports whether something is so in more than half of the rows, and the
// number of the first row, counted from 1, where it is not; 0 if there is none.
func mostly(rows [][]string, is func(cells []string) bool) (most bool, odd int) {
	yes := 0
	for i, cells := range rows {
		if is(cells) {
			yes++
		} else if odd == 0 {
			odd = i + 1
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
				who = emotion.Agent
			case theirs:
				who = emotion.Customer
			}
			say(who, text) // without a name, the same side goes on
		}
		return turns
	case l.service >= 0:
		say(emotion.Customer, cells[l.words])
		say(emotion.Bot, cells[l.service])
	}
	return append(turns, emotion.Turn{Speaker: emotion.Customer, Text: cells[0]})
}
