package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
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
	cmd := exec.Command(program, "-addr", "127.0.0.1:0", "-db", db)
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

// Whatever the desk has answered is there after kill -9, and what it was not
// able to answer can be sent again.
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
	require.Eventually(t, func() bool { return answered.Load() >= customers*enough }, patience, time.Millisecond)
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
	d, err := openDesk(t.Context(), db, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	later := func() time.Time { return time.Now().Add(30 * time.Second) }
	bot, err := kefu.New(&kefu.Options{
		Stores: kefu.Stores{KB: kb.NewMemoryStore(), Dialog: d.dialog}, Handoff: d.cases, Sender: dialog.SenderFunc(d.send), Now: later,
	})
	require.NoError(t, err)
	_, err = bot.Deliver(t.Context())
	require.NoError(t, err)
	open, err := d.cases.open(t.Context())
	require.NoError(t, err)
	require.Len(t, open, customers)
}
