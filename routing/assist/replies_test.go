package assist_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func library(t testing.TB, opts *assist.RepliesOptions, list ...assist.Canned) *assist.Replies {
	t.Helper()
	if opts == nil {
		opts = &assist.RepliesOptions{Now: noon}
	}
	r, err := assist.NewReplies(assist.NewMemoryStore(), opts)
	require.NoError(t, err)
	for _, c := range list {
		editor := c.Owner
		_, err := r.Put(t.Context(), editor, c)
		require.NoError(t, err)
	}
	return r
}

func ids(t testing.TB, r *assist.Replies, q assist.Query) (list []string) {
	t.Helper()
	found, err := r.Search(t.Context(), q)
	require.NoError(t, err)
	last := 1.0
	for _, f := range found {
		assert.True(t, f.Score > 0 && f.Score <= last, "scores fall, and are in (0,1]: %v", f.Score)
		last = f.Score
		list = append(list, f.Reply.ID)
	}
	return list
}

func stock() []assist.Canned {
	return []assist.Canned{
		{ID: "refund", Shortcut: "/refund", Title: "Refund on its way", Category: "aftersales/refund", Locale: "en", Text: "Your refund left us today.", Tags: []string{"money"}},
		{ID: "refund-zh", Shortcut: "/refund", Title: "退款进度", Category: "aftersales/refund", Locale: "zh", Text: "您的退款已经提交，预计三天到账。"},
		{ID: "refuse", Shortcut: "/refuse", Title: "Parcel refused", Category: "delivery", Locale: "en", Text: "You may refuse the parcel at the door."},
		{ID: "delay", Shortcut: "/delay", Title: "Delivery delayed", Category: "delivery", Locale: "en", Text: "We are sorry that your parcel is delayed."},
		{ID: "delay-zh", Title: "快递延误", Category: "delivery", Locale: "zh-CN", Text: "非常抱歉，您的快递延误了。"},
		{ID: "hello", Shortcut: "hi", Title: "Greeting", Text: "Hello {{customer.name|there}}!"},
		{ID: "ann-delay", Shortcut: "/delay", Title: "My apology", Owner: "ann", Text: "So sorry that it is delayed!"},
		{ID: "night", Shortcut: "/night", Title: "Night shift", Team: "night", Text: "We are back at eight."},
	}
}

func TestSearch(t *testing.T) {
	r := library(t, nil, stock()...)
	for _, c := range []struct {
		name string
		q    assist.Query
		want []string
	}{
		{"a shortcut", assist.Query{Text: "/refund", Locale: "en-GB"}, []string{"refund"}},
		{"the beginning of shortcuts", assist.Query{Text: "/REF", Locale: "en"}, []string{"refund", "refuse"}},
		{"with the Chinese comma", assist.Query{Text: "、refund", Locale: "zh"}, []string{"refund-zh"}},
		{"without a slash", assist.Query{Text: "hi"}, []string{"hello"}},
		{"nearly", assist.Query{Text: "/refnud", Locale: "en"}, []string{"refund"}},
		{"no shortcut", assist.Query{Text: "/xyz"}, nil},
		{"an agent's own comes first", assist.Query{Text: "/delay", Locale: "en", Agent: "ann"}, []string{"ann-delay", "delay"}},
		{"a team's", assist.Query{Text: "/night", Teams: []string{"day", "night"}}, []string{"night"}},
		{"not of another team", assist.Query{Text: "/night", Teams: []string{"day"}}, nil},
		{"words, by their stems", assist.Query{Text: "delays of parcels ", Locale: "en", Limit: 1}, []string{"delay"}},
		{"an unfinished word", assist.Query{Text: "par", Locale: "en"}, []string{"refuse", "delay"}},
		{"a finished one is not the beginning of others", assist.Query{Text: "par ", Locale: "en"}, nil},
		{"a misspelt word", assist.Query{Text: "greating ", Locale: "en"}, []string{"hello"}},
		{"a tag", assist.Query{Text: "money"}, []string{"refund"}},
		{"Chinese", assist.Query{Text: "快递延误"}, []string{"delay-zh"}},
		{"traditional characters", assist.Query{Text: "退款進度"}, []string{"refund-zh"}},
		{"only a category", assist.Query{Category: "delivery", Only: true, Locale: "en"}, []string{"delay", "refuse"}},
		{"only a tag", assist.Query{Tag: "money"}, []string{"refund"}},
		{"nothing fits", assist.Query{Text: "zebra"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, ids(t, r, c.q)) })
	}
	found, err := r.Search(t.Context(), assist.Query{Text: "refund", Locale: "en"})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, found[0].Score, 0.95)
	assert.Equal(t, assist.ByShortcut, found[0].By)
}

// Of replies that fit as well, the more used and those of the category come first.
func TestSearchRanks(t *testing.T) {
	r := library(t, nil,
		assist.Canned{ID: "a", Title: "parcel", Text: "one"},
		assist.Canned{ID: "b", Title: "parcel", Text: "two"},
		assist.Canned{ID: "c", Title: "parcel", Text: "three", Category: "delivery/late"},
		assist.Canned{ID: "d", Text: "parcel"},
	)
	q := assist.Query{Text: "parcel"}
	assert.Equal(t, []string{"a", "b", "c", "d"}, ids(t, r, q), "a title tells more than a text")
	for i := range 2 {
		for range 2 { // the same key again does not count
			_, err := r.Used(t.Context(), assist.Use{Key: fmt.Sprint(i), Reply: "b", Agent: "ann"})
			require.NoError(t, err)
		}
	}
	assert.Equal(t, []string{"b", "a", "c", "d"}, ids(t, r, q))
	q.Category = "delivery"
	assert.Equal(t, []string{"b", "c", "a", "d"}, ids(t, r, q))
	q.Text = ""
	assert.Equal(t, []string{"b", "c", "a", "d"}, ids(t, r, q), "with nothing typed, what is used and fits")
	_, err := r.Put(t.Context(), "ann", assist.Canned{ID: "e", Owner: "ann", Title: "parcel", Text: "mine"})
	require.NoError(t, err)
	assert.Equal(t, []string{"b", "e", "a", "c", "d"}, ids(t, r, assist.Query{Text: "parcel", Agent: "ann"}), "one's own before others'")
	c, err := r.Get(t.Context(), "", nil, "b")
	require.NoError(t, err)
	assert.Equal(t, int64(2), c.Uses)
	assert.Equal(t, noon(), c.Used)
}

func TestSearchWeighsWords(t *testing.T) {
	r := library(t, nil, assist.Canned{ID: "a", Title: "the", Text: "x"}, assist.Canned{ID: "b", Title: "parcel", Text: "y"})
	assert.Equal(t, []string{"b", "a"}, ids(t, r, assist.Query{Text: "the parcel "}), "words that hold sentences together say little")
}

// What was written or deleted is found at once as it is now, also if a reply that took its
// place in memory is another one.
func TestSearchFollowsWrites(t *testing.T) {
	r := library(t, nil, stock()...)
	ctx := t.Context()
	c, err := r.Get(ctx, "", nil, "refuse")
	require.NoError(t, err)
	c.Title, c.Text, c.Shortcut = "Zebra", "stripes", "/zoo"
	c, err = r.Put(ctx, "ann", c)
	require.NoError(t, err)
	assert.Equal(t, []string{"refuse"}, ids(t, r, assist.Query{Text: "zebra"}))
	assert.Equal(t, []string{"refuse"}, ids(t, r, assist.Query{Text: "/zoo"}))
	assert.NotContains(t, ids(t, r, assist.Query{Text: "/ref"}), "refuse")
	assert.NotContains(t, ids(t, r, assist.Query{Text: "door "}), "refuse")
	require.ErrorIs(t, r.Delete(ctx, "ann", "refuse", c.Version-1), assist.ErrConflict)
	require.NoError(t, r.Delete(ctx, "ann", "refuse", c.Version))
	assert.Empty(t, ids(t, r, assist.Query{Text: "/zoo"}))
	_, err = r.Put(ctx, "ann", assist.Canned{ID: "new", Text: "horse"})
	require.NoError(t, err)
	assert.Empty(t, ids(t, r, assist.Query{Text: "zebra"}))
	assert.Equal(t, []string{"new"}, ids(t, r, assist.Query{Text: "horse"}))
	_, err = r.Get(ctx, "", nil, "refuse")
	require.ErrorIs(t, err, assist.ErrNotFound)
}

// stale hands out changes that it read before others were written.
type stale struct {
	assist.CannedStore
	between func()
}

func (s *stale) CannedChanges(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
	seq := s.CannedStore.CannedChanges(ctx, after)
	return func(yield func(assist.Canned, error) bool) {
		var all []assist.Canned
		for c := range seq {
			all = append(all, c)
		}
		if f := s.between; f != nil {
			s.between = nil
			f()
		}
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestRefreshDoesNotBringBackWhatWasDeleted(t *testing.T) {
	store := &stale{CannedStore: assist.NewMemoryStore()}
	_, err := store.PutCanned(t.Context(), assist.Canned{ID: "a", Text: "zebra"})
	require.NoError(t, err)
	r, err := assist.NewReplies(store, nil)
	require.NoError(t, err)
	store.between = func() { require.NoError(t, r.Delete(t.Context(), "ann", "a", 1)) }
	require.NoError(t, r.Refresh(t.Context()))
	assert.Empty(t, ids(t, r, assist.Query{Text: "zebra"}))
	_, err = r.Put(t.Context(), "ann", assist.Canned{ID: "a", Text: "zebra"})
	require.NoError(t, err)
	require.NoError(t, r.Refresh(t.Context()))
	assert.Equal(t, []string{"a"}, ids(t, r, assist.Query{Text: "zebra"}), "it may be written again")
}

// A library sees what another node writes after its next poll.
func TestRunFollowsOtherNodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := assist.NewMemoryStore()
		one, err := assist.NewReplies(store, nil)
		require.NoError(t, err)
		two, err := assist.NewReplies(store, &assist.RepliesOptions{Poll: 5 * time.Second})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- two.Run(ctx) }()
		synctest.Wait()
		_, err = one.Put(ctx, "ann", assist.Canned{ID: "a", Text: "zebra"})
		require.NoError(t, err)
		assert.Empty(t, ids(t, two, assist.Query{Text: "zebra"}))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"a"}, ids(t, two, assist.Query{Text: "zebra"}))
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// failing is a store that cannot be read.
type failing struct{ assist.CannedStore }

func (failing) CannedChanges(context.Context, int64) iter.Seq2[assist.Canned, error] {
	return func(yield func(assist.Canned, error) bool) { yield(assist.Canned{}, errors.New("down")) }
}

// Run goes on when the store fails, and says so.
func TestRunLogsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		r, err := assist.NewReplies(failing{assist.NewMemoryStore()}, &assist.RepliesOptions{Logger: slog.New(slog.NewTextHandler(&logged, nil))})
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, r.Run(ctx), context.DeadlineExceeded)
		assert.Equal(t, 3, strings.Count(logged.String(), "error=down"))
		_, err = r.Search(t.Context(), assist.Query{})
		require.ErrorContains(t, err, "down", "who was never read is no empty library")
	})
}

func TestRights(t *testing.T) {
	ctx := t.Context()
	denied := errors.New("no")
	var asked []assist.Act
	r := library(t, &assist.RepliesOptions{Rights: assist.RightsFunc(func(_ context.Context, actor string, act assist.Act, c assist.Canned) error {
		asked = append(asked, act)
		if actor == "panic" {
			panic("at the disco")
		}
		if actor == "boss" {
			return nil
		}
		return denied
	})})
	put := func(actor string, c assist.Canned) error {
		_, err := r.Put(ctx, actor, c)
		return err
	}
	shared := assist.Canned{ID: "s", Text: "x"}
	err := put("ann", shared)
	require.ErrorIs(t, err, assist.ErrForbidden)
	require.ErrorIs(t, err, denied)
	require.ErrorIs(t, put("panic", shared), assist.ErrPanic)
	require.ErrorIs(t, put("ann", assist.Canned{ID: "t", Team: "night", Text: "x"}), assist.ErrForbidden)
	require.ErrorIs(t, put("ann", assist.Canned{ID: "o", Owner: "bob", Text: "x"}), assist.ErrForbidden)
	assert.Equal(t, []assist.Act{assist.EditShared, assist.EditShared, assist.EditTeam, assist.EditOther}, asked)
	require.NoError(t, put("ann", assist.Canned{ID: "own", Owner: "ann", Text: "x"}))
	require.NoError(t, put("boss", shared))
	// Making a shared reply one's own is an edit of the shared one.
	require.ErrorIs(t, put("ann", assist.Canned{ID: "s", Version: 1, Owner: "ann", Text: "x"}), assist.ErrForbidden)
	require.ErrorIs(t, r.Delete(ctx, "ann", "s", 1), assist.ErrForbidden)

	free := library(t, nil)
	_, err = free.Put(ctx, "ann", shared)
	require.NoError(t, err)
	_, err = free.Put(ctx, "ann", assist.Canned{ID: "o", Owner: "bob", Text: "x"})
	require.ErrorIs(t, err, assist.ErrForbidden, "nobody writes for another by default")
}

func TestRender(t *testing.T) {
	r := library(t, &assist.RepliesOptions{Variables: func(name string, s *assist.Situation) (string, bool) {
		if name == "bad" {
			panic(s.Agent)
		}
		return "http://track/" + s.Slots["order_id"], name == "track"
	}},
		assist.Canned{ID: "full", Text: "{{customer.name|there}}, {{ order_id }} {{slot.order_id}} {{shop.name}} {{agent.id}} {{track}} {{note|}}."},
		assist.Canned{ID: "gaps", Text: `{{b}} {{a}} {{b}} \{{x}} {{bad}}`},
		assist.Canned{ID: "ann", Owner: "ann", Text: "x"})
	s := assist.Situation{
		Agent: "bob", Attributes: map[string]string{"name": "{{order_id}}"}, Slots: map[string]string{"order_id": "A-1", "b": " "},
		Values: map[string]string{"shop.name": "Shop"},
	}
	sent, err := r.Render(t.Context(), "full", &s)
	require.NoError(t, err)
	assert.Equal(t, "{{order_id}}, A-1 A-1 Shop bob http://track/A-1 .", sent, "values are no templates")
	s.Attributes = nil
	sent, err = r.Render(t.Context(), "full", &s)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(sent, "there, "))

	sent, err = r.Render(t.Context(), "gaps", &s)
	missing, ok := errors.AsType[*assist.MissingError](err)
	require.True(t, ok)
	require.ErrorIs(t, err, assist.ErrMissing)
	assert.Equal(t, []string{"b", "a", "bad"}, missing.Names)
	assert.Equal(t, "{{b}} {{a}} {{b}} {{x}} {{bad}}", sent)
	_, err = r.Render(t.Context(), "ann", &s)
	require.ErrorIs(t, err, assist.ErrNotFound, "of another agent")
}

func TestCannedValidate(t *testing.T) {
	good := assist.Canned{ID: "a", Text: "x"}
	require.NoError(t, good.Validate())
	for field, change := range map[string]func(c *assist.Canned){
		"id":       func(c *assist.Canned) { c.ID = strings.Repeat("x", assist.MaxID+1) },
		"shortcut": func(c *assist.Canned) { c.Shortcut = "/two words" },
		"title":    func(c *assist.Canned) { c.Title = "\xff" },
		"tags":     func(c *assist.Canned) { c.Tags = make([]string, assist.MaxTags+1) },
		"text":     func(c *assist.Canned) { c.Text = "Dear {{first name}}" },
		"version":  func(c *assist.Canned) { c.Version = -1 },
	} {
		c := good
		change(&c)
		fault, ok := errors.AsType[*assist.FieldError](c.Validate())
		require.True(t, ok, field)
		assert.Equal(t, field, fault.Field)
		assert.ErrorIs(t, fault, assist.ErrInvalid)
	}
	for _, s := range []string{"/", "、／", "/!"} {
		c := good
		c.Shortcut = s
		assert.ErrorIs(t, c.Validate(), assist.ErrInvalid, s)
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add("Hi {{name|there}}, \\{{x}} {{ a.b }}")
	f.Fuzz(func(t *testing.T, s string) {
		tpl, err := assist.ParseTemplate(s)
		if err != nil {
			require.ErrorIs(t, err, assist.ErrInvalid)
			return
		}
		full, err := tpl.Render(func(string) (string, bool) { return "v", true })
		require.NoError(t, err)
		if len(tpl.Names()) == 0 && !strings.Contains(s, `\{{`) {
			require.Equal(t, s, full)
		}
		_, err = tpl.Render(func(string) (string, bool) { return "", false })
		if missing, ok := errors.AsType[*assist.MissingError](err); ok {
			require.Subset(t, tpl.Names(), missing.Names)
		}
	})
}

func TestImport(t *testing.T) {
	ctx := t.Context()
	r := library(t, nil, stock()...)
	file := "\ufeff快捷码;标题;分类;语言;内容;标签\r\n" +
		"/refund;Refund;aftersales;en;\"It left us;\nreally.\";a;b\r\n" + // one cell too many
		"/refund;Refund;aftersales;en;It left us.;\"a; b\"\r\n" +
		"/new;新;;zh;'=1+1;\r\n" +
		"/new;Doubled;;zh;another;\r\n" +
		"/bad;;;;Dear {{name;\r\n" +
		"hi;Greeting;;;Hello {{customer.name|there}}!;\r\n"
	dry, err := r.Import(ctx, "ann", strings.NewReader(file), assist.CSV, assist.ImportOptions{DryRun: true})
	require.NoError(t, err)
	assert.Empty(t, ids(t, r, assist.Query{Text: "/new"}), "nothing was written")
	report, err := r.Import(ctx, "ann", strings.NewReader(file), assist.CSV, assist.ImportOptions{})
	require.NoError(t, err)
	var lines []string
	for i, row := range report.Rows {
		lines = append(lines, fmt.Sprint(row.Row, " ", row.Outcome))
		assert.Equal(t, row.Outcome, dry.Rows[i].Outcome, row.Row)
		if row.Outcome == assist.RowFailed {
			assert.ErrorIs(t, row.Err, assist.ErrInvalid)
		}
	}
	assert.Equal(t, []string{"2 failed", "4 updated", "5 created", "6 updated", "7 failed", "8 unchanged"}, lines)
	assert.Equal(t, []int{1, 2, 1, 2}, []int{report.Created, report.Updated, report.Unchanged, report.Failed})
	refund, err := r.Get(ctx, "", nil, "refund")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, refund.Tags)
	assert.Equal(t, "ann", refund.Editor)
	assert.Equal(t, "aftersales", refund.Category)

	// A file that does not name a column leaves it alone.
	report, err = r.Import(ctx, "ann", strings.NewReader(`[{"id":"refund","text":"Gone."},{"text":3},{"text":"x","shortcut":"/delay","owner":"bob"}]`), assist.JSON, assist.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, assist.RowUpdated, report.Rows[0].Outcome)
	assert.ErrorIs(t, report.Rows[1].Err, assist.ErrInvalid)
	assert.ErrorIs(t, report.Rows[2].Err, assist.ErrForbidden)
	refund, err = r.Get(ctx, "", nil, "refund")
	require.NoError(t, err)
	assert.Equal(t, []string{"Gone.", "Refund", "/refund"}, []string{refund.Text, refund.Title, refund.Shortcut})

	// Two replies of a file that want one shortcut.
	for _, run := range []bool{true, false} {
		report, err = r.Import(ctx, "ann", strings.NewReader("id,shortcut,text\nx1,/x,a\nx2,/x,b\nx3,/refuse,c\n"), assist.CSV, assist.ImportOptions{DryRun: run})
		require.NoError(t, err)
		taken, ok := errors.AsType[*assist.ShortcutError](report.Rows[1].Err)
		require.True(t, ok)
		assert.Equal(t, "x1", taken.Other)
		assert.Equal(t, 2, report.Created, "the one for /refuse is of another locale")
	}

	for _, bad := range []string{"", "title\nx", "text,prize\nx,1", "text,内容\nx,1", "text\n\"x", "text\n\xff"} {
		_, err := r.Import(ctx, "ann", strings.NewReader(bad), assist.CSV, assist.ImportOptions{})
		assert.ErrorIs(t, err, assist.ErrInvalid, bad)
	}
	for _, bad := range []string{"", "{}", `[{"text":"x"}`, `[{"text":"x"},`, "[1,"} {
		_, err := r.Import(ctx, "ann", strings.NewReader(bad), assist.JSON, assist.ImportOptions{})
		assert.ErrorIs(t, err, assist.ErrInvalid, bad)
	}
	_, err = r.Import(ctx, "ann", strings.NewReader("text\na\nb\n"), assist.CSV, assist.ImportOptions{MaxRows: 1})
	assert.ErrorIs(t, err, assist.ErrInvalid)
}

// What is exported comes back as it was, in both formats, and starts no formulas.
func TestExportRoundTrip(t *testing.T) {
	ctx := t.Context()
	odd := []assist.Canned{
		{ID: "1", Text: "=HYPERLINK(\"x\")", Title: "'tis", Tags: []string{"a;b", `c\d`, "e"}},
		{ID: "2", Text: "'=x, \"quoted\"\nline", Title: "-", Locale: "zh", Category: "a/b"},
		{ID: "3", Text: "x", Owner: "ann", Shortcut: "/x"},
	}
	from := library(t, nil, odd...)
	for _, format := range []assist.Format{assist.CSV, assist.JSON} {
		var file bytes.Buffer
		require.NoError(t, from.Export(ctx, &file, format, ""))
		assert.NotContains(t, file.String(), ",=H")
		to := library(t, nil)
		report, err := to.Import(ctx, "ann", &file, format, assist.ImportOptions{})
		require.NoError(t, err)
		assert.Equal(t, 3, report.Created)
		for _, want := range odd {
			got, err := to.Get(ctx, "ann", nil, want.ID)
			require.NoError(t, err)
			want.Editor, want.Updated, want.Version, want.Cursor = "ann", noon(), 1, got.Cursor
			assert.Equal(t, want, got)
		}
	}
	var mine bytes.Buffer
	require.NoError(t, from.Export(ctx, &mine, assist.CSV, "bob"))
	assert.NotContains(t, mine.String(), "ann", "nobody exports what he may not see")
}

func FuzzImportCSV(f *testing.F) {
	f.Add("id,text,tags\na,b,c;d\n")
	f.Add("内容\t标题\n\"x\ty\"\tz\n")
	f.Fuzz(func(t *testing.T, file string) {
		r := library(t, nil)
		report, err := r.Import(t.Context(), "ann", strings.NewReader(file), assist.CSV, assist.ImportOptions{})
		if err != nil {
			return
		}
		require.Len(t, report.Rows, report.Created+report.Updated+report.Unchanged+report.Failed)
		for _, row := range report.Rows {
			require.Equal(t, row.Err != nil, row.Outcome == assist.RowFailed)
		}
	})
}
