package kb_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

// learnSet is a data set with what is promised of learning from it.
type learnSet struct {
	name, entries, queries string
	verdicts               bool
	// The floors of what is measured. They leave room for some questions: a set
	// has 10 to 200 suggested wordings.
	right, purity, found float64
}

var learnSets = []learnSet{
	{name: "banking77 with verdicts", entries: "banking77/entries.5shot", queries: "banking77/queries.dev", verdicts: true, right: 0.87, purity: 0.85, found: 0.70},
	{name: "banking77 without", entries: "banking77/entries.5shot", queries: "banking77/queries.dev", purity: 0.90, found: 0.55},
	{name: "clinc150 with verdicts", entries: "clinc150/entries.5shot", queries: "clinc150/queries.dev", verdicts: true, right: 0.90, purity: 0.92, found: 0.80},
	{name: "clinc150 without", entries: "clinc150/entries.5shot", queries: "clinc150/queries.dev", right: 0.70, purity: 0.95, found: 0.74},
	{name: "hwu64 with verdicts", entries: "hwu64/entries.10shot", queries: "hwu64/queries.dev", verdicts: true, right: 0.90, purity: 0.85, found: 0.50},
	{name: "bq_kb with verdicts", entries: "bq_kb/entries.dev", queries: "bq_kb/queries.dev", verdicts: true, right: 0.70, purity: 0.50},
}

// TestLearnQuality hides every third entry of a data set, asks its questions, lets
// the customers pick and complain as customers do, and measures what is learned
// from the log: whether suggested wordings belong to their entry, whether the
// questions behind a suggestion are about one thing, and how many of the hidden
// entries are found again.
func TestLearnQuality(t *testing.T) {
	for _, set := range learnSets {
		t.Run(set.name, func(t *testing.T) {
			l, label, hidden := set.logged(t)
			start := time.Now()
			list, err := l.Learn(t.Context(), kb.LearnOptions{Max: 10000})
			require.NoError(t, err)
			took := time.Since(start)
			m := measureLearning(list, label, hidden)
			t.Logf("%d suggestions: %d wordings for entries, right %.3f; purity %.3f of %d; %d new entries, right %.3f, found %d of %d hidden; %v",
				len(list), m.wordings, m.right(), m.purity(), m.examples, m.entries, m.rightEntries(), len(m.found), len(hidden), took)
			assert.GreaterOrEqual(t, m.right(), set.right)
			assert.GreaterOrEqual(t, m.purity(), set.purity)
			assert.GreaterOrEqual(t, float64(len(m.found))/float64(len(hidden)), set.found)
		})
	}
}

// logged returns a library that was asked the questions of a set, the entry that
// each question is about, and the entries that the library does not have.
func (set learnSet) logged(t *testing.T) (l *kb.Library, label map[string]string, hidden map[string]bool) {
	label, hidden = map[string]string{}, map[string]bool{}
	l = libraryOver(t, kb.NewMemoryStore(), nil)
	var entries []kb.Entry
	i := 0
	for row, err := range kb.ReadRows(strings.NewReader(readData(t, set.entries)), kb.JSONL) {
		require.NoError(t, err)
		if i++; i%3 == 0 {
			hidden[row.Entry.ID] = true
		} else {
			entries = append(entries, row.Entry)
		}
	}
	_, err := l.Put(t.Context(), entries...)
	require.NoError(t, err)
	cases, err := kbtest.ReadCases(strings.NewReader(readData(t, set.queries)))
	require.NoError(t, err)
	chance := rand.New(rand.NewPCG(1, 2))
	for i, c := range cases {
		if len(c.Relevant) == 0 {
			continue
		}
		id := fmt.Sprint(i)
		label[id], label[c.Query] = c.Relevant[0], c.Relevant[0]
		q := kb.Query{Text: c.Query}
		d, err := l.Decide(t.Context(), q)
		require.NoError(t, err)
		a := kb.NewAsked(id, q, d)
		a.Conversation = id
		a.At = time.Unix(int64(i), 0)
		require.NoError(t, l.Log(t.Context(), a))
		if !set.verdicts {
			continue
		}
		right := ""
		for _, s := range a.Shown {
			if s.Entry == c.Relevant[0] {
				right = s.Entry
			}
		}
		f := kb.Feedback{ID: id, Asked: id, At: a.At}
		switch p := chance.Float64(); {
		case d.Kind == kb.Suggest && right != "" && p < 0.6:
			f.Verdict, f.Entry = kb.Picked, right
		case d.Kind == kb.Suggest && p > 0.95: // a slip of the finger
			f.Verdict, f.Entry = kb.Picked, a.Shown[len(a.Shown)-1].Entry
		case d.Kind == kb.Suggest && right == "" && p < 0.4:
			f.Verdict = kb.NoneOfThese
		case d.Kind == kb.Direct && right == "" && p < 0.3:
			f.Verdict = kb.NotUseful
		case right == "" && p < 0.5:
			f.Verdict = kb.HandedOff
		default:
			continue
		}
		require.NoError(t, l.Feedback(t.Context(), f))
	}
	return l, label, hidden
}

type learnFigures struct {
	wordings, rightWordings int
	examples, pure          int
	entries, rightEntry     int
	found                   map[string]bool
}

func (m *learnFigures) right() float64 { return float64(m.rightWordings) / float64(max(1, m.wordings)) }

func (m *learnFigures) purity() float64 { return float64(m.pure) / float64(max(1, m.examples)) }

func (m *learnFigures) rightEntries() float64 {
	return float64(m.rightEntry) / float64(max(1, m.entries))
}

func measureLearning(list []kb.Suggestion, label map[string]string, hidden map[string]bool) *learnFigures {
	m := &learnFigures{found: map[string]bool{}}
	for _, s := range list {
		counts := map[string]int{}
		most := ""
		for _, e := range s.Examples {
			about := label[e.Asked]
			if counts[about]++; counts[about] > counts[most] {
				most = about
			}
		}
		m.examples += len(s.Examples)
		m.pure += counts[most]
		if s.Kind == kb.NewEntry {
			m.entries++
			if hidden[most] {
				m.rightEntry++
				m.found[most] = true
			}
			continue
		}
		for _, wording := range append([]string{s.Question}, s.Phrasings...) {
			m.wordings++
			if label[wording] == s.Entry {
				m.rightWordings++
			}
		}
	}
	return m
}
