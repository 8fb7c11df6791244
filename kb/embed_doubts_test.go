package kb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// oneMeaning is an embedder to which whatever is about a topic means the same.
type oneMeaning struct{ topics [][]string }

func (e oneMeaning) Embed(_ context.Context, texts []string) ([][]float32, error) {
	list := make([][]float32, len(texts))
	for i, text := range texts {
		list[i] = make([]float32, 64)
		list[i][62] = 0.3
		for k, topic := range e.topics {
			for _, one := range topic {
				if one == text {
					list[i][k] = 1
				}
			}
		}
		for k, c := range []byte(text) {
			list[i][40+(k*7+int(c))%20] += 0.01
		}
	}
	return list, nil
}

// What meaning lifts above doubt must not differ in numbers, models or denials, even where
// words have found it and were too few to be compared.
func TestMeaningDoesNotCoverDoubts(t *testing.T) {
	topics := [][]string{
		{"Can I send goods back within 30 days", "bringing purchases back inside a 30 day window", "goods after 60 days back", "60 days goods", "60 day window"},
		{"Parcels can be tracked online by everybody", "you are able to follow your shipment on the web", "tracking isn't possible", "following a delivery is not possible anywhere"},
		{"支持7天无理由退货", "七天内商品不满意能退", "15天后东西还能退吗"},
		{"Battery life of the X200 vacuum", "how long does the X200 cleaner run", "vacuum X300 endurance"},
	}
	var entries []kb.Entry
	asked := topics
	for i, topic := range topics {
		entries = append(entries, kb.Entry{ID: fmt.Sprint("asked ", i), Question: topic[0], Phrasings: topic[1:2]})
	}
	words := strings.Fields("apple brook cedar delta eagle flint grape heron irony joker koala lemon mango noble ocean piano quilt raven sugar tiger ultra vinyl wheat xenon yacht zebra amber bison")
	for i, word := range words {
		topic := []string{"about " + word + " matters", "regarding " + words[(i+1)%len(words)] + "x things"}
		topics = append(topics, topic)
		entries = append(entries, kb.Entry{ID: word, Question: topic[0], Phrasings: topic[1:]})
	}
	l, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: oneMeaning{topics}})
	require.NoError(t, err)
	_, err = l.Put(t.Context(), entries...)
	require.NoError(t, err)
	require.NoError(t, l.Refine(t.Context()))
	for i, topic := range asked {
		for _, question := range topic[2:] {
			hits, err := l.Match(t.Context(), kb.Query{Text: question})
			require.NoError(t, err)
			require.NotEmpty(t, hits)
			assert.Equal(t, fmt.Sprint("asked ", i), hits[0].Entry.ID)
			assert.NotEqual(t, kb.Direct, kb.Policy{}.Decide(hits).Kind, "%s: %.3f", question, hits[0].Score)
		}
	}
}
