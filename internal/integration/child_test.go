package integration

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intentsql"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/stretchr/testify/require"
)

// The parts that a child process can play. Each writes for as long as it lives
// and prints a line for all that the store has acknowledged.
var parts = map[string]func(ctx context.Context, db *sql.DB, run string) error{
	"turns":   childTurns,
	"import":  childImport,
	"edits":   childEdits,
	"log":     childLog,
	"tickets": childTickets,
	"metrics": childMetrics,

	"corrections": childCorrections,
	"accounts":    childAccounts,
}

// playChild is the main function of a child process.
func playChild(part, arg string) error {
	path, run, _ := strings.Cut(arg, "|")
	db, err := sql.Open("sqlite", sqldb.SQLiteDSN(path))
	if err != nil {
		return err
	}
	return parts[part](context.Background(), db, run)
}

// childCorrections prints the id of each correction.
func childCorrections(ctx context.Context, db *sql.DB, run string) error {
	store, err := intentsql.Open(db, intentsql.SQLite, nil)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		c := intent.Correction{ID: fmt.Sprintf("%s-%d", run, i), Text: "text", Label: "label"}
		if _, err := store.PutCorrection(ctx, c); err != nil {
			return err
		}
		fmt.Println(c.ID)
	}
}

// childTurns prints "conversation message" for each turn.
func childTurns(ctx context.Context, db *sql.DB, run string) error {
	store, err := dialogsql.Open(db, dialogsql.SQLite, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range 16 {
		go func() {
			for i := 0; ; i++ {
				conversation := fmt.Sprintf("c-%s-%d", run, w)
				if err := oneTurn(ctx, store, conversation, i); err != nil {
					errs <- err
					return
				}
				fmt.Printf("%s message-%d\n", conversation, i)
			}
		}()
	}
	return <-errs
}

// importSize is how many entries childImport puts at a time.
const importSize = 300

// childImport prints the number of each Put.
func childImport(ctx context.Context, db *sql.DB, run string) error {
	store, err := kbsql.Open(db, kbsql.SQLite, nil)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		entries := someEntries(importSize)
		for n := range entries {
			entries[n].ID = fmt.Sprintf("%s-%d-%d", run, i, n)
		}
		if _, err := store.Put(ctx, entries...); err != nil {
			return err
		}
		fmt.Println(i)
	}
}

// childEdits writes a few entries again and again and prints "id revision" for
// each state.
func childEdits(ctx context.Context, db *sql.DB, run string) error {
	store, err := kbsql.Open(db, kbsql.SQLite, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range 4 {
		go func() {
			e := kb.Entry{ID: fmt.Sprint("edited-", run, "-", w)}
			for i := 0; ; i++ {
				e.Question = fmt.Sprint("wording ", i)
				revision, err := store.Put(ctx, e)
				if err != nil {
					errs <- err
					return
				}
				e.Version = revision
				fmt.Println(e.ID, revision)
			}
		}()
	}
	return <-errs
}

// logBatch is how many items childLog appends at a time.
const logBatch = 5

// childLog prints the prefix of the ids of each Append.
func childLog(ctx context.Context, db *sql.DB, run string) error {
	log, err := kbsql.OpenLog(db, kbsql.SQLite, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				prefix := fmt.Sprintf("%s-%d-%d", run, w, i)
				items := someItems(prefix, logBatch)
				for _, item := range items {
					item.Asked.Shown[0].Entry = "a"
				}
				if err := log.Append(ctx, items...); err != nil {
					errs <- err
					return
				}
				fmt.Println(prefix)
			}
		}()
	}
	return <-errs
}

// killChild lets a child process play a part on a file until it has printed n
// lines, kills it in the middle of its work, and returns all that it printed.
func killChild(t *testing.T, part, path, run string, n int) (lines []string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childEnv+"="+part, childEnv+"_ARG="+path+"|"+run)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var once sync.Once
	for s := bufio.NewScanner(out); s.Scan(); {
		lines = append(lines, s.Text())
		if len(lines) >= n {
			once.Do(func() { require.NoError(t, cmd.Process.Kill()) })
		}
	}
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Wait(), &exit)
	require.Equal(t, -1, exit.ExitCode(), "it was killed")
	require.GreaterOrEqual(t, len(lines), n)
	return lines
}

// integrity returns what SQLite says about the file as a whole.
func integrity(t *testing.T, db *sql.DB) string {
	t.Helper()
	var says string
	require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&says))
	return says
}

func TestKillWhileWritingTurns(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/turns.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	store, err := dialogsql.Open(db, dialogsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, store.Migrate(ctx))
	for run := range 3 {
		for _, line := range killChild(t, "turns", path, fmt.Sprint(run), 500) {
			conversation, message, _ := strings.Cut(line, " ")
			r, err := store.Replied(ctx, conversation, message)
			require.NoError(t, err, "acknowledged and lost")
			require.Equal(t, "reply-"+message, r.Reply.ID)
		}
		require.Equal(t, "ok", integrity(t, db))
	}
	// Turns that nobody was told of are whole or not there.
	seen := map[string]int64{}
	for r, err := range store.Feed(ctx, 0) {
		require.NoError(t, err)
		seen[r.Message.Conversation]++
		require.Equal(t, seen[r.Message.Conversation], r.Version)
	}
	for conversation, turns := range seen {
		c, err := store.Load(ctx, conversation)
		require.NoError(t, err)
		require.Equal(t, turns, c.Version)
	}
}

func TestKillWhileImporting(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/kb.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	store, err := kbsql.Open(db, kbsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, store.Migrate(ctx))
	puts := 0
	for run := range 3 {
		for _, i := range killChild(t, "import", path, fmt.Sprint(run), 5) {
			_, err := store.Get(ctx, fmt.Sprintf("%d-%s-%d", run, i, importSize-1))
			require.NoError(t, err, "acknowledged and lost")
			puts++
		}
		require.Equal(t, "ok", integrity(t, db))
	}
	perRevision := map[int64]int{}
	for c, err := range store.Changes(ctx, 0) {
		require.NoError(t, err)
		perRevision[c.Revision]++
	}
	require.GreaterOrEqual(t, len(perRevision), puts)
	for revision, n := range perRevision {
		require.Equal(t, importSize, n, "revision %d is not whole", revision)
	}
	latest, err := store.Revision(ctx)
	require.NoError(t, err)
	require.Len(t, perRevision, int(latest))
}
