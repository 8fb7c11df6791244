package emotion

import "math"

// Merge mixes what a voice shows into what the words show: a calm "fine" may be
// said in anger. Weight, from 0 to 1, is what the voice counts for; 0.3 is a good
// start where nothing is known of the voice model. Shares, Valence, Intensity and
// NeedsHuman are weighted means (a linear opinion pool), Label and Score follow
// from the shares. Tones are those of both, cues those of the text. An emotion of
// the host's that has a Label and no Shares counts as that label with its Score.
// Numbers out of their range are put into it; a weight that is no number is 0.
func Merge(text, voice Emotion, weight float64) Emotion {
	if !(weight > 0) {
		weight = 0
	}
	weight = min(weight, 1)
	a, b := text.sound(), voice.sound()
	mix := func(x, y float64) float64 { return (1-weight)*x + weight*y }
	e := Emotion{
		Valence: mix(a.Valence, b.Valence), Intensity: mix(a.Intensity, b.Intensity),
		NeedsHuman: mix(a.NeedsHuman, b.NeedsHuman), Tone: a.Tone | b.Tone, Cues: a.Cues,
	}
	best := 0
	for i := range e.Shares {
		e.Shares[i] = mix(a.Shares[i], b.Shares[i])
		if e.Shares[i] > e.Shares[best] {
			best = i
		}
	}
	e.Label, e.Score = Labels()[best], e.Shares[best]
	return e
}

// sound returns an emotion of a host's with all numbers in their ranges.
func (e Emotion) sound() Emotion {
	e.Valence = within(e.Valence, -1, 1)
	e.Intensity = within(e.Intensity, 0, 1)
	e.NeedsHuman = within(e.NeedsHuman, 0, 1)
	sum := 0.0
	for i, p := range e.Shares {
		e.Shares[i] = within(p, 0, 1)
		sum += e.Shares[i]
	}
	if sum > 0 {
		for i := range e.Shares {
			e.Shares[i] /= sum
		}
		return e
	}
	score := within(e.Score, 0, 1)
	if score == 0 {
		score = 1
	}
	for i, l := range Labels() {
		if l == e.Label {
			e.Shares[i] = score
		}
	}
	e.Shares[0] += 1 - score
	if e.Shares == ([6]float64{}) {
		e.Shares[0] = 1
	}
	return e
}

// within returns x, or the nearest number of the range; no number is 0.
func within(x, low, high float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return max(low, min(high, x))
}
