package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The program is what the README shows, so it is run as it stands: in a pipe.
func TestPipe(t *testing.T) {
	stdin, stdout := os.Stdin, os.Stdout
	t.Cleanup(func() { os.Stdin, os.Stdout = stdin, stdout })
	in, questions, err := os.Pipe()
	require.NoError(t, err)
	answers, out, err := os.Pipe()
	require.NoError(t, err)
	_, err = io.WriteString(questions, "how do I return it\n怎么退货\n\nno newline at the end: when will it arrive?")
	require.NoError(t, err)
	require.NoError(t, questions.Close())

	os.Stdin, os.Stdout = in, out
	main()
	require.NoError(t, out.Close())
	printed, err := io.ReadAll(answers)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(printed)), "\n")
	require.Len(t, lines, 4)
	require.Equal(t, "Within 30 days, under My orders > Return.", lines[0])
	require.Equal(t, "30 天内在“我的订单 > 申请售后”里退货。", lines[1])
	require.Equal(t, "Two to four working days.", lines[3])
}
