package main

import "sync"

// everything is the topic of whoever listens to all conversations.
const everything = ""

// hub tells streams that a conversation has something new. It carries no
// content, because the streams read the transcript: a signal that comes twice
// shows nothing twice, and one that is lost loses nothing. It is safe for
// concurrent use.
type hub struct {
	mu        sync.Mutex
	listeners map[string]map[chan struct{}]struct{}
}

func newHub() *hub { return &hub{listeners: map[string]map[chan struct{}]struct{}{}} }

// listen returns a channel that has a value whenever the topic was woken since
// the last receive, until stop is called.
func (h *hub) listen(topic string) (woken <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[topic] == nil {
		h.listeners[topic] = map[chan struct{}]struct{}{}
	}
	h.listeners[topic][c] = struct{}{}
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if delete(h.listeners[topic], c); len(h.listeners[topic]) == 0 {
			delete(h.listeners, topic)
		}
	}
}

// wake wakes whoever listens to a conversation or to everything.
func (h *hub) wake(conversation string) {
	h.tell(conversation)
	if conversation != everything {
		h.tell(everything)
	}
}

// tell wakes whoever listens to just this.
func (h *hub) tell(topic string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.listeners[topic] {
		select {
		case c <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}
