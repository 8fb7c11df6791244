package intent

import (
	"context"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// HandoffWish tells whether a customer asks for a person instead of the bot, in
// English, Chinese and a mixture of both, typing errors included. It needs no
// training, and it is a [Classifier] for the label [Handoff]. It is safe for
// concurrent use.
type HandoffWish struct {
	english *englishWish
	chinese *chineseWish
	working sync.Pool // of *wishReader
}

// NewHandoffWish returns a detector.
func NewHandoffWish() *HandoffWish {
	w := &HandoffWish{english: newEnglishWish(), chinese: newChineseWish()}
	w.working.New = func() any { return &wishReader{} }
	return w
}

// maxWish is how much of a message is searched for a wish, in bytes.
const maxWish = 4 << 10

// wishFrom is the confidence from which something counts as a wish.
const wishFrom = 0.5

// wishReader is the working memory of one message.
type wishReader struct {
	reading
	kinds []wordKind
	han   []byte
}

// Detect reports whether a message asks for a person, and how likely it is that
// a reader would say so, in [0,1]. The likelihoods are set by hand: .95 for a
// request in so many words, .7 to .9 for a less direct one, .3 for words that
// may be one, .02 where nothing speaks for it or where it is refused. Each
// clause is judged by itself, so that a denial reaches no further; what stands
// behind the first 4 KB is not read.
func (w *HandoffWish) Detect(message string) (wish bool, confidence float64) {
	r, ok := w.working.Get().(*wishReader)
	if !ok {
		return false, 0
	}
	r.read(clip(message, maxWish))
	best := 0.02
	for first := 0; first < len(r.tokens); {
		last := first + 1
		for last < len(r.tokens) && r.clause[last] == r.clause[first] {
			last++
		}
		best = max(best, w.clause(r, first, last))
		first = last
	}
	w.working.Put(r)
	return best >= wishFrom, best
}

// Classify returns a confident [Handoff] for a wish. For anything else it is
// [Unknown] without predictions, as it knows nothing of other messages.
func (w *HandoffWish) Classify(ctx context.Context, in Input) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	wish, confidence := w.Detect(in.Text)
	var result Result
	result.Language, _ = text.Detect(in.Text)
	if wish {
		result.Decision, result.Novelty = Confident, 1-confidence
		result.Predictions = []Prediction{{Label: Handoff, Confidence: confidence}}
	}
	return result, nil
}

// clause judges the tokens of one clause.
func (w *HandoffWish) clause(r *wishReader, first, last int) float64 {
	r.kinds, r.han = r.kinds[:0], r.han[:0]
	chinese, english := false, false
	for i := first; i < last; i++ {
		word := r.word(i)
		if r.tokens[i].Kind == text.Char {
			chinese = true
			if n := len(r.kinds); n == 0 || r.kinds[n-1] != hanRun {
				r.kinds = append(r.kinds, hanRun)
			}
			r.han = append(r.han, word...)
			if kind, ok := w.english.words[lastHan(r.han)]; ok { // "talk to 人工"
				r.kinds[len(r.kinds)-1] = kind
			}
			continue
		}
		english = true
		r.kinds = append(r.kinds, w.english.words[string(word)])
		if said := w.chinese.foreign[string(word)]; said != "" { // "转 agent"
			if !strings.HasSuffix(string(r.han), said) {
				r.han = append(r.han, said...)
			}
		} else {
			r.han = append(r.han, ' ')
		}
	}
	best := 0.0
	if english {
		best = w.english.judge(r.kinds)
	}
	if chinese || has(r.kinds, sounds) {
		best = max(best, w.chinese.judge(string(r.han)))
	}
	return best
}

// lastHan returns the last two characters of a run.
func lastHan(han []byte) string {
	const two = len("人工")
	return string(han[max(0, len(han)-two):])
}
