package kb

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// whileWriting runs write beside three readers until it is through. A reader
// that returns a text has found a fault.
func whileWriting(t *testing.T, write func(), read func(round int) string) {
	t.Helper()
	var through atomic.Bool
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for round := 0; ; round++ {
				last := through.Load()
				if fault := read(round); fault != "" {
					t.Error(fault)
					return
				}
				if last {
					return
				}
			}
		})
	}
	write()
	through.Store(true)
	readers.Wait()
}

func TestPostingsBesideReaders(t *testing.T) {
	const n = 30_000
	var p postings
	require.Empty(t, p.all())
	var written atomic.Int64
	whileWriting(t, func() {
		for i := range n {
			p.append(uint32(3 * i))
			written.Store(int64(i + 1))
		}
	}, func(int) string {
		least := int(written.Load())
		all := p.all()
		if len(all) < least {
			return "a number that was appended is missing"
		}
		for i := max(0, least-100); i < len(all); i++ {
			if all[i] != uint32(3*i) {
				return "a number is wrong"
			}
		}
		return ""
	})
	assert.Len(t, p.all(), n)
}

func TestSymbolsBesideReaders(t *testing.T) {
	const n = 30_000
	type value struct{ made, twice int }
	s := newSymbols[value]()
	var written atomic.Int64
	key := func(i int) []byte { return strconv.AppendInt([]byte("key "), int64(i), 10) }
	whileWriting(t, func() {
		for i := range n {
			s.add(key(i), func(_ string, v *value) { v.made, v.twice = i, 2*i })
			written.Store(int64(i + 1))
		}
	}, func(round int) string {
		known := int(written.Load())
		for i := round % 7; i < n; i += 997 {
			v := s.get(key(i))
			if v == nil && i < known {
				return "a symbol that was added is missing"
			}
			if v != nil && (v.made != i || v.twice != 2*i) {
				return "a symbol is seen before it is made"
			}
		}
		return ""
	})
	assert.Equal(t, n, s.count)
}

func TestSymbols(t *testing.T) {
	s := newSymbols[int]()
	assert.Nil(t, s.get(nil))
	buffer := []byte("abc")
	first := s.add(buffer, func(name string, v *int) {
		assert.Equal(t, "abc", name)
		*v = 7
	})
	copy(buffer, "xyz") // the text is a copy
	assert.Nil(t, s.get([]byte("xyz")))
	assert.Same(t, first, s.get([]byte("abc")))
	again := s.add([]byte("abc"), func(string, *int) { t.Error("made twice") })
	assert.Same(t, first, again)
	assert.Zero(t, *s.add(nil, nil), "the empty text is a text")
	for i := range 5000 { // values stay where they are when the table grows
		s.add(strconv.AppendInt(nil, int64(i), 10), nil)
	}
	assert.Same(t, first, s.get([]byte("abc")))
	assert.Equal(t, 5002, s.count)
}
