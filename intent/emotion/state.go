package emotion

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// trackerFormat is the version of a tracker's binary form. It changes whenever
// state or the hashes of sketches do.
const trackerFormat = 2

const trackerMagic = "kefu course"

// MarshalBinary returns the state of the tracker, less than 1 KB, for
// [Tracker.UnmarshalBinary]. Detector and options are not in it. The only words
// of the customer in it are those of [Course.Cause]. It never fails.
func (t *Tracker) MarshalBinary() ([]byte, error) {
	return t.state.append(make([]byte, 0, 512)), nil
}

// append appends the binary form.
func (st *state) append(data []byte) []byte {
	e := linear.Encoder{Data: append(data, trackerMagic...)}
	e.Uint(trackerFormat)
	for _, n := range st.counters() {
		e.Uint(uint64(*n))
	}
	at := uint64(0)
	if !st.at.IsZero() {
		at = uint64(st.at.UnixMicro()-zeroMicro) + 1
	}
	e.Uint(at)
	for _, x := range st.numbers() {
		e.Data = binary.LittleEndian.AppendUint64(e.Data, math.Float64bits(*x))
	}
	e.String(st.cause)
	h := &st.heard
	e.Data = append(e.Data, h.counts[:]...)
	e.Data = append(e.Data, h.turns, st.silent)
	if st.person {
		e.Data = append(e.Data, 1)
	} else {
		e.Data = append(e.Data, 0)
	}
	for _, l := range []*sketches{&st.said, &st.answered} {
		for i := range l {
			n := l[i].len()
			e.Uint(uint64(n))
			for _, h := range l[i][:n] {
				e.Data = binary.LittleEndian.AppendUint16(e.Data, h)
			}
		}
	}
	return e.Data
}

// zeroMicro is the zero time, so that any time can be written without a sign.
var zeroMicro = time.Time{}.UnixMicro()

// counters are the whole numbers of the state, in the order of the binary form.
func (st *state) counters() [4]*uint32 {
	return [...]*uint32{&st.turns, &st.own, &st.peakTurn, &st.causeTurn}
}

// singles is how many of the real numbers stand for themselves.
const singles = 7

// numbers are the real numbers of the state, in the order of the binary form. Arrays, as
// slices would have the whole state on the heap, twice a turn.
func (st *state) numbers() (list [singles + len(state{}.feelings) + len(state{}.valences)]*float64) {
	list[0], list[1], list[2], list[3], list[4], list[5], list[6] = &st.now, &st.peak, &st.causeWeight, &st.odds, &st.memory, &st.failures, &st.echo
	for i := range st.feelings {
		list[singles+i] = &st.feelings[i]
	}
	for i := range st.valences {
		list[singles+len(st.feelings)+i] = &st.valences[i]
	}
	return list
}

// UnmarshalBinary puts the tracker into a state that was kept. With the same
// detector and options it goes on exactly as the one that was kept. It returns
// [ErrDamaged] for other bytes and [ErrNewer] for those of a newer version, and
// then leaves the tracker as it was.
func (t *Tracker) UnmarshalBinary(data []byte) error {
	if len(data) < len(trackerMagic) || string(data[:len(trackerMagic)]) != trackerMagic {
		return ErrDamaged
	}
	d := linear.Decoder{Data: data[len(trackerMagic):]}
	version := d.Uint()
	switch {
	case d.Err != nil || version == 0:
		return ErrDamaged
	case version > trackerFormat:
		return ErrNewer
	}
	var st state
	if !st.decode(&d, version) || !st.possible() {
		return ErrDamaged
	}
	t.state = st
	return nil
}

// decode reads the binary form, and reports whether it is whole.
func (st *state) decode(d *linear.Decoder, version uint64) bool {
	for _, n := range st.counters() {
		x := d.Uint()
		if x > math.MaxUint32 {
			return false
		}
		*n = uint32(x)
	}
	if at := d.Uint(); at > math.MaxInt64 {
		return false
	} else if at > 0 {
		st.at = time.UnixMicro(int64(at) - 1 + zeroMicro).UTC()
	}
	numbers := st.numbers()
	if len(d.Data) < 8*len(numbers) {
		return false
	}
	for _, x := range numbers {
		*x = math.Float64frombits(binary.LittleEndian.Uint64(d.Data))
		d.Data = d.Data[8:]
	}
	st.cause = d.String()
	if len(d.Data) < serviceKinds+2 {
		return false
	}
	copy(st.heard.counts[:], d.Data)
	st.heard.turns, st.silent = d.Data[serviceKinds], d.Data[serviceKinds+1]
	d.Data = d.Data[serviceKinds+2:]
	if version > 1 {
		if len(d.Data) == 0 || d.Data[0] > 1 {
			return false
		}
		st.person, d.Data = d.Data[0] == 1, d.Data[1:]
	}
	for _, l := range []*sketches{&st.said, &st.answered} {
		for i := range l {
			n := d.Count(2)
			if n > sketchSize {
				return false
			}
			for j := range n {
				l[i][j] = binary.LittleEndian.Uint16(d.Data)
				d.Data = d.Data[2:]
			}
		}
	}
	return d.Err == nil && len(d.Data) == 0
}

// possible reports whether a tracker can be in such a state.
func (st *state) possible() bool {
	for _, x := range st.numbers() {
		if !(math.Abs(*x) <= 100) {
			return false
		}
	}
	const most = 1 + 1e-9 // sums are rounded
	for _, x := range append(st.feelings[:], st.echo) {
		if x < 0 || x > most {
			return false
		}
	}
	for _, x := range append(st.valences[:], st.now, st.peak) {
		if x < -most || x > most {
			return false
		}
	}
	for _, l := range []*sketches{&st.said, &st.answered} {
		for i := range l {
			n := l[i].len()
			for j, h := range l[i] {
				if j >= n && h != 0 || j > 0 && j < n && h <= l[i][j-1] {
					return false
				}
			}
		}
	}
	for _, n := range append(st.heard.counts[:], st.heard.turns, st.silent) {
		if n > 9 {
			return false
		}
	}
	return st.own <= st.turns && st.peakTurn <= st.turns && st.causeTurn <= st.turns && st.causeWeight >= 0 &&
		st.failures >= 0 && st.peak <= 0 && utf8.ValidString(st.cause) && utf8.RuneCountInString(st.cause) <= causeRunes
}

// MarshalText returns the state as base64, less than 1 KB too, so that a tracker
// in a JSON document is a string.
func (t *Tracker) MarshalText() ([]byte, error) {
	var room [768]byte
	return base64.RawStdEncoding.AppendEncode(nil, t.state.append(room[:0])), nil
}

// UnmarshalText reads what [Tracker.MarshalText] wrote, with the errors of
// [Tracker.UnmarshalBinary]. The tracker must come from [NewTracker].
func (t *Tracker) UnmarshalText(data []byte) error {
	var room [768]byte
	data, err := base64.RawStdEncoding.AppendDecode(room[:0], data)
	if err != nil {
		return ErrDamaged
	}
	return t.UnmarshalBinary(data)
}
