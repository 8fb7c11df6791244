package peer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
)

// A peer that is set up wrongly would make us look good.
func TestEveryPeerFindsWhatItWasGiven(t *testing.T) {
	for _, l := range []faqgen.Language{faqgen.English, faqgen.Chinese} {
		questions := faqgen.Questions(l, 200)
		for _, m := range []Maker{Kefu, BM25, Bleve, Bluge, FTS5} {
			t.Run(l.String()+"/"+m.Name, func(t *testing.T) {
				e, err := m.New(l, Entries(questions))
				require.NoError(t, err)
				right := 0
				for i, q := range questions {
					ids, err := e.Top(nil, q, 5)
					require.NoError(t, err)
					require.LessOrEqual(t, len(ids), 5)
					if len(ids) > 0 && ids[0] == Entries(questions)[i].ID {
						right++
					}
				}
				require.GreaterOrEqual(t, right, 196, "of 200")
				require.NoError(t, e.Close())
			})
		}
	}
}
