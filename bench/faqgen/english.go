package faqgen

import (
	"bytes"
	"math/rand/v2"
	"strings"
)

func english() grammar {
	return grammar{
		openings: []string{
			"how do i", "how can i", "can i", "is it possible to", "where do i", "when can i", "what do i need to",
			"do i have to", "why can't i", "how long does it take to", "am i allowed to", "what should i do to",
			"could you help me to", "i want to", "i am trying to", "please tell me how to", "what does it cost to", "who can",
		},
		actions: []string{
			"V the N", "V my A N", "V a N for my N", "V the N of my N", "V the N and the N", "V the N from my A N",
			"V P with a N", "V a A N", "V or V a N", "get my N D", "have the A N D", "V A P",
		},
		claims: []string{
			"why was my N D", "why is the N so A", "what is the A N for", "when will my N be D", "which N should i use",
			"who can V my N", "how much is a A N", "my N says that the N is A", "the N was D but the N is A",
			"what is the difference between P and A P", "do you V P", "is there a N for A P", "my A N does not V",
			"i still have no N for the N that i D", "are your P A",
		},
		endings: []string{
			"when the N is A", "after i D the N", "without G the N", "if my N was D", "before the N is D", "in the A N",
			"with a N from another N", "while i am G", "for a A N", "on the N page", "instead of a N", "by N",
			"and what about the N", "because i D it", "that is not A", "to my N", "during the N", "or should i V it first",
			"since the last N", "from abroad", "at the N", "as a A customer", "again", "today",
		},
		marks:   []string{"", "", "?"},
		words:   englishWords(),
		inflect: inflect,
		measure: func(q []byte) int { return bytes.Count(q, []byte(" ")) + 1 },
		length:  12,
		space:   " ",
	}
}

const (
	commonNouns = `order account card payment delivery refund parcel address invoice password price return shop item
product phone email app number code name customer service discount coupon voucher gift subscription contract bill fee
charge limit transfer balance statement bank currency rate credit debit cash machine pin transaction top-up merchant
receipt warranty repair manual battery screen cable charger size colour material shirt shoe jacket laptop tablet camera
printer router network signal plan data roaming call message photo file document passport licence identity profile
setting notification website page cart basket checkout stock store branch courier driver tracking label
box package weight customs tax import insurance claim damage fault defect complaint review manager agent chat ticket
booking flight hotel room seat luggage schedule station train bus taxi ride trip visa appointment doctor
prescription recipe restaurant menu meal table membership point reward level offer sale season newsletter partner`
	commonVerbs = `change cancel order return pay find get track update reset send receive use activate add remove check
refund exchange open close verify confirm book buy transfer top cash withdraw deposit freeze unlock block replace report
download upload print sign register log contact call reach move deliver collect pick choose compare apply redeem extend
renew upgrade install connect charge repair clean restart delete restore share hide edit save claim dispute appeal stop
start pause delay schedule insure ship pack weigh convert link split join leave rate review complain`
	commonAdjectives = `new old wrong late early free broken damaged missing lost stolen expired virtual physical foreign
international local online different second first extra pending declined unknown invalid cheap expensive large small
heavy monthly annual weekly temporary permanent personal public private safe secure valid available ready faulty
defective slow fast hot cold digital wireless mobile regular standard premium original used empty full blocked open
closed double partial automatic manual urgent official corporate student`
)

func englishWords() (words [3][]string) {
	rng := rand.New(rand.NewPCG(1, 1))
	seen := map[string]bool{}
	for i, shape := range []struct {
		common  string
		size    int
		endings []string
	}{
		{commonNouns, 20000, []string{"", "", "", "er", "tion", "ment", "ity", "ance", "ing"}},
		{commonVerbs, 4000, []string{"", "", "", "ate", "ize", "ify", "en"}},
		{commonAdjectives, 6000, []string{"", "", "al", "ive", "ous", "ic", "able", "y"}},
	} {
		for _, w := range strings.Fields(shape.common) {
			seen[w] = true
			words[i] = append(words[i], w)
		}
		for len(words[i]) < shape.size {
			w := syllables(rng) + shape.endings[rng.IntN(len(shape.endings))]
			if !seen[w] {
				seen[w] = true
				words[i] = append(words[i], w)
			}
		}
	}
	return words
}

var (
	onsets = strings.Fields("b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w")
	vowels = strings.Fields("a a a e e e i i o o u ai ea ee ou oa")
	codas  = strings.Fields("b ck d f g l ll m mp n n nd ng nt p r r rd rm rt s ss st t t x")
)

// syllables returns a stem of one or two syllables.
func syllables(rng *rand.Rand) string {
	var w strings.Builder
	for range 1 + rng.IntN(2) {
		w.WriteString(onsets[rng.IntN(len(onsets))])
		w.WriteString(vowels[rng.IntN(len(vowels))])
	}
	w.WriteString(codas[rng.IntN(len(codas))])
	return w.String()
}

// inflect gives a word the form that a slot asks for, by the regular rules.
func inflect(word string, slot byte) string {
	silent := strings.HasSuffix(word, "e")
	switch {
	case slot == 'P' && strings.HasSuffix(word, "y"):
		return strings.TrimSuffix(word, "y") + "ies"
	case slot == 'P' && (strings.HasSuffix(word, "s") || strings.HasSuffix(word, "x")):
		return word + "es"
	case slot == 'P':
		return word + "s"
	case slot == 'D' && silent:
		return word + "d"
	case slot == 'D':
		return word + "ed"
	case slot == 'G' && silent:
		return strings.TrimSuffix(word, "e") + "ing"
	case slot == 'G':
		return word + "ing"
	}
	return word
}
