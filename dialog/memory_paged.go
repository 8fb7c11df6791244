package dialog

// paged is a list that grows without moving more than a page, so that no commit
// waits while millions of elements are copied.
type paged[T any] struct {
	pages [][]T
	n     int
}

const (
	pageBits = 10
	pageMask = 1<<pageBits - 1
)

// at returns the place of an element; the next push may move it.
func (p *paged[T]) at(i int) *T { return &p.pages[i>>pageBits][i&pageMask] }

// push appends a zero element and returns its index.
func (p *paged[T]) push() int {
	page := p.n >> pageBits
	if page == len(p.pages) {
		first := 1 << pageBits
		if page == 0 {
			first = 8 // a store in a test holds little
		}
		p.pages = append(p.pages, make([]T, 0, first))
	}
	var zero T
	p.pages[page] = append(p.pages[page][:p.n&pageMask], zero)
	p.n++
	return p.n - 1
}

// pop drops the last element; its memory is for the next one.
func (p *paged[T]) pop() { p.n-- }
