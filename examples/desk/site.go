package main

import (
	"crypto/rand"
	"embed"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
)

//go:embed web
var web embed.FS

// site serves the pages of a desk.
type site struct {
	*desk
	addr net.Addr
	// token opens the agent page; empty on a loopback address, where the page
	// is open to the machine and to nobody else.
	token   string
	pages   fs.FS
	closing chan struct{}
	close   sync.Once
}

func newSite(d *desk, addr net.Addr) *site {
	pages, err := fs.Sub(web, "web")
	if err != nil {
		panic(err) // "web" is a valid path
	}
	s := &site{desk: d, addr: addr, pages: pages, closing: make(chan struct{})}
	if !isLoopback(addr.String()) {
		s.token = rand.Text()
	}
	return s
}

// endStreams ends all event streams; the browsers come back for the rest.
func (s *site) endStreams() { s.close.Do(func() { close(s.closing) }) }

func (s *site) agentURL() string {
	url := "http://" + s.addr.String() + "/agent"
	if s.token != "" {
		url += "?token=" + s.token
	}
	return url
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.chatPage)
	mux.HandleFunc("GET /api/events", s.chatEvents)
	mux.HandleFunc("GET /api/starters", s.starters)
	mux.HandleFunc("POST /api/messages", s.chatMessage)
	mux.HandleFunc("POST /api/ratings", s.chatRating)
	mux.HandleFunc("POST /api/new", s.newConversation)

	agents := http.NewServeMux()
	agents.HandleFunc("GET /agent", s.page("agent.html"))
	agents.HandleFunc("GET /agent/api/cases", s.agentCases)
	agents.HandleFunc("GET /agent/api/events", s.agentEvents)
	agents.HandleFunc("GET /agent/api/conversations/{id}/events", s.agentTranscript)
	agents.HandleFunc("GET /agent/api/conversations/{id}/advice", s.agentAdvice)
	agents.HandleFunc("POST /agent/api/conversations/{id}/reply", s.agentReply)
	agents.HandleFunc("POST /agent/api/conversations/{id}/release", s.agentRelease)
	s.knowledge(agents)
	mux.Handle("/agent", s.agentsOnly(agents))
	mux.Handle("/agent/", s.agentsOnly(agents))

	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(s.pages)))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, s.pages, "icon.svg")
	})
	// A form of another site can neither send JSON nor pass the check of origin.
	return s.headers(s.ownHost(http.NewCrossOriginProtection().Handler(mux)))
}

// page serves a page as it is.
func (s *site) page(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, s.pages, name) }
}

// contentPolicy lets the pages run their own files only; an answer may show
// images from anywhere. Trusted types turn every innerHTML into an error.
var contentPolicy = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' https: http:",
	"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
}, "; ")

func (s *site) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // agent links may hold a token
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// ownHost refuses requests under foreign names on a loopback address: a name
// that an attacker points to 127.0.0.1 would make this site part of his.
func (s *site) ownHost(next http.Handler) http.Handler {
	if s.token != "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) {
			http.Error(w, "this site serves its own machine only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback tells whether a host, with or without a port, is this machine.
func isLoopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.IsLoopback()
}
