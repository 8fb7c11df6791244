package main

import (
	"embed"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
)

//go:embed web
var web embed.FS

// site serves the pages of a desk.
type site struct {
	*desk
	addr net.Addr
	// public is the address that browsers know, where a proxy stands before the desk; else
	// it is nil.
	public  *url.URL
	pages   fs.FS
	closing chan struct{}
	close   sync.Once
}

func newSite(d *desk, addr net.Addr, public *url.URL) *site {
	pages, err := fs.Sub(web, "web")
	if err != nil {
		panic(err) // "web" is a valid path
	}
	return &site{desk: d, addr: addr, public: public, pages: pages, closing: make(chan struct{})}
}

// endStreams ends all event streams; the browsers come back for the rest.
func (s *site) endStreams() { s.close.Do(func() { close(s.closing) }) }

// base is the address of the site, without a slash at its end.
func (s *site) base() string {
	if s.public != nil {
		return s.public.Scheme + "://" + s.public.Host
	}
	return "http://" + s.addr.String()
}

// proxied tells that requests come through a proxy.
func (s *site) proxied() bool { return s.public != nil }

// secure tells that nobody reads along between the browser and this site.
func (s *site) secure(r *http.Request) bool {
	return r.TLS != nil || s.public != nil && s.public.Scheme == "https"
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
	agents.HandleFunc("GET /agent/api/board", s.agentBoard)
	agents.HandleFunc("GET /agent/api/events", s.agentEvents)
	agents.HandleFunc("GET /agent/api/conversations/{id}/events", s.agentTranscript)
	agents.HandleFunc("GET /agent/api/conversations/{id}/advice", s.agentAdvice)
	agents.HandleFunc("GET /agent/api/conversations/{id}/record", s.agentRecord)
	agents.HandleFunc("POST /agent/api/conversations/{id}/reply", s.agentReply)
	agents.HandleFunc("POST /agent/api/presence", s.agentPresence)
	agents.HandleFunc("POST /agent/api/work/accept", s.work(accept))
	agents.HandleFunc("POST /agent/api/work/decline", s.work(decline))
	agents.HandleFunc("POST /agent/api/work/transfer", s.work(transfer))
	agents.HandleFunc("POST /agent/api/work/finish", s.work(finish))
	agents.HandleFunc("POST /agent/api/work/ready", s.work(ready))
	s.team(agents)
	s.cases(agents)
	s.numbers(agents)
	s.signIn(mux, agents)
	s.knowledge(agents)
	mux.Handle("/agent", s.agentsOnly(agents))
	mux.Handle("/agent/", s.agentsOnly(agents))

	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(s.pages)))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, s.pages, "icon.svg")
	})
	// A form of another site can neither send JSON nor pass the check of origin, and gets no
	// session along, whose cookie is strict: so there is nothing that needs a token.
	origin := http.NewCrossOriginProtection()
	if s.proxied() {
		if err := origin.AddTrustedOrigin(s.base()); err != nil {
			panic(err) // publicURL has checked it
		}
	}
	return s.headers(s.ownHost(origin.Handler(mux)))
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
		h.Set("Referrer-Policy", "same-origin")
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
	if !isLoopback(s.addr.String()) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) && (s.public == nil || !strings.EqualFold(r.Host, s.public.Host)) {
			http.Error(w, "this site serves its own machine only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// publicURL reads the address that browsers know; empty is none.
func publicURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	public, err := url.Parse(text)
	if err != nil || public.Host == "" || public.Scheme != "https" && public.Scheme != "http" || strings.Trim(public.Path, "/") != "" ||
		public.RawQuery != "" || public.Fragment != "" || public.User != nil {
		return nil, fmt.Errorf("-url: %q is not like https://shop.example", text)
	}
	return public, nil
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
