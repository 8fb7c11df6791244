package ticket_test

import "testing"

// What Freshdesk's "Understanding SLA policies", "Setting up SLA reminders and
// escalations" and "SLA timer of a status" say: all from memory.
var freshdeskStories = []story{
	{
		source: "Freshdesk first response", what: "due is counted from the creation in business hours",
		promise: "hours=split; first_response 2h", events: "mon 11:30 open", now: "mon 11:30", want: "first_response running 0s due 14:30; next 13:30",
	},
	{
		source: "Freshdesk first response", what: "an answer on the last second is in time",
		promise: "first_response 1h", events: "mon 09:00 open; 09:59:59 answer", now: "mon 12:00", want: "first_response met 59m59s due 10:00; at first_response/1/100 -",
	},
	{
		source: "Freshdesk first response", what: "an answer at the very end is late",
		promise: "first_response 1h", events: "mon 09:00 open; 10:00 answer", now: "mon 12:00", want: "first_response met 1h late due 10:00; at first_response/1/100 10:00",
		ours: "nothing is said of it there",
	},
	{
		source: "Freshdesk first response", what: "an answer after closing time counts as of closing time",
		promise: "hours=office; first_response 2h", events: "mon 16:00 open; 19:00 answer", now: "tue 12:00", want: "first_response met 1h due 10:00; at first_response/1/50 mon 17:00",
	},
	{
		source: "Freshdesk first response", what: "a second answer changes nothing",
		promise: "first_response 1h", events: "mon 09:00 open; 09:10 answer; 09:50 answer", now: "mon 12:00", want: "first_response met 10m round 1",
	},
	{
		source: "Freshdesk first response", what: "who answers at once has used nothing",
		promise: "first_response 1h", events: "mon 09:00 open; 09:00 answer", now: "mon 12:00", want: "first_response met 0s due 10:00",
	},
	{
		source: "Freshdesk first response", what: "bots count where the target says so",
		promise: "first_response 1h bot name=any; first_response 1h name=person", events: "mon 09:00 open; 09:10 bot", now: "mon 09:20",
		want: "any met 10m; person running 20m",
		ours: "there replies of bots are not told apart",
	},
	{
		source: "Freshdesk first response", what: "a ticket that a bot hands over waits for a person",
		promise: "first_response 1h", events: "mon 09:00 open bot", now: "mon 09:20", want: "first_response running 20m",
	},
	{
		source: "Freshdesk every response", what: "the clock of a customer who writes again does not start over",
		promise: "next_response 4h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 13:59 say", now: "mon 14:00", want: "next_response running 4h late due 14:00",
	},
	{
		source: "Freshdesk every response", what: "each is warned of in its own round",
		promise: "next_response 1h warn=50", events: "mon 09:00 open; 09:10 answer; 10:00 say; 10:40 answer; 11:00 say", now: "mon 11:40",
		want: "at next_response/1/50 10:30; at next_response/2/50 11:30; next 12:00",
	},
	{
		source: "Freshdesk every response", what: "a bot's answer does not end a person's wait, nor begin another one",
		promise: "next_response 1h", events: "mon 09:00 open; 09:10 answer; 10:00 say; 10:05 bot; 10:20 say", now: "mon 10:30", want: "next_response running 30m round 1",
	},
	{
		source: "Freshdesk every response", what: "an answer by another hand is one",
		promise: "next_response 1h bot", events: "mon 09:00 open; 09:10 bot; 10:00 say; 10:05 answer", now: "mon 10:30", want: "next_response met 5m",
	},
	{
		source: "Freshdesk status with the timer off", what: "the first response pauses too",
		promise: "first_response 1h pause=pending", events: "mon 09:00 open; 09:10 move pending", now: "mon 12:00", want: "first_response paused 10m due -; next -",
	},
	{
		source: "Freshdesk status with the timer off", what: "the due time moves by the pause when the timer is on again",
		promise: "resolution 4h", events: "mon 09:00 open; 10:00 move pending; 11:30 move open", now: "mon 11:30", want: "resolution running 1h due 14:30",
	},
	{
		source: "Freshdesk status with the timer off", what: "any status can be one, by its name",
		promise: "resolution 4h pause=on_hold", events: "mon 09:00 open; 10:00 move on_hold; 11:00 move pending", now: "mon 12:00", want: "resolution running 2h due 14:00",
	},
	{
		source: "Freshdesk status with the timer off", what: "what pauses at night has not lost the day",
		promise: "hours=office; resolution 4h", events: "mon 16:00 open; 20:00 move pending; tue 08:00 move open", now: "tue 10:00", want: "resolution running 2h due 12:00",
	},
	{
		source: "Freshdesk status with the timer off", what: "a ticket that was breached goes on when the timer is on again",
		promise: "rung resolution 200; resolution 1h", events: "mon 09:00 open; 10:30 move pending; 12:00 move open", now: "mon 12:10",
		want: "resolution running 1h40m late due 10:00; next 12:30",
	},
	{
		source: "Freshdesk reminders", what: "several before the end, each at its time",
		promise: "resolution 10h warn=10,50,90", events: "mon 09:00 open", now: "mon 18:00",
		want: "at resolution/1/10 10:00; at resolution/1/50 14:00; at resolution/1/90 18:00; at resolution/1/100 -; next 19:00",
	},
	{
		source: "Freshdesk reminders", what: "none where none are wanted",
		promise: "resolution 10h warn=none", events: "mon 09:00 open", now: "mon 17:00", want: "at resolution/1/50 -; at resolution/1/80 -; next 19:00",
	},
	{
		source: "Freshdesk escalations", what: "levels after the end count working time",
		promise: "hours=office; rung resolution 150; resolution 4h", events: "mon 12:00 open", now: "tue 10:00",
		want: "resolution running 6h late due mon 16:00; at resolution/1/150 tue 10:00",
	},
	{
		source: "Freshdesk escalations", what: "none after the end of the last level",
		promise: "rung resolution 150; resolution 1h", events: "mon 09:00 open", now: "mon 12:00", want: "at resolution/1/150 10:30; next -",
	},
	{
		source: "Freshdesk escalations", what: "whoever pauses in time is not called",
		promise: "rung resolution 150; resolution 1h", events: "mon 09:00 open; 10:29 move pending", now: "mon 12:00", want: "resolution paused 1h29m late due 10:00; at resolution/1/150 -",
	},
	{
		source: "Freshdesk priority", what: "the policy counts from the creation when the priority changes, pauses kept",
		promise: "resolution 8h p2=2h", events: "mon 09:00 open; 10:00 move pending; 12:00 move open; 12:30 priority 2", now: "mon 12:30",
		want: "resolution running 1h30m due 13:00",
	},
	{
		source: "Freshdesk priority", what: "more urgent than the most urgent one is as the most urgent one",
		promise: "resolution 8h p1=4h p2=2h", events: "mon 09:00 open p=5", now: "mon 09:30", want: "resolution running 30m due 11:00",
		ours: "there are four priorities there, each with its own target",
	},
	{
		source: "Freshdesk priority", what: "between two it is as the one nearer to normal",
		promise: "resolution 8h p1=4h p3=2h", events: "mon 09:00 open p=2", now: "mon 09:30", want: "resolution running 30m due 13:00",
		ours: "there are four priorities there, each with its own target",
	},
	{
		source: "Freshdesk priority", what: "low has no more than its own",
		promise: "resolution 8h p-1=24h p1=4h", events: "mon 09:00 open p=-3", now: "mon 09:30", want: "resolution running 30m due tue 09:00",
	},
	{
		source: "Freshdesk spam", what: "spam promises nothing",
		promise: "first_response 1h; resolution 4h", events: "mon 09:00 open; 09:30 move spam", now: "mon 12:00",
		want: "first_response dropped 30m due -; resolution dropped 30m due -; next -",
	},
	{
		source: "Freshdesk spam", what: "what was late before stays late",
		promise: "first_response 1h", events: "mon 09:00 open; 10:30 move spam", now: "mon 12:00", want: "first_response dropped 1h30m late due 10:00",
	},
}

func TestServiceLevelAsFreshdesk(t *testing.T) { checkStories(t, freshdeskStories) }
