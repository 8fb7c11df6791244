package survey_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/survey"
)

const (
	hour = time.Hour
	day  = 24 * hour
)

// noon is in no quiet hours.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// ended is a talk that ended at noon.
func ended(change ...func(*metrics.Episode)) *metrics.Episode {
	e := &metrics.Episode{
		ID: "c/x#1", Subject: metrics.Talk, Conversation: "x", Customer: "ann", Start: noon.Add(-hour), End: noon, Last: noon,
		Outcome: metrics.ByBot, EndReason: "customer", FromCustomer: 2,
	}
	for _, f := range change {
		f(e)
	}
	return e
}

func never(r survey.Reason) survey.Decision {
	return survey.Decision{Verdict: survey.Never, Reason: r}
}

func wait(r survey.Reason, d time.Duration) survey.Decision {
	return survey.Decision{Verdict: survey.Wait, Reason: r, Until: noon.Add(d)}
}

func ask(until time.Duration) survey.Decision {
	return survey.Decision{Verdict: survey.Ask, Reason: survey.Due, Until: noon.Add(until)}
}

func TestDecide(t *testing.T) {
	type episode = metrics.Episode
	chat := survey.Policy{Channels: map[string]survey.Channel{
		"whatsapp": {After: 2 * hour, Window: day}, "kiosk": {Never: true}, "sms": {After: 30 * hour},
	}}
	on := func(channel string) func(*episode) { return func(e *episode) { e.Channel = channel } }
	outcome := func(o metrics.Outcome) func(*episode) { return func(e *episode) { e.Outcome = o } }
	reason := func(r string) func(*episode) { return func(e *episode) { e.EndReason = r } }
	tokyo := time.FixedZone("", 9*3600)
	for _, c := range []struct {
		name    string
		policy  survey.Policy
		episode *episode
		history survey.History
		at      time.Duration
		want    survey.Decision
	}{
		{"a day later", survey.Policy{}, ended(), survey.History{}, day, ask(72 * hour)},
		{"before", survey.Policy{}, ended(), survey.History{}, day - 1, wait(survey.TooEarly, day)},
		{"up to the last moment", survey.Policy{}, ended(), survey.History{}, 72*hour - 1, ask(72 * hour)},
		{"too late", survey.Policy{}, ended(), survey.History{}, 72 * hour, never(survey.Expired)},
		{"other times", survey.Policy{After: hour, Until: 3 * hour}, ended(), survey.History{}, 2 * hour, ask(3 * hour)},

		{"a ticket", survey.Policy{}, ended(func(e *episode) { e.Subject = metrics.Case }), survey.History{}, day, never(survey.NoTalk)},
		{"rated by himself", survey.Policy{}, ended(func(e *episode) { e.Rating = 1 }), survey.History{}, day, never(survey.Rated)},
		{"asked in the talk", survey.Policy{}, ended(func(e *episode) { e.Surveyed = true }), survey.History{}, day, never(survey.Asked)},
		{"sent, as the ledger says", survey.Policy{}, ended(), survey.History{Sent: true}, day, never(survey.Asked)},
		{"refused in the talk", survey.Policy{}, ended(func(e *episode) { e.Refused = true }), survey.History{}, day, never(survey.Refused)},
		{"refused for good", survey.Policy{}, ended(), survey.History{OptedOut: true}, day, never(survey.Refused)},
		{"he came back", survey.Policy{}, ended(func(e *episode) { e.Reopened = true }), survey.History{}, day, never(survey.Reopened)},
		{"nobody served him", survey.Policy{}, ended(outcome(metrics.Abandoned)), survey.History{}, day, never(survey.WrongOutcome)},
		{"handed off", survey.Policy{}, ended(outcome(metrics.HandedOff)), survey.History{}, day, ask(72 * hour)},
		{"only people", survey.Policy{Outcomes: []metrics.Outcome{metrics.ByHuman}}, ended(), survey.History{}, day, never(survey.WrongOutcome)},
		{"closed by itself", survey.Policy{}, ended(reason("quiet")), survey.History{}, day, never(survey.WrongEnd)},
		{"closed by the host's clock", survey.Policy{}, ended(reason("idle")), survey.History{}, day, never(survey.WrongEnd)},
		{"closed by itself, but wanted", survey.Policy{NotAfter: []string{}}, ended(reason("quiet")), survey.History{}, day, ask(72 * hour)},
		{"not after these", survey.Policy{NotAfter: []string{"agent"}}, ended(reason("agent")), survey.History{}, day, never(survey.WrongEnd)},
		{"he wrote nothing", survey.Policy{}, ended(func(e *episode) { e.FromCustomer = 0 }), survey.History{}, day, never(survey.Silent)},
		{"still open", survey.Policy{}, ended(outcome(metrics.Open), func(e *episode) { e.End = time.Time{}; e.EndReason = "" }), survey.History{}, 30 * day, survey.Decision{Verdict: survey.Wait, Reason: survey.StillOpen}},
		{"in another talk", survey.Policy{}, ended(), survey.History{Talking: true}, day, survey.Decision{Verdict: survey.Wait, Reason: survey.Talking}},
		{"in another talk until it was too late", survey.Policy{}, ended(), survey.History{Talking: true}, 72 * hour, never(survey.Expired)},

		{"a channel without surveys", chat, ended(on("kiosk")), survey.History{}, day, never(survey.WrongChannel)},
		{"a channel with its own time", chat, ended(on("whatsapp")), survey.History{}, 2 * hour, ask(day)},
		{"a channel with a longer time", chat, ended(on("sms")), survey.History{}, 30*hour - 1, wait(survey.TooEarly, 30*hour)},
		{"the window counts from his words", chat, ended(on("whatsapp")), survey.History{Spoke: noon.Add(-20 * hour)}, 4 * hour, never(survey.WindowClosed)},
		{"the window is open still", chat, ended(on("whatsapp")), survey.History{Spoke: noon.Add(-20 * hour)}, 4*hour - 1, ask(4 * hour)},
		{"later words open it again", chat, ended(on("whatsapp")), survey.History{Spoke: noon.Add(6 * hour)}, 26 * hour, ask(30 * hour)},
		{"the window is open longer than anybody is asked", chat, ended(on("whatsapp")), survey.History{Spoke: noon.Add(60 * hour)}, 48 * hour, ask(72 * hour)},
		{"the window would close in quiet hours", chat, ended(on("whatsapp")), survey.History{Spoke: noon.Add(-6 * hour)}, 10 * hour, never(survey.WindowClosed)},

		{"at night", survey.Policy{}, ended(), survey.History{}, 33 * hour, wait(survey.QuietHour, 44*hour)},
		{"after midnight", survey.Policy{}, ended(), survey.History{}, 43 * hour, wait(survey.QuietHour, 44*hour)},
		{"in the morning", survey.Policy{}, ended(), survey.History{}, 44 * hour, ask(72 * hour)},
		{"at his night", survey.Policy{}, ended(), survey.History{Zone: tokyo}, day, wait(survey.QuietHour, 35*hour)},
		{"at the policy's night", survey.Policy{Zone: tokyo}, ended(), survey.History{}, day, wait(survey.QuietHour, 35*hour)},
		{"at a siesta", survey.Policy{Quiet: &survey.Hours{From: 11 * hour, To: 15 * hour}}, ended(), survey.History{}, day, wait(survey.QuietHour, 27*hour)},
		{"no quiet hours", survey.Policy{Quiet: &survey.Hours{}}, ended(), survey.History{}, 34 * hour, ask(72 * hour)},

		{"asked not long ago", survey.Policy{}, ended(), survey.History{Asked: noon.Add(-5*day - 12*hour)}, day, wait(survey.QuietHour, 44*hour)},
		{"asked too recently for this talk", survey.Policy{}, ended(), survey.History{Asked: noon.Add(-4 * day)}, day, never(survey.Expired)},
		{"asked long ago", survey.Policy{}, ended(), survey.History{Asked: noon.Add(-6 * day)}, day, ask(72 * hour)},
		{"a short rest", survey.Policy{Rest: hour}, ended(), survey.History{Asked: noon.Add(day - 30*time.Minute)}, day, wait(survey.Resting, day+30*time.Minute)},

		{"tried just now", survey.Policy{}, ended(), survey.History{Tries: 1, Tried: noon.Add(day)}, day + 9*time.Minute, wait(survey.Retrying, day+10*time.Minute)},
		{"tried a while ago", survey.Policy{}, ended(), survey.History{Tries: 1, Tried: noon.Add(day)}, day + 10*time.Minute, ask(72 * hour)},
		{"tried three times", survey.Policy{}, ended(), survey.History{Tries: 3, Tried: noon.Add(day)}, day + 10*time.Minute, wait(survey.Retrying, day+40*time.Minute)},
		{"tried with long waits", survey.Policy{Retry: 4 * hour, Quiet: &survey.Hours{}}, ended(), survey.History{Tries: 4, Tried: noon.Add(day)}, day, wait(survey.Retrying, 30*hour)},
		{"tried often enough", survey.Policy{}, ended(), survey.History{Tries: 5}, day, never(survey.Undeliverable)},
		{"tried as often as wanted", survey.Policy{Tries: 2}, ended(), survey.History{Tries: 2}, day, never(survey.Undeliverable)},
		{"cannot be delivered", survey.Policy{}, ended(), survey.History{Tries: 1, GaveUp: true}, day, never(survey.Undeliverable)},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.policy.Validate())
			assert.Equal(t, c.want, c.policy.Decide(c.episode, c.history, noon.Add(c.at)))
		})
	}
}

// The share is drawn by the talk alone: the same ones each time, those of a smaller share among those of a larger one, others with
// another seed.
func TestShare(t *testing.T) {
	drawn := func(share float64, seed string) (ids map[string]bool) {
		ids = map[string]bool{}
		p := survey.Policy{Share: share, Seed: seed}
		for i := range 4000 {
			e := ended()
			e.ID = "c/" + time.Duration(i).String() + "#1"
			if p.Decide(e, survey.History{}, noon.Add(day)).Verdict == survey.Ask {
				ids[e.ID] = true
			}
		}
		return ids
	}
	tenth, third := drawn(.1, ""), drawn(.33, "")
	assert.InDelta(t, 400, len(tenth), 60)
	assert.InDelta(t, 1320, len(third), 100)
	for id := range tenth {
		assert.True(t, third[id])
	}
	assert.Equal(t, tenth, drawn(.1, ""))
	both := 0
	for id := range drawn(.1, "spring") {
		if tenth[id] {
			both++
		}
	}
	assert.Less(t, both, 100)
	assert.Len(t, drawn(1, ""), 4000)
}

// Where the clock is set forward over the end of the quiet hours, the customer is asked after it, by his clock.
func TestQuietHoursWhereTheClockJumps(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	p := survey.Policy{After: 1, Quiet: &survey.Hours{From: 22 * hour, To: 2*hour + 30*time.Minute}}
	e := ended(func(e *metrics.Episode) { e.End = time.Date(2026, 3, 28, 23, 0, 0, 0, berlin); e.Last = e.End })
	d := p.Decide(e, survey.History{Zone: berlin}, e.End.Add(hour))
	require.Equal(t, survey.Wait, d.Verdict)
	assert.Equal(t, survey.Ask, p.Decide(e, survey.History{Zone: berlin}, d.Until).Verdict)
	assert.WithinRange(t, d.Until, time.Date(2026, 3, 29, 3, 0, 0, 0, berlin), time.Date(2026, 3, 29, 4, 0, 0, 0, berlin))
}

// Whoever waits as long as he is told is asked, or told to wait again for something else, and in the end decided; nobody is asked outside of what
// the policy allows, and more history never makes it earlier.
func TestDecisionsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := func(name string, most time.Duration) time.Duration {
			return time.Duration(rapid.Int64Range(0, int64(most/time.Minute)).Draw(t, name)) * time.Minute
		}
		p := survey.Policy{
			After: span("after", 2*day), Rest: span("rest", 9*day), Retry: span("retry", 5*hour), Channels: map[string]survey.Channel{},
			Quiet: &survey.Hours{From: span("from", day-time.Minute), To: span("to", day-time.Minute)},
		}
		channel := survey.Channel{After: span("channel after", day), Window: span("window", 3*day)}
		p.Channels["a"] = channel
		if p.Validate() != nil {
			t.Skip("nobody is asked")
		}
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		h := survey.History{Zone: zone, Tries: rapid.IntRange(0, 5).Draw(t, "tries"), Tried: noon.Add(span("tried", 3*day)), Spoke: noon.Add(-span("spoke", day))}
		if rapid.Bool().Draw(t, "asked before") {
			h.Asked = noon.Add(span("asked", 9*day) - 8*day)
		}
		e := ended(func(e *metrics.Episode) { e.Channel = "a" })
		now := noon.Add(span("now", 5*day))
		d := p.Decide(e, h, now)
		for range 4 {
			if d.Verdict != survey.Wait {
				break
			}
			require.True(t, d.Until.After(now))
			now = d.Until
			d = p.Decide(e, h, now)
		}
		require.NotEqual(t, survey.Wait, d.Verdict)
		less := h
		less.Asked, less.Tries, less.Spoke = time.Time{}, 0, time.Time{}
		if d.Verdict == survey.Ask {
			after := p.After
			if channel.After > 0 {
				after = channel.After
			} else if after == 0 {
				after = day
			}
			require.False(t, now.Before(noon.Add(after)))
			require.True(t, now.Before(d.Until))
			if channel.Window > 0 {
				require.True(t, now.Before(h.Spoke.Add(channel.Window)))
			}
			if !h.Asked.IsZero() && p.Rest > 0 {
				require.False(t, now.Before(h.Asked.Add(p.Rest)))
			}
			clock := time.Duration(now.In(zone).Hour())*hour + time.Duration(now.In(zone).Minute())*time.Minute
			if q := p.Quiet; q.From < q.To {
				require.False(t, clock >= q.From && clock < q.To)
			} else if q.From > q.To {
				require.False(t, clock >= q.From || clock < q.To)
			}
			require.Equal(t, survey.Ask, p.Decide(e, less, now).Verdict)
		}
	})
}

func TestPolicyFaultsAreNamed(t *testing.T) {
	p := survey.Policy{
		After: -1, Until: 400 * day, Rest: -1, Retry: -1, Share: 1.5, Tries: 101, Quiet: &survey.Hours{From: 25 * hour},
		Outcomes: []metrics.Outcome{metrics.ByBot, metrics.Open}, Channels: map[string]survey.Channel{"a": {Window: -1}},
	}
	err := p.Validate()
	require.ErrorIs(t, err, survey.ErrInvalid)
	for _, field := range []string{"After", "Until", "Rest", "Retry", "Share", "Tries", "Quiet", "Outcomes[1]", "Channels[a].Window"} {
		assert.ErrorContains(t, err, ": "+field+" ")
	}
	var field *survey.FieldError
	require.ErrorAs(t, err, &field)

	for want, p := range map[string]survey.Policy{
		"After is not before Until":             {After: 2 * day, Until: day},
		"Channels[a].After is not before Until": {Channels: map[string]survey.Channel{"a": {After: 72 * hour}}},
		"Channels[a].Window closes before":      {Channels: map[string]survey.Channel{"a": {Window: day}}},
		"Outcomes is empty":                     {Outcomes: []metrics.Outcome{}},
	} {
		assert.ErrorContains(t, p.Validate(), want)
	}
	short := survey.Policy{Until: hour}
	require.NoError(t, short.Validate())
	assert.Equal(t, survey.Ask, short.Decide(ended(), survey.History{}, noon.Add(30*time.Minute)).Verdict)
}
