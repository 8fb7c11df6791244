package ticket_test

import "testing"

// What Jira Service Management's "Set up SLAs", "SLA conditions and goals" and "How your
// team sees SLAs" say, whose clocks are begun, paused and ended by conditions: all from
// memory.
var jiraStories = []story{
	{
		source: "Jira time to first response", what: "a comment for customers ends it",
		promise: "first_response 2h", events: "mon 09:00 open; 09:45 answer", now: "mon 12:00", want: "first_response met 45m",
	},
	{
		source: "Jira time to first response", what: "resolving does not answer",
		promise: "first_response 2h", events: "mon 09:00 open; 09:45 move resolved; 10:45 answer", now: "mon 12:00", want: "first_response met 45m",
		ours: "there setting the resolution ends it as well",
	},
	{
		source: "Jira time to first response", what: "who comes back unanswered goes on waiting",
		promise: "first_response 2h", events: "mon 09:00 open; 09:45 move resolved; 10:45 move open; 10:45 say", now: "mon 11:00",
		want: "first_response running 1h round 1 due 12:00",
		ours: "there a reopened request has no first response any more",
	},
	{
		source: "Jira time to first response", what: "a request that staff reopens has nobody waiting",
		promise: "first_response 2h", events: "mon 09:00 open; 09:45 move resolved; 10:45 move open", now: "mon 12:00", want: "first_response paused 45m due -; next -",
	},
	{
		source: "Jira time to resolution", what: "waiting for customer pauses it",
		promise: "resolution 4h", events: "mon 09:00 open; 09:30 move pending; 10:00 move open; 10:30 move pending", now: "tue 09:00", want: "resolution paused 1h",
	},
	{
		source: "Jira time to resolution", what: "opened again it is the same cycle",
		promise: "resolution 4h", events: "mon 09:00 open; 11:00 move resolved; 12:00 move open", now: "mon 13:00",
		want: "resolution running 3h round 1; at resolution/1/50 11:00",
		ours: "there a resolution that is cleared begins a new cycle",
	},
	{
		source: "Jira time to resolution", what: "from one resolved state to another nothing begins",
		promise: "resolution 4h", events: "mon 09:00 open; 11:00 move resolved; 12:00 move resolved*", now: "mon 13:00", want: "resolution met 2h",
	},
	{
		source: "Jira time to resolution", what: "reopened into a state that pauses it pauses",
		promise: "resolution 4h", events: "mon 09:00 open; 11:00 move resolved; 12:00 move pending", now: "mon 13:00", want: "resolution paused 2h due -",
	},
	{
		source: "Jira cycles", what: "time waiting for support: each stay in a state is a cycle",
		promise: "milestone 1h name=support start=moved:open stop=moved",
		events:  "mon 09:00 open; 09:30 move open; 10:00 move pending; 11:00 move open; 12:10 move pending",
		now:     "mon 13:00", want: "support met 1h10m late round 2; at support/1/100 -; at support/2/100 12:00",
	},
	{
		source: "Jira cycles", what: "an issue that is created in a state has begun there",
		promise: "milestone 1h name=begun start=opened stop=moved:open", events: "mon 09:00 open came 08:40; 09:30 move open", now: "mon 12:00", want: "begun met 50m due 09:40",
	},
	{
		source: "Jira cycles", what: "a start while it runs changes nothing",
		promise: "milestone 1h name=part start=tagged:ordered stop=tagged:arrived", events: "mon 09:00 open; 10:00 tag ordered; 10:30 tag ordered", now: "mon 10:45",
		want: "part running 45m round 1",
	},
	{
		source: "Jira cycles", what: "a stop without a start is none",
		promise: "milestone 1h name=part start=tagged:ordered stop=tagged:arrived", events: "mon 09:00 open; 10:00 tag arrived", now: "mon 10:45", want: "part -",
	},
	{
		source: "Jira cycles", what: "what is start and stop at once ends a cycle and begins the next",
		promise: "milestone 1h name=beat start=tagged:beat stop=tagged:beat", events: "mon 09:00 open; 10:00 tag beat; 10:30 tag beat", now: "mon 10:45",
		want: "beat running 15m round 2",
	},
	{
		source: "Jira conditions", what: "a milestone pauses in states too",
		promise: "milestone 1h name=part start=tagged:ordered stop=tagged:arrived pause=pending", events: "mon 09:00 open; 10:00 tag ordered; 10:20 move pending", now: "mon 12:00",
		want: "part paused 20m due -",
	},
	{
		source: "Jira conditions", what: "the end of an issue drops what only goes on in it",
		promise: "milestone 1h name=part start=tagged:ordered stop=tagged:arrived", events: "mon 09:00 open; 10:00 tag ordered; 10:20 move closed", now: "mon 12:00",
		want: "part dropped 20m",
	},
	{
		source: "Jira conditions", what: "the end of an issue may be what stops it",
		promise: "milestone 1h name=done start=opened stop=moved:closed", events: "mon 09:00 open; 09:20 move closed", now: "mon 12:00", want: "done met 20m",
	},
	{
		source: "Jira conditions", what: "nothing begins after the end of an issue",
		promise: "milestone 1h name=late start=tagged:x stop=tagged:y", events: "mon 09:00 open; 09:20 move closed; 10:00 tag x", now: "mon 12:00", want: "late -; next -",
	},
	{
		source: "Jira conditions", what: "resolving stops the clock of a milestone for the time being",
		promise: "milestone 2h name=part start=tagged:x stop=tagged:y", events: "mon 09:00 open; 09:00 tag x; 10:00 move resolved; 12:00 move open", now: "mon 12:30",
		want: "part running 1h30m due 13:00",
	},
	{
		source: "Jira calendars", what: "a 9-5 calendar with the lunch break of another",
		promise: "hours=office; resolution 6h; first_response 6h hours=split", events: "mon 09:00 open", now: "mon 17:00",
		want: "resolution running 8h late due 15:00; first_response running 7h late due 16:00",
	},
	{
		source: "Jira calendars", what: "created before the opening nothing has passed at the opening",
		promise: "hours=office; resolution 1h", events: "mon 05:00 open", now: "mon 09:00", want: "resolution running 0s due 10:00; next 09:30",
	},
	{
		source: "Jira calendars", what: "created at closing time it begins in the morning",
		promise: "hours=office; resolution 1h", events: "mon 17:00 open", now: "mon 18:00", want: "resolution running 0s due tue 10:00",
	},
	{
		source: "Jira goals", what: "a percentage of what cannot be divided is cut at the microsecond",
		promise: "resolution 1s warn=33", events: "mon 09:00 open", now: "mon 09:00", want: "next 09:00:00.33",
	},
	{
		source: "Jira goals", what: "a list of one metric for several goals",
		promise: "resolution 4h name=silver; resolution 2h name=gold", events: "mon 09:00 open", now: "mon 11:00", want: "gold running 2h late; silver running 2h; next 12:12",
	},
	{
		source: "Jira history", what: "what happens later is not known yet",
		promise: "first_response 1h; resolution 4h", events: "mon 09:00 open; 09:30 answer; 10:00 move resolved", now: "mon 09:15",
		want: "first_response running 15m; resolution running 15m",
	},
	{
		source: "Jira history", what: "what happens now is",
		promise: "first_response 1h; resolution 4h", events: "mon 09:00 open; 09:30 answer", now: "mon 09:30", want: "first_response met 30m; resolution running 30m",
	},
}

func TestServiceLevelAsJira(t *testing.T) { checkStories(t, jiraStories) }
