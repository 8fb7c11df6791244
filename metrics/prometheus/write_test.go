package prometheus

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

type fixed []metrics.Instrument

func (f fixed) Read(ctx context.Context) ([]metrics.Instrument, error) { return f, ctx.Err() }

// sample is a line of the format.
type sample struct {
	name   string
	labels map[string]string
	x      float64
}

// parsed is what a text says, read as strictly as the format is defined
// (https://prometheus.io/docs/instrumenting/exposition_formats/, from memory).
type parsed struct {
	types   map[string]string
	samples []sample
}

var (
	nameRule  = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*$`)
	labelRule = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
)

// parse is a strict reader of the text format.
func parse(text string) (p parsed, err error) {
	if text != "" && !strings.HasSuffix(text, "\n") {
		return p, errors.New("the last line does not end")
	}
	p.types = map[string]string{}
	helps, done, seen := map[string]bool{}, map[string]bool{}, map[string]bool{}
	family := ""
	scan := bufio.NewScanner(strings.NewReader(text))
	for scan.Scan() {
		row := scan.Text()
		if rest, ok := strings.CutPrefix(row, "# "); ok {
			word, rest, _ := strings.Cut(rest, " ")
			name, rest, _ := strings.Cut(rest, " ")
			if !nameRule.MatchString(name) {
				return p, fmt.Errorf("bad name in %q", row)
			}
			switch word {
			case "HELP":
				if helps[name] || done[name] {
					return p, fmt.Errorf("second help of %s", name)
				}
				helps[name] = true
			case "TYPE":
				if p.types[name] != "" {
					return p, fmt.Errorf("second type of %s", name)
				}
				p.types[name], family = rest, name
				done[name] = true
			default:
				return p, fmt.Errorf("odd comment %q", row)
			}
			continue
		}
		s, err := parseSample(row)
		if err != nil {
			return p, err
		}
		base := s.name
		if p.types[family] == "histogram" {
			for _, suffix := range []string{"_bucket", "_sum", "_count"} {
				if b, ok := strings.CutSuffix(base, suffix); ok {
					base = b
					break
				}
			}
		}
		if base != family {
			return p, fmt.Errorf("%s is not of the family %s", s.name, family)
		}
		key := fmt.Sprint(s.name, s.labels)
		if seen[key] {
			return p, fmt.Errorf("%s is there twice", key)
		}
		seen[key] = true
		if p.types[family] == "counter" && (!strings.HasSuffix(family, "_total") || s.x < 0) {
			return p, fmt.Errorf("bad counter %s", row)
		}
		p.samples = append(p.samples, s)
	}
	return p, scan.Err()
}

func parseSample(row string) (s sample, err error) {
	s.labels = map[string]string{}
	i := strings.IndexAny(row, "{ ")
	if i < 0 {
		return s, fmt.Errorf("no value in %q", row)
	}
	s.name = row[:i]
	rest := row[i:]
	if rest[0] == '{' {
		rest = rest[1:]
		for {
			name, after, ok := strings.Cut(rest, `="`)
			if !ok || !labelRule.MatchString(name) {
				return s, fmt.Errorf("bad label in %q", row)
			}
			var value strings.Builder
			j := 0
			for ; j < len(after) && after[j] != '"'; j++ {
				if after[j] != '\\' {
					value.WriteByte(after[j])
					continue
				}
				if j++; j == len(after) || !strings.ContainsRune(`\"n`, rune(after[j])) {
					return s, fmt.Errorf("bad escape in %q", row)
				}
				value.WriteString(map[byte]string{'\\': `\`, '"': `"`, 'n': "\n"}[after[j]])
			}
			if j >= len(after)-1 {
				return s, fmt.Errorf("label does not end in %q", row)
			}
			if _, twice := s.labels[name]; twice {
				return s, fmt.Errorf("label twice in %q", row)
			}
			s.labels[name] = value.String()
			rest = after[j+2:]
			if after[j+1] == '}' {
				break
			}
			if after[j+1] != ',' {
				return s, fmt.Errorf("odd character after a label in %q", row)
			}
		}
	}
	if !nameRule.MatchString(s.name) || !strings.HasPrefix(rest, " ") {
		return s, fmt.Errorf("bad line %q", row)
	}
	s.x, err = strconv.ParseFloat(rest[1:], 64)
	return s, err
}

func written(t require.TestingT, list []metrics.Instrument) parsed {
	x, err := New(fixed(list), nil)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, x.Write(context.Background(), &b))
	p, err := parse(b.String())
	require.NoError(t, err, b.String())
	return p
}

// Whatever labels are called, what is read is what was written.
func TestLabelsSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "value")
		p := written(t, []metrics.Instrument{{
			Name: "a", Help: rapid.String().Filter(func(s string) bool { return !strings.ContainsAny(s, "\r") }).Draw(t, "help"),
			Kind: metrics.Gauge, Labels: []string{"q", "r"},
			Points: []metrics.Point{{Values: []string{value, "x"}, X: rapid.Float64().Draw(t, "x")}},
		}})
		if strings.Contains(value, "\r") {
			return // bufio.Scanner of the test drops it before a line end
		}
		require.Equal(t, map[string]string{"q": value, "r": "x"}, p.samples[0].labels)
	})
}

func TestHistogram(t *testing.T) {
	buckets := make([]int64, len(metrics.Bounds())+1)
	buckets[0], buckets[3], buckets[len(buckets)-1] = 2, 3, 4
	p := written(t, []metrics.Instrument{{
		Name: "first_reply", Help: "h", Kind: metrics.Distribution, Unit: "s", Labels: []string{"channel"},
		Points: []metrics.Point{{Values: []string{"web"}, X: 12.5, N: 9, Buckets: buckets}},
	}})
	require.Equal(t, map[string]string{"kefu_first_reply_seconds": "histogram"}, p.types)
	last, bounds := 0., 0
	for _, s := range p.samples {
		switch s.name {
		case "kefu_first_reply_seconds_bucket":
			require.GreaterOrEqual(t, s.x, last)
			last = s.x
			bounds++
			want := map[string]float64{"0.1": 2, "0.5": 2, "1": 5, "259200": 5, "+Inf": 9}
			if x, ok := want[s.labels["le"]]; ok {
				require.Equal(t, x, s.x, s.labels["le"])
			}
		case "kefu_first_reply_seconds_sum":
			require.Equal(t, 12.5, s.x)
		case "kefu_first_reply_seconds_count":
			require.Equal(t, last, s.x, "the last bucket has all")
		}
		require.Equal(t, "web", s.labels["channel"])
	}
	require.Equal(t, len(metrics.Bounds())+1, bounds)
}

// All instruments of a collector can be read, with the suffixes of their kinds.
func TestCollector(t *testing.T) {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	in, err := metrics.NewInstruments(c, nil)
	require.NoError(t, err)
	_, err = in.Read(ctx)
	require.NoError(t, err)
	events := []metrics.Event{
		{ID: "1", At: now, Kind: metrics.CustomerSpoke, Conversation: "c", Channel: "a\n\"b\"\\", Turn: "t"},
		{ID: "2", At: now.Add(time.Second), Kind: metrics.BotSpoke, Conversation: "c", Turn: "t"},
		{ID: "3", At: now.Add(time.Second), Kind: metrics.Queued, Conversation: "c", Item: "i", Queue: "vip"},
		{ID: "4", At: now.Add(21 * time.Second), Kind: metrics.Assigned, Conversation: "c", Item: "i", Queue: "vip", Agent: "ann"},
		{ID: "5", At: now.Add(30 * time.Second), Kind: metrics.AgentSpoke, Conversation: "c", Agent: "ann"},
	}
	require.NoError(t, c.Record(ctx, events...))
	_, err = c.Roll(ctx)
	require.NoError(t, err)
	c.Live().Observe(ctx, events)
	x, err := New(in, &Options{Prefix: "shop"})
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	x.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, ContentType, answer.Header().Get("Content-Type"))
	p, err := parse(answer.Body.String())
	require.NoError(t, err, answer.Body.String())
	require.Equal(t, "counter", p.types["shop_talks_started_total"])
	require.Equal(t, "gauge", p.types["shop_queue_longest_wait_seconds"])
	require.Equal(t, "histogram", p.types["shop_queue_wait_seconds"])
	got := map[string]float64{}
	for _, s := range p.samples {
		got[s.name+s.labels["channel"]+s.labels["phase"]+s.labels["how"]+s.labels["from"]] = s.x
	}
	require.Equal(t, 1., got["shop_talks_started_totala\n\"b\"\\"])
	require.Equal(t, 1., got["shop_talks_openagent"])
	require.Equal(t, 20., got["shop_queue_wait_seconds_sumanswered"])

	head := httptest.NewRecorder()
	x.ServeHTTP(head, httptest.NewRequest(http.MethodHead, "/metrics", nil))
	require.Empty(t, head.Body.String())
}

func TestHandlerRefuses(t *testing.T) {
	x, err := New(fixed(nil), nil)
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	x.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/metrics", nil))
	require.Equal(t, http.StatusMethodNotAllowed, answer.Code)
	require.Equal(t, "GET, HEAD", answer.Header().Get("Allow"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	answer = httptest.NewRecorder()
	x.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusServiceUnavailable, answer.Code)
	require.NotContains(t, answer.Body.String(), "canceled")
	require.ErrorIs(t, x.Write(ctx, &strings.Builder{}), context.Canceled)

	_, err = New(nil, &Options{Prefix: "9", Timeout: -1})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	for _, part := range []string{"no reader", "Prefix", "Timeout"} {
		require.ErrorContains(t, err, part)
	}
}

func ExampleExporter() {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	collector, _ := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return now }})
	instruments, _ := metrics.NewInstruments(collector, nil)
	exporter, _ := New(instruments, nil)
	collector.Live().Observe(context.Background(), []metrics.Event{{ID: "1", At: now, Kind: metrics.CustomerSpoke, Conversation: "c"}})
	var text strings.Builder
	_ = exporter.Write(context.Background(), &text) // or http.Handle("/metrics", exporter)
	for row := range strings.Lines(text.String()) {
		if strings.Contains(row, "kefu_talks_open") {
			fmt.Print(row)
		}
	}
	// Output:
	// # HELP kefu_talks_open Open talks, by who has them.
	// # TYPE kefu_talks_open gauge
	// kefu_talks_open{phase="agent"} 0
	// kefu_talks_open{phase="bot"} 1
	// kefu_talks_open{phase="waiting"} 0
}
