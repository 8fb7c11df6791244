package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	heartbeat    = 15 * time.Second // also how late a lost signal is noticed
	writeTimeout = 10 * time.Second // of one event to a browser that does not read
)

// stream is a response of server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newStream(w http.ResponseWriter) (*stream, error) {
	s := &stream{w: w, control: http.NewResponseController(w)}
	if err := s.control.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no") // for proxies that would hold events back
	return s, s.write("retry: 1000\n\n")
}

// write sends text at once. The deadline of each write takes the place of the
// server's, which is for whole responses.
func (s *stream) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if _, err := fmt.Fprint(s.w, text); err != nil {
		return err
	}
	return s.control.Flush()
}

// event sends an event; id is empty for those that a reconnect need not repeat.
func (s *stream) event(id, name string, data any) error {
	text, err := json.Marshal(data) // on one line
	if err != nil {
		return err
	}
	if id != "" {
		id = "id: " + id + "\n"
	}
	return s.write(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", id, name, text))
}

// follow calls show at once, then whenever the topic is woken or a heartbeat is
// due, until the browser or the server goes away.
func (s *site) follow(w http.ResponseWriter, r *http.Request, topic string, show func(*stream) error) {
	woken, stop := s.hub.listen(topic) // before the first look, so that nothing falls between
	defer stop()
	out, err := newStream(w)
	if err != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	ended, over, forget := s.watch(r)
	defer forget()
	for {
		if err := show(out); err != nil {
			if r.Context().Err() == nil {
				s.log.DebugContext(r.Context(), "stream ended", "path", r.Pattern, "error", err)
			}
			return
		}
		select {
		case <-woken:
		case <-ended:
			if over() {
				return
			}
		case <-beat.C:
			if over() || out.write(": still here\n\n") != nil {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.closing:
			return
		}
	}
}

// watch returns what tells that the session of a stream may be over, and whether it is.
// Customers have none. A stream that is open keeps its session from being idle.
func (s *site) watch(r *http.Request) (ended <-chan struct{}, over func() bool, stop func()) {
	agent, ok := r.Context().Value(sessionKey{}).(session)
	if !ok {
		return nil, func() bool { return false }, func() {}
	}
	ended, stop = s.sessions.ended.listen(keyOf(agent.Name))
	return ended, func() bool {
		_, err := s.sessions.get(r.Context(), agent.id)
		return errors.Is(err, errSignedOut)
	}, stop
}

// transcript streams a conversation: a "turn" for each of its turns after the
// one that the browser saw last, then "ready", then turns as they come, and to
// customers who wait for a person their place. The
// event ids are the versions of the conversation.
func (s *site) transcript(w http.ResponseWriter, r *http.Request, conversation string, who reader) {
	last, place := lastSeen(r), placeView{}
	ready := false
	s.follow(w, r, conversation, func(out *stream) (err error) {
		if who.agent { // who has handed it on reads no more
			if _, err := s.mayRead(r.Context(), signedIn(r), conversation); err != nil {
				return err
			}
		}
		if last, err = s.catchUp(r.Context(), out, conversation, last, who); err != nil {
			return err
		}
		if !who.agent {
			if place, err = s.tellPlace(r.Context(), out, conversation, place); err != nil {
				return err
			}
		}
		if ready {
			return nil
		}
		ready = true
		return out.event("", "ready", struct{}{})
	})
}

// tellPlace sends a "queue" when a customer who waits stands elsewhere than before.
func (s *site) tellPlace(ctx context.Context, out *stream, conversation string, before placeView) (placeView, error) {
	place, err := s.place(ctx, conversation)
	if err != nil || place == before {
		return before, err
	}
	return place, out.event("", "queue", place)
}

// catchUp sends the turns after a version and returns the version of the last.
func (s *site) catchUp(ctx context.Context, out *stream, conversation string, after int64, who reader) (int64, error) {
	for record, err := range s.dialog.Transcript(ctx, conversation, after) {
		if err != nil {
			return after, err
		}
		view, err := s.viewOf(ctx, record, who)
		if err != nil {
			return after, err
		}
		if err := out.event(strconv.FormatInt(record.Version, 10), "turn", view); err != nil {
			return after, err
		}
		after = record.Version
	}
	return after, nil
}

// lastSeen reads where a stream goes on: from the header of a browser that
// reconnects by itself, or from the address that the page's script made.
func lastSeen(r *http.Request) int64 {
	var last int64
	for _, text := range []string{r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after")} {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			last = max(last, n)
		}
	}
	return last
}
