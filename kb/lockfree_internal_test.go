package kb

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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
	var writing arena
	var known atomic.Pointer[arena]
	known.Store(&arena{})
	require.Empty(t, p.read(&writing, math.MaxUint32, math.MaxUint32, nil))
	number := func(i int) uint32 { return uint32(3*i + i*i/8) } // of one to three bytes' difference
	var written atomic.Int64
	whileWriting(t, func() {
		for i := range n {
			p.append(&writing, number(i))
			now := writing
			known.Store(&now)
			written.Store(int64(i + 1))
		}
	}, func(int) string {
		least := int(written.Load())
		all := p.read(known.Load(), math.MaxUint32, math.MaxUint32, nil)
		if len(all) < least {
			return "a number that was appended is missing"
		}
		for i := max(0, least-100); i < len(all); i++ {
			if all[i] != number(i) {
				return "a number is wrong"
			}
		}
		return ""
	})
	assert.Len(t, p.read(&writing, math.MaxUint32, math.MaxUint32, nil), n)
}

// What was appended is read back, up to an end and a number, also by who has an
// older copy of the arena.
func TestPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a, older arena
		var p, other postings
		var want []uint32
		seen := uint32(math.MaxUint32)
		last := uint32(0)
		for i, step := range rapid.SliceOf(rapid.OneOf(rapid.Uint32Range(1, 200), rapid.Uint32Range(1, 1<<28))).Draw(t, "steps") {
			if uint64(last)+uint64(step) > math.MaxInt32 {
				break
			}
			last += step
			want = append(want, last)
			p.append(&a, last)
			other.append(&a, uint32(i))
			if i == 20 {
				older, seen = a, last+1
			}
		}
		require.Equal(t, want, p.read(&a, math.MaxUint32, math.MaxUint32, nil))
		if seen < math.MaxUint32 {
			require.Equal(t, want[:21], p.read(&older, seen, math.MaxUint32, nil))
		}
		require.Equal(t, want[:min(5, len(want))], append([]uint32(nil), p.read(&a, math.MaxUint32, 5, nil)...))
	})
}

func TestTableBesideReaders(t *testing.T) {
	const n = 30_000
	var words table
	hash := func(i int) uint64 { return (uint64(i) + 1) * 0x9E3779B97F4A7C15 }
	find := func(i int) bool {
		for p := words.find(hash(i)); ; {
			number, ok := p.next()
			if !ok || number == uint32(i) {
				return ok
			}
		}
	}
	var written atomic.Int64
	whileWriting(t, func() {
		for i := range n {
			words.add(hash(i), uint32(i))
			written.Store(int64(i + 1))
		}
	}, func(round int) string {
		known := int(written.Load())
		for i := round % 7; i < known; i += 997 {
			if !find(i) {
				return "a number that was added is missing"
			}
		}
		if find(n + round) {
			return "a number is there that was not added"
		}
		return ""
	})
	for i := range n {
		require.True(t, find(i))
	}
}

// All numbers of a hash are found, replaced ones too.
func TestTable(t *testing.T) {
	var words table
	all := func(hash uint64) (numbers []uint32) {
		for p := words.find(hash); ; {
			number, ok := p.next()
			if !ok {
				return numbers
			}
			numbers = append(numbers, number)
		}
	}
	const hash = 0xFFFF_FFFF_FFFF_FFFF
	assert.Empty(t, all(hash))
	for i := range uint32(100) {
		words.add(hash, i)
		words.add(uint64(i)<<50, 1000+i)
	}
	p := words.find(hash)
	for range 6 {
		p.next()
	}
	p.replace(chained | 7)
	assert.Len(t, all(hash), 100)
	assert.ElementsMatch(t, append([]uint32{chained | 7}, all(hash)[:5]...), all(hash)[:6])
	assert.Equal(t, []uint32{1003}, all(3<<50))
}

func TestArena(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a arena
		want := map[uint32]string{}
		sizes := rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(900, 1200), rapid.IntRange(60_000, 200_000))
		for i, n := range rapid.SliceOf(sizes).Draw(t, "sizes") {
			record := strings.Repeat(string(rune('a'+i%26)), n)
			address := a.add([]byte(record))
			require.NotZero(t, address)
			if n > 0 {
				require.NotContains(t, want, address)
				want[address] = record
			}
		}
		for address, record := range want {
			require.True(t, a.holds(address))
			require.Equal(t, record, string(a.bytes(address)[:len(record)]))
		}
	})
}
