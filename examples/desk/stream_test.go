package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// event is one event of a stream.
type event struct{ id, name, data string }

func (e event) turn(t testing.TB) (v turnView) {
	t.Helper()
	require.Equal(t, "turn", e.name)
	require.NoError(t, json.Unmarshal([]byte(e.data), &v))
	return v
}

// events is an open stream.
type events struct {
	t     testing.TB
	close func()
	lines *bufio.Scanner
}

// events opens a stream, as EventSource does when it comes back after an event.
func (b *browser) events(path, lastID string) *events {
	b.t.Helper()
	// The deadline turns a missing event into a failure.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	require.NoError(b.t, err)
	if lastID != "" {
		request.Header.Set("Last-Event-ID", lastID)
	}
	response, err := b.http.Do(request)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusOK, response.StatusCode)
	require.Equal(b.t, "text/event-stream; charset=utf-8", response.Header.Get("Content-Type"))
	e := &events{t: b.t, lines: bufio.NewScanner(response.Body), close: func() { cancel(); _ = response.Body.Close() }}
	b.t.Cleanup(e.close)
	return e
}

// next returns the next event, without comments and the retry field.
func (e *events) next() (ev event) {
	e.t.Helper()
	for e.lines.Scan() {
		name, value, _ := strings.Cut(e.lines.Text(), ": ")
		switch name {
		case "id":
			ev.id = value
		case "event":
			ev.name = value
		case "data":
			ev.data = value
		case "":
			if ev.name != "" {
				return ev
			}
		}
	}
	e.t.Fatalf("the stream ended: %v", e.lines.Err())
	return ev
}

// ended waits for the end of the stream and tells whether it was a clean one.
func (e *events) ended() bool {
	for e.lines.Scan() {
		continue
	}
	return e.lines.Err() == nil
}

func TestStreamResumesWithoutLossOrRepeat(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	for i := range 3 {
		b.say(fmt.Sprint("m", i), "hello")
	}
	first := b.events("/api/events", "")
	for i := range 3 {
		ev := first.next()
		require.Equal(t, fmt.Sprint(i+1), ev.id, "the id is the version of the conversation")
		require.Equal(t, fmt.Sprint("m", i), ev.turn(t).Message.ID)
	}
	require.Equal(t, event{name: "ready", data: "{}"}, first.next(), "without an id, so that a reconnect starts behind the last turn")
	b.say("live", "thanks")
	require.Equal(t, "live", first.next().turn(t).Message.ID, "a turn is shown as it happens")
	first.close()

	b.say("missed", "bye")
	for name, again := range map[string]*events{
		"by the browser": b.events("/api/events", "4"),
		"by the page":    b.events("/api/events?after=4", "2"),
		"nonsense":       b.events("/api/events?after=-1", "<script>"),
	} {
		if name == "nonsense" { // is a start from the beginning
			for range 4 {
				again.next()
			}
		}
		require.Equal(t, "missed", again.next().turn(t).Message.ID, name)
		require.Equal(t, "ready", again.next().name, name)
	}
}

func TestStreamsOfOthersStaySilent(t *testing.T) {
	s := fresh(t)
	one, other := visit(t, s.server.URL), visit(t, s.server.URL)
	require.NotEqual(t, one.conversation(), other.conversation())
	events := other.events("/api/events", "")
	require.Equal(t, "ready", events.next().name)
	one.say("1", "hello")
	other.say("2", "bye")
	require.Equal(t, "2", events.next().turn(t).Message.ID)
}

func TestStreamNeedsAConversation(t *testing.T) {
	s := fresh(t)
	for name, cookie := range map[string]string{"none": "", "not ours": conversationCookie + "=x"} {
		request, err := http.NewRequest(http.MethodGet, s.server.URL+"/api/events", nil)
		require.NoError(t, err)
		request.Header.Set("Cookie", cookie)
		response, err := s.server.Client().Do(request)
		require.NoError(t, err)
		_, _ = io.Copy(io.Discard, response.Body)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusForbidden, response.StatusCode, name)
	}
}

// The server gives a request 30 s in all; a stream must outlive that.
func TestStreamLiftsTheDeadlines(t *testing.T) {
	s := fresh(t)
	limited := &http.Server{Handler: s.handler(), ReadTimeout: 50 * time.Millisecond, WriteTimeout: 50 * time.Millisecond}
	base := listen(t, limited)
	b := visit(t, base)
	events := b.events("/api/events", "")
	require.Equal(t, "ready", events.next().name)
	late := time.NewTimer(200 * time.Millisecond)
	<-late.C
	b.say("1", "hello")
	require.Equal(t, "1", events.next().id)
	s.endStreams()
	require.True(t, events.ended())
}

func TestHubKeepsNothing(t *testing.T) {
	h := newHub()
	woken, stop := h.listen("a")
	all, stopAll := h.listen(everything)
	h.wake("b")
	require.Empty(t, woken)
	require.Len(t, all, 1)
	h.wake("a")
	h.wake("a") // does not wait for a listener that is busy
	require.Len(t, woken, 1)
	stop()
	stopAll()
	require.Empty(t, h.listeners)
}

// nextTurn returns the next turn, past other events.
func (e *events) nextTurn() turnView {
	e.t.Helper()
	for {
		if ev := e.next(); ev.name == "turn" {
			return ev.turn(e.t)
		}
	}
}
