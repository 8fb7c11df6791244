package kb

// list is a growing sequence in chunks: elements never move, so a pointer to
// one stays good, and growing copies nothing but the list of chunks. One writer
// at a time may add. A copy of the list is what it was when it was copied, and can be
// read beside the writer.
type list[T any] struct {
	chunks []*[chunkSize]T
	n      uint32
}

const (
	chunkBits = 8
	chunkSize = 1 << chunkBits
)

// at returns the element at i, which must be below n.
func (l *list[T]) at(i uint32) *T { return &l.chunks[i>>chunkBits][i%chunkSize] }

// add appends a zero element and returns its index and where it is.
func (l *list[T]) add() (uint32, *T) {
	i := l.n
	if int(i>>chunkBits) == len(l.chunks) {
		l.chunks = append(l.chunks, new([chunkSize]T))
	}
	l.n++
	return i, l.at(i)
}
