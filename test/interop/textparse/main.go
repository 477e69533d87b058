// Command textparse reads documents with the parser of a current Prometheus. Each document on stdin is preceded by its length
// in four bytes. For each one it prints a line of JSON: the metadata and series that Prometheus would store, or the error.
//
//	textparse CONTENT_TYPE [nhcb] [classic]
//
// With nhcb, classic histograms are converted to native ones; with classic, the classic series are kept in addition.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

type document struct {
	Metadata [][2]any `json:"metadata"`
	Series   []series `json:"series"`
	known    map[string]*metadata
}

type metadata struct {
	Type string `json:"type"`
	Help string `json:"help"`
	Unit string `json:"unit"`
}

type series struct {
	Labels    [][2]string `json:"labels"`
	Value     string      `json:"value,omitempty"`
	Histogram *native     `json:"histogram,omitempty"`
	Time      *int64      `json:"time,omitempty"`
	Start     int64       `json:"start,omitempty"`
	Exemplars []example   `json:"exemplars,omitempty"`
}

type native struct {
	Schema        int32    `json:"schema"`
	IsGauge       bool     `json:"isGauge"`
	Count         string   `json:"count"`
	Sum           string   `json:"sum"`
	ZeroThreshold string   `json:"zeroThreshold"`
	ZeroCount     string   `json:"zeroCount"`
	Positive      []bucket `json:"positive"`
	Negative      []bucket `json:"negative"`
	Bounds        []string `json:"bounds"`
}

type bucket struct {
	Index int32  `json:"index"`
	Count string `json:"count"`
}

type example struct {
	Labels [][2]string `json:"labels"`
	Value  string      `json:"value"`
	Time   *int64      `json:"time,omitempty"`
}

func main() {
	contentType, flags := os.Args[1], os.Args[2:]
	options := textparse.ParserOptions{
		ConvertClassicHistogramsToNHCB:          slices.Contains(flags, "nhcb"),
		KeepClassicOnClassicAndNativeHistograms: slices.Contains(flags, "classic"),
		OpenMetricsSkipSTSeries:                 true,
		EnableOpenMetrics2:                      true,
	}
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		var length uint32
		if err := binary.Read(in, binary.BigEndian, &length); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		bytes := make([]byte, length)
		if _, err := io.ReadFull(in, bytes); err != nil {
			panic(err)
		}
		var value any
		value, err := read(bytes, contentType, options)
		if err != nil {
			value = err.Error()
		}
		line, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(out, string(line))
	}
}

func read(bytes []byte, contentType string, options textparse.ParserOptions) (*document, error) {
	parser, err := textparse.New(bytes, contentType, labels.NewSymbolTable(), options)
	if err != nil {
		return nil, err
	}
	found := &document{Metadata: [][2]any{}, Series: []series{}, known: map[string]*metadata{}}
	for {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		switch entry {
		case textparse.EntryType:
			name, kind := parser.Type()
			found.about(name).Type = string(kind)
		case textparse.EntryHelp:
			name, help := parser.Help()
			found.about(name).Help = string(help)
		case textparse.EntryUnit:
			name, unit := parser.Unit()
			found.about(name).Unit = string(unit)
		case textparse.EntrySeries:
			_, time, value := parser.Series()
			found.add(parser, series{Value: bits(value)}, time)
		case textparse.EntryHistogram:
			_, time, whole, float := parser.Histogram()
			if whole != nil {
				if err := whole.Validate(); err != nil {
					return nil, err
				}
				float = whole.ToFloat(nil)
			} else if err := float.Validate(); err != nil {
				return nil, err
			}
			found.add(parser, series{Histogram: describe(float)}, time)
		}
	}
}

func (found *document) add(parser textparse.Parser, one series, time *int64) {
	var names labels.Labels
	parser.Labels(&names)
	one.Labels = copied(names)
	if time != nil {
		at := *time
		one.Time = &at
	}
	var e exemplar.Exemplar
	for parser.Exemplar(&e) {
		next := example{Labels: copied(e.Labels), Value: bits(e.Value)}
		if e.HasTs {
			at := e.Ts
			next.Time = &at
		}
		one.Exemplars = append(one.Exemplars, next)
		e = exemplar.Exemplar{}
	}
	// The OpenMetrics parser looks ahead for it and forgets the exemplar.
	one.Start = parser.StartTimestamp()
	found.Series = append(found.Series, one)
}

func (found *document) about(name []byte) *metadata {
	about, isKnown := found.known[string(name)]
	if !isKnown {
		about = &metadata{}
		found.known[string(name)] = about
		found.Metadata = append(found.Metadata, [2]any{string(name), about})
	}
	return about
}

// copied makes pairs of labels, whose memory the parser may use again.
func copied(all labels.Labels) [][2]string {
	found := [][2]string{}
	all.Range(func(label labels.Label) {
		found = append(found, [2]string{strings.Clone(label.Name), strings.Clone(label.Value)})
	})
	return found
}

func describe(h *histogram.FloatHistogram) *native {
	bounds := []string{}
	for _, bound := range h.CustomValues {
		bounds = append(bounds, bits(bound))
	}
	return &native{
		Schema:        h.Schema,
		IsGauge:       h.CounterResetHint == histogram.GaugeType,
		Count:         bits(h.Count),
		Sum:           bits(h.Sum),
		ZeroThreshold: bits(h.ZeroThreshold),
		ZeroCount:     bits(h.ZeroCount),
		Positive:      buckets(h.PositiveSpans, h.PositiveBuckets),
		Negative:      buckets(h.NegativeSpans, h.NegativeBuckets),
		Bounds:        bounds,
	}
}

func buckets(spans []histogram.Span, counts []float64) []bucket {
	found := []bucket{}
	index := int32(0)
	next := 0
	for _, span := range spans {
		index += span.Offset
		for range span.Length {
			if counts[next] != 0 {
				found = append(found, bucket{Index: index, Count: bits(counts[next])})
			}
			next++
			index++
		}
	}
	return found
}

func bits(value float64) string {
	if math.IsNaN(value) {
		return "NaN"
	}
	return fmt.Sprintf("%016x", math.Float64bits(value+0))
}
