package escalation

import (
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// The sensitive topics that [Topics] knows.
const (
	TopicSafety = "safety" // fire, smoke, electric shock, gas, poison: somebody may get hurt
	TopicInjury = "injury" // somebody got hurt or ill
	TopicLegal  = "legal"  // lawyers, courts, authorities for consumers
	TopicPress  = "press"  // journalists, going public
	TopicFraud  = "fraud"  // scams, stolen cards, payments that the customer did not make
	TopicData   = "data"   // leaks of personal data, rights under data protection laws
)

var topicOrder = [...]string{TopicSafety, TopicInjury, TopicLegal, TopicPress, TopicFraud, TopicData}

// Topics returns the sensitive topics that a message speaks of, in English,
// Chinese or both, in the order of the constants; nil if there is none. It goes
// by phrases and would rather miss one than see one that is not there: "press the
// button", "is it legal" and 法国 are none, and neither is a danger, an injury or a
// fraud that is denied ("nobody was hurt", 没有受伤). Only the first 4 KB are read.
// It is safe for concurrent use.
func Topics(message string) []string {
	var b text.Buffer
	message = message[:min(len(message), topicBytes)]
	b.Grow(len(message))
	tokens := b.Segment(message)
	found := [len(topicOrder)]bool{}
	for i := 0; i < len(tokens); {
		topic, n := longestPhrase(&b, tokens[i:])
		if n == 0 {
			i++
			continue
		}
		if topic >= 0 && (!topicDeniable[topic] || !denied(&b, message, tokens, i)) {
			found[topic] = true
		}
		i += n
	}
	var topics []string
	for i, yes := range found {
		if yes {
			topics = append(topics, topicOrder[i])
		}
	}
	return topics
}

const (
	topicBytes = 4 << 10
	// topicReach is how many tokens before a phrase a denial may stand.
	topicReach = 3
)

// topicDeniable says which topics are none if they are denied: who says that he
// would rather not go to court speaks of the court.
var topicDeniable = [len(topicOrder)]bool{0: true, 1: true, 4: true}

// phraseNode is a token in the tree of all phrases.
type phraseNode struct {
	next map[string]*phraseNode
	// ends says that a phrase ends here: of the topic, or of none for -1.
	ends  bool
	topic int
}

// topicTree is the tree of the phrases in topicPhrases.
var topicTree = sync.OnceValue(func() *phraseNode {
	root := &phraseNode{}
	var b text.Buffer
	for topic, list := range topicPhrases {
		for phrase := range strings.SplitSeq(list, ";") {
			root.add(&b, strings.Fields(phrase), topic)
		}
	}
	for phrase := range strings.SplitSeq(topicShields, ";") {
		root.add(&b, strings.Fields(phrase), -1)
	}
	return root
})

// add puts a phrase into the tree: words with alternatives ("my/our"), of which
// an empty one ("a/-") may be left out.
func (n *phraseNode) add(b *text.Buffer, words []string, topic int) {
	if len(words) == 0 {
		n.ends, n.topic = true, topic
		return
	}
	for word := range strings.SplitSeq(words[0], "/") {
		at := n
		if word != "-" {
			for _, t := range b.Segment(word) {
				at = at.child(string(b.Bytes(t)))
			}
		}
		at.add(b, words[1:], topic)
	}
}

func (n *phraseNode) child(token string) *phraseNode {
	if n.next == nil {
		n.next = map[string]*phraseNode{}
	}
	c := n.next[token]
	if c == nil {
		c = &phraseNode{}
		n.next[token] = c
	}
	return c
}

// longestPhrase returns the topic of the longest phrase that the tokens begin
// with, and its length; 0 if there is none.
func longestPhrase(b *text.Buffer, tokens []text.Token) (topic, length int) {
	n := topicTree()
	for i, t := range tokens {
		if n = n.next[string(b.Bytes(t))]; n == nil {
			break
		}
		if n.ends {
			topic, length = n.topic, i+1
		}
	}
	return topic, length
}

// denied reports whether a denial stands shortly before a token, in the same
// clause.
func denied(b *text.Buffer, message string, tokens []text.Token, at int) bool {
	for i := at - 1; i >= max(0, at-topicReach); i-- {
		if strings.ContainsAny(message[tokens[i].End:tokens[i+1].Start], ",.;:!?，。；：！？、\n") {
			return false
		}
		switch string(b.Bytes(tokens[i])) {
		case "no", "not", "never", "nobody", "none", "without", "isn't", "wasn't", "didn't", "don't", "doesn't", "haven't", "hasn't",
			"aren't", "weren't", "won't", "nothing", "没", "无", "未", "不", "防", "怕", "避", "别":
			return true
		}
	}
	return false
}
