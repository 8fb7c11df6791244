package linear

import "math"

const (
	// tellingShare is how far the factor of a feature depends on what it tells.
	tellingShare = 0.6
	// tellingDoubt is how many texts without any preference for a label are
	// counted with those of each feature: few texts tell little.
	tellingDoubt = 8
	// tellingTexts is how many texts it takes to believe half of what they tell
	// about features.
	tellingTexts = 1000
)

// Telling returns factors for [Options] by which features of a space of that
// length count for more the better they tell one label from the others. That is
// the largest logarithm of the ratio between the odds of a label with the feature
// and without knowing it, what naive Bayes would weigh it (as Wang and Manning,
// Baselines and bigrams, 2012, do for two labels). It makes up to half of the
// factor, less where texts are few, and 1 the rest; all are then brought to 1 in
// the mean square over the features of the texts.
func Telling(texts []Vector, label []int32, labels, features int) []float32 {
	counts, prior := make([]float32, features*labels), make([]float64, labels)
	for i, x := range texts {
		l := int(label[i])
		prior[l] += 1 / float64(len(texts))
		for _, f := range x {
			if int(f.Index) < features {
				counts[int(f.Index)*labels+l]++
			}
		}
	}
	share := tellingShare * float64(len(texts)) / float64(len(texts)+tellingTexts)
	factors := make([]float32, features)
	factors[0] = 1 // all texts have it
	squares, occurrences := 0.0, 0.0
	for f := 1; f < features; f++ {
		row, sum := counts[f*labels:][:labels], 0.0
		for _, n := range row {
			sum += float64(n)
		}
		most := 0.0
		for l, n := range row {
			if p := prior[l]; p > 0 && p < 1 {
				with := (float64(n) + tellingDoubt*p) / (sum + tellingDoubt)
				most = max(most, math.Abs(math.Log(with/(1-with)*(1-p)/p)))
			}
		}
		x := 1 - share + share*most
		factors[f] = float32(x)
		squares += x * x * sum
		occurrences += sum
	}
	if occurrences > 0 {
		scale := float32(math.Sqrt(occurrences / squares))
		for f := range factors[1:] {
			factors[f+1] *= scale
		}
	}
	return factors
}

// scaled returns texts whose features have been multiplied by factors.
func scaled(texts []Vector, factors []float32) []Vector {
	total := 0
	for _, x := range texts {
		total += len(x)
	}
	list, room := make([]Vector, len(texts)), make(Vector, 0, total)
	for i, x := range texts {
		from := len(room)
		for _, f := range x {
			if int(f.Index) < len(factors) {
				f.Value *= factors[f.Index]
			}
			room = append(room, f)
		}
		list[i] = room[from:]
	}
	return list
}
