// Command read decodes families with Prometheus' own library. It reads documents from stdin, each led by its length in
// four bytes, and prints for each a line of JSON: the families, or what is wrong.
//
//	read text|protobuf|multiline|compact
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/golang/protobuf/jsonpb"
	"github.com/golang/protobuf/proto"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

const delimited expfmt.Format = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

var readers = map[string]func([]byte) ([]*dto.MetricFamily, error){
	"text":      readText,
	"protobuf":  readProtobuf,
	"multiline": func(document []byte) ([]*dto.MetricFamily, error) { return readPrinted(document, "\n\n") },
	"compact":   func(document []byte) ([]*dto.MetricFamily, error) { return readPrinted(document, "\n") },
}

func main() {
	read := readers[os.Args[1]]
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
		document := make([]byte, length)
		if _, err := io.ReadFull(in, document); err != nil {
			panic(err)
		}
		fmt.Fprintln(out, describe(read(document)))
	}
}

func describe(families []*dto.MetricFamily, err error) string {
	described := make([]json.RawMessage, 0, len(families))
	for _, family := range families {
		text, problem := (&jsonpb.Marshaler{OrigName: true}).MarshalToString(family)
		if problem != nil {
			panic(problem)
		}
		described = append(described, json.RawMessage(text))
	}
	var value interface{} = described
	if err != nil {
		value = err.Error()
	}
	line, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(line)
}

func readText(document []byte) ([]*dto.MetricFamily, error) {
	var parser expfmt.TextParser
	byName, err := parser.TextToMetricFamilies(bytes.NewReader(document))
	families := make([]*dto.MetricFamily, 0, len(byName))
	for _, family := range byName {
		families = append(families, family)
	}
	return families, err
}

func readProtobuf(document []byte) ([]*dto.MetricFamily, error) {
	families := []*dto.MetricFamily{}
	decoder := expfmt.NewDecoder(bytes.NewReader(document), delimited)
	size := 0
	for {
		family := &dto.MetricFamily{}
		if err := decoder.Decode(family); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		families = append(families, family)
		// What this library writes has the same length, unless something was written that it would not.
		length := proto.Size(family)
		size += length + len(proto.EncodeVarint(uint64(length)))
	}
	if size != len(document) {
		return nil, fmt.Errorf("%d bytes would do for %d", size, len(document))
	}
	return families, nil
}

func readPrinted(document []byte, end string) ([]*dto.MetricFamily, error) {
	families := []*dto.MetricFamily{}
	for _, text := range strings.SplitAfter(string(document), end) {
		if text == "" {
			continue
		}
		family := &dto.MetricFamily{}
		if err := proto.UnmarshalText(text, family); err != nil {
			return nil, err
		}
		families = append(families, family)
	}
	return families, nil
}
