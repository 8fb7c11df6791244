package intent

import (
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// textureOf returns what part of a message's make-up is known, in [0,1]: of its
// characters, their pairs, and longer stretches of them. It is low for characters
// put together at random, known ones too.
func textureOf(s *signals) float64 {
	return (s[signalUnits] + s[signalPairs] + s[signalLetters]) / 3
}

const (
	// oddTexture is the share of messages that show an intent whose texture is too
	// low for them to be believed.
	oddTexture = 0.03
	// texturedExamples bounds from how many examples that is learned.
	texturedExamples = 2000
)

// textured reports whether the texture of a message in a language tells
// something: in those that are read by characters, where a single one may say
// much. With word spaces, unknown words tell more.
func textured(language string) bool { return language == "zh" || language == "ja" }

// leastTexture returns the texture that all messages which show an intent have,
// but the share of oddTexture: that of examples for a model that had not seen
// them, to which a feature that only one example has is unknown.
func (m *Model) leastTexture() float64 {
	sc := m.newScratch()
	// The rarity of a feature falls by ln(3/2) from the first to the second text.
	once := float32(0)
	for i := range m.space.Len() {
		once = max(once, m.space.Rarity(int32(i)))
	}
	once -= float32(math.Log(1.5)) / 2
	var seen []float64
	step := 1 + len(m.examples)/texturedExamples
	for i := 0; i < len(m.examples); i += step {
		if isOutOfScope(m.examples[i].Label) {
			continue
		}
		m.scores(sc, m.examples[i].Text)
		if language, _ := sc.reader.buffer.Language(); !textured(language) {
			continue
		}
		sc.vector = slices.DeleteFunc(sc.vector, func(f linear.Feature) bool { return f.Index > 0 && m.space.Rarity(f.Index) > once })
		var s signals
		m.familiarity(&s, sc, 0)
		seen = append(seen, textureOf(&s))
	}
	if len(seen) == 0 {
		return 0
	}
	slices.Sort(seen)
	return seen[int(oddTexture*float64(len(seen)))]
}
