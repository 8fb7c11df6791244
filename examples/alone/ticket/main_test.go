package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(&out))
	require.Equal(t, `Fri 15:00 opened  new
Fri 15:00 changed policy usual
Mon 09:00 warned  first_response
Mon 09:00 changed owner mia
Mon 09:00 commented  
Mon 09:00 moved  open
Tue 15:00 warned  resolution
Tue 15:00 warned  resolution
Tue 15:00 breached  resolution
Tue 15:00 escalated  
Tue 15:00 changed priority 1
Tue 15:00 escalated  role:supervisor
Tue 15:00 moved  resolved
Tue 16:00 verdict  
Tue 16:00 moved  closed
`, out.String())
}
