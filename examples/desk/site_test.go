package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
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
	shared := fresh(t)
	s := newSite(shared.desk, shared.addr, must(publicURL("https://shop.example/")))
	for host, status := range map[string]int{
		"127.0.0.1:8080": http.StatusOK, "localhost:8080": http.StatusOK, "[::1]:8080": http.StatusOK, "localhost": http.StatusOK, "Shop.example": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "127.0.0.1.evil.example:80": http.StatusMisdirectedRequest, "192.168.0.7": http.StatusMisdirectedRequest,
	} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Host = host
		response := httptest.NewRecorder()
		s.handler().ServeHTTP(response, request)
		require.Equal(t, status, response.Code, host)
	}
}

func TestSecurityHeaders(t *testing.T) {
	s := fresh(t)
	for _, path := range []string{"/", "/agent", "/agent/login", "/agent/knowledge", "/agent/tickets", "/agent/api/tickets", "/agent/api/kb/hot", "/static/chat.js", "/api/starters", "/nothing"} {
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
	var english, chinese string
	for _, name := range []string{"web/words.js", "web/casewords.js", "web/numberwords.js"} {
		content, err := fs.ReadFile(web, name)
		require.NoError(t, err)
		en, zh, found := strings.Cut(string(content), "\tzh: {")
		require.True(t, found)
		_, en, _ = strings.Cut(en, "\ten: {")
		zh, _, _ = strings.Cut(zh, "\n\t},")
		english, chinese = english+en, chinese+zh
	}
	key := regexp.MustCompile(`(\w+): '`)
	keys := func(text string) (list []string) {
		for _, m := range key.FindAllStringSubmatch(text, -1) {
			list = append(list, m[1])
		}
		return list
	}
	require.Equal(t, keys(english), keys(chinese))
	used := regexp.MustCompile(`data-t(?:-label|-placeholder)?="(\w+)"|\b(?:t|button|field)\('(\w+)'[,)]|\bwords\('\w+', '[\w ]*', '(\w+)'|\bsay\([^,]+, '(\w+)'`)
	for _, name := range []string{
		"chat.html", "agent.html", "knowledge.html", "chat.js", "agent.js", "knowledge.js", "lines.js", "outbox.js", "thumbs.js", "advice.js", "login.html", "login.js", "account.html", "account.js", "session.js", "team.html", "team.js", "record.js", "desk.js", "learning.js", "entries.js",
		"tickets.html", "tickets.js", "case.js", "case_actions.js", "cases.js", "casework.js", "clocks.js", "history.js", "troubled.js", "metrics.html", "metrics.js", "figures.js",
	} {
		page, err := fs.ReadFile(web, "web/"+name)
		require.NoError(t, err)
		for _, m := range used.FindAllStringSubmatch(string(page), -1) {
			require.Contains(t, keys(english), m[1]+m[2]+m[3]+m[4], name)
		}
	}
}
