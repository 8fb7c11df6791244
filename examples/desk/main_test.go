package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// required tells whether a test must run that needs more than Go.
func required(what string) bool {
	return slices.Contains(strings.Split(os.Getenv("KEFU_REQUIRE"), ","), what)
}

// lacking skips a test, or fails it where what it needs is required.
func lacking(t testing.TB, what, sentence string) {
	t.Helper()
	if required(what) {
		t.Fatal(sentence)
	}
	t.Skip(sentence)
}

// testSite is a desk on a file of its own, served over HTTP, with its bot
// running.
type testSite struct {
	*site
	server *httptest.Server
	stop   func() // ends everything; called once at the end of the test too
}

// newTestSite serves the desk of the file at path.
func newTestSite(t testing.TB, path string) *testSite {
	t.Helper()
	return newTestSiteWith(t, path, settings{now: time.Now, rate: time.Hour})
}

func newTestSiteWith(t testing.TB, path string, set settings) *testSite {
	t.Helper()
	set.cost = cost{memory: 8, passes: 1}
	if set.offer == 0 {
		set.offer = time.Minute
	}
	if set.hours == nil {
		set.hours = bizhours.Always()
	}
	d, err := openDeskWith(t.Context(), path, slog.New(slog.DiscardHandler), set)
	require.NoError(t, err)
	require.NoError(t, d.importShop(t.Context()))
	require.NoError(t, d.trainIntents(t.Context()))
	return serveDesk(t, d)
}

func serveDesk(t testing.TB, d *desk) *testSite {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	s := newSite(d, server.Listener.Addr(), nil)
	server.Config.Handler = s.handler()
	server.Start()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.run(ctx) }()
	stopped := false
	ts := &testSite{site: s, server: server, stop: func() {
		if stopped {
			return
		}
		stopped = true
		s.endStreams()
		server.Close()
		cancel()
		require.NoError(t, <-ended)
		require.NoError(t, d.Close())
	}}
	t.Cleanup(ts.stop)
	return ts
}

func fresh(t testing.TB) *testSite {
	t.Helper()
	return newTestSite(t, filepath.Join(t.TempDir(), "desk.db"))
}

// browser is a client with cookies, as a customer's browser is.
type browser struct {
	t    testing.TB
	base string
	http *http.Client
	said int // lines of talks
}

// visit opens the page, which gives the browser its conversation.
func visit(t testing.TB, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	b := &browser{t: t, base: base, http: &http.Client{Jar: jar, Transport: transport}}
	status, page := b.get("/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "<!doctype html>")
	require.Len(t, b.conversation(), 26)
	return b
}

func (b *browser) conversation() string {
	u, err := url.Parse(b.base)
	require.NoError(b.t, err)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == conversationCookie {
			return c.Value
		}
	}
	return ""
}

// signIn makes a browser that of an agent, who gets an account if he has none.
func (s *testSite) signIn(b *browser, name string) *browser {
	b.t.Helper()
	if _, err := s.accounts.add(b.t.Context(), name, agentRole); !errors.Is(err, errHasAccount) {
		require.NoError(b.t, err)
	}
	token, err := s.sessions.start(b.t.Context(), person{Name: name})
	require.NoError(b.t, err)
	b.http.Jar.SetCookies(must(url.Parse(b.base)), []*http.Cookie{{Name: "kefu_agent", Value: token, Path: "/"}})
	return b
}

// mia returns the browser of an agent.
func (s *testSite) mia(t testing.TB) *browser {
	t.Helper()
	return s.signIn(visit(t, s.server.URL), "Mia")
}

func (b *browser) get(path string) (status int, body string) {
	b.t.Helper()
	response, err := b.http.Get(b.base + path)
	require.NoError(b.t, err)
	return read(b.t, response)
}

func (b *browser) post(path, contentType, body string, headers ...string) (status int, answer string) {
	b.t.Helper()
	request, err := http.NewRequest(http.MethodPost, b.base+path, strings.NewReader(body))
	require.NoError(b.t, err)
	request.Header.Set("Content-Type", contentType)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.http.Do(request)
	require.NoError(b.t, err)
	return read(b.t, response)
}

func read(t testing.TB, response *http.Response) (int, string) {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

// json posts a value as JSON and reads the answer into one, unless that is nil.
func (b *browser) json(path string, in, out any) (status int) {
	b.t.Helper()
	body, err := json.Marshal(in)
	require.NoError(b.t, err)
	status, answer := b.post(path, "application/json", string(body))
	if out != nil && status == http.StatusOK {
		require.NoError(b.t, json.Unmarshal([]byte(answer), out))
	}
	return status
}

// try says something as the customer, to a server that may be gone.
func (b *browser) try(id, text string) (turn turnView, err error) {
	body, err := json.Marshal(map[string]string{"id": id, "text": text})
	if err != nil {
		return turn, err
	}
	response, err := b.http.Post(b.base+"/api/messages", "application/json", bytes.NewReader(body))
	if err != nil {
		return turn, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return turn, fmt.Errorf("status %d", response.StatusCode)
	}
	return turn, json.NewDecoder(response.Body).Decode(&turn)
}

// say says something as the customer.
func (b *browser) say(id, text string) turnView {
	b.t.Helper()
	var turn turnView
	require.Equal(b.t, http.StatusOK, b.json("/api/messages", map[string]string{"id": id, "text": text}, &turn))
	return turn
}

// goes is somebody going online, away or offline.
func (b *browser) goes(presence string) {
	b.t.Helper()
	require.Equal(b.t, http.StatusOK, b.json("/agent/api/presence", map[string]string{"presence": presence}, nil))
}

// board reads what an agent has.
func (b *browser) board() boardView { b.t.Helper(); return fetch[boardView](b, "/agent/api/board") }

// gets returns the first thing on an agent's board once it is in a state.
func (b *browser) gets(state string) (w workView) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		work := b.board().Work
		if len(work) == 0 || work[0].State != state {
			return false
		}
		w = work[0]
		return true
	}, time.Minute, 5*time.Millisecond)
	return w
}

// does is what an agent does with a conversation.
func (b *browser) does(what string, w workView, more ...string) (status int) {
	b.t.Helper()
	body := map[string]any{"item": w.Item, "epoch": w.Epoch}
	for i := 0; i < len(more); i += 2 {
		body[more[i]] = more[i+1]
	}
	return b.json("/agent/api/work/"+what, body, nil)
}

func TestRunShutsDownGracefully(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	log := &logBuffer{line: make(chan string, 100)}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-db", filepath.Join(t.TempDir(), "x.db")}, io.Discard, log)
	}()
	base := log.address(t)
	b := visit(t, base)
	b.say("1", "hello")
	events := b.events("/api/events", "")
	require.Equal(t, "1", events.next().id)
	require.Equal(t, "ready", events.next().name)

	stop()
	require.True(t, events.ended(), "the stream ends, so that it does not hold the shutdown up")
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(time.Minute):
		t.Fatal("still running")
	}
	_, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	require.Error(t, err)
}

func TestRunRefuses(t *testing.T) {
	dir := t.TempDir()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	db := filepath.Join(dir, "x.db")
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"flag":     {[]string{"-nonsense"}, "nonsense"},
		"argument": {[]string{"file.jsonl"}, `unexpected argument "file.jsonl"`},
		"address":  {[]string{"-db", db, "-addr", taken.Addr().String()}, "in use"},
		"database": {[]string{"-db", filepath.Join(dir, "no", "x.db")}, "unable to open"},
		"no file":  {[]string{"-db", db, "-import", filepath.Join(dir, "none.jsonl")}, "none.jsonl"},
		"format":   {[]string{"-db", db, "-import", "data.xlsx"}, "ends in none of"},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, run(t.Context(), c.args, io.Discard, io.Discard), c.says)
		})
	}
}

// logBuffer hands on what a desk logs, line by line.
type logBuffer struct {
	rest []byte
	line chan string
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.line <- string(line)
		l.rest = rest
	}
}

// address waits for the address of the chat page.
func (l *logBuffer) address(t testing.TB) string {
	t.Helper()
	deadline := time.After(2 * time.Minute)
	for {
		select {
		case line := <-l.line:
			if _, after, found := strings.Cut(line, "chat="); found {
				return strings.TrimSuffix(strings.Fields(after)[0], "/")
			}
		case <-deadline:
			t.Fatal("the desk does not serve")
		}
	}
}

// listen serves until the end of the test.
func listen(t testing.TB, server *http.Server) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	return "http://" + listener.Addr().String()
}
