package bizhours_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// hoursOfOthers is what packages routing, ticket and metrics ask for.
type hoursOfOthers interface {
	Open(at time.Time) bool
	Next(after time.Time) (change time.Time, ok bool)
	Add(from time.Time, d time.Duration) time.Time
	Between(from, to time.Time) time.Duration
}

var _ hoursOfOthers = (*bizhours.Calendar)(nil)

// answers are many answers of one calendar in one text.
func answers(c *bizhours.Calendar) string {
	var b strings.Builder
	for at := begin; at.Before(begin.AddDate(1, 0, 0)); at = at.Add(100 * time.Hour) {
		next, _ := c.Next(at.Local())
		day, _ := c.Exception(at.Local())
		fmt.Fprint(&b, c.Open(at.Local()), next, c.Add(at.Local(), 77*time.Hour), c.Between(at.Local(), begin), day, "; ")
	}
	return b.String()
}

// TestHost tells where it runs and what it was answered, for TestHostDoesNotMatter.
func TestHost(t *testing.T) {
	_, offset := begin.Local().Zone()
	told := answers(busy(t))
	t.Logf("offset %d: %s", offset, told)
	host := time.Local
	t.Cleanup(func() { time.Local = host })
	time.Local = time.FixedZone("elsewhere", 3*3600)
	require.Equal(t, told, answers(busy(t)))
}

func TestHostDoesNotMatter(t *testing.T) {
	if testing.Short() {
		t.Skip("starts this test's program again")
	}
	want := answers(busy(t))
	for name, offset := range map[string]int{"Asia/Kolkata": 19800, "America/New_York": -18000, "Pacific/Apia": 46800} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestHost$", "-test.v")
		cmd.Env = append(os.Environ(), "TZ="+name)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), fmt.Sprintf("offset %d: %s", offset, want), name)
	}
}

// TestManyAtOnce asks one new calendar from many goroutines; the race detector watches.
func TestManyAtOnce(t *testing.T) {
	want, c := answers(busy(t)), busy(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := answers(c); got != want {
				t.Error("another answer: ", got)
			}
		})
	}
	wg.Wait()
}
