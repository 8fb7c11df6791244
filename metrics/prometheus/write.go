package prometheus

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// Reader has instruments; [metrics.Instruments] is one.
type Reader interface {
	Read(ctx context.Context) ([]metrics.Instrument, error)
}

// Options are the choices of an [Exporter].
type Options struct {
	// Prefix begins all names, followed by "_": a letter, then letters, digits and "_". Default: "kefu".
	Prefix string
	// Timeout is how long reading the instruments may take. Default: 10 seconds.
	Timeout time.Duration
}

// Exporter writes instruments. It is an [http.Handler], and safe for concurrent use if its reader is.
type Exporter struct {
	from Reader
	opts Options
}

// New returns an exporter. Nil options are the defaults.
func New(from Reader, opts *Options) (*Exporter, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	var faults []error
	if from == nil {
		faults = append(faults, fmt.Errorf("%w: no reader", metrics.ErrInvalid))
	}
	if o.Prefix == "" {
		o.Prefix = "kefu"
	} else if !regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`).MatchString(o.Prefix) {
		faults = append(faults, fmt.Errorf("%w: Prefix is no name", metrics.ErrInvalid))
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	} else if o.Timeout < 0 {
		faults = append(faults, fmt.Errorf("%w: Timeout is negative", metrics.ErrInvalid))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return &Exporter{from: from, opts: o}, nil
}

// ContentType is the format that is written.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// ServeHTTP answers GET and HEAD with all instruments. Who may read them is the host's to decide: they name queues and channels, but
// no customers. Where they cannot be read the answer is 503, without a reason.
func (x *Exporter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	list, err := x.read(r.Context())
	if err != nil {
		http.Error(w, "the numbers cannot be read", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", ContentType)
	if r.Method == http.MethodGet {
		_ = x.write(w, list) // whoever asked is gone
	}
}

// Write writes all instruments.
func (x *Exporter) Write(ctx context.Context, to io.Writer) error {
	list, err := x.read(ctx)
	if err != nil {
		return err
	}
	return x.write(to, list)
}

func (x *Exporter) read(ctx context.Context) ([]metrics.Instrument, error) {
	ctx, cancel := context.WithTimeout(ctx, x.opts.Timeout)
	defer cancel()
	return x.from.Read(ctx)
}

func (x *Exporter) write(to io.Writer, list []metrics.Instrument) error {
	w := bufio.NewWriter(to)
	for i := range list {
		if len(list[i].Points) > 0 {
			x.instrument(w, &list[i])
		}
	}
	return w.Flush()
}

func (x *Exporter) instrument(w *bufio.Writer, i *metrics.Instrument) {
	name := x.opts.Prefix + "_" + i.Name
	if i.Unit == "s" {
		name += "_seconds"
	}
	kind := "gauge"
	switch i.Kind {
	case metrics.Counter:
		name, kind = name+"_total", "counter"
	case metrics.Distribution:
		kind = "histogram"
	}
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, escapeHelp.Replace(i.Help), name, kind)
	for _, p := range i.Points {
		if i.Kind == metrics.Distribution {
			distribution(w, name, i.Labels, &p)
			continue
		}
		line(w, name, i.Labels, p.Values, "", number(p.X))
	}
}

// distribution writes a histogram: its buckets have what is up to their bound.
func distribution(w *bufio.Writer, name string, labels []string, p *metrics.Point) {
	bounds := metrics.Bounds()
	var n int64
	for i, b := range bounds {
		if i < len(p.Buckets) {
			n += p.Buckets[i]
		}
		line(w, name+"_bucket", labels, p.Values, number(b), strconv.FormatInt(n, 10))
	}
	line(w, name+"_bucket", labels, p.Values, "+Inf", strconv.FormatInt(p.N, 10))
	line(w, name+"_sum", labels, p.Values, "", number(p.X))
	line(w, name+"_count", labels, p.Values, "", strconv.FormatInt(p.N, 10))
}

func line(w *bufio.Writer, name string, labels, values []string, le, x string) {
	w.WriteString(name)
	open := byte('{')
	label := func(name, value string) {
		w.WriteByte(open)
		w.WriteString(name)
		w.WriteString(`="`)
		w.WriteString(escapeLabel.Replace(strings.ToValidUTF8(value, "\uFFFD")))
		w.WriteByte('"')
		open = ','
	}
	for i, l := range labels {
		label(l, values[i])
	}
	if le != "" {
		label("le", le)
	}
	if open == ',' {
		w.WriteByte('}')
	}
	w.WriteByte(' ')
	w.WriteString(x)
	w.WriteByte('\n')
}

var (
	escapeHelp  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	escapeLabel = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
