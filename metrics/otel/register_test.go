package otel_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/otel"
)

var epoch = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// collected is what a meter has, by name and attributes.
func collected(t require.TestingT, reader *sdk.ManualReader) (numbers map[string]float64, kinds map[string]string, err error) {
	var rm metricdata.ResourceMetrics
	err = reader.Collect(context.Background(), &rm)
	numbers, kinds = map[string]float64{}, map[string]string{}
	for _, scope := range rm.ScopeMetrics {
		for _, m := range scope.Metrics {
			var points []metricdata.DataPoint[float64]
			switch d := m.Data.(type) {
			case metricdata.Gauge[float64]:
				points, kinds[m.Name] = d.DataPoints, "gauge "+m.Unit
			case metricdata.Sum[float64]:
				require.True(t, d.IsMonotonic)
				points, kinds[m.Name] = d.DataPoints, "counter "+m.Unit
			}
			require.NotEmpty(t, m.Description)
			for _, p := range points {
				name := m.Name
				for _, a := range p.Attributes.ToSlice() {
					name += fmt.Sprintf(" %s=%s", a.Key, a.Value.AsString())
				}
				numbers[name] = p.Value
			}
		}
	}
	return numbers, kinds, err
}

// reading is a reader that the test breaks.
type reading struct {
	metrics.Instruments
	read func(ctx context.Context) ([]metrics.Instrument, error)
}

func (r *reading) Read(ctx context.Context) ([]metrics.Instrument, error) { return r.read(ctx) }

func TestRegister(t *testing.T) {
	ctx, now := context.Background(), epoch
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	in, err := metrics.NewInstruments(c, nil)
	require.NoError(t, err)
	reader := sdk.NewManualReader()
	provider := sdk.NewMeterProvider(sdk.WithReader(reader))
	registration, err := otel.Register(ctx, provider.Meter("kefu"), in, nil)
	require.NoError(t, err)

	events := []metrics.Event{
		{ID: "1", At: now, Kind: metrics.CustomerSpoke, Conversation: "c", Channel: "web", Turn: "t"},
		{ID: "2", At: now.Add(2 * time.Second), Kind: metrics.BotSpoke, Conversation: "c", Channel: "web", Turn: "t"},
	}
	require.NoError(t, c.Record(ctx, events...))
	_, err = c.Roll(ctx)
	require.NoError(t, err)
	c.Live().Observe(ctx, events)
	numbers, kinds, err := collected(t, reader)
	require.NoError(t, err)
	require.Equal(t, 1., numbers["kefu.talks_open phase=bot"])
	require.Equal(t, 0., numbers["kefu.talks_open phase=waiting"])
	require.Equal(t, 1., numbers["kefu.talks_started channel=web"])
	require.Equal(t, 1., numbers["kefu.messages channel=web from=bot"])
	require.Equal(t, 2., numbers["kefu.first_reply.sum channel=web"])
	require.Equal(t, 1., numbers["kefu.first_reply.count channel=web"])
	require.Equal(t, 0., numbers["kefu.first_reply.bucket channel=web le=1"])
	require.Equal(t, 1., numbers["kefu.first_reply.bucket channel=web le=2.5"])
	require.Equal(t, 1., numbers["kefu.first_reply.bucket channel=web le=+Inf"])
	require.Equal(t, "gauge 1", kinds["kefu.talks_open"])
	require.Equal(t, "counter 1", kinds["kefu.talks_started"])
	require.Equal(t, "counter s", kinds["kefu.first_reply.sum"])
	require.Equal(t, "counter 1", kinds["kefu.first_reply.count"])

	// Every instrument with points is there.
	list, err := in.Read(ctx)
	require.NoError(t, err)
	for _, i := range list {
		name := "kefu." + i.Name
		if i.Kind == metrics.Distribution {
			name += ".count"
		}
		if len(i.Points) > 0 {
			require.Contains(t, kinds, name)
		}
	}
	require.NoError(t, registration.Unregister())
	numbers, _, err = collected(t, reader)
	require.NoError(t, err)
	require.Empty(t, numbers)
}

func TestRegisterFailsAlone(t *testing.T) {
	ctx := context.Background()
	reader := sdk.NewManualReader()
	meter := sdk.NewMeterProvider(sdk.WithReader(reader)).Meter("kefu")
	_, err := otel.Register(ctx, nil, nil, &otel.Options{Timeout: -1})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	for _, part := range []string{"no meter", "no reader", "Timeout"} {
		require.ErrorContains(t, err, part)
	}
	broken := errors.New("broken")
	r := &reading{read: func(context.Context) ([]metrics.Instrument, error) { return nil, broken }}
	_, err = otel.Register(ctx, meter, r, nil)
	require.ErrorIs(t, err, broken)

	list := []metrics.Instrument{{Name: "a", Help: "h", Kind: metrics.Gauge, Points: []metrics.Point{{X: 3}}}}
	r.read = func(context.Context) ([]metrics.Instrument, error) { return list, nil }
	_, err = otel.Register(ctx, meter, r, &otel.Options{Prefix: "shop"})
	require.NoError(t, err)
	list = append(list, metrics.Instrument{Name: "new", Kind: metrics.Gauge, Points: []metrics.Point{{X: 1}}})
	numbers, _, err := collected(t, reader)
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"shop.a": 3}, numbers, "what was not there is left out")
	r.read = func(context.Context) ([]metrics.Instrument, error) { panic("boo") }
	_, _, err = collected(t, reader)
	require.ErrorContains(t, err, "boo")
	r.read = func(ctx context.Context) ([]metrics.Instrument, error) {
		deadline, ok := ctx.Deadline()
		require.True(t, ok)
		require.Positive(t, time.Until(deadline))
		return list, nil
	}
	_, _, err = collected(t, reader)
	require.NoError(t, err)
}

func ExampleRegister() {
	ctx := context.Background()
	collector, _ := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return epoch }})
	instruments, _ := metrics.NewInstruments(collector, nil)
	reader := sdk.NewManualReader() // in a service: an exporter's
	provider := sdk.NewMeterProvider(sdk.WithReader(reader))
	_, err := otel.Register(ctx, provider.Meter("kefu"), instruments, nil)
	collector.Live().Observe(ctx, []metrics.Event{{ID: "1", At: epoch, Kind: metrics.CustomerSpoke, Conversation: "c"}})
	var all metricdata.ResourceMetrics
	_ = reader.Collect(ctx, &all)
	fmt.Println(err, len(all.ScopeMetrics[0].Metrics) > 0)
	// Output: <nil> true
}
