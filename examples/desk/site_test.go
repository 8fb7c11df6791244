package main

import (
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestForeignSitesAreRefused(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	const message = `{"id":"1","text":"hello"}`
	for name, headers := range map[string][]string{
		"another origin": {"Origin", "https://evil.example"},
		"another site":   {"Sec-Fetch-Site", "cross-site"},
	} {
		status, _ := b.post("/api/messages", "application/json", message, headers...)
		require.Equal(t, http.StatusForbidden, status, name)
		status, _ = b.post("/agent/api/conversations/x/reply", "application/json", message, headers...)
		require.Equal(t, http.StatusForbidden, status, name)
	}
	status, _ := b.post("/api/messages", "application/json", message, "Origin", s.server.URL, "Sec-Fetch-Site", "same-origin")
	require.Equal(t, http.StatusOK, status)
}

// A foreign name that leads to this machine is the way of DNS rebinding.
func TestForeignNamesAreRefused(t *testing.T) {
	s := fresh(t)
	for host, status := range map[string]int{
		"127.0.0.1:8080": http.StatusOK, "localhost:8080": http.StatusOK, "[::1]:8080": http.StatusOK, "localhost": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "127.0.0.1.evil.example:80": http.StatusMisdirectedRequest, "192.168.0.7": http.StatusMisdirectedRequest,
	} {
		request := httptest.NewRequest(http.MethodGet, "/agent", nil)
		request.Host = host
		response := httptest.NewRecorder()
		s.handler().ServeHTTP(response, request)
		require.Equal(t, status, response.Code, host)
	}
}

// Where other hosts reach the desk, the agent page needs the printed token.
func TestAgentToken(t *testing.T) {
	s := fresh(t)
	public := newSite(s.desk, net.TCPAddrFromAddrPort(netip.MustParseAddrPort("192.168.0.7:80")))
	require.Len(t, public.token, 26)
	require.Equal(t, "http://192.168.0.7:80/agent?token="+public.token, public.agentURL())
	require.Empty(t, s.token)
	handler := public.handler()
	get := func(path, cookie string) *http.Response {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Cookie", cookie)
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		return response.Result()
	}
	require.Equal(t, http.StatusOK, get("/", "").StatusCode, "customers come under any name")
	for _, path := range []string{"/agent", "/agent?token=", "/agent?token=x", "/agent/", "/agent/api/cases", "/agent/api/events", "/agent/api/conversations/x/events", "/agent/api/cases?token=" + public.token} {
		require.Equal(t, http.StatusForbidden, get(path, "").StatusCode, path)
	}
	require.Equal(t, http.StatusForbidden, get("/agent", agentCookie+"=x").StatusCode)

	opened := get("/agent?token="+public.token, "")
	require.Equal(t, http.StatusSeeOther, opened.StatusCode)
	require.Equal(t, "/agent", opened.Header.Get("Location"), "the token leaves the address bar")
	cookie := opened.Cookies()[0]
	require.True(t, cookie.HttpOnly)
	require.Equal(t, http.SameSiteStrictMode, cookie.SameSite)
	require.Equal(t, http.StatusOK, get("/agent", cookie.Name+"="+cookie.Value).StatusCode)
	require.Equal(t, http.StatusOK, get("/agent/api/cases", cookie.Name+"="+cookie.Value).StatusCode)
}

func TestSecurityHeaders(t *testing.T) {
	s := fresh(t)
	for _, path := range []string{"/", "/agent", "/agent/knowledge", "/agent/api/kb/hot", "/static/chat.js", "/api/starters", "/nothing"} {
		response, err := s.server.Client().Get(s.server.URL + path)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		policy := response.Header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'; script-src 'self'; style-src 'self'", path)
		require.NotContains(t, policy, "unsafe", path)
		require.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"), path)
		require.Equal(t, "DENY", response.Header.Get("X-Frame-Options"), path)
	}
}

// The pages follow their own policy, and need nothing from other hosts.
func TestPagesKeepToTheirPolicy(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<script(>| [^>]*>\s*\S+\s*</script)|<style|\son[a-z]+=|\sstyle=|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(`)
	foreign := regexp.MustCompile(`(?i)(src|href|url|import)\W+(https?:)?//`)
	files := 0
	require.NoError(t, fs.WalkDir(web, "web", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		content, err := fs.ReadFile(web, path)
		require.NoError(t, err)
		require.Empty(t, inline.FindAllString(string(content), -1), path)
		require.Empty(t, foreign.FindAllString(string(content), -1), path)
		return nil
	}))
	require.Greater(t, files, 8)
}

// Every word of the pages is there in both languages.
func TestWordsAreComplete(t *testing.T) {
	content, err := fs.ReadFile(web, "web/words.js")
	require.NoError(t, err)
	english, chinese, found := strings.Cut(string(content), "\tzh: {")
	require.True(t, found)
	_, english, _ = strings.Cut(english, "\ten: {")
	chinese, _, _ = strings.Cut(chinese, "\n\t},")
	key := regexp.MustCompile(`(\w+): '`)
	keys := func(text string) (list []string) {
		for _, m := range key.FindAllStringSubmatch(text, -1) {
			list = append(list, m[1])
		}
		return list
	}
	require.Equal(t, keys(english), keys(chinese))
	used := regexp.MustCompile(`data-t(?:-label|-placeholder)?="(\w+)"|\b(?:t|button|field)\('(\w+)'|\bwords\('\w+', '[\w ]*', '(\w+)'|\bsay\([^,]+, '(\w+)'`)
	for _, name := range []string{"chat.html", "agent.html", "knowledge.html", "chat.js", "agent.js", "knowledge.js", "lines.js", "outbox.js", "thumbs.js", "advice.js", "desk.js", "learning.js", "entries.js"} {
		page, err := fs.ReadFile(web, "web/"+name)
		require.NoError(t, err)
		for _, m := range used.FindAllStringSubmatch(string(page), -1) {
			require.Contains(t, keys(english), m[1]+m[2]+m[3]+m[4], name)
		}
	}
}
