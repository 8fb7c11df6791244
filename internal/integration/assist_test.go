package integration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing/assist"
	"github.com/kefu-go/kefu/routing/assist/assistsql"
	"github.com/kefu-go/kefu/routing/assist/assisttest"
	"github.com/stretchr/testify/require"
)

func newAssist(t testing.TB, shared *sqldb.DB, tenant string) *assistsql.Store {
	t.Helper()
	s, err := assistsql.New(shared, &assistsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func TestAssistStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		assisttest.RunStore(t, func(t *testing.T) assist.Store {
			return newAssist(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

func aReply(id string) assist.Canned {
	return assist.Canned{ID: id, Shortcut: "/" + id, Title: "title", Text: "text"}
}

func aMark(key string) assist.Mark {
	return assist.Mark{Key: key, Kind: assist.WrongAnswer, Question: "where is my money", Agent: "ann", At: noon}
}

// useAssist calls everything that runs statements of its own.
func useAssist(t *testing.T, s *assistsql.Store) {
	t.Helper()
	ctx := t.Context()
	c, err := s.PutCanned(ctx, aReply("a"))
	require.NoError(t, err)
	_, err = s.PutCanned(ctx, c)
	require.NoError(t, err)
	_, err = s.Canned(ctx, "a")
	require.NoError(t, err)
	for range 2 {
		_, err = s.UseCanned(ctx, assist.Use{Key: "u", Reply: "a", At: noon})
		require.NoError(t, err)
		_, err = s.AddMark(ctx, aMark("m"))
		require.NoError(t, err)
	}
	m := aMark("m")
	topic, err := s.Topic(ctx, m.Topic())
	require.NoError(t, err)
	for i := range 201 { // more than a page
		m := aMark(fmt.Sprint("m", i))
		m.Question = fmt.Sprint("question ", i%2, " ", i)
		_, err = s.AddMark(ctx, m)
		require.NoError(t, err)
	}
	_, err = s.Decide(ctx, assist.Decision{Topic: topic.ID, Version: topic.Version, State: assist.TopicDone, At: noon})
	require.NoError(t, err)
	for _, err := range s.CannedChanges(ctx, 0) {
		require.NoError(t, err)
	}
	for _, state := range []assist.TopicState{"", assist.TopicOpen} {
		for _, err := range s.Topics(ctx, state) {
			require.NoError(t, err)
		}
	}
	for _, id := range []string{"", topic.ID} {
		for _, err := range s.Marks(ctx, id, 0) {
			require.NoError(t, err)
		}
	}
	n, err := s.Prune(ctx, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, 203, n)
}

// Two tenants share tables, and nothing else.
func TestAssistTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		for _, tenant := range []string{"a", "b"} {
			s := newAssist(t, shared, tenant)
			c, err := s.PutCanned(ctx, assist.Canned{ID: "r", Shortcut: "/r", Text: tenant})
			require.NoError(t, err)
			require.EqualValues(t, 1, c.Cursor)
			_, err = s.UseCanned(ctx, assist.Use{Key: "u", Reply: "r", At: noon})
			require.NoError(t, err)
			topic, err := s.AddMark(ctx, aMark("m"))
			require.NoError(t, err)
			require.EqualValues(t, 1, topic.Count)
		}
		a := newAssist(t, shared, "a")
		n, err := a.Prune(ctx, noon.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, 2, n)
		c, err := a.Canned(ctx, "r")
		require.NoError(t, err)
		require.Equal(t, "a", c.Text)
		require.EqualValues(t, 1, c.Uses)
		for range newAssist(t, shared, "b").Marks(ctx, "", 0) {
			n--
		}
		require.Equal(t, 1, n, "the mark of the other tenant is still there")
	})
}

// A mark whose transaction began early and commits late comes behind what was read in
// between: the second waits for the first.
func TestLateMarkIsNotSkipped(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	s := newAssist(t, d.shared(t), "")
	_, err := s.AddMark(ctx, aMark("first"))
	require.NoError(t, err)
	done := make(chan error, 1)
	err = d.shared(t).Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("UPDATE assist_store SET cursor = cursor + 1 WHERE tenant = ''")
		require.NoError(t, err)
		go func() {
			_, err := s.AddMark(ctx, aMark("behind"))
			done <- err
		}()
		for m, err := range s.Marks(ctx, "", 0) {
			require.NoError(t, err)
			require.Equal(t, "first", m.Key)
		}
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, <-done)
	for m, err := range s.Marks(ctx, "", 1) {
		require.NoError(t, err)
		require.EqualValues(t, 3, m.Cursor, "2 was taken by the transaction that was open")
	}
}

// A use and a mark that are cancelled anywhere have done nothing, or say that they do
// not know; the same ones again count once.
func TestAssistCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newAssist(t, d.shared(t), "")
		_, err := s.PutCanned(ctx, aReply("a"))
		require.NoError(t, err)
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			key, ends := fmt.Sprint("k", n), 0
			for _, write := range []func(ctx context.Context) (int64, error){
				func(ctx context.Context) (int64, error) {
					c, err := s.UseCanned(ctx, assist.Use{Key: key, Reply: "a", At: noon})
					return c.Uses, err
				},
				func(ctx context.Context) (int64, error) {
					topic, err := s.AddMark(ctx, aMark(key))
					return topic.Count, err
				},
			} {
				limited := newCountdown(ctx, n)
				_, err := write(limited)
				limited.cancel()
				switch {
				case err == nil:
					ends++
				case errors.Is(err, assistsql.ErrUnknownOutcome):
				default:
					cancelled++
					require.ErrorIs(t, err, context.Canceled)
				}
				count, err := write(ctx)
				require.NoError(t, err)
				require.EqualValues(t, n, count)
			}
			done = ends == 2
		}
		require.Greater(t, cancelled, 6)
	})
}

// The connection is lost during the commit of a mark. Whoever sends it again has it
// once.
func TestConnectionLostDuringMark(t *testing.T) {
	for name, cut := range map[string]func(w *wire) error{
		"before it arrives": func(*wire) error { return io.ErrClosedPipe },
		"after it was done": func(w *wire) error {
			w.after = true
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newPostgreSQL(t)
			ctx := t.Context()
			newAssist(t, d.shared(t), "")
			var next atomic.Pointer[func(*wire) error]
			s, err := assistsql.Open(wired(t, d, &next), d.dialect, nil)
			require.NoError(t, err)
			_, err = s.AddMark(ctx, aMark("first"))
			require.NoError(t, err)
			next.Store(&cut)
			_, err = s.AddMark(ctx, aMark("m"))
			require.ErrorIs(t, err, assistsql.ErrUnknownOutcome)
			topic, err := s.AddMark(ctx, aMark("m"))
			require.NoError(t, err)
			require.EqualValues(t, 2, topic.Count)
		})
	}
}

// Libraries on several nodes write, use and delete at once. When they have all
// refreshed, they find the same as one that starts then.
func TestLibrariesOnADatabase(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		var nodes []*assist.Replies
		for range 3 {
			r, err := assist.NewReplies(newAssist(t, d.shared(t), ""), &assist.RepliesOptions{Now: func() time.Time { return noon }})
			require.NoError(t, err)
			nodes = append(nodes, r)
		}
		errs := make(chan error)
		for n, r := range nodes {
			go func() {
				var all []error
				for i := range 12 {
					id := fmt.Sprint("shared ", i%4)
					version := int64(0)
					if c, err := r.Get(ctx, "ann", nil, id); err == nil {
						version = c.Version
					}
					_, err := r.Put(ctx, "ann", assist.Canned{ID: id, Version: version, Title: fmt.Sprint("parcel ", n, " ", i), Text: "text"})
					if errors.Is(err, assist.ErrConflict) {
						err = r.Refresh(ctx)
					}
					all = append(all, err)
					_, err = r.Used(ctx, assist.Use{Key: fmt.Sprint(n, " ", i), Reply: id})
					all = append(all, err)
				}
				errs <- errors.Join(all...)
			}()
		}
		for range nodes {
			require.NoError(t, <-errs)
		}
		fresh, err := assist.NewReplies(newAssist(t, d.shared(t), ""), nil)
		require.NoError(t, err)
		want, err := fresh.Search(ctx, assist.Query{Text: "parcel"})
		require.NoError(t, err)
		uses := int64(0)
		for _, f := range want {
			uses += f.Reply.Uses
		}
		require.EqualValues(t, 3*12, uses)
		for _, r := range nodes {
			require.NoError(t, r.Refresh(ctx))
			got, err := r.Search(ctx, assist.Query{Text: "parcel"})
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	})
}

func TestNewerAssistSchemaIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		newAssist(t, shared, "")
		require.NoError(t, shared.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec("INSERT INTO assist_schema (version) VALUES (1000)")
			return err
		}))
		s, err := assistsql.New(shared, nil)
		require.NoError(t, err)
		_, put := s.PutCanned(ctx, aReply("a"))
		for _, err := range []error{s.Migrate(ctx), put} {
			var schema *assistsql.SchemaError
			require.ErrorAs(t, err, &schema)
			require.True(t, schema.Newer())
		}
	})
}
