package emotion

import (
	"math"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// The views of a turn for a tracker's model are those of a message, and what the
// service said before it.
const (
	serviceView  = views
	trackerViews = views + 1
)

// trackerFigures is how many numbers the evidence gives a tracker's model.
const trackerFigures = evidences + 1

// TrackerModel estimates NeedsHuman as a host's people did: [TrainTracker]. It is
// safe for concurrent use.
type TrackerModel struct {
	space   *linear.Space
	weights *linear.Weights
	// scale and shift make the difference of the scores log-odds.
	scale, shift float64
}

// fillTurn puts the features of a customer's turn that was read into the bag.
func (s *scan) fillTurn(st *state) {
	s.fill(true)
	if st.heard.turns == 0 {
		return
	}
	for _, h := range st.answered[0] {
		if h == 0 {
			break
		}
		s.bag.Add(serviceView, uint64(h))
	}
}

// vectorOf makes a turn that was read a vector.
func (m *TrackerModel) vectorOf(s *scan, st *state, v *evidence, sum float64) {
	s.fillTurn(st)
	s.vector = m.space.Vector(s.vector[:0], s.bag)
	first := int32(m.space.Len())
	add := func(i int, x float64) {
		if x != 0 {
			s.vector = append(s.vector, linear.Feature{Index: first + int32(i), Value: float32(x)})
		}
	}
	for i, x := range v {
		add(i, 0.8*x)
	}
	add(evidences, 0.8*sum)
}

// odds returns the log-odds of NeedsHuman.
func (m *TrackerModel) odds(s *scan, st *state, v *evidence, sum float64) float64 {
	m.vectorOf(s, st, v, sum)
	return within(m.scale*m.score(s.vector)+m.shift, -20, 20)
}

// score is larger for who needs a human.
func (m *TrackerModel) score(x linear.Vector) float64 {
	var scores [2]float32
	m.weights.Scores(scores[:], x)
	return float64(scores[1]) - float64(scores[0])
}

const trackerModelMagic = "kefu tracker"

// trackerModelFormat is the version of the binary form of a model.
const trackerModelFormat = 1

// MarshalBinary returns the binary form of the model. It never fails.
func (m *TrackerModel) MarshalBinary() ([]byte, error) {
	var e linear.Encoder
	e.Data = append(e.Data, trackerModelMagic...)
	e.Uint(trackerModelFormat)
	e.Float(float32(m.scale))
	e.Float(float32(m.shift))
	m.space.Encode(&e)
	m.weights.Encode(&e)
	return e.Data, nil
}

// UnmarshalBinary reads what MarshalBinary wrote. It returns [ErrDamaged] for
// other bytes and [ErrNewer] for those of a newer version, and then leaves the
// model as it was. It must not be called while the model is in use.
func (m *TrackerModel) UnmarshalBinary(data []byte) error {
	if len(data) < len(trackerModelMagic) || string(data[:len(trackerModelMagic)]) != trackerModelMagic {
		return ErrDamaged
	}
	d := linear.Decoder{Data: data[len(trackerModelMagic):]}
	switch version := d.Uint(); {
	case d.Err != nil || version == 0:
		return ErrDamaged
	case version > trackerModelFormat:
		return ErrNewer
	}
	var n TrackerModel
	n.scale, n.shift = float64(d.Float()), float64(d.Float())
	n.space = linear.DecodeSpace(&d, trackerViews)
	if d.Err != nil {
		return ErrDamaged
	}
	n.weights = linear.DecodeWeights(&d, 2, n.space.Len()+trackerFigures)
	if d.Err != nil || len(d.Data) > 0 || math.IsNaN(n.scale) || math.IsNaN(n.shift) {
		return ErrDamaged
	}
	*m = n
	return nil
}
