package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, `start,volume,volume_of,bot_resolution_rate,bot_resolution_rate_of,handoff_rate,handoff_rate_of,first_reply,first_reply_of,csat,csat_of
2026-11-16T00:00:00Z,1,1,1,1,0,1,2,1,1,1
2026-11-17T00:00:00Z,2,2,0,2,0.5,2,41,1,0,1
start,agent,volume,volume_of,bot_resolution_rate,bot_resolution_rate_of,handoff_rate,handoff_rate_of,first_reply,first_reply_of,csat,csat_of
2026-11-16T00:00:00Z,,1,1,1,1,0,1,2,1,1,1
2026-11-17T00:00:00Z,,1,1,0,1,0,1,,,,
2026-11-17T00:00:00Z,mia,1,1,0,1,1,1,41,1,0,1
Inquiries (count): talks
Bot resolution rate (share): ended_by_bot / talks_ended
Hand-off rate (share): talks_handed_off / talks_ended
First response time (seconds): mean(first_reply_wall)
CSAT (4 or 5 of 5) (share): talks_rated_4_or_5 / talks_rated
`, out.String())
}
