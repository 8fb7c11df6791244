package emotion

import (
	_ "embed"
	"math/bits"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

//go:embed lexicon/service.txt
var servicePhrases string

// The things that a turn of the service is read for, in the order of
// serviceKinds.
const (
	sorry    = iota // it is sorry
	failed          // it cannot do or find what is wanted
	lost            // it does not understand
	putOff          // wait
	passedOn        // somebody else, or the rules
	retried         // something else instead?
	done            // it got something done
	closed          // anything else? have a nice day
	serviceKinds
)

var serviceNames = [serviceKinds]string{"sorry", "fail", "lost", "wait", "deflect", "retry", "done", "close"}

// service is what bots and agents said since the customer's last turn.
type service struct {
	counts [serviceKinds]uint8
	turns  uint8
}

// serviceWords are the phrases of the service.
var serviceWords = sync.OnceValue(func() *lexicon {
	l := &lexicon{slots: make([]slot, 1<<11)}
	var b text.Buffer
	for line := range strings.Lines(servicePhrases) {
		head, list, found := strings.Cut(strings.TrimSpace(line), ": ")
		kind, language, _ := strings.Cut(head, " ")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		separator := ","
		if language == "zh" {
			separator = " "
		}
		for i, name := range serviceNames {
			if name != kind {
				continue
			}
			for phrase := range strings.SplitSeq(list, separator) {
				l.add(&b, strings.TrimSpace(phrase), entry{known: true, roles: 1 << i})
			}
		}
	}
	return l
})

// hear adds a turn of the service.
func (v *service) hear(s *scan, message string) {
	s.read(serviceWords(), message)
	s.match(serviceWords())
	for i := range s.hits {
		for roles := s.hits[i].roles; roles != 0; roles &= roles - 1 { // a phrase may be of two kinds
			kind := &v.counts[bits.TrailingZeros32(uint32(roles))]
			*kind = min(*kind+1, 9)
		}
	}
	v.turns = min(v.turns+1, 9)
}

// has is 1 if the service said such a thing, else 0.
func (v *service) has(kind int) float64 { return float64(min(v.counts[kind], 1)) }
