// Command generate writes what client_golang makes of many observations, as the native histogram tests expect it:
//
//	go run . > vectors.ts
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// options are those of this project, with its defaults: 0 stands for itself.
type options struct {
	factor           float64
	zeroThreshold    float64
	maxBuckets       uint32
	minResetMs       int64
	maxZeroThreshold float64
	maxExemplars     int
	exemplarTtlMs    int64
	buckets          []float64
}

// observed is a histogram of client_golang on a clock that stands still until it is set.
type observed struct {
	histogram prometheus.Histogram
	now       time.Time
	due       time.Time
	reset     func()
}

func observe(o options) *observed {
	h := &observed{now: time.UnixMilli(0)}
	opts := prometheus.HistogramOpts{
		Name:                            "test",
		Help:                            "Test.",
		Buckets:                         o.buckets,
		NativeHistogramBucketFactor:     o.factor,
		NativeHistogramZeroThreshold:    o.zeroThreshold,
		NativeHistogramMaxBucketNumber:  o.maxBuckets,
		NativeHistogramMinResetDuration: time.Duration(o.minResetMs) * time.Millisecond,
		NativeHistogramMaxZeroThreshold: o.maxZeroThreshold,
		NativeHistogramMaxExemplars:     o.maxExemplars,
		NativeHistogramExemplarTTL:      time.Duration(o.exemplarTtlMs) * time.Millisecond,
	}
	if o.zeroThreshold == 0 {
		opts.NativeHistogramZeroThreshold = -1
	}
	// The clock is there for the package's own tests only.
	hook(&opts, "now", func() time.Time { return h.now })
	hook(&opts, "afterFunc", func(d time.Duration, f func()) *time.Timer {
		h.due, h.reset = h.now.Add(d), f
		return nil
	})
	h.histogram = prometheus.NewHistogram(opts)
	return h
}

func hook(opts *prometheus.HistogramOpts, name string, value any) {
	field := reflect.ValueOf(opts).Elem().FieldByName(name)
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(value))
}

func (h *observed) at(ms int64) {
	h.now = time.UnixMilli(ms)
	if h.reset != nil && !h.now.Before(h.due) {
		h.reset()
		h.reset = nil
	}
}

func (h *observed) written() *dto.Histogram {
	var metric dto.Metric
	if err := h.histogram.Write(&metric); err != nil {
		panic(err)
	}
	return metric.Histogram
}

func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func list[T any](items []T, print func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = print(item)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

func span(s *dto.BucketSpan) string    { return fmt.Sprintf("[%d,%d]", s.GetOffset(), s.GetLength()) }
func integer(i int64) string           { return strconv.FormatInt(i, 10) }
func bucket(b *dto.Bucket) string      { return strconv.FormatUint(b.GetCumulativeCount(), 10) }
func isEmpty(s []*dto.BucketSpan) bool { return len(s) == 1 && s[0].GetLength() == 0 }

var out = bufio.NewWriter(os.Stdout)

func histogram(name string, o options, stepMs int64, values []float64) {
	h := observe(o)
	for i, v := range values {
		h.at(int64(i) * stepMs)
		h.histogram.Observe(v)
	}
	h.at(int64(len(values)) * stepMs)
	w := h.written()
	if isEmpty(w.PositiveSpan) {
		w.PositiveSpan = nil
	}
	fmt.Fprintf(out, "  {name:%q,native:{factor:%s,zeroThreshold:%s,maxBuckets:%d,minResetDurationMs:%d,maxZeroThreshold:%s},",
		name, number(o.factor), number(o.zeroThreshold), o.maxBuckets, o.minResetMs, number(o.maxZeroThreshold))
	fmt.Fprintf(out, "buckets:%s,stepMs:%d,values:%s,", list(o.buckets, number), stepMs, list(values, number))
	fmt.Fprintf(out, "written:{count:%d,sum:%s,createdMs:%d,cumulative:%s,schema:%d,zeroThreshold:%s,zeroCount:%d,",
		w.GetSampleCount(), number(w.GetSampleSum()), w.CreatedTimestamp.AsTime().UnixMilli(), list(w.Bucket, bucket),
		w.GetSchema(), number(w.GetZeroThreshold()), w.GetZeroCount())
	fmt.Fprintf(out, "positive:{spans:%s,deltas:%s},negative:{spans:%s,deltas:%s}}},\n",
		list(w.PositiveSpan, span), list(w.PositiveDelta, integer), list(w.NegativeSpan, span), list(w.NegativeDelta, integer))
}

func exemplars(name string, o options, values []float64, timesMs []int64) {
	h := observe(o)
	for i, v := range values {
		h.at(timesMs[i])
		h.histogram.(prometheus.ExemplarObserver).ObserveWithExemplar(v, prometheus.Labels{"i": strconv.Itoa(i)})
	}
	kept := list(h.written().Exemplars, func(e *dto.Exemplar) string { return e.Label[0].GetValue() })
	fmt.Fprintf(out, "  {name:%q,maxExemplars:%d,exemplarTtlMs:%d,values:%s,timesMs:%s,kept:%s},\n",
		name, o.maxExemplars, o.exemplarTtlMs, list(values, number), list(timesMs, integer), kept)
}

var factors = []float64{65536, 256, 16, 4, 2, 1.5, 1.2, 1.1, 1.05, 1.03, 1.02, 1.01, 1.005}

const smallest = 0x1p-128

func short(v float64) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	return v
}

func wide(r *rand.Rand) float64 {
	v := short(math.Exp(r.NormFloat64() * 3))
	switch n := r.Intn(20); {
	case n < 5:
		return -v
	case n == 5:
		return 0
	}
	return v
}

func several[T any](count int, make func() T) []T {
	var items []T
	for range count {
		items = append(items, make())
	}
	return items
}

func main() {
	defer out.Flush()
	r := rand.New(rand.NewSource(1))
	inf, nan := math.Inf(1), math.NaN()
	plain := options{zeroThreshold: smallest}
	five := int64(5 * time.Minute / time.Millisecond)
	nine := int64(9 * time.Minute / time.Millisecond)

	fmt.Fprintln(out, "// deno-fmt-ignore-file")
	fmt.Fprintln(out, "// Written by generate.go with client_golang v1.25.0.")
	fmt.Fprintln(out, "import type { ExemplarVector, HistogramVector } from \"./vector.ts\";")
	fmt.Fprintln(out, "\n/** What client_golang makes of observations. */")
	fmt.Fprintln(out, "export const HISTOGRAMS: readonly HistogramVector[] = [")

	special := []float64{0, math.Copysign(0, -1), 1, -1, inf, -inf, nan, math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, 0x1.8p-1050, 0x0.fffffffffffffp-1022, smallest, -smallest,
		math.Nextafter(smallest, 1), math.Nextafter(1, 0), math.Nextafter(1, 2), 2, 0.5, math.Sqrt2, math.Sqrt2 / 2, 1e300, 1e-300, 0x1p1023}
	for _, factor := range factors {
		o := plain
		o.factor = factor
		o.buckets = []float64{-1, 0, 1}
		histogram(fmt.Sprintf("special values by %v", factor), o, 1000, special)
		o.zeroThreshold, o.buckets = 0, nil
		histogram(fmt.Sprintf("special values by %v without a zero bucket", factor), o, 1000, special)
		var near []float64
		for range 12 {
			bound := math.Ldexp(math.Exp2(float64(r.Intn(256))/256), r.Intn(60)-30)
			near = append(near, bound, math.Nextafter(bound, 0), math.Nextafter(bound, inf))
		}
		histogram(fmt.Sprintf("values near bounds by %v", factor), o, 1000, near)
		histogram(fmt.Sprintf("random values by %v", factor), o, 1000, several(60, func() float64 { return wide(r) }))
	}

	o := plain
	o.factor = 1.1
	histogram("nothing", o, 60_000, nil)
	o.zeroThreshold = 0
	histogram("nothing without a zero bucket", o, 60_000, nil)

	scenarios := []struct {
		name   string
		o      options
		values []float64
	}{
		{"a wide zero bucket", options{zeroThreshold: 1.4}, []float64{0, -1, -1.2, -1.4, -1.8, -2, 1, 1.2, 1.4, 1.8, 2}},
		{"a limit that is not reached", options{maxBuckets: 4}, []float64{0, 1, 1.2, 1.4, 1.8, 2}},
		{"halving", options{maxBuckets: 4}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3}},
		{"widening", options{maxBuckets: 4, maxZeroThreshold: 1.2}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3}},
		{"widening up to the limit itself", options{maxBuckets: 4, maxZeroThreshold: 1}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3}},
		{"widening twice", options{maxBuckets: 4, maxZeroThreshold: 1.2}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4}},
		{"a reset", options{maxBuckets: 4, maxZeroThreshold: 1.2, minResetMs: five}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4}},
		{"halving, then a reset", options{maxBuckets: 4, minResetMs: nine}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4}},
		{"widening, then a reset", options{maxBuckets: 4, maxZeroThreshold: 1.2, minResetMs: nine}, []float64{0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4}},
	}
	for _, s := range scenarios {
		s.o.factor = 1.2
		if s.o.zeroThreshold == 0 {
			s.o.zeroThreshold = smallest
		}
		histogram(s.name, s.o, 60_000, s.values)
		for i, v := range s.values {
			s.values[i] = -v
		}
		histogram(s.name+", negative", s.o, 60_000, s.values)
		s.o.buckets = []float64{-1, 1, 2}
		s.values = append(s.values, nan, inf, -inf)
		histogram(s.name+", with classic buckets and special values", s.o, 60_000, s.values)
	}

	for i := range 60 {
		o := options{
			factor:        factors[3+r.Intn(len(factors)-3)],
			zeroThreshold: []float64{0, smallest, 0.001}[r.Intn(3)],
			maxBuckets:    []uint32{1, 3, 8, 20}[r.Intn(4)],
		}
		if r.Intn(2) == 0 {
			o.maxZeroThreshold = short(math.Exp(r.NormFloat64()))
		}
		if i >= 30 {
			o.minResetMs = int64(1+r.Intn(30)) * 60_000
			o.buckets = []float64{0.1, 1, 10}
		}
		histogram(fmt.Sprintf("random limits %d", i+1), o, 60_000, several(10+r.Intn(60), func() float64 { return wide(r) }))
	}
	fmt.Fprintln(out, "];")

	fmt.Fprintln(out, "\n/** Which exemplars client_golang keeps. */")
	fmt.Fprintln(out, "export const EXEMPLARS: readonly ExemplarVector[] = [")
	for i := range 80 {
		o := options{factor: 1.1, zeroThreshold: smallest, maxExemplars: 1 + r.Intn(6), exemplarTtlMs: int64(1+r.Intn(30)) * 10_000}
		if i%8 == 0 {
			o.maxExemplars, o.exemplarTtlMs = 10, five
		}
		var values []float64
		var times []int64
		var now int64
		for range 5 + r.Intn(30) {
			v := short(math.Exp(r.NormFloat64() * 2))
			switch n := r.Intn(12); {
			case i >= 40 && n == 0:
				v = []float64{0, -v, inf, -inf, nan}[r.Intn(5)]
			case len(values) > 0 && n <= 2:
				v = values[r.Intn(len(values))]
			}
			if now += int64(r.Intn(20_000)); i%2 == 1 {
				now = now / 10_000 * 10_000
			}
			values, times = append(values, v), append(times, now)
		}
		exemplars(fmt.Sprintf("exemplars %d", i+1), o, values, times)
	}
	fmt.Fprintln(out, "];")
}
