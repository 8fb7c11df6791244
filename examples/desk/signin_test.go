package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// door is a desk with its first accounts, and a clock that stands still.
type door struct {
	*testSite
	*clock
	people map[string]granted
}

func newDoor(t *testing.T) *door {
	t.Helper()
	s, c := frozen(t)
	d := &door{s, c, map[string]granted{}}
	list, err := d.accounts.begin(t.Context())
	require.NoError(t, err)
	for _, g := range list {
		d.people[g.Name] = g
	}
	return d
}

func (b *browser) login(name, password string) (status int) {
	b.t.Helper()
	return b.json("/agent/login", map[string]string{"name": name, "password": password}, nil)
}

// agentCalls are the pages and calls of the agent side besides those of the knowledge page.
var agentCalls = map[string][]string{
	http.MethodGet: {
		"/agent", "/agent/", "/agent/nothing", "/agent/account", "/agent/knowledge", "/agent/api/me", "/agent/api/board", "/agent/api/events", "/agent/team", "/agent/api/team", "/agent/metrics", "/agent/metrics/report", "/agent/metrics/chart.svg", "/agent/api/metrics", "/agent/api/metrics/live",
		"/agent/api/conversations/x/events", "/agent/api/conversations/x/advice", "/agent/api/conversations/x/record",
	},
	http.MethodPost: {
		"/agent/api/password", "/agent/api/presence", "/agent/api/conversations/x/reply", "/agent/api/team/assign",
		"/agent/api/work/accept", "/agent/api/work/decline", "/agent/api/work/transfer", "/agent/api/work/finish", "/agent/api/work/ready",
	},
}

func TestAgentSideNeedsASession(t *testing.T) {
	d := newDoor(t)
	b := visit(t, d.server.URL)
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, token := range []string{"", "x", hashOf("x")} {
		b.http.Jar.SetCookies(must(url.Parse(b.base)), []*http.Cookie{{Name: "kefu_agent", Value: token, Path: "/"}})
		for method, paths := range agentCalls {
			for _, path := range paths {
				got := b.status(method, path)
				if method == http.MethodGet && !strings.HasPrefix(path, "/agent/api/") {
					require.Equal(t, http.StatusSeeOther, got, path)
				} else {
					require.Equal(t, http.StatusUnauthorized, got, path)
				}
			}
		}
		for method, names := range kbCalls {
			for _, name := range names {
				require.Equal(t, http.StatusUnauthorized, b.status(method, "/agent/api/kb/"+name), name)
			}
		}
	}
	response, err := b.http.Get(b.base + "/agent/knowledge?x=1&y=//z")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "/agent/login?next=%2Fagent%2Fknowledge%3Fx%3D1%26y%3D%2F%2Fz", response.Header.Get("Location"))
	status, _ := b.get("/agent/login")
	require.Equal(t, http.StatusOK, status)
}

// status makes a request with an empty JSON object as its body.
func (b *browser) status(method, path string) int {
	b.t.Helper()
	request, err := http.NewRequest(method, b.base+path, strings.NewReader("{}"))
	require.NoError(b.t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := b.http.Do(request)
	require.NoError(b.t, err)
	require.NoError(b.t, response.Body.Close())
	return response.StatusCode
}

func TestSignInAndOut(t *testing.T) {
	d := newDoor(t)
	b := visit(t, d.server.URL)
	mia := d.people["Mia"]
	for _, c := range [][2]string{{"Mia", ""}, {"Mia", "wrong"}, {"Mia", mia.password + "x"}, {"nobody", mia.password}, {"Tom", mia.password}, {"", ""}, {"Mia", strings.Repeat("x", 10_000)}} {
		other := visit(t, d.server.URL)
		require.Equal(t, http.StatusForbidden, other.login(c[0], c[1]), c[0])
		require.Equal(t, http.StatusUnauthorized, other.status(http.MethodGet, "/agent/api/me"))
		d.pass(time.Hour)
	}
	require.Equal(t, http.StatusOK, b.login(" mIA", mia.password))
	require.Equal(t, person{"Mia", agentRole}, fetch[person](b, "/agent/api/me"))
	ada := visit(t, d.server.URL)
	require.Equal(t, http.StatusOK, ada.login("Ada", d.people["Ada"].password))
	require.Equal(t, supervisorRole, fetch[person](ada, "/agent/api/me").Role)

	first := b.session()
	require.Equal(t, http.StatusOK, b.login("Mia", mia.password))
	require.NotEqual(t, first, b.session())
	old := visit(t, d.server.URL)
	old.http.Jar.SetCookies(must(url.Parse(b.base)), []*http.Cookie{{Name: "kefu_agent", Value: first, Path: "/"}})
	require.Equal(t, http.StatusUnauthorized, old.status(http.MethodGet, "/agent/api/me"), "who signs in again leaves no session behind")

	require.Equal(t, http.StatusOK, b.status(http.MethodPost, "/agent/logout"))
	require.Empty(t, b.session())
	require.Equal(t, http.StatusUnauthorized, b.status(http.MethodGet, "/agent/api/me"))
	require.Equal(t, http.StatusOK, b.status(http.MethodPost, "/agent/logout"), "out is out")
	require.Equal(t, http.StatusOK, ada.status(http.MethodGet, "/agent/api/me"))
}

// session returns the token that a browser has.
func (b *browser) session() string {
	for _, c := range b.http.Jar.Cookies(must(url.Parse(b.base))) {
		if c.Name == "kefu_agent" {
			return c.Value
		}
	}
	return ""
}

// Scripts can not read the cookie, other sites do not get it sent, and over TLS nobody reads
// it on the way.
func TestSessionCookie(t *testing.T) {
	d := newDoor(t)
	for base, name := range map[string]string{"": "kefu_agent", "http://desk.example": "kefu_agent", "https://desk.example": "__Host-kefu_agent"} {
		handler := newSite(d.desk, d.addr, must(publicURL(base))).handler()
		post := func(path, body string, headers ...string) *http.Response {
			request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			request.Header.Set("Content-Type", "application/json")
			for i := 0; i < len(headers); i += 2 {
				request.Header.Set(headers[i], headers[i+1])
			}
			request.Host = "127.0.0.1"
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, request)
			return response.Result()
		}
		body := `{"name":"Tom","password":"` + d.people["Tom"].password + `"}`
		cookie := post("/agent/login", body, "Origin", base).Cookies()[0]
		require.Equal(t, name, cookie.Name)
		require.Len(t, cookie.Value, 26)
		require.True(t, cookie.HttpOnly)
		require.Equal(t, strings.HasPrefix(base, "https"), cookie.Secure)
		require.Equal(t, http.SameSiteStrictMode, cookie.SameSite)
		require.Equal(t, "/", cookie.Path)
		require.Empty(t, cookie.Domain)
		with := cookie.Name + "=" + cookie.Value
		require.Equal(t, http.StatusForbidden, post("/agent/logout", "{}", "Cookie", with, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example").StatusCode)
		require.Equal(t, http.StatusForbidden, post("/agent/login", body, "Origin", "https://evil.example").StatusCode, "nobody is signed in by another site")
		out := post("/agent/logout", "{}", "Cookie", with)
		require.Equal(t, http.StatusOK, out.StatusCode)
		require.Negative(t, out.Cookies()[0].MaxAge)
	}
}

func TestPublicAddress(t *testing.T) {
	for _, bad := range []string{"shop.example", "ftp://shop.example", "https://", "https://shop.example/desk", "https://a:b@shop.example", "https://shop.example?x", "://"} {
		require.Error(t, run(t.Context(), []string{"-url", bad}, io.Discard, io.Discard), bad)
	}
}

// A session ends after a shift, or when it is not used; an open page is a use.
func TestSessionsEndByThemselves(t *testing.T) {
	d := newDoor(t)
	b := d.mia(t)
	alive := func() bool { return b.status(http.MethodGet, "/agent/api/me") == http.StatusOK }
	for range 6 {
		d.pass(sessionIdle - time.Minute)
		require.True(t, alive())
	}
	d.pass(10 * time.Minute)
	require.False(t, alive(), "twelve hours")

	b = d.mia(t)
	d.pass(sessionIdle)
	require.False(t, alive(), "not used")

	d.mia(t)
	var n int
	require.NoError(t, d.db.QueryRow(`SELECT count(*) FROM desk_session`).Scan(&n))
	require.Equal(t, 1, n, "what is over is forgotten")
}

// A stream ends with its session, and no other does.
func TestStreamsEndWithTheirSession(t *testing.T) {
	d := newDoor(t)
	here, elsewhere, tom := d.mia(t), d.mia(t), d.signIn(visit(t, d.server.URL), "Tom")
	streams := map[*browser]*events{}
	for _, b := range []*browser{here, elsewhere, tom} {
		streams[b] = b.events("/agent/api/events", "")
		require.Equal(t, "changed", streams[b].next().name)
	}
	require.Equal(t, http.StatusOK, here.status(http.MethodPost, "/agent/logout"))
	require.True(t, streams[here].ended())
	d.hub.wake("x")
	for _, b := range []*browser{elsewhere, tom} {
		require.Equal(t, "changed", streams[b].next().name)
	}
}

// Who changes a password stays where he is, and is signed out everywhere else.
func TestPasswordIsChanged(t *testing.T) {
	d := newDoor(t)
	mia := d.people["Mia"]
	here, elsewhere := visit(t, d.server.URL), d.mia(t)
	require.Equal(t, http.StatusOK, here.login("Mia", mia.password))
	before := here.session()
	change := func(b *browser, from, to string) int {
		return b.json("/agent/api/password", map[string]string{"old": from, "new": to}, nil)
	}
	const chosen = "four plain words 够了"
	d.pass(time.Second)
	require.Equal(t, http.StatusForbidden, change(here, "wrong", chosen))
	for _, bad := range []string{"", "elevenchars", "十一个字还是太短了一点", strings.Repeat("x", mostPassword+1), "a \xff is not text"} {
		require.False(t, acceptable(bad, "Mia"), bad)
	}
	require.False(t, acceptable(" longer THAN twelve", "Longer than Twelve"), "his name")
	require.Equal(t, http.StatusBadRequest, change(here, mia.password, "too short"))
	require.Equal(t, http.StatusOK, here.status(http.MethodGet, "/agent/api/me"))

	require.Equal(t, http.StatusOK, change(here, mia.password, chosen))
	require.Equal(t, http.StatusOK, here.status(http.MethodGet, "/agent/api/me"))
	require.NotEqual(t, before, here.session())
	require.Equal(t, http.StatusUnauthorized, elsewhere.status(http.MethodGet, "/agent/api/me"))
	require.Equal(t, http.StatusForbidden, elsewhere.login("Mia", mia.password))
	require.Equal(t, http.StatusOK, elsewhere.login("Mia", chosen))
	require.NoError(t, d.accounts.remove(t.Context(), "Mia"))
	require.Equal(t, http.StatusUnauthorized, here.status(http.MethodGet, "/agent/api/me"), "no account, no session")
	_, err := d.accounts.add(t.Context(), "Mia", supervisorRole)
	require.NoError(t, err)
	d.pass(time.Second)
	_, err = d.accounts.renew(t.Context(), "mia")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, here.status(http.MethodGet, "/agent/api/me"), "another account of the name is another one")
}

func TestTooManyAttempts(t *testing.T) {
	d := newDoor(t)
	b, mia := visit(t, d.server.URL), d.people["Mia"]
	for range 20 {
		require.Equal(t, http.StatusOK, b.login("Mia", mia.password), "what works does not count")
	}
	for range int(perPlaceAndName.burst) {
		require.Equal(t, http.StatusForbidden, b.login("Mia", "wrong"))
	}
	require.Equal(t, http.StatusTooManyRequests, b.login("mia ", mia.password), "also the right one")
	response, err := b.http.Post(b.base+"/agent/login", "application/json", strings.NewReader(`{"name":"Mia","password":"x"}`))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "60", response.Header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, b.login("Tom", d.people["Tom"].password), "a colleague at the same place")
	d.pass(59 * time.Second)
	require.Equal(t, http.StatusTooManyRequests, b.login("Mia", mia.password))
	d.pass(time.Second)
	require.Equal(t, http.StatusOK, b.login("Mia", mia.password))

	// Whoever is signed in gets no further chances by way of his password.
	for range int(perPlaceAndName.burst) + 1 {
		b.json("/agent/api/password", map[string]string{"old": "wrong", "new": "long enough, is it"}, nil)
	}
	require.Equal(t, http.StatusTooManyRequests, b.json("/agent/api/password", map[string]string{"old": mia.password, "new": "long enough, is it"}, nil))
}

// One place gets no further by trying many names, nor one name from many places; and no
// crowd of either takes much memory.
func TestAttemptsAreBounded(t *testing.T) {
	now := time.Now()
	a := newAttempts(func() time.Time { return now })
	tries := func(n int, place, name func(int) string) (let int) {
		for i := range n {
			if wait, _ := a.begin(place(i), name(i)); wait == 0 {
				let++
			}
		}
		return let
	}
	one, many := func(int) string { return "one" }, func(i int) string { return strings.Repeat("x", i) }
	require.Equal(t, int(perPlace.burst), tries(50, one, many))
	require.Equal(t, int(perName.burst), tries(200, many, one))
	now = now.Add(time.Minute)
	require.Equal(t, 6, tries(50, one, many))
	for i := range 4 * mostCounted {
		a.begin(time.Duration(i).String(), time.Duration(-i).String())
	}
	require.LessOrEqual(t, len(a.left), mostCounted)
}

// Behind a proxy it is the proxy that says where a request comes from; nobody else may.
func TestPlaces(t *testing.T) {
	for _, c := range []struct{ base, remote, told, place string }{
		{"", "203.0.113.7:99", "198.51.100.1", "203.0.113.7"},
		{"", "127.0.0.1:99", "198.51.100.1", "127.0.0.1"},
		{"https://a.example", "127.0.0.1:99", "10.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"https://a.example", "10.0.0.3:99", "198.51.100.1", "198.51.100.1"},
		{"https://a.example", "203.0.113.7:99", "198.51.100.1", "203.0.113.7"},
		{"https://a.example", "127.0.0.1:99", "nonsense", "127.0.0.1"},
		{"", "[2001:db8:1:2:3:4:5:6]:99", "", "2001:db8:1:2::/64"},
		{"", "[::ffff:203.0.113.7]:99", "", "203.0.113.7"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.told)
		require.Equal(t, c.place, (&site{public: must(publicURL(c.base))}).placeOf(r), c)
	}
}

// A name that nobody has is compared like one that somebody has, which takes the same time.
func TestUnknownNamesAreCompared(t *testing.T) {
	d := newDoor(t)
	_, err := d.accounts.check(t.Context(), "nobody", "x")
	require.ErrorIs(t, err, errPassword)
	d.accounts.hasher.nobody = "spoiled"
	_, err = d.accounts.check(t.Context(), "nobody", "x")
	require.ErrorContains(t, err, "cannot be read")
}

func TestPasswordHashes(t *testing.T) {
	h := newHasher(cost{memory: 8, passes: 1})
	one, two := must(h.hash(t.Context(), "pass")), must(h.hash(t.Context(), "pass"))
	require.NotEqual(t, one, two, "salt")
	require.True(t, strings.HasPrefix(one, "$argon2id$v=19$m=8,t=1,p=1$"), one)
	dearer := newHasher(cost{memory: 16, passes: 2})
	require.True(t, must(dearer.is(t.Context(), "pass", one)), "a hash names its cost")
	require.False(t, must(h.is(t.Context(), "pas", one)))
	require.False(t, must(h.is(t.Context(), "pass", "")))
	for _, bad := range []string{"pass", "$argon2i" + one[len("$argon2id"):], strings.Replace(one, "t=1", "t=0", 1), strings.Replace(one, "v=19", "v=16", 1), one + "$", one[:30] + "!" + one[31:]} {
		_, err := h.is(t.Context(), "pass", bad)
		require.Error(t, err, bad)
	}
	require.Equal(t, cost{memory: 19 * 1024, passes: 2}, usualCost)
}

// The program tells the first passwords once, and keeps none of them where anybody could
// read it.
func TestFirstAccountsAreToldOnce(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told := regexp.MustCompile(`(agent|supervisor) +name: (\w+) +password: ([a-z2-7]{4}(?:-[a-z2-7]{4}){3})\n`)
	var tokens []string
	start := func(do func(base string)) string {
		ctx, stop := context.WithCancel(t.Context())
		var out bytes.Buffer
		log := &logBuffer{line: make(chan string, 100)}
		ended := make(chan error, 1)
		go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-db", db}, &out, log) }()
		base := log.address(t) // nothing is told after it
		require.Equal(t, strings.Contains(out.String(), "password: "), strings.Contains(out.String(), base+"/agent\n"))
		do(base)
		stop()
		require.NoError(t, <-ended)
		return out.String()
	}
	var first []string
	out := start(func(base string) { first = append(first, base) })
	people := told.FindAllStringSubmatch(out, -1)
	require.Len(t, people, 3, out)
	require.Empty(t, start(func(base string) {
		for _, p := range people {
			b := visit(t, base)
			require.Equal(t, http.StatusOK, b.login(p[2], p[3]))
			require.Equal(t, person{p[2], role(p[1])}, fetch[person](b, "/agent/api/me"))
			tokens = append(tokens, b.session(), p[3])
		}
	}))
	content := must(os.ReadFile(db))
	require.Contains(t, string(content), "$argon2id$v=19$m=19456,t=2,p=1$")
	for _, secret := range tokens {
		require.NotContains(t, string(content), secret)
	}
}

func TestAccountFlags(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	do := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"-db", db}, args...), &out, io.Discard)
		return out.String(), err
	}
	out, err := do("-add-agent", " 小美 ")
	require.NoError(t, err)
	require.Regexp(t, `^    agent +name: 小美 +password: [a-z2-7-]{19}\n$`, out)
	require.Regexp(t, `^    supervisor +name: Sam O'Neil +password`, must(do("-add-supervisor", "Sam O'Neil")))
	renewed := must(do("-new-password", "小美"))
	require.NotEqual(t, out, renewed)
	require.Contains(t, renewed, "agent ")
	for says, args := range map[string][]string{
		"already":          {"-add-agent", "sam o'neil"},
		"no account":       {"-new-password", "Bob"},
		"no account of":    {"-remove-account", "Bob"},
		"1 to 40":          {"-add-agent", "  "},
		"line breaks":      {"-add-agent", "a\nb"},
		"40 characters":    {"-add-agent", strings.Repeat("x", 41)},
		"one change at a ": {"-add-agent", "a", "-remove-account", "小美"},
	} {
		_, err := do(args...)
		require.ErrorContains(t, err, says)
	}
	require.Contains(t, must(do("-remove-account", "小美")), "removed")
	_, err = do("-remove-account", "小美")
	require.ErrorIs(t, err, errNoAccount)
}
