package otel

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/kefu-go/kefu/metrics"
)

// Reader has instruments; [metrics.Instruments] is one.
type Reader interface {
	Read(ctx context.Context) ([]metrics.Instrument, error)
}

// Options are the choices of [Register].
type Options struct {
	// Prefix begins all names, followed by a dot. Default: "kefu".
	Prefix string
	// Timeout is how long reading the instruments may take. Default: 10 seconds.
	Timeout time.Duration
}

// Register makes an observable instrument of a meter for each instrument of the reader, and reads all of them together whenever the meter is
// collected. Gauges are gauges and counters are counters. A distribution, which cannot be observed as such, is three counters: ".count" and ".sum", and
// ".bucket", which has what is up to its attribute "le" as in Prometheus. Nil options are the defaults. The instruments are given back by
// Unregister.
func Register(ctx context.Context, meter metric.Meter, from Reader, opts *Options) (metric.Registration, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	var faults []error
	if meter == nil {
		faults = append(faults, fmt.Errorf("%w: no meter", metrics.ErrInvalid))
	}
	if from == nil {
		faults = append(faults, fmt.Errorf("%w: no reader", metrics.ErrInvalid))
	}
	if o.Prefix == "" {
		o.Prefix = "kefu"
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	} else if o.Timeout < 0 {
		faults = append(faults, fmt.Errorf("%w: Timeout is negative", metrics.ErrInvalid))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	r := &registered{from: from, timeout: o.Timeout, by: map[string]observable{}}
	list, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	var all []metric.Observable
	for _, i := range list {
		made, err := r.add(meter, o.Prefix+"."+i.Name, &i)
		if err != nil {
			return nil, fmt.Errorf("otel: instrument %s: %w", i.Name, err)
		}
		all = append(all, made...)
	}
	return meter.RegisterCallback(r.observe, all...)
}

// registered observes what was registered.
type registered struct {
	from    Reader
	timeout time.Duration
	by      map[string]observable // by the name of the instrument
}

// observable is what an instrument is in OpenTelemetry: a number, or the three of a distribution.
type observable struct {
	number             metric.Float64Observable
	count, sum, bucket metric.Float64Observable
}

func (r *registered) read(ctx context.Context) (list []metrics.Instrument, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("otel: panic: %v", p)
		}
	}()
	return r.from.Read(ctx)
}

// add makes the instruments of a meter.
func (r *registered) add(meter metric.Meter, name string, i *metrics.Instrument) (made []metric.Observable, err error) {
	var o observable
	unit := i.Unit
	if unit == "" {
		unit = "1"
	}
	switch i.Kind {
	case metrics.Gauge:
		var g metric.Float64ObservableGauge
		g, err = meter.Float64ObservableGauge(name, metric.WithDescription(i.Help), metric.WithUnit(unit))
		o.number, made = g, []metric.Observable{g}
	case metrics.Counter:
		var c metric.Float64ObservableCounter
		c, err = meter.Float64ObservableCounter(name, metric.WithDescription(i.Help), metric.WithUnit(unit))
		o.number, made = c, []metric.Observable{c}
	default:
		for _, part := range []struct {
			to           *metric.Float64Observable
			suffix, unit string
		}{{&o.count, ".count", "1"}, {&o.sum, ".sum", unit}, {&o.bucket, ".bucket", "1"}} {
			c, fault := meter.Float64ObservableCounter(name+part.suffix, metric.WithDescription(i.Help), metric.WithUnit(part.unit))
			*part.to, made, err = c, append(made, c), errors.Join(err, fault)
		}
	}
	r.by[i.Name] = o
	return made, err
}

// observe tells the numbers of all instruments.
func (r *registered) observe(ctx context.Context, to metric.Observer) error {
	list, err := r.read(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		o, known := r.by[list[i].Name]
		if !known {
			continue
		}
		for _, p := range list[i].Points {
			attributes := make([]attribute.KeyValue, len(p.Values), len(p.Values)+1)
			for j, v := range p.Values {
				attributes[j] = attribute.String(list[i].Labels[j], v)
			}
			if o.number != nil {
				to.ObserveFloat64(o.number, p.X, metric.WithAttributes(attributes...))
				continue
			}
			to.ObserveFloat64(o.sum, p.X, metric.WithAttributes(attributes...))
			to.ObserveFloat64(o.count, float64(p.N), metric.WithAttributes(attributes...))
			var n int64
			for j, b := range p.Buckets {
				n += b
				to.ObserveFloat64(o.bucket, float64(n), metric.WithAttributes(append(attributes, attribute.String("le", bound(j)))...))
			}
		}
	}
	return nil
}

// bound is the upper bound of a bucket.
func bound(i int) string {
	if bounds := metrics.Bounds(); i < len(bounds) {
		return strconv.FormatFloat(bounds[i], 'g', -1, 64)
	}
	return "+Inf"
}
