package intent

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// Explanation says why a model answered a message as it did. It has what the
// customer and the authors of examples wrote in it: keep it as you keep their
// messages. It can be written as JSON; String is the gist of it in one line.
type Explanation struct {
	// Result is what [Model.Classify] returns for the message.
	Result Result `json:"result"`
	// Doubt is why the decision is not [Confident]; empty if it is. Needed is the
	// confidence that the first label needs, and Thresholds are all that decide.
	Doubt      Doubt      `json:"doubt,omitempty"`
	Needed     float64    `json:"needed"`
	Thresholds Thresholds `json:"thresholds"`
	// For are the words and characters of the message that speak for the
	// first label rather than the second, the weightiest first, Against those that
	// speak for the second.
	For     []Evidence `json:"for"`
	Against []Evidence `json:"against"`
	// Strange are the words and characters that no example has, in their order;
	// Known is the part of the message that is known, by rarity, in [0,1].
	Strange []Evidence `json:"strange,omitempty"`
	Known   float64    `json:"known"`
	// Priors are the factors that took part, by label.
	Priors []AppliedPrior `json:"priors,omitempty"`
	// Taught is what examples near the message say that the model was taught after
	// its training, by label; see [Model.With].
	Taught []Taught `json:"taught,omitempty"`
	// Nearest are the examples that are most alike, the nearest first, at most
	// five.
	Nearest []Neighbour `json:"nearest"`
}

// Evidence is a stretch of the message.
type Evidence struct {
	Text string `json:"text"`
	// Start and End are its place in the message, in bytes.
	Start int `json:"start"`
	End   int `json:"end"`
	// Weight is how much smaller the logarithm of the odds of the first label
	// against the second would be if the message did not have the stretch, with
	// all that the model sees of it together with its neighbours. 0.7 doubles the
	// odds. The weights of a message do not add up to its odds.
	Weight float64 `json:"weight"`
}

// AppliedPrior is a factor of [Input.Prior].
type AppliedPrior struct {
	Label string `json:"label"`
	// Asked is the factor of the host, Applied the one that counted.
	Asked   float64 `json:"asked"`
	Applied float64 `json:"applied"`
}

// Taught is what examples say that were taught after the training.
type Taught struct {
	Label string `json:"label"`
	// Weight is how much of the result is theirs, if no other label has more: 1 for
	// an example of the same text. In (0,1].
	Weight float64 `json:"weight"`
}

// Neighbour is an example that is like the message.
type Neighbour struct {
	Example Example `json:"example"`
	// Likeness is the cosine of the features of both, in [0,1].
	Likeness float64 `json:"likeness"`
}

const (
	// explainedTokens bounds how many words and characters are weighed.
	explainedTokens = 100
	// explainedEvidence bounds how many are told for, against and as strange.
	explainedEvidence = 10
	explainedNearest  = 5
)

// Explain tells why Classify answers a message as it does: what spoke for and
// against, which examples are near, what kept it from being confident. It costs
// some classifications for each word, and reads all examples, about ten
// milliseconds for a thousand: it is for people who look into single messages.
// Errors are those of Classify.
func (m *Model) Explain(ctx context.Context, in Input) (Explanation, error) {
	if err := errors.Join(ctx.Err(), checkPrior(in.Prior)); err != nil {
		return Explanation{}, err
	}
	r, doubt := m.classify(m.newScratch(), in)
	e := Explanation{Result: r, Doubt: doubt, Thresholds: m.Thresholds(), For: []Evidence{}, Against: []Evidence{}, Nearest: []Neighbour{}}
	if len(r.Predictions) == 0 {
		return e, nil
	}
	e.Needed = e.Thresholds.confident(r.Top().Label)
	for label, factor := range in.Prior {
		if _, ok := slices.BinarySearch(m.labels, label); ok {
			e.Priors = append(e.Priors, AppliedPrior{label, factor, boundedPrior(factor)})
		}
	}
	slices.SortFunc(e.Priors, func(a, b AppliedPrior) int { return cmp.Compare(a.Label, b.Label) })
	e.Taught = m.taught(in.Text)
	m.weighWords(&e, in.Text)
	return e, m.findNearest(ctx, &e, in.Text)
}

// weighWords fills in the evidence by leaving out one word after the other.
func (m *Model) weighWords(e *Explanation, message string) {
	sc := m.newScratch()
	first, second := m.place(e.Result.Predictions[0].Label), -1
	if len(e.Result.Predictions) > 1 {
		second = m.place(e.Result.Predictions[1].Label)
	}
	if first < 0 {
		return // learned since the training: the nearest example says why
	}
	odds := func(s string) float64 {
		m.scores(sc, s)
		score := func(label int) float32 {
			if label < 0 {
				return 0
			}
			return sc.scores[label]
		}
		return m.calibration.sharpness * float64(score(first)-score(second))
	}
	whole := odds(message)
	s, _ := m.signalsOf(sc)
	e.Known = s[signalUnits]
	message = message[:min(len(message), maxLetters)]
	tokens := sc.reader.buffer.Segment(message)
	tokens = slices.Clone(tokens[:min(len(tokens), explainedTokens)])
	var strange []bool
	for _, t := range tokens {
		strange = append(strange, m.space.Find(linear.KeyOf(viewUnits, sc.reader.unit(t))) == 0)
	}
	for i, t := range tokens {
		if t.Start == t.End {
			continue // folded from the character before
		}
		found := Evidence{Text: message[t.Start:t.End], Start: t.Start, End: t.End}
		found.Weight = whole - odds(message[:t.Start]+" "+message[t.End:])
		switch {
		case strange[i] && t.Kind != text.Symbol:
			e.Strange = append(e.Strange, found)
		case found.Weight > 0.01:
			e.For = append(e.For, found)
		case found.Weight < -0.01:
			e.Against = append(e.Against, found)
		}
	}
	for _, list := range []*[]Evidence{&e.For, &e.Against} {
		slices.SortStableFunc(*list, func(a, b Evidence) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
		*list = (*list)[:min(len(*list), explainedEvidence)]
	}
	e.Strange = e.Strange[:min(len(e.Strange), explainedEvidence)]
}

// taught returns what lessons say about a message.
func (m *Model) taught(message string) (said []Taught) {
	sc := m.newScratch()
	m.scores(sc, message)
	m.recall(sc)
	for _, s := range sc.says {
		said = append(said, Taught{s.label, s.weight})
	}
	slices.SortFunc(said, func(a, b Taught) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Label, b.Label)) })
	return said
}

// place returns the number of a label, -1 for one that the model was taught after
// its training.
func (m *Model) place(label string) int {
	i, ok := slices.BinarySearch(m.labels, label)
	if !ok {
		return -1
	}
	return i
}

// findNearest fills in the nearest examples.
func (m *Model) findNearest(ctx context.Context, e *Explanation, message string) error {
	sc := m.newScratch()
	m.scores(sc, message)
	mine := map[int32]float32{}
	for _, f := range sc.vector[1:] {
		mine[f.Index] = f.Value
	}
	length := math.Sqrt(float64(sc.vector[1:].Square()))
	for i, x := range m.knows() {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		sc.vector = m.space.Vector(sc.vector[:0], sc.reader.read(x.Text))
		dot := float32(0)
		for _, f := range sc.vector[1:] {
			dot += f.Value * mine[f.Index]
		}
		likeness := float64(dot) / (length*math.Sqrt(float64(sc.vector[1:].Square())) + 1e-9)
		if likeness > 0 && (len(e.Nearest) < explainedNearest || likeness > e.Nearest[explainedNearest-1].Likeness) {
			at, _ := slices.BinarySearchFunc(e.Nearest, likeness, func(n Neighbour, l float64) int { return cmp.Or(cmp.Compare(l, n.Likeness), -1) })
			e.Nearest = slices.Insert(e.Nearest, at, Neighbour{Example: x, Likeness: min(1, likeness)})
			e.Nearest = e.Nearest[:min(len(e.Nearest), explainedNearest)]
		}
	}
	return nil
}

// String returns the gist in one line: the decision, the first labels, what
// speaks for them, and what is in doubt.
func (e Explanation) String() string {
	var b strings.Builder
	b.WriteString([...]string{"unknown", "ambiguous", "confident"}[min(e.Result.Decision, Confident)])
	for i, p := range e.Result.Predictions[:min(2, len(e.Result.Predictions))] {
		fmt.Fprintf(&b, "%s %s %.2f", [...]string{":", ", then"}[i], p.Label, p.Confidence)
	}
	fmt.Fprintf(&b, "; novelty %.2f", e.Result.Novelty)
	switch e.Doubt {
	case "":
	case TooUnsure:
		fmt.Fprintf(&b, "; %s: needs %.2f", e.Doubt, e.Needed)
	case TooNovel:
		fmt.Fprintf(&b, "; %s: from %.2f", e.Doubt, e.Thresholds.Novelty)
	case TooClose:
		fmt.Fprintf(&b, "; %s: needs a margin of %.2f", e.Doubt, e.Thresholds.Margin)
	default:
		fmt.Fprintf(&b, "; %s", e.Doubt)
	}
	write := func(name string, list []Evidence) {
		for i, x := range list[:min(3, len(list))] {
			fmt.Fprintf(&b, "%s %q %+.1f", [...]string{"; " + name, ",", ","}[i], x.Text, x.Weight)
		}
	}
	write("for", e.For)
	write("against", e.Against)
	if len(e.Taught) > 0 {
		fmt.Fprintf(&b, "; taught %s %.2f", e.Taught[0].Label, e.Taught[0].Weight)
	}
	if len(e.Nearest) > 0 {
		fmt.Fprintf(&b, "; nearest %q (%s, %.2f)", e.Nearest[0].Example.Text, e.Nearest[0].Example.Label, e.Nearest[0].Likeness)
	}
	return b.String()
}
