package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(&out))
	_, online, _ := strings.Cut(out.String(), "09:00:00 submitted 3 \n")
	require.Equal(t, `09:00:00 presence  ann
09:00:00 offered 3 ann
09:00:00 presence  bo
09:00:00 offered 1 bo
09:00:00 offered 2 bo
09:00:00 assigned 3 ann
09:00:20 missed 1 bo
09:00:20 missed 2 bo
`, online)
}
