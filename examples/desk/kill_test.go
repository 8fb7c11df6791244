package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
)

// process is the real program, running.
type process struct {
	cmd  *exec.Cmd
	base string
}

func start(t *testing.T, program, db string) *process {
	t.Helper()
	log := &logBuffer{line: make(chan string, 1000)}
	hours := filepath.Join(t.TempDir(), "hours.json")
	require.NoError(t, os.WriteFile(hours, []byte(`{"week": {"mon-sun": ["00:00-24:00"]}}`), 0o600))
	cmd := exec.Command(program, "-addr", "127.0.0.1:0", "-db", db, "-hours", hours)
	cmd.Stderr = log
	require.NoError(t, cmd.Start())
	p := &process{cmd: cmd}
	t.Cleanup(p.kill)
	p.base = log.address(t)
	return p
}

// kill ends the program without a warning.
func (p *process) kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}

// Whatever the desk has answered is there after kill -9, tickets with their numbers
// included, and what it was not able to answer can be sent again.
func TestKilledInConversation(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and kills the program: not with -short")
	}
	dir := t.TempDir()
	program, db := filepath.Join(dir, "desk"), filepath.Join(dir, "desk.db")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	built, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", built)

	const customers, enough = 4, 30
	p := start(t, program, db)
	browsers := make([]*browser, customers)
	acknowledged := make([][]turnView, customers) // in order
	cut := make([]string, customers)              // the message under way at the end
	var answered atomic.Int64
	var talking sync.WaitGroup
	for i := range customers {
		browsers[i] = visit(t, p.base)
		talking.Go(func() {
			for n := 1; ; n++ {
				text := "hello"
				if n == 5 {
					text = "talk to a person"
				}
				id := fmt.Sprint("m", n)
				turn, err := browsers[i].try(id, text)
				if err != nil {
					cut[i] = id
					return
				}
				acknowledged[i] = append(acknowledged[i], turn)
				answered.Add(1)
			}
		})
	}
	// Somebody complains all the while. What has got a number is a ticket.
	var complaints []string
	var complained atomic.Int64
	complainer := visit(t, p.base)
	talking.Go(func() {
		for n := 1; ; n++ {
			for i, line := range []string{"I want to complain", "the delivery", "skip", fmt.Sprint("parcel ", n, " was thrown over the fence"), "An apology"} {
				turn, err := complainer.try(fmt.Sprint("c", n, "-", i), line)
				if err != nil {
					return
				}
				if number := regexp.MustCompile(`T-\d+`).FindString(turn.Reply.Text); number != "" {
					complaints = append(complaints, number)
					complained.Add(1)
				}
			}
		}
	})
	require.Eventually(t, func() bool { return answered.Load() >= customers*enough && complained.Load() >= 3 }, 2*patience, time.Millisecond)
	p.kill()
	talking.Wait()

	p = start(t, program, db)
	for i, b := range browsers {
		jar := b.http.Jar.Cookies(must(url.Parse(b.base)))
		again := visit(t, p.base)
		again.http.Jar.SetCookies(must(url.Parse(p.base)), jar)
		events := again.events("/api/events", "")
		for _, turn := range acknowledged[i] {
			require.Equal(t, turn, events.next().turn(t))
		}
		turn := again.say(cut[i], "hello")
		require.Equal(t, int64(len(acknowledged[i])+1), turn.Version, "committed before or now, but once")
		require.Equal(t, turn, events.nextTurn())
	}
	p.kill()

	// A hand-off that was on its way at the first kill is hidden until its lease
	// ends, which takes 20 seconds. Then all of them are there.
	d, err := openDesk(t.Context(), db, bizhours.Always(), nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	for i, number := range complaints {
		one, err := d.bot.Tickets().ByNumber(t.Context(), number)
		require.NoError(t, err)
		require.Equal(t, int64(i+1), one.Serial)
		for said, err := range d.bot.Tickets().Comments(t.Context(), one.ID, true) {
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint("parcel ", i+1, " was thrown over the fence"), said.Comment.Text)
		}
	}
	count, err := d.bot.Tickets().Count(t.Context(), ticket.Filter{Types: []string{complaintType}}, ticket.CountAll)
	require.NoError(t, err)
	require.InDelta(t, float64(len(complaints))+0.5, float64(count[""]), 0.5, "committed before the kill or not at all, and once")
	later := func() time.Time { return time.Now().Add(30 * time.Second) }
	bot, err := kefu.New(&kefu.Options{
		Stores: kefu.Stores{KB: kb.NewMemoryStore(), Dialog: d.dialog, Routing: d.routes}, Routing: &kefu.Routing{}, Sender: dialog.SenderFunc(d.send), Now: later,
	})
	require.NoError(t, err)
	_, err = bot.Deliver(t.Context())
	require.NoError(t, err)
	open, err := bot.Router().Open(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, open, customers)
}
