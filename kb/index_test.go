package kb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

func TestReplaceAndDelete(t *testing.T) {
	x := indexOf(t, smart("a", "old wording", "older wording"), contains("b", "voucher"))
	require.NoError(t, x.Put(exact("a", "new text")))
	assert.Equal(t, 2, x.Len())
	for _, gone := range []string{"old wording", "older wording", "the old wording please"} {
		assert.Empty(t, x.Match(kb.Query{Text: gone}), gone)
	}
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "new text"})))

	assert.Equal(t, 1, x.Delete("unknown", "b", "b", ""))
	assert.Equal(t, 1, x.Len())
	assert.Empty(t, x.Match(kb.Query{Text: "my voucher"}))
	_, ok := x.Get("b")
	assert.False(t, ok)
	require.NoError(t, x.Put(contains("b", "voucher")))
	assert.Equal(t, []string{"b"}, idsOf(x.Match(kb.Query{Text: "my voucher"})), "it can come back")
}

// The last of several entries with one id is the one that stays.
func TestPutRepeatedID(t *testing.T) {
	x := indexOf(t, smart("a", "first text"), smart("a", "second text"))
	assert.Equal(t, 1, x.Len())
	assert.Empty(t, x.Match(kb.Query{Text: "first"}))
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "second"})))
}

func TestIndexKeepsCopies(t *testing.T) {
	e := smart("a", "track my order", "where is it")
	e.Answer = kb.TextAnswer("in the post")
	x := indexOf(t, e)
	e.Phrasings[0] = "changed"
	e.Answer.Parts[0].Text = "changed"
	got, ok := x.Get("a")
	require.True(t, ok)
	got.Phrasings[0] = "changed"
	got.Answer.Parts[0].Text = "changed"
	hits := x.Match(kb.Query{Text: "where is it"})
	require.Len(t, hits, 1)
	assert.Equal(t, "where is it", hits[0].Phrasing)
	assert.Equal(t, "in the post", hits[0].Entry.Answer.PlainText())
	again, _ := x.Get("a")
	assert.Equal(t, []string{"where is it"}, again.Phrasings)
}

// A faulty entry anywhere in a Put leaves everything as it was.
func TestPutIsAllOrNothing(t *testing.T) {
	x := indexOf(t, smart("a", "track my order"))
	for field, bad := range map[string]kb.Entry{
		"id":           {Question: "no id"},
		"question":     {ID: "b"},
		"phrasings[1]": {ID: "b", Question: "q", Phrasings: []string{"p", " "}},
	} {
		assertField(t, field, x.Put(smart("a", "something else"), smart("c", "new"), bad, smart("d", "new")))
	}
	assert.Equal(t, 1, x.Len())
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "track my order"})))
	assert.Empty(t, x.Match(kb.Query{Text: "new"}))
}

// What was put, replaced and deleted before does not matter: an index answers
// like a fresh one with the same entries.
func TestHistoryDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := kb.NewIndex(nil)
		want := map[string]kb.Entry{}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "step") == 0 {
				id := rapid.StringMatching("[a-h]").Draw(t, "deleted")
				_, existed := want[id]
				require.Equal(t, existed, x.Delete(id) == 1)
				delete(want, id)
				continue
			}
			entries := rapid.SliceOfN(anyEntry(), 1, 3).Draw(t, "put")
			require.NoError(t, x.Put(entries...))
			for _, e := range entries {
				want[e.ID] = e
			}
		}
		requireLikeFresh(t, x, want, rapid.SliceOfN(anyWording(), 5, 5).Draw(t, "questions"))
	})
}

// An index that is edited for years must not grow for it, nor answer
// differently: it drops what is dead, in the middle of its life.
func TestManyReplacements(t *testing.T) {
	x := kb.NewIndex(nil)
	want := map[string]kb.Entry{}
	for i := range 6000 {
		e := smart(fmt.Sprint("e", i%7), fmt.Sprintf("wording %d of entry %d", i%13, i%7), strings.Repeat("more ", i%5)+"words")
		if i%7 == 3 {
			e.Mode = kb.Contains
		}
		require.NoError(t, x.Put(e))
		want[e.ID] = e
		if i%11 == 0 {
			require.Equal(t, 1, x.Delete(e.ID))
			delete(want, e.ID)
		}
	}
	requireLikeFresh(t, x, want, []string{"wording 3", "the entry 5", "more words", "more", "wording 11 of entry 4"})
}

func requireLikeFresh(t require.TestingT, x *kb.Index, want map[string]kb.Entry, questions []string) {
	fresh := kb.NewIndex(nil)
	for _, e := range want {
		require.NoError(t, fresh.Put(e))
		questions = append(questions, e.Question)
	}
	require.Equal(t, len(want), x.Len())
	for _, text := range questions {
		for _, locale := range []string{"", "en-GB", "zh-CN"} {
			q := kb.Query{Text: text, Locale: locale, Limit: 20}
			require.Equal(t, seenOf(fresh.Match(q)), seenOf(x.Match(q)), "%q for %q", text, locale)
		}
	}
}
