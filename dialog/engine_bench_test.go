package dialog

import (
	"context"
	"strconv"
	"testing"
	"time"
)

// answers is a knowledge base that knows one question by heart.
type answers map[string]string

func (a answers) Search(_ context.Context, q Query) (Found, error) {
	if _, ok := a[q.Text]; ok {
		return Found{Confidence: Sure, Hits: []Hit{{ID: q.Text, Question: q.Text, Score: 1}}}, nil
	}
	return Found{Confidence: Nothing}, nil
}

func (a answers) Answer(_ context.Context, hit Hit, _ Query) (Answer, error) {
	if s, ok := a[hit.ID]; ok {
		return Answer{Entry: hit.ID, Text: s}, nil
	}
	return Answer{}, ErrNotFound
}

// BenchmarkTurn measures a turn without a store: what an engine does between
// loading a conversation and committing it.
func BenchmarkTurn(b *testing.B) {
	for name, opts := range map[string]*Options{
		"traced":   {Knowledge: answers{"how long does delivery take": "Two days."}},
		"untraced": {Knowledge: answers{"how long does delivery take": "Two days."}, NoTrace: true},
	} {
		b.Run(name, func(b *testing.B) {
			e, err := NewEngine(NewMemoryStore(), opts)
			if err != nil {
				b.Fatal(err)
			}
			c := Conversation{ID: "c", Owner: Bot, Created: time.Unix(0, 0)}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				msg := Message{ID: strconv.Itoa(n), Conversation: "c", From: Customer, Text: "how long does delivery take", At: time.Unix(1, 0)}
				turn, err := e.workOut(b.Context(), c, msg, &calls{}, work{}, time.Unix(2, 0))
				if err != nil {
					b.Fatal(err)
				}
				c = turn.Conversation
			}
		})
	}
}
