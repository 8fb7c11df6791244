package baseline

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Worked out by hand. N = 3, lengths 2, 4, 3, mean 3.
//
//	lost: in 1 of 3, idf ln(1+2.5/1.5) = 0.980829; card: in 2 of 3, idf ln(1+1.5/2.5) = 0.470004.
//	document 0, length 2: K1·(0.25+0.75·2/3) = 0.9, factor of f=1 is 2.2/1.9 = 1.157895.
//	document 1, length 4: K1·(0.25+0.75·4/3) = 1.5, factor of f=2 is 4.4/3.5 = 1.257143.
func TestScoresByHand(t *testing.T) {
	x := NewBM25([][]string{{"lost", "card"}, {"card", "or", "card", "reader"}, {"where", "is", "it"}})
	for _, c := range []struct {
		name  string
		query []string
		want  []Hit
	}{
		{"rare and common term", []string{"lost", "card"}, []Hit{{0, 1.679911}, {1, 0.590862}}},
		{"repeated term counts twice", []string{"card", "card"}, []Hit{{1, 1.181723}, {0, 1.088430}}},
		{"unknown term", []string{"refund"}, []Hit{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Search(c.query, 0)
			require.Len(t, got, len(c.want))
			for i, hit := range got {
				assert.Equal(t, c.want[i].Doc, hit.Doc)
				assert.InDelta(t, c.want[i].Score, hit.Score, 1e-6)
			}
		})
	}
	assert.Len(t, x.Search([]string{"card"}, 1), 1, "no more than asked for")
}

func TestEmptyIndexFindsNothing(t *testing.T) {
	assert.Empty(t, NewBM25(nil).Search([]string{"card"}, 5))
	assert.Empty(t, NewRanker([][]string{{""}}, Variant{}).Rank("card", 5))
}
