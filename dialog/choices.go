package dialog

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// NoneOfThese is the id of the choice that says that the list lacks the
// question.
const NoneOfThese = "-"

// A picking is what a message chooses from what was offered.
type picking int

const (
	pickedNothing picking = iota // the message is no choice
	pickedNone                   // none of these
	pickedEntry
)

// pick tells what a message chooses from what was offered: by button, by number
// or by wording.
func pick(offered []Choice, msg *Message, none string) (string, picking) {
	if len(offered) == 0 {
		return "", pickedNothing
	}
	if msg.Choice != "" {
		for _, c := range offered {
			if c.ID == msg.Choice {
				return c.ID, pickedEntry
			}
		}
		if msg.Choice == NoneOfThese {
			return "", pickedNone
		}
	}
	key := text.Key(msg.Text)
	switch n := number(key); {
	case n >= 1 && n <= len(offered):
		return offered[n-1].ID, pickedEntry
	case n == len(offered)+1:
		return "", pickedNone
	}
	for _, c := range offered {
		if text.Key(c.Label) == key {
			return c.ID, pickedEntry
		}
	}
	if key == text.Key(none) || refusals[key] {
		return "", pickedNone
	}
	return onlyPart(offered, key)
}

var refusals = map[string]bool{
	"none": true, "none of them": true, "none of those": true, "no one": true, "neither": true, "no": true, "nope": true,
	"not these": true, "something else": true, "0": true,
	"都不是": true, "都不对": true, "不是": true, "没有": true, "没有我要的": true, "以上都不是": true, "其他": true, "其它": true,
}

// onlyPart returns the only choice whose label contains the text, unless the
// text is too short to mean it.
func onlyPart(offered []Choice, key string) (string, picking) {
	if long := utf8.RuneCountInString(key); long < 2 || long < 4 && len(key) == long {
		return "", pickedNothing
	}
	found := ""
	for _, c := range offered {
		if label := text.Key(c.Label); contains(label, key) {
			if found != "" {
				return "", pickedNothing
			}
			found = c.ID
		}
	}
	if found == "" {
		return "", pickedNothing
	}
	return found, pickedEntry
}

// contains reports whether a key is part of a label, as whole words where
// words have ends.
func contains(label, key string) bool {
	at := strings.Index(label, key)
	if at < 0 {
		return false
	}
	if len(key) != utf8.RuneCountInString(key) {
		return true
	}
	end := at + len(key)
	return (at == 0 || label[at-1] == ' ') && (end == len(label) || label[end] == ' ')
}

// number reads "2", "2.", "no. 2", "the second one", "第二个", "选2"; 0 is no
// number.
func number(key string) int {
	for _, around := range []string{"the ", "number ", "option ", "choice ", "no. ", "选择", "选", "第"} {
		key = strings.TrimPrefix(key, around)
	}
	for _, around := range []string{" please", " one", "个吧", "个", "项", "条", "吧"} {
		key = strings.TrimSuffix(key, around)
	}
	key = strings.Trim(key, " .#)")
	if digits, ok := strings.CutPrefix(key, "no "); ok && strings.Trim(digits, "0123456789") == "" {
		key = digits
	}
	if n, err := strconv.Atoi(key); err == nil && n > 0 && len(key) <= 3 {
		return n
	}
	return numbers[key]
}

var numbers = map[string]int{
	"one": 1, "first": 1, "1st": 1, "一": 1,
	"two": 2, "second": 2, "2nd": 2, "二": 2, "两": 2,
	"three": 3, "third": 3, "3rd": 3, "三": 3,
	"four": 4, "fourth": 4, "4th": 4, "四": 4,
	"five": 5, "fifth": 5, "5th": 5, "五": 5,
	"six": 6, "sixth": 6, "6th": 6, "六": 6,
	"seven": 7, "seventh": 7, "7th": 7, "七": 7,
	"eight": 8, "eighth": 8, "8th": 8, "八": 8,
	"nine": 9, "ninth": 9, "9th": 9, "九": 9,
	"ten": 10, "tenth": 10, "10th": 10, "十": 10,
}
