package dialog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

func zoneOf(t require.TestingT, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	return zone
}

func TestProactiveDecide(t *testing.T) {
	shanghai := zoneOf(t, "Asia/Shanghai")
	at := func(s string) time.Time {
		out, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
		require.NoError(t, err)
		return out
	}
	policy := &dialog.ProactivePolicy{
		QuietFrom: 21 * time.Hour, QuietTo: 9 * time.Hour, MinGap: 2 * time.Hour,
		Caps:    map[string]dialog.ProactiveCap{"push": {N: 2, Per: 7 * 24 * time.Hour}, "": {N: 3, Per: 24 * time.Hour}, "none": {N: 0, Per: time.Hour}, "year": {N: 1, Per: 9000 * time.Hour}},
		Windows: map[string]time.Duration{"wechat": 48 * time.Hour},
		Needed:  []string{"code"},
	}
	require.NoError(t, policy.Check())
	sent := func(kind string, when ...string) (out []dialog.Contacted) {
		for _, w := range when {
			out = append(out, dialog.Contacted{Kind: kind, At: at(w)})
		}
		return out
	}
	cases := []struct {
		name    string
		at      string
		contact dialog.Contact
		when    string // empty if never
		reason  dialog.ProactiveReason
	}{
		{"nothing against it", "2026-03-02 10:00", dialog.Contact{Kind: "care"}, "2026-03-02 10:00", dialog.ProactiveNow},
		{"at night", "2026-03-02 23:30", dialog.Contact{Kind: "care"}, "2026-03-03 09:00", dialog.ProactiveQuiet},
		{"after midnight", "2026-03-03 00:30", dialog.Contact{Kind: "care"}, "2026-03-03 09:00", dialog.ProactiveQuiet},
		{"as quiet begins", "2026-03-02 21:00", dialog.Contact{Kind: "care"}, "2026-03-03 09:00", dialog.ProactiveQuiet},
		{"as quiet ends", "2026-03-03 09:00", dialog.Contact{Kind: "care"}, "2026-03-03 09:00", dialog.ProactiveNow},
		{"too soon", "2026-03-02 10:00", dialog.Contact{Kind: "care", Sent: sent("push", "2026-03-02 09:30")}, "2026-03-02 11:30", dialog.ProactiveGap},
		{"too soon, until the night", "2026-03-02 20:00", dialog.Contact{Kind: "care", Sent: sent("push", "2026-03-02 19:30")}, "2026-03-03 09:00", dialog.ProactiveQuiet},
		{"enough of this kind", "2026-03-02 10:00", dialog.Contact{Kind: "push", Sent: sent("push", "2026-03-01 12:00", "2026-02-24 15:00", "2026-02-20 10:00")}, "2026-03-03 15:00", dialog.ProactiveCapped},
		{"another kind is not meant", "2026-03-02 10:00", dialog.Contact{Kind: "care", Sent: sent("push", "2026-03-01 12:00", "2026-02-24 15:00")}, "2026-03-02 10:00", dialog.ProactiveNow},
		{"enough of all kinds", "2026-03-02 16:00", dialog.Contact{Kind: "care", Sent: append(sent("push", "2026-03-02 09:00", "2026-03-02 11:00"), sent("survey", "2026-03-02 13:00")...)}, "2026-03-03 09:00", dialog.ProactiveCapped},
		{"one that is planned counts when it comes", "2026-03-02 08:00", dialog.Contact{Kind: "care", Sent: sent("care", "2026-03-02 09:00")}, "2026-03-02 11:00", dialog.ProactiveGap},
		{"a kind that nobody may send", "2026-03-02 10:00", dialog.Contact{Kind: "none"}, "", dialog.ProactiveCapped},
		{"held back for more than a year", "2026-03-02 10:00", dialog.Contact{Kind: "year", Sent: sent("year", "2026-03-02 01:00")}, "", dialog.ProactiveCapped},
		{"does not want this", "2026-03-02 10:00", dialog.Contact{Kind: "push", OptedOut: []string{"push"}}, "", dialog.ProactiveOptedOut},
		{"does not want anything", "2026-03-02 10:00", dialog.Contact{Kind: "code", OptedOut: []string{"*"}}, "", dialog.ProactiveOptedOut},
		{"wants other things", "2026-03-02 10:00", dialog.Contact{Kind: "care", OptedOut: []string{"push"}}, "2026-03-02 10:00", dialog.ProactiveNow},
		{"the channel is open", "2026-03-02 10:00", dialog.Contact{Kind: "care", Channel: "wechat", LastMessage: at("2026-02-28 10:01")}, "2026-03-02 10:00", dialog.ProactiveNow},
		{"the channel has closed", "2026-03-02 10:00", dialog.Contact{Kind: "care", Channel: "wechat", LastMessage: at("2026-02-28 10:00")}, "", dialog.ProactiveWindow},
		{"it closes in the night", "2026-03-02 22:00", dialog.Contact{Kind: "care", Channel: "wechat", LastMessage: at("2026-03-01 08:00")}, "", dialog.ProactiveWindow},
		{"he never wrote there", "2026-03-02 10:00", dialog.Contact{Kind: "code", Channel: "wechat"}, "", dialog.ProactiveWindow},
		{"of no use tomorrow", "2026-03-02 22:00", dialog.Contact{Kind: "care", Until: at("2026-03-03 09:00")}, "", dialog.ProactiveExpired},
		{"of use until later", "2026-03-02 22:00", dialog.Contact{Kind: "care", Until: at("2026-03-03 09:01")}, "2026-03-03 09:00", dialog.ProactiveQuiet},
		{"needed at night", "2026-03-02 23:30", dialog.Contact{Kind: "code", Sent: sent("code", "2026-03-02 23:29", "2026-03-02 23:28", "2026-03-02 23:27")}, "2026-03-02 23:30", dialog.ProactiveNow},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.contact.Zone = shanghai
			when, allowed, reason := policy.Decide(at(c.at), c.contact)
			assert.Equal(t, c.reason, reason)
			assert.Equal(t, c.when != "", allowed)
			if allowed {
				assert.Equal(t, c.when, when.In(shanghai).Format("2006-01-02 15:04"))
			} else {
				assert.Zero(t, when)
			}
		})
	}
	when, allowed, _ := policy.Decide(at("2026-03-02 10:00"), dialog.Contact{Kind: "care"})
	assert.True(t, allowed)
	assert.Equal(t, "2026-03-02 17:00", when.In(shanghai).Format("2006-01-02 15:04"), "by UTC if the zone is not known")
	when, allowed, _ = (&dialog.ProactivePolicy{}).Decide(at("2026-03-02 03:00"), dialog.Contact{Kind: "care", Channel: "sms"})
	assert.True(t, allowed)
	assert.Equal(t, at("2026-03-02 03:00"), when, "no rules")
}

// TestProactiveClockChange: on the nights when clocks change it is what they show
// that counts.
func TestProactiveClockChange(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		from, to   time.Duration
		at, want   string // UTC
	}{
		{"the hour that quiet ends in does not exist", "Europe/Berlin", 22 * time.Hour, 150 * time.Minute, "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"},
		{"the hour after quiet comes twice", "Europe/Berlin", 22 * time.Hour, 3 * time.Hour, "2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z"},
		{"quiet comes twice", "Europe/Berlin", 2 * time.Hour, 150 * time.Minute, "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"},
		{"and the second time", "Europe/Berlin", 2 * time.Hour, 150 * time.Minute, "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"},
		{"quiet ends as the clock goes back into it", "America/New_York", time.Hour, 2 * time.Hour, "2026-11-01T05:30:00Z", "2026-11-01T07:00:00Z"},
		{"all of quiet is skipped", "Europe/Berlin", 2 * time.Hour, 3 * time.Hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"half an hour forward", "Australia/Lord_Howe", 22 * time.Hour, 8 * time.Hour, "2026-10-03T15:00:00Z", "2026-10-03T21:00:00Z"},
	} {
		p := &dialog.ProactivePolicy{QuietFrom: c.from, QuietTo: c.to}
		at, err := time.Parse(time.RFC3339, c.at)
		require.NoError(t, err)
		when, allowed, _ := p.Decide(at, dialog.Contact{Kind: "care", Zone: zoneOf(t, c.zone)})
		assert.True(t, allowed)
		assert.Equal(t, c.want, when.UTC().Format(time.RFC3339), c.name)
	}
}

// allowedByMinute says whether a policy lets a message through at a moment, rule
// by rule and without any arithmetic on times of day.
func allowedByMinute(p *dialog.ProactivePolicy, at time.Time, c dialog.Contact) bool {
	h, m, _ := at.In(c.Zone).Clock()
	clock := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	switch {
	case p.QuietFrom < p.QuietTo && clock >= p.QuietFrom && clock < p.QuietTo:
		return false
	case p.QuietFrom > p.QuietTo && (clock >= p.QuietFrom || clock < p.QuietTo):
		return false
	}
	for kind, limit := range p.Caps {
		n := 0
		for _, s := range c.Sent {
			if (kind == "" || s.Kind == kind) && !s.At.After(at) && at.Sub(s.At) < limit.Per {
				n++
			}
		}
		if (kind == "" || kind == c.Kind) && n >= limit.N {
			return false
		}
	}
	for _, s := range c.Sent {
		if !s.At.After(at) && at.Sub(s.At) < p.MinGap {
			return false
		}
	}
	return true
}

// TestProactiveMinuteByMinute compares with an oracle that tries every minute, over
// changes of the clock.
func TestProactiveMinuteByMinute(t *testing.T) {
	zones := []*time.Location{time.UTC, zoneOf(t, "Europe/Berlin"), zoneOf(t, "America/New_York"), zoneOf(t, "Australia/Lord_Howe"), zoneOf(t, "Asia/Shanghai")}
	starts := []time.Time{
		time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 7, 20, 0, 0, 0, time.UTC),
		time.Date(2026, 10, 31, 20, 0, 0, 0, time.UTC), time.Date(2026, 10, 3, 8, 0, 0, 0, time.UTC), time.Date(2026, 4, 4, 8, 0, 0, 0, time.UTC),
	}
	rapid.Check(t, func(t *rapid.T) {
		minutes := func(name string, from, to int) time.Duration {
			return time.Duration(rapid.IntRange(from, to).Draw(t, name)) * time.Minute
		}
		p := &dialog.ProactivePolicy{
			QuietFrom: minutes("from", 0, 24*60-1), QuietTo: minutes("to", 0, 24*60-1), MinGap: minutes("gap", 0, 300),
			Caps: map[string]dialog.ProactiveCap{"": {N: rapid.IntRange(1, 4).Draw(t, "n"), Per: minutes("per", 1, 2000)}, "a": {N: rapid.IntRange(1, 2).Draw(t, "na"), Per: minutes("pera", 1, 2000)}},
		}
		start := rapid.SampledFrom(starts).Draw(t, "start")
		c := dialog.Contact{Kind: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "kind"), Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		for range rapid.IntRange(0, 6).Draw(t, "sent") {
			c.Sent = append(c.Sent, dialog.Contacted{Kind: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "kind"), At: start.Add(minutes("at", -2000, 1000))})
		}
		at := start.Add(minutes("now", 0, 1000))
		before := slices.Clone(c.Sent)
		when, allowed, reason := p.Decide(at, c)
		require.Equal(t, before, c.Sent, "what is passed in stays as it is")
		require.NoError(t, p.Check())
		want := at
		for tried := 0; !allowedByMinute(p, want, c); tried++ {
			if tried > 20000 {
				require.False(t, allowed)
				return
			}
			want = want.Add(time.Minute)
		}
		require.True(t, allowed)
		require.Equal(t, want.UTC(), when.UTC())
		require.Equal(t, when.Equal(at), reason == dialog.ProactiveNow)
	})
}

func TestProactivePolicyCheck(t *testing.T) {
	for field, p := range map[string]dialog.ProactivePolicy{
		"quiet_from": {QuietFrom: 24 * time.Hour},
		"quiet_to":   {QuietTo: -1},
		"min_gap":    {MinGap: -1},
		"caps":       {Caps: map[string]dialog.ProactiveCap{"a": {N: 1}}},
		"windows":    {Windows: map[string]time.Duration{"sms": 0}},
	} {
		var wrong *dialog.FieldError
		require.ErrorAs(t, p.Check(), &wrong)
		assert.Equal(t, field, wrong.Field)
	}
	assert.Error(t, (&dialog.ProactivePolicy{Caps: map[string]dialog.ProactiveCap{"a": {N: -1, Per: 1}}}).Check())
}
