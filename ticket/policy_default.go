package ticket

import "time"

// DefaultPolicies returns the service level of [DefaultRules]: one for all tickets,
// "standard", by priority.
//
//	priority      first response  next response  resolution
//	2 and above   30 m            1 h            8 h
//	1             2 h             4 h            24 h
//	0             8 h             12 h           72 h
//	below         24 h            24 h           168 h
//
// It warns at 50 and 80 percent. Whoever is late calls a supervisor, and again when a
// resolution has taken twice its time. The figures are round ones to begin with and
// count around the clock; a business with hours sets [Options.Hours] and shorter ones.
func DefaultPolicies() []Policy {
	by := func(urgent, high, normal, low time.Duration) (limit Duration, limits map[int]Duration) {
		return Duration(normal), map[int]Duration{2: Duration(urgent), 1: Duration(high), -1: Duration(low)}
	}
	first := Target{Metric: FirstResponse}
	first.Limit, first.Limits = by(30*time.Minute, 2*time.Hour, 8*time.Hour, 24*time.Hour)
	next := Target{Metric: NextResponse}
	next.Limit, next.Limits = by(time.Hour, 4*time.Hour, 12*time.Hour, 24*time.Hour)
	whole := Target{Metric: Resolution}
	whole.Limit, whole.Limits = by(8*time.Hour, 24*time.Hour, 72*time.Hour, 168*time.Hour)
	return []Policy{{
		Name:    "standard",
		Targets: []Target{first, next, whole},
		Ladder: []Rung{
			{Clock: string(FirstResponse), Percent: 100, Do: []Action{Escalate("", "first response is late")}},
			{Clock: string(NextResponse), Percent: 100, Do: []Action{Escalate("", "response is late")}},
			{Clock: string(Resolution), Percent: 100, Do: []Action{Escalate("", "resolution is late")}},
			{Clock: string(Resolution), Percent: 200, Do: []Action{Escalate("", "resolution took twice its time")}},
		},
	}}
}
