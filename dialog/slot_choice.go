package dialog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// chooseOption returns the option that words mean. As an answer to the question, these
// may be its wording, its number, a part of its wording, or a word with one
// letter wrong. Unasked, they have to have the whole wording in them. If two options
// are meant, none is.
func chooseOption(options []Option, key string, asked bool) *Option {
	if key == "" {
		return nil
	}
	only := func(fits func(wording string) bool) (found *Option) {
		for i := range options {
			for wording := range options[i].wordings() {
				if wording != "" && fits(wording) {
					if found != nil && found != &options[i] {
						return nil
					}
					found = &options[i]
				}
			}
		}
		return found
	}
	if o := only(func(w string) bool { return w == key }); o != nil {
		return o
	}
	if asked {
		if n := number(key); n >= 1 {
			if n > len(options) {
				return nil
			}
			return &options[n-1]
		}
	}
	if o, several := mentionedOption(options, key); o != nil || several || !asked {
		return o
	}
	if long := utf8.RuneCountInString(key); long >= 4 || long >= 2 && len(key) > long {
		if o := only(func(w string) bool { return contains(w, key) }); o != nil {
			return o
		}
	}
	return only(func(w string) bool { return misspelt(key, w) })
}

// mentionedOption returns the option whose wording words have in them. A wording that is part
// of another one that is meant counts for nothing: "very satisfied" is not "satisfied".
// Of several, none is returned.
func mentionedOption(options []Option, key string) (found *Option, several bool) {
	longest := ""
	for i := range options {
		for w := range options[i].wordings() {
			if w != "" && len(w) > len(longest) && mentions(key, w) && !overlaid(options, &options[i], key, w) {
				longest, found = w, &options[i]
			}
		}
	}
	rest := strings.ReplaceAll(key, longest, " ")
	for i := range options {
		for w := range options[i].wordings() {
			if found != nil && &options[i] != found && w != "" && (mentions(rest, w) || w == longest) {
				return nil, true
			}
		}
	}
	return found, false
}

// overlaid reports whether a wording stands in a text only within the longer wording of
// another option, which may be denied: "not dark red" is not "red".
func overlaid(options []Option, own *Option, key, wording string) bool {
	for i := range options {
		if &options[i] == own {
			continue
		}
		for w := range options[i].wordings() {
			if len(w) > len(wording) && strings.Contains(w, wording) && strings.Contains(key, w) &&
				!mentions(strings.ReplaceAll(key, w, " "), wording) {
				return true
			}
		}
	}
	return false
}

// wordings yields the words for an option, by their keys.
func (o *Option) wordings() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if o.keys != nil {
			for _, key := range o.keys {
				if !yield(key) {
					return
				}
			}
			return
		}
		if !yield(text.Key(o.Value)) {
			return
		}
		for _, v := range o.Label {
			for _, w := range v {
				if !yield(text.Key(w)) {
					return
				}
			}
		}
		for _, w := range o.Also {
			if !yield(text.Key(w)) {
				return
			}
		}
	}
}

// keyed are the options with their wordings looked at once.
func keyed(options []Option) []Option {
	all := slices.Clone(options)
	for i := range all {
		all[i].keys = append([]string{}, slices.Sorted(all[i].wordings())...)
	}
	return all
}

func sameWording(a, b *Option) bool {
	for w := range a.wordings() {
		for v := range b.wordings() {
			if w == v {
				return true
			}
		}
	}
	return false
}

// mentions reports whether a wording stands in a text, as whole words, and is not
// denied there.
func mentions(key, wording string) bool {
	long := utf8.RuneCountInString(wording)
	if long < 2 || long == len(wording) && long < 3 || !contains(key, wording) {
		return false
	}
	return !denied(key[:strings.Index(key, wording)])
}

// denied reports whether the end of a text denies what comes next: "not the", 不要.
func denied(before string) bool {
	words := strings.Fields(before)
	for _, w := range words[max(0, len(words)-3):] {
		switch w {
		case "not", "no", "never", "without", "isnt", "don't", "dont", "isn't", "wasn't", "neither", "nor":
			return true
		}
	}
	for _, not := range []string{"不", "没", "没有", "不是", "不要", "不想要", "不喜欢", "无", "非", "别", "不太"} {
		if strings.HasSuffix(before, not) {
			return true
		}
	}
	return false
}

// misspelt reports whether a text, or a word of it, is a wording but for one
// letter.
func misspelt(key, wording string) bool {
	near := func(s string) bool {
		return utf8.RuneCountInString(s) >= 4 && text.EditDistance([]byte(s), []byte(wording), 1) == 1
	}
	if utf8.RuneCountInString(wording) < 4 {
		return false
	}
	if near(key) {
		return true
	}
	if strings.Contains(wording, " ") {
		return false
	}
	for word := range strings.FieldsSeq(key) {
		if near(word) {
			return true
		}
	}
	return false
}
