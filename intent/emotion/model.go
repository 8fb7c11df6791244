package emotion

import (
	_ "embed"
	"math"
	"slices"
	"sync"

	"github.com/kefu-go/kefu/internal/text/linear"
)

//go:generate go run ./gen -data ${KEFU_DATA} -out learned.bin

//go:embed learned.bin
var learnedData []byte

// learned is what was learned from GoEmotions (NOTICE) about English.
var learned = sync.OnceValue(func() *model {
	m, err := decodeModel(learnedData)
	if err != nil {
		return nil // only while gen writes it anew; a test sees it
	}
	return m
})

// model estimates labels from words and what the rules saw.
type model struct {
	name    uint32 // of what was decoded: a checksum of its bytes
	base    uint32 // name of what was built in where it was trained; 0: rules alone
	space   *linear.Space
	weights *linear.Weights
	labels  []uint8 // of the scores, index in Labels
	full    bool    // it knows pairs and letters
	scale   float32 // what scores are multiplied with to be logits
	prior   float32 // what the logarithms of the shares before count for beside them
}

// leastShare is the smallest share whose logarithm is taken.
const leastShare = 1e-6

// shares returns the estimated shares of the labels; those that the model has
// not learned have none.
func (m *model) shares(s *scan, g *signals, base [6]float64) (p [6]float64) {
	var room [6]float32
	scores := m.scores(&room, s, g, base)
	linear.Softmax(scores, scores)
	for i, l := range m.labels {
		p[l] = float64(scores[i])
	}
	return p
}

// logShares returns the logarithms of shares, none below that of leastShare.
func (m *model) logShares(s *scan, g *signals, base [6]float64) (logs [6]float64) {
	var room [6]float32
	for l := range logs {
		logs[l] = math.Inf(-1)
	}
	for i, score := range m.scores(&room, s, g, base) {
		logs[m.labels[i]] = float64(score)
	}
	return logShares(logs)
}

// scores returns the logarithms of the shares, but for a sum.
func (m *model) scores(room *[6]float32, s *scan, g *signals, base [6]float64) []float32 {
	m.vectorOf(s, g, base)
	scores := room[:len(m.labels)]
	m.weights.Scores(scores, s.vector)
	m.temper(scores, base)
	return scores
}

// calibrate makes scores shares.
func (m *model) calibrate(scores []float32, base [6]float64) {
	m.temper(scores, base)
	linear.Softmax(scores, scores)
}

// temper makes scores logarithms of the shares, but for a sum.
func (m *model) temper(scores []float32, base [6]float64) {
	for i := range scores {
		scores[i] *= m.scale
	}
	if m.prior == 0 {
		return
	}
	before := base // a sum more or less is nothing to softmax
	if len(m.labels) < len(before) {
		for i, p := range m.fold(shares(base)) {
			before[i] = math.Log(max(leastShare, p))
		}
	}
	for i := range scores {
		scores[i] += m.prior * float32(before[i])
	}
}

// fold gives the shares of labels that the model has not learned to their
// neighbours that it has.
func (m *model) fold(p [6]float64) (folded [6]float64) {
	neighbours := [6][3]uint8{{}, {2, 4, 0}, {1, 4, 0}, {0, 2, 1}, {2, 1, 0}, {0}}
	for l, share := range p {
		at := slices.Index(m.labels, uint8(l))
		for _, n := range neighbours[l] {
			if at < 0 {
				at = slices.Index(m.labels, n)
			}
		}
		if at >= 0 {
			folded[at] += share
		}
	}
	return folded
}

// vectorOf makes the message that was read a vector.
func (m *model) vectorOf(s *scan, g *signals, base [6]float64) {
	s.fill(m.full)
	s.vector = m.space.Vector(s.vector[:0], s.bag)
	s.vector = g.appendRules(s.vector, int32(m.space.Len()), base)
}

// english is the share of a message that is English, from 0 to 1.
func (s *scan) english() float64 {
	if s.words == 0 {
		return 0
	}
	return float64(s.words) / float64(s.words+s.chars)
}
