package kb

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawValue fills in a value of any type of an entry, so that a field which is
// added later is tested without a change here.
func drawValue(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(drawTime(t)))
		return
	case Mode:
		v.SetUint(uint64(rapid.IntRange(0, int(Pattern)).Draw(t, "mode")))
		return
	case PartKind:
		v.SetString(rapid.OneOf(rapid.SampledFrom([]string{"text", "image", "link"}), rapid.String()).Draw(t, "kind"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "number"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64Range(0, 1).Draw(t, "share"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "choice"))
	case reflect.Struct:
		for i := range v.NumField() {
			drawValue(t, v.Field(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "is there") {
			v.Set(reflect.New(v.Type().Elem()))
			drawValue(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 3).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				drawValue(t, v.Index(i))
			}
		}
	case reflect.Map:
		if n := rapid.IntRange(-1, 3).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				drawValue(t, key)
				drawValue(t, value)
				v.SetMapIndex(key, value)
			}
		}
	default:
		t.Fatalf("a field of type %s: pack it, and draw it here", v.Type())
	}
}

func drawTime(t *rapid.T) time.Time {
	at := time.Unix(rapid.Int64Range(-1<<33, 1<<33).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond"))
	switch rapid.IntRange(0, 3).Draw(t, "zone") {
	case 0:
		return time.Time{}
	case 1:
		return at.In(time.FixedZone("", 60*rapid.IntRange(1, 12*60).Draw(t, "minutes")))
	case 2:
		return at.Local()
	default:
		return at.UTC()
	}
}

// Every field of an entry survives being packed. Times are the same instant,
// with the same offset.
func TestPackedEntryIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var e Entry
		drawValue(t, reflect.ValueOf(&e).Elem())
		f := e.facet()
		record := append(appendPacked(nil, &e), "what follows"...)
		for _, parts := range [][]Part{nil, make([]Part, 1)} {
			var got Entry
			unpack(record, &f, &got, parts)
			for _, times := range [][2]*time.Time{{&e.Updated, &got.Updated}, {&e.ValidFrom, &got.ValidFrom}, {&e.ValidTo, &got.ValidTo}} {
				require.True(t, times[0].Equal(*times[1]))
				require.Equal(t, times[0].Format(time.RFC3339), times[1].Format(time.RFC3339))
				*times[1] = *times[0]
			}
			require.Equal(t, e, got)
		}
		require.Equal(t, e.ID, packedID(record))
		for i := -1; i < len(e.Phrasings); i++ {
			require.Equal(t, e.wording(i), packedWording(record, i))
		}
		from, to := packedValidity(record)
		require.True(t, from.Equal(e.ValidFrom) && to.Equal(e.ValidTo))
	})
}

// A zone that has no binary form becomes UTC instead of nothing.
func TestPackedOddZone(t *testing.T) {
	odd := time.Date(9999, 1, 1, 0, 0, 0, 0, time.FixedZone("", 40*24*3600))
	var e Entry
	unpack(appendPacked(nil, &Entry{Updated: odd}), &facet{}, &e, nil)
	assert.True(t, odd.Equal(e.Updated))
}

// An index rebuilds itself little by little, and finds everything meanwhile.
func TestRebuildLittleByLittle(t *testing.T) {
	x := NewIndex(nil)
	const n = 3000
	id := func(i int) string { return "entry " + strconv.Itoa(i) }
	entry := func(i, version int) Entry {
		return Entry{ID: id(i), Question: "wording " + strconv.Itoa(i), Version: int64(version), Mode: Mode(i % 3)}
	}
	for i := range n {
		require.NoError(t, x.Put(entry(i, 1)))
	}
	half, rebuilds := false, 0
	for round := range 3 * n {
		i := round * 7 % n
		before := x.core
		if round%50 == 49 {
			require.Equal(t, 1, x.Delete(id(i)))
			require.Empty(t, x.Match(Query{Text: entry(i, 0).Question, Category: "none"}))
			_, ok := x.Get(id(i))
			require.False(t, ok)
		}
		require.NoError(t, x.Put(entry(i, round+2)))
		if x.core != before {
			rebuilds++
			require.LessOrEqual(t, int(x.core.slots.n), 2*n)
		}
		half = half || x.next != nil
		for _, k := range []int{i, (i + n/2) % n} {
			hits := x.Match(Query{Text: entry(k, 0).Question})
			require.NotEmpty(t, hits)
			require.Equal(t, id(k), hits[0].Entry.ID)
		}
		require.Equal(t, n, x.Len())
	}
	assert.True(t, half)
	assert.Positive(t, rebuilds)
	assert.Equal(t, n, x.core.liveLines)
}
