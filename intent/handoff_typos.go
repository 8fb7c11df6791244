package intent

import "strings"

// addTypos makes words known with one letter missing, doubled or swapped with
// its neighbour, or with another vowel, beyond the first letter. What is a word
// of its own is left out.
func (e *englishWish) addTypos(words string) {
	const vowels = "aeiou"
	taken := wordSet("tale talc tall manger spark spear speck spank pearson parson walk tank")
	add := func(typo string, kind wordKind) {
		if _, known := e.words[typo]; !known && !taken[typo] {
			e.words[typo] = kind
		}
	}
	for word := range strings.FieldsSeq(words) {
		kind := e.words[word]
		for i := 1; i < len(word); i++ {
			if len(word) > 4 {
				add(word[:i]+word[i+1:], kind)
			}
			add(word[:i]+word[i:i+1]+word[i:], kind)
			if i+1 < len(word) {
				add(word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:], kind)
			}
			if strings.IndexByte(vowels, word[i]) >= 0 && len(word) > 4 {
				for _, vowel := range vowels {
					add(word[:i]+string(vowel)+word[i+1:], kind)
				}
			}
		}
	}
}
