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
		layout := layoutOf(rows)
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

// layoutOf tells the columns by what stands in them. A whole conversation is a
// column whose cells all begin with "C: " or "H: ". Turns before are the two
// columns before the last two, where the last is the number of the turn and the
// last but one the name of the conversation.
func layoutOf(rows [][]string) layout {
	l := layout{-1, -1, -1}
	if len(rows) == 0 {
		return l
	}
	n := len(rows[0])
	all := func(column int, is func(string) bool) bool {
		for _, cells := range rows {
			if len(cells) != n || !is(cells[column]) {
				return false
			}
		}
		return true
	}
	for column := 2; column < n && l.dialog < 0; column++ {
		if all(column, func(s string) bool { return strings.HasPrefix(s, "C: ") || strings.HasPrefix(s, "H: ") }) {
			l.dialog = column
		}
	}
	isTurn := func(s string) bool {
		k, err := strconv.Atoi(s)
		return err == nil && k >= 0
	}
	isName := func(s string) bool { return s != "" && strings.IndexFunc(s, unicode.IsSpace) < 0 }
	if l.dialog < 0 && n >= 6 && all(n-1, isTurn) && all(n-2, isName) {
		l.service, l.words = n-4, n-3
	}
	return l
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
