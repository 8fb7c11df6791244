package ticket

import (
	"iter"
	"slices"
)

// sortedSet keeps values in order, in pages: putting one in moves no more than a page,
// and reading goes on from anywhere, in both directions.
type sortedSet[T any] struct {
	compare func(a, b T) int
	pages   [][]T // none is empty
}

const sortedPage = 512

// seek returns where a value is, or would be; the page may be behind the last one.
func (s *sortedSet[T]) seek(v T) (page, i int, found bool) {
	page, _ = slices.BinarySearchFunc(s.pages, v, func(p []T, v T) int { return s.compare(p[len(p)-1], v) })
	if page == len(s.pages) {
		return page, 0, false
	}
	i, found = slices.BinarySearchFunc(s.pages[page], v, s.compare)
	return page, i, found
}

// add puts a value in, if it is not there.
func (s *sortedSet[T]) add(v T) {
	if last := len(s.pages) - 1; last >= 0 && len(s.pages[last]) < sortedPage && s.compare(s.pages[last][len(s.pages[last])-1], v) < 0 {
		s.pages[last] = append(s.pages[last], v) // what comes in order
		return
	}
	page, i, found := s.seek(v)
	if found {
		return
	}
	if page == len(s.pages) {
		s.pages = append(s.pages, []T{v}) // the last one is full, and stays so
		return
	}
	if full := s.pages[page]; len(full) == sortedPage {
		const half = sortedPage / 2
		s.pages = slices.Insert(s.pages, page+1, slices.Clone(full[half:]))
		s.pages[page] = slices.Clone(full[:half])
		if i > half {
			page, i = page+1, i-half
		}
	}
	s.pages[page] = slices.Insert(s.pages[page], i, v)
}

// remove takes a value out, if it is there.
func (s *sortedSet[T]) remove(v T) {
	page, i, found := s.seek(v)
	if !found {
		return
	}
	s.pages[page] = slices.Delete(s.pages[page], i, i+1)
	if next := page + 1; next < len(s.pages) && len(s.pages[page])+len(s.pages[next]) <= sortedPage/2 {
		s.pages[page] = append(s.pages[page], s.pages[next]...)
		s.pages = slices.Delete(s.pages, next, next+1)
	}
	if len(s.pages[page]) == 0 {
		s.pages = slices.Delete(s.pages, page, page+1)
	}
}

// from yields the values from v on, in order.
func (s *sortedSet[T]) from(v T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for page, i, _ := s.seek(v); page < len(s.pages); page, i = page+1, 0 {
			for _, v := range s.pages[page][i:] {
				if !yield(v) {
					return
				}
			}
		}
	}
}

// before returns the last value that comes before v.
func (s *sortedSet[T]) before(v T) (last T, ok bool) {
	page, i, _ := s.seek(v)
	if i == 0 {
		if page == 0 {
			return last, false
		}
		page--
		i = len(s.pages[page])
	}
	return s.pages[page][i-1], true
}
