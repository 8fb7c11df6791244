package kefu

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// noneOfThese is the id of the choice that says that the list lacks the
// question. Entry ids are not empty, so it is none of them.
const noneOfThese = "-"

// pick returns the id that a message chooses from what was offered: by button,
// by number or by wording.
func pick(offered []Choice, msg *Message, none string) (id string, ok bool) {
	if len(offered) == 0 {
		return "", false
	}
	all := append(append([]Choice(nil), offered...), Choice{ID: noneOfThese, Label: none})
	if msg.Choice != "" {
		for _, c := range all {
			if c.ID == msg.Choice {
				return c.ID, true
			}
		}
	}
	key := text.Key(msg.Text)
	if n := number(key); n >= 1 && n <= len(all) {
		return all[n-1].ID, true
	}
	for _, c := range all {
		if text.Key(c.Label) == key {
			return c.ID, true
		}
	}
	if refusals[key] {
		return noneOfThese, true
	}
	return onlyPart(offered, key)
}

var refusals = map[string]bool{
	"none": true, "none of them": true, "none of those": true, "neither": true, "no": true, "nope": true,
	"not these": true, "something else": true, "0": true,
	"都不是": true, "都不对": true, "不是": true, "没有": true, "没有我要的": true, "以上都不是": true, "其他": true, "其它": true,
}

// onlyPart returns the only choice whose label contains the text, unless the
// text is too short to mean it.
func onlyPart(offered []Choice, key string) (string, bool) {
	if long := utf8.RuneCountInString(key); long < 2 || long < 4 && len(key) == long {
		return "", false
	}
	found := ""
	for _, c := range offered {
		if label := text.Key(c.Label); contains(label, key) {
			if found != "" {
				return "", false
			}
			found = c.ID
		}
	}
	return found, found != ""
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

// amongOffered returns the offered entry that a rewording of it finds: the best
// hit, if it was offered and is good enough to be suggested again.
func amongOffered(offered []Choice, hits []kb.Hit, decision kb.Decision) (kb.Hit, bool) {
	if decision.Kind == kb.None {
		return kb.Hit{}, false
	}
	for _, c := range offered {
		if c.ID == hits[0].Entry.ID {
			return hits[0], true
		}
	}
	return kb.Hit{}, false
}

// number reads "2", "2.", "no. 2", "the second one", "第二个", "选2"; 0 is no
// number.
func number(key string) int {
	for _, around := range []string{"the ", "number ", "option ", "choice ", "no. ", "no ", "选择", "选", "第"} {
		key = strings.TrimPrefix(key, around)
	}
	for _, around := range []string{" please", " one", "个吧", "个", "项", "条", "吧"} {
		key = strings.TrimSuffix(key, around)
	}
	return numbers[strings.Trim(key, " .#)")]
}

var numbers = map[string]int{
	"1": 1, "one": 1, "first": 1, "1st": 1, "一": 1,
	"2": 2, "two": 2, "second": 2, "2nd": 2, "二": 2, "两": 2,
	"3": 3, "three": 3, "third": 3, "3rd": 3, "三": 3,
	"4": 4, "four": 4, "fourth": 4, "4th": 4, "四": 4,
	"5": 5, "five": 5, "fifth": 5, "5th": 5, "五": 5,
	"6": 6, "six": 6, "sixth": 6, "6th": 6, "六": 6,
	"7": 7, "seven": 7, "seventh": 7, "7th": 7, "七": 7,
	"8": 8, "eight": 8, "eighth": 8, "8th": 8, "八": 8,
	"9": 9, "nine": 9, "ninth": 9, "9th": 9, "九": 9,
}
