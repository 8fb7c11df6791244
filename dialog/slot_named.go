package dialog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// assignNamed gives values to the slots whose names stand beside them: in "4 people for 3
// nights", "arrive by 9:30" and 评分4.5, the words of a slot's label tell which of several
// slots of a kind is meant. The nearest name wins; of names as near, the first slot's.
func (p *plan) assignNamed(h *heard, slots []*slot, give func(foundValue)) {
	type named struct {
		slot  *slot
		at    int
		value string
		far   int
	}
	var all []named
	for _, s := range slots {
		if len(h.values) == 0 || builtIn(s.Kind) && s.Kind != NumberKind || p.ofKind(s.Kind) == 1 && s.Kind != NumberKind {
			continue // there is nothing to tell apart
		}
		for i, v := range h.values {
			value, ok := s.valueOf(v)
			if !ok || v.Role == "old" || v.Type != "time" && s.Role != "" && roleOf(v) != "" && v.Role != s.Role {
				continue // the "by" of a time may be a bound ("leave by noon"); other roles are sure
			}
			if far := h.beside(i, s.cues); far >= 0 {
				all = append(all, named{s, i, value, far})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b named) int { return a.far - b.far })
	var has []*slot
	for _, n := range all {
		if !h.free(n.at, n.slot.Kind) || slices.Contains(has, n.slot) {
			continue
		}
		has = append(has, n.slot)
		h.take(n.at, n.slot.Kind)
		if n.slot.Kind == NumberKind {
			h.taken[n.at] = true
		}
		give(foundValue{n.slot, n.value, h.raw(n.at)})
	}
}

// valueOf is what a value that the reader found is for a slot.
func (s *slot) valueOf(v Value) (string, bool) {
	if s.Kind != NumberKind {
		return partOf(s.Kind, v)
	}
	if v.Type != "number" && v.Type != "quantity" {
		return "", false
	}
	n, ok := leadingNumber(v.Value)
	value := formatNumber(n)
	return value, ok && s.fits(value)
}

// cuesOf are the words of a slot's names that tell which value is meant.
func (s *slot) cuesOf() (cues []string) {
	for _, name := range s.names() {
		name = strings.ToLower(text.Fold(name))
		for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '\'' }) {
			switch word {
			case "of", "the", "a", "an", "your", "my", "for", "number", "from", "to", "in", "on", "at", "by", "is":
				continue
			}
			if !slices.Contains(cues, word) {
				cues = append(cues, word)
			}
		}
	}
	return cues
}

// beside says how far one of some words stands from a value: 0 within it, 1 right behind
// it, more before it; -1 if none does. Neither another value nor the end of a clause may
// stand between.
func (h *heard) beside(i int, cues []string) int {
	v := h.values[i]
	start, end := 0, len(h.text)
	for k, o := range h.values {
		if k != i && o.End <= v.Start {
			start = max(start, o.End)
		}
		if k != i && o.Start >= v.End {
			end = min(end, o.Start)
		}
	}
	const clause = ".,;:?!\n，。；？！、"
	fold := func(s string) string { return strings.ToLower(text.Fold(s)) }
	before, own, after := h.text[start:v.Start], fold(h.text[v.Start:v.End]), h.text[v.End:end]
	if at := strings.LastIndexAny(strings.TrimRight(before, " :："), clause); at >= 0 {
		before = before[at:]
	}
	before = strings.TrimLeft(fold(before), clause)
	if at := strings.IndexAny(after, clause); at >= 0 {
		after = after[:at]
	}
	words, behind := strings.FieldsFunc(before, notOfWord), strings.FieldsFunc(fold(after), notOfWord)
	far := -1
	nearer := func(n int) {
		if far < 0 || n < far {
			far = n
		}
	}
	for _, cue := range cues {
		if len(cue) != utf8.RuneCountInString(cue) { // no blanks between words
			if strings.Contains(own, cue) {
				nearer(0)
			} else if strings.HasPrefix(strings.TrimLeft(fold(after), " "), cue) {
				nearer(1)
			} else if at := strings.LastIndex(before, cue); at >= 0 {
				if gap := utf8.RuneCountInString(before[at+len(cue):]); gap <= mostBeside {
					nearer(2 + gap)
				}
			}
			continue
		}
		for _, word := range strings.FieldsFunc(own, notOfWord) {
			if sameWord(word, cue) {
				nearer(0)
			}
		}
		if len(behind) > 0 && sameWord(behind[0], cue) {
			nearer(1)
		}
		for k, word := range slices.Backward(words) {
			if gap := len(words) - 1 - k; gap <= mostBeside && sameWord(word, cue) {
				nearer(2 + gap)
				break
			}
		}
	}
	return far
}

// mostBeside is how many words, or characters where words have no blanks, may stand between
// a name and its value.
const mostBeside = 4

func notOfWord(r rune) bool { return strings.ContainsRune(" -_/:\"'()（）：", r) }

// sameWord compares two words but for the ending of a plural or of a verb.
func sameWord(word, cue string) bool {
	if word == cue {
		return true
	}
	if len(cue) < 3 || len(word) < 3 {
		return false
	}
	if len(word) < len(cue) {
		word, cue = cue, word
	}
	ending, ok := strings.CutPrefix(word, cue)
	return ok && (ending == "s" || ending == "es" || ending == "ing" || ending == "ed")
}
