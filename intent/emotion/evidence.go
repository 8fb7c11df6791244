package emotion

import "math"

// evidence is what a turn of the customer says for his need of a person, as
// numbers that a model can weigh.
type evidence [evidences]float64

// The components of evidence. Shares of what the service said are 0 or 1.
const (
	said         = iota // log-odds of Emotion.NeedsHuman over those of a neutral message
	feltBad             // Valence below 0, without its sign
	afterSorry          // the service was sorry, ...
	afterFailed         // could not do or find it
	afterLost           // did not understand
	afterPutOff         // asked to wait
	afterPassed         // sent the customer elsewhere
	afterRetry          // offered something else
	afterDone           // got something done
	afterClosed         // took leave
	selfRepeated        // the customer says again what he said before
	theyRepeated        // so does the service
	unanswered          // the customer's turns since somebody answered
	opening             // it is the first turn of the customer: nothing went wrong yet
	failures            // fading sum of failures and misunderstandings of the service
	memory              // fading sum of the evidence of earlier turns
	evidences
)

// handWeights are set by hand, in round figures; data sets were looked at to see
// whether they help at all, and which of a few values does (docs/quality.md).
var handWeights = evidence{
	said:         1,
	feltBad:      0.3,
	afterSorry:   0.8,
	afterFailed:  0.3,
	afterLost:    0.5,
	afterPutOff:  0.2,
	afterPassed:  0.2,
	afterRetry:   0.2,
	afterDone:    -0.3,
	afterClosed:  -0.3,
	selfRepeated: 1.0,
	theyRepeated: 0.5,

	unanswered: 0.2,
	opening:    -1,
	failures:   0.2,
	memory:     0.4,
}

const (
	// base is the log-odds where nothing speaks for or against it.
	base = -1.6
	// askedAgain is what a question counts for where an agent has answered before: what
	// he said has not settled it. A bot is asked one thing after the other. It does not
	// add up over turns, many questions are no anger, and is not for what a host
	// trained, which sees the words.
	askedAgain = 0.8
)

// weigh returns the sum of the evidence.
func (v *evidence) weigh(weights evidence) (sum float64) {
	for i, x := range v {
		sum += x * weights[i]
	}
	return sum
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// logOdds of a probability, at most 6 either way.
func logOdds(p float64) float64 {
	if !(p > 0) {
		return -6
	}
	return max(-6, min(6, math.Log(p/(1-p))))
}
