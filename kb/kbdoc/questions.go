package kbdoc

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxQuestion is how many characters the question of an FAQ may have.
const maxQuestion = 200

// turn is a mark of one who asks or answers, at the front of a paragraph.
var turn = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(\*\*)?)(?i:(q|question|问|問|问题|提问)|(a|answer|答|回答|答案))\s?\d{0,3}\s?[.:：、．](?:\*\*)?\s*`)
})

// startsTurn reports whether a line begins with "Q:", "A:", 问： or 答：.
func startsTurn(line string) bool {
	n, _ := readTurn(line)
	return n > 0
}

// readTurn returns the length of the mark at the front of a text, and whether it
// asks.
func readTurn(s string) (n int, asks bool) {
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "")
	}
	found := turn().FindStringSubmatchIndex(s)
	if found == nil {
		return 0, false
	}
	return found[1], found[4] >= 0
}

// isQuestion reports whether a heading asks something.
func isQuestion(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || utf8.RuneCountInString(s) > maxQuestion {
		return false
	}
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") {
		return true
	}
	for _, end := range []string{"吗", "呢", "么"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	for _, part := range []string{"怎么", "如何", "怎样", "为什么", "为何", "什么时候", "多少", "多久", "哪里", "哪些", "能否", "是否", "可不可以", "能不能"} {
		if strings.Contains(s, part) {
			return true
		}
	}
	first, _, more := strings.Cut(strings.ToLower(s), " ")
	switch first {
	case "how", "why", "when", "where", "who", "which", "what", "what's", "can", "do", "does":
		return more
	}
	return false
}
