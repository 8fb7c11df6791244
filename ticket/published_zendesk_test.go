package ticket_test

import "testing"

// What Zendesk's "SLA policies", "SLA metrics and how they work" and "Advanced SLA
// settings" say, and what its history of metric events shows: all from memory, nothing of
// it was looked up for this table.
var zendeskStories = []story{
	{
		source: "Zendesk first reply time", what: "from the opening to the first public comment of an agent",
		promise: "first_response 1h", events: "mon 09:00 open; 09:20 answer", now: "mon 12:00",
		want: "first_response met 20m due 10:00; next -; at first_response/1/50 -",
	},
	{
		source: "Zendesk first reply time", what: "internal notes do not end it",
		promise: "first_response 1h", events: "mon 09:00 open; 09:20 note", now: "mon 09:40",
		want: "first_response running 40m due 10:00; at first_response/1/50 09:30; next 09:48",
	},
	{
		source: "Zendesk first reply time", what: "what a trigger writes by itself is no reply",
		promise: "first_response 1h", events: "mon 09:00 open; 09:01 rule", now: "mon 09:10", want: "first_response running 10m",
	},
	{
		source: "Zendesk first reply time", what: "a reply after the target leaves the breach",
		promise: "first_response 1h", events: "mon 09:00 open; 10:30 answer", now: "mon 12:00",
		want: "first_response met 1h30m late due 10:00; at first_response/1/100 10:00",
	},
	{
		source: "Zendesk first reply time", what: "in business hours only",
		promise: "hours=office; first_response 2h", events: "mon 16:00 open", now: "mon 20:00",
		want: "first_response running 1h due tue 10:00; next tue 09:36",
	},
	{
		source: "Zendesk first reply time", what: "calendar hours for one target, business hours for another",
		promise: "hours=office; first_response 2h hours=always; resolution 4h", events: "mon 16:00 open", now: "mon 17:30",
		want: "first_response running 1h30m due 18:00; resolution running 1h due tue 12:00",
	},
	{
		source: "Zendesk first reply time", what: "none for a ticket that an agent made, until the requester writes",
		promise: "first_response 1h", events: "mon 09:00 open agent", now: "mon 12:00", want: "first_response -; next -",
	},
	{
		source: "Zendesk first reply time", what: "it begins with the requester's first comment then",
		promise: "first_response 1h", events: "mon 09:00 open agent; 11:00 say", now: "mon 11:30", want: "first_response running 30m due 12:00",
	},
	{
		source: "Zendesk next reply time", what: "from the oldest comment that nobody answered",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 10:30 say", now: "mon 10:40", want: "next_response running 40m due 11:00",
	},
	{
		source: "Zendesk next reply time", what: "there is none before the first reply",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 say", now: "mon 12:00", want: "next_response -",
	},
	{
		source: "Zendesk next reply time", what: "it does not run while the agent has the last word",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 10:20 answer", now: "mon 15:00", want: "next_response met 20m; next -",
	},
	{
		source: "Zendesk next reply time", what: "each wait has a number of its own, and breaches of its own",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 11:30 answer; 12:00 say; 13:30 answer; 14:00 say", now: "mon 14:10",
		want: "next_response running 10m round 3; at next_response/1/100 11:00; at next_response/2/100 13:00",
	},
	{
		source: "Zendesk next reply time", what: "it goes on while the ticket is pending",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 10:10 move pending", now: "mon 10:40", want: "next_response running 40m",
	},
	{
		source: "Zendesk next reply time", what: "agents who talk to themselves start nothing",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 09:20 answer; 09:30 note", now: "mon 12:00", want: "next_response -",
	},
	{
		source: "Zendesk next reply time", what: "a comment to a solved ticket opens it and starts a wait",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 09:20 move resolved; 11:00 move open; 11:00 say", now: "mon 11:30",
		want: "next_response running 30m due 12:00",
	},
	{
		source: "Zendesk periodic update", what: "between the public comments of agents, whether the requester writes or not",
		promise: "first_response 1h; update 2h", events: "mon 09:00 open; 09:30 answer; 10:00 say; 11:00 answer", now: "mon 12:00",
		want: "update running 1h round 2 due 13:00",
	},
	{
		source: "Zendesk periodic update", what: "it goes on while the ticket is pending",
		promise: "first_response 1h; update 2h", events: "mon 09:00 open; 09:30 answer; 09:30 move pending", now: "mon 10:30", want: "update running 1h due 11:30",
	},
	{
		source: "Zendesk pausable update", what: "it pauses while the ticket is pending",
		promise: "first_response 1h; update 2h pause=pending", events: "mon 09:00 open; 09:30 answer; 09:40 move pending", now: "mon 12:30",
		want: "update paused 10m due -; next -",
	},
	{
		source: "Zendesk periodic update", what: "the end of the ticket ends it",
		promise: "first_response 1h; update 2h", events: "mon 09:00 open; 09:30 answer; 10:00 move closed", now: "mon 15:00", want: "update dropped 30m due -; next -",
	},
	{
		source: "Zendesk requester wait time", what: "new, open and on hold count, pending does not",
		promise: "resolution 8h", events: "mon 09:00 open; 10:00 move open; 11:00 move pending; 13:00 move on_hold", now: "mon 14:00",
		want: "resolution running 3h due 19:00",
	},
	{
		source: "Zendesk agent work time", what: "pending and on hold do not count",
		promise: "resolution 8h pause=pending,on_hold", events: "mon 09:00 open; 10:00 move open; 11:00 move on_hold; 13:00 move pending", now: "mon 14:00",
		want: "resolution paused 2h due -; next -",
	},
	{
		source: "Zendesk total resolution time", what: "everything counts until it is solved",
		promise: "resolution 8h pause=none", events: "mon 09:00 open; 10:00 move pending", now: "mon 14:00", want: "resolution running 5h due 17:00",
	},
	{
		source: "Zendesk resolution", what: "solving ends it in time",
		promise: "resolution 8h", events: "mon 09:00 open; 12:00 move resolved", now: "tue 12:00", want: "resolution met 3h due mon 17:00; next -; at resolution/1/50 -",
	},
	{
		source: "Zendesk resolution", what: "the end of a solved ticket is not another one",
		promise: "resolution 8h", events: "mon 09:00 open; 12:00 move resolved; tue 12:00 move closed", now: "wed 12:00", want: "resolution met 3h due mon 17:00",
	},
	{
		source: "Zendesk resolution", what: "opened again it goes on with what was used",
		promise: "resolution 8h", events: "mon 09:00 open; 12:00 move resolved; tue 09:00 move open", now: "tue 10:00",
		want: "resolution running 4h round 1 due 14:00; at resolution/1/50 tue 10:00",
	},
	{
		source: "Zendesk targets by priority", what: "a priority without a target has no such promise",
		promise: "first_response p1=1h; resolution 8h", events: "mon 09:00 open", now: "mon 10:00", want: "first_response -; resolution running 1h",
	},
	{
		source: "Zendesk targets by priority", what: "another priority is applied from the beginning",
		promise: "resolution 8h p1=4h", events: "mon 09:00 open; 11:00 priority 1", now: "mon 12:00",
		want: "resolution running 3h due 13:00; at resolution/1/50 11:00; next 12:12",
	},
	{
		source: "Zendesk targets by priority", what: "a lower one gives time back",
		promise: "resolution 8h p1=4h", events: "mon 09:00 open p=1; 14:00 priority 0", now: "mon 14:00",
		want: "resolution running 5h due 17:00; at resolution/1/100 -; at resolution/1/50 13:00",
	},
	{
		source: "Zendesk targets by priority", what: "a reply that was given in time stays in time",
		promise: "first_response 4h p1=1h", events: "mon 09:00 open; 11:00 answer; 12:00 priority 1", now: "mon 15:00",
		want: "first_response met 2h due 13:00; at first_response/1/100 -",
	},
	{
		source: "Zendesk pause", what: "the breach of a clock that pauses later stays where it was",
		promise: "resolution 2h", events: "mon 09:00 open; 12:00 move pending", now: "mon 15:00", want: "resolution paused 3h late due 11:00",
	},
	{
		source: "Zendesk solved without a reply", what: "nobody has to reply any more",
		promise: "first_response 1h", events: "mon 09:00 open; 09:30 move resolved", now: "mon 15:00", want: "first_response paused 30m due -; next -",
		ours: "there the reply is fulfilled; ours waits, and goes on if the ticket comes back unanswered",
	},
	{
		source: "Zendesk merge", what: "the ticket that was merged away promises nothing more",
		promise: "first_response 1h; resolution 8h", events: "mon 09:00 open; 09:30 move merged", now: "mon 15:00",
		want: "first_response dropped 30m; resolution dropped 30m; next -",
	},
	{
		source: "Zendesk merge", what: "whoever waited on the other ticket waits on this one",
		promise: "next_response 2h", events: "mon 09:00 open; 09:10 answer; 12:00 merge 11:00", now: "mon 12:30", want: "next_response running 1h30m due 13:00",
		ours: "there the wait of the merged ticket is lost",
	},
}

func TestServiceLevelAsZendesk(t *testing.T) { checkStories(t, zendeskStories) }
