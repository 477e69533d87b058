import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { EncodeOptions } from "../../../src/exposition/format.ts";
import { markLive } from "../../../src/model/live_family.ts";
import { PROTOBUF } from "../../../src/exposition/protobuf/protobuf.ts";
import { Counter } from "../../../src/metrics/counter.ts";
import { Histogram } from "../../../src/metrics/histogram.ts";
import type { EscapingScheme } from "../../../src/model/escaping.ts";
import type { HistogramPoint, MetricFamily, NativeHistogram } from "../../../src/model/metric_family.ts";
import { gaugeFamily } from "../../support/families.ts";
import { decodeFamilies } from "../../support/metrics_proto.ts";

/** The body, of all pieces. */
function encode(families: Iterable<MetricFamily>, options?: EncodeOptions): Uint8Array {
  return joined(PROTOBUF.encode(families, options));
}

function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** What a reader makes of one family. */
function decode(family: MetricFamily, options?: EncodeOptions): Record<string, unknown> {
  const [decoded = {}] = decodeFamilies(encode([family], options));
  return decoded;
}

/** What a reader makes of one histogram, without its head. */
function decodeHistogram(point: Partial<HistogramPoint>): Record<string, unknown> {
  const points = [{ labels: {}, sum: 0, bounds: [], counts: [0], ...point }];
  const { metric } = decode({ type: "histogram", name: "h", help: "", points });
  return (metric as { histogram: Record<string, unknown> }[])[0]?.histogram ?? {};
}

function bytesOf(hex: string): number[] {
  return hex.replace(/#.*|\s/gm, "").match(/../g)?.map((byte) => parseInt(byte, 16)) ?? [];
}

const EMPTY_NATIVE: NativeHistogram = { schema: 3, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [] };

/** An instrument, whose labels an encoder keeps. */
function manyCounters(length: number): Counter<"i"> {
  const counter = new Counter({ name: "many_total", help: "Many.", labelNames: ["i"] });
  for (let i = 0; i < length; i++) counter.inc({ i }, i);
  return counter;
}

describe("PROTOBUF", () => {
  it("PROTOBUF writes a counter, byte for byte", () => {
    const exemplar = { labels: { id: "x" }, value: 2, timestampMs: 1500 };
    const points = [{ labels: { b: "1", a: "é" }, value: 1.5, createdMs: 1000, exemplar, timestampMs: 300 }];
    assertEquals(
      [...encode([{ type: "counter", name: "a_bytes_total", help: "Help.", unit: "bytes", points }])],
      bytesOf(`
        62                                      # length
        0a 0d 61 5f 62 79 74 65 73 5f 74 6f 74 61 6c
        12 05 48 65 6c 70 2e                    # help
        18 00                                   # type
        22 41                                   # metric
          0a 07  0a 01 61  12 02 c3 a9          # label
          0a 06  0a 01 62  12 01 31             # label
          1a 2b                                 # counter
            09 00 00 00 00 00 00 f8 3f          # value
            12 1c                               # exemplar
              0a 07  0a 02 69 64  12 01 78      # label
              11 00 00 00 00 00 00 00 40        # value
              1a 08  08 01  10 80 ca b5 ee 01   # timestamp
            1a 02  08 01                        # created_timestamp
          30 ac 02                              # timestamp_ms
        2a 05 62 79 74 65 73                    # unit
      `),
    );
  });

  it("PROTOBUF writes a histogram with classic and native buckets, byte for byte", () => {
    const native: NativeHistogram = {
      schema: -1,
      zeroThreshold: 0.5,
      zeroCount: 2,
      positive: [{ offset: -2, counts: [3, 1] }, { offset: 3, counts: [2] }],
      negative: [{ offset: 1, counts: [200] }],
      exemplars: [{ labels: { id: "x" }, value: 2, timestampMs: 1500 }, { labels: {}, value: 1 }],
    };
    const points = [{ labels: {}, sum: -3, bounds: [1], counts: [5, 203], native, createdMs: 1000 }];
    assertEquals(
      [...encode([{ type: "histogram", name: "h", help: "", points }])],
      bytesOf(`
        6d                                      # length
        0a 01 68                                # name
        18 04                                   # type
        22 66                                   # metric
          3a 64                                 # histogram
            08 d0 01                            # sample_count
            11 00 00 00 00 00 00 08 c0          # sample_sum
            1a 0b                               # bucket
              08 05                             # cumulative_count
              11 00 00 00 00 00 00 f0 3f        # upper_bound
            28 01                               # schema
            31 00 00 00 00 00 00 e0 3f          # zero_threshold
            38 02                               # zero_count
            4a 04  08 02  10 01                 # negative_span
            50 90 03                            # negative_delta
            62 04  08 03  10 02                 # positive_span
            62 04  08 06  10 01                 # positive_span
            68 06  68 03  68 02                 # positive_delta
            7a 02  08 01                        # created_timestamp
            82 01 1c                            # exemplars
              0a 07  0a 02 69 64  12 01 78      # label
              11 00 00 00 00 00 00 00 40        # value
              1a 08  08 01  10 80 ca b5 ee 01   # timestamp
      `),
    );
  });

  it("PROTOBUF writes each type", () => {
    const points = [{ labels: { a: "1" }, value: 7 }];
    const label = [{ name: "a", value: "1" }];
    const head = { name: "x_info", help: "Help." };
    const read = (family: Partial<MetricFamily>) => {
      const { type, metric } = decode({ ...head, points, ...family } as MetricFamily);
      return { type, metric };
    };
    assertEquals(read({ type: "gauge" }), { type: "GAUGE", metric: [{ label, gauge: { value: 7 } }] });
    assertEquals(read({ type: "unknown" }), { type: "UNTYPED", metric: [{ label, untyped: { value: 7 } }] });
    assertEquals(read({ type: "counter" }), { type: "COUNTER", metric: [{ label, counter: { value: 7 } }] });
    assertEquals(read({ type: "info" }), { type: "GAUGE", metric: [{ label, gauge: { value: 1 } }] });

    const states = [{ labels: { z: "1", a: "2" }, states: { on: true, off: false }, timestampMs: 5 }];
    const stateOf = (state: string, value: number) => ({
      label: [{ name: "a", value: "2" }, { name: "x_info", value: state }, { name: "z", value: "1" }],
      gauge: { value },
      timestamp_ms: "5",
    });
    assertEquals(read({ type: "stateset", points: states }), {
      type: "GAUGE",
      metric: [stateOf("on", 1), stateOf("off", 0)],
    });

    const quantiles = [{ quantile: 0.5, value: 3 }, { quantile: 1, value: NaN }];
    assertEquals(read({ type: "summary", points: [{ labels: {}, count: 9, sum: -4, quantiles, createdMs: 2500.5 }] }), {
      type: "SUMMARY",
      metric: [{
        summary: {
          sample_count: "9",
          sample_sum: -4,
          quantile: quantiles,
          created_timestamp: { seconds: "2", nanos: 500_500_000 },
        },
      }],
    });

    const histogram = { labels: {}, sum: 6, bounds: [1, 5], counts: [9, 1, 0, 3], offset: 1, createdMs: 1000 };
    const buckets = {
      sample_count: "4",
      sample_sum: 6,
      bucket: [{ cumulative_count: "1", upper_bound: 1 }, { cumulative_count: "1", upper_bound: 5 }],
    };
    assertEquals(read({ type: "histogram", points: [histogram] }), {
      type: "HISTOGRAM",
      metric: [{ histogram: { ...buckets, created_timestamp: { seconds: "1" } } }],
    });
    assertEquals(read({ type: "gaugehistogram", points: [histogram] }), {
      type: "GAUGE_HISTOGRAM",
      metric: [{ histogram: buckets }],
    });
  });

  it("PROTOBUF writes what a native histogram observed", () => {
    const histogram = new Histogram({ name: "h", help: "", native: { factor: 2, zeroThreshold: 0.5 } });
    for (const value of [0, 1, 3, 4, 4, -1, NaN]) histogram.observe(value);
    const { metric } = decode([...histogram.collect()][0] as MetricFamily);
    const [{ histogram: { created_timestamp: _, ...written } }] = metric as [{ histogram: Record<string, unknown> }];
    assertEquals(written, {
      sample_count: "7",
      sample_sum: NaN,
      schema: 0,
      zero_threshold: 0.5,
      zero_count: "1",
      negative_span: [{ offset: 0, length: 1 }],
      negative_delta: ["1"],
      positive_span: [{ offset: 0, length: 3 }],
      positive_delta: ["1", "-1", "3"],
    });
  });

  it("PROTOBUF writes values that are no finite numbers, and negative zero", () => {
    for (const value of [NaN, Infinity, -Infinity, -0, Number.MIN_VALUE, Number.MAX_VALUE]) {
      assertEquals(decode(gaugeFamily("test", value)).metric, [{ gauge: { value } }]);
    }
  });

  it("PROTOBUF writes times before 1970 and within a millisecond", () => {
    const at = (createdMs: number) => decodeHistogram({ createdMs }).created_timestamp;
    assertEquals(at(-0.5), { seconds: "-1", nanos: 999_500_000 });
    assertEquals(at(-1000), { seconds: "-1" });
    assertEquals(at(0), {});
    assertEquals(at(999.9999999), { nanos: 999_999_999 });
    const points = [{ labels: {}, value: 1, timestampMs: -1.5 }];
    assertEquals(decode({ ...gaugeFamily("test"), points }).metric, [{ gauge: { value: 1 }, timestamp_ms: "-1" }]);
  });

  it("PROTOBUF leaves out a family without points, and an empty help and unit", () => {
    assertEquals(encode([]).length, 0);
    assertEquals(encode([{ ...gaugeFamily("a"), points: [] }]).length, 0);
    assertEquals(decode({ ...gaugeFamily("a"), help: "", unit: "" }), {
      name: "a",
      type: "GAUGE",
      metric: [{ gauge: { value: 1 } }],
    });
  });

  it("PROTOBUF reads points that can be read once only", () => {
    const points = [{ labels: {}, value: 1 }].values();
    assertEquals(decode({ ...gaugeFamily("test"), points }).metric, [{ gauge: { value: 1 } }]);
  });

  it("PROTOBUF throws for a type that it does not know", () => {
    const family = { ...gaugeFamily("test"), type: "toString" } as never;
    assertThrows(() => encode([family]), TypeError, "Cannot encode family: type is unknown");
  });
});

describe("PROTOBUF histograms", () => {
  it("PROTOBUF writes the +Inf bucket only for its exemplar", () => {
    const exemplar = { labels: {}, value: 9 };
    const point = { bounds: [1], counts: [1, 2], sum: 9 };
    const bucket = { cumulative_count: "1", upper_bound: 1 };
    assertEquals(decodeHistogram({ ...point, exemplars: [undefined, undefined] }).bucket, [bucket]);
    assertEquals(decodeHistogram({ ...point, exemplars: [exemplar, exemplar] }).bucket, [
      { ...bucket, exemplar: { value: 9 } },
      { cumulative_count: "3", upper_bound: Infinity, exemplar: { value: 9 } },
    ]);
    assertEquals(decodeHistogram({ counts: [3] }), { sample_count: "3", sample_sum: 0 });
  });

  it("PROTOBUF tells by a span of no buckets that an empty histogram is native", () => {
    const bare = { schema: 3, zero_threshold: 0, zero_count: "0" };
    const noBuckets = [{ offset: 0, length: 0 }];
    const read = (native: Partial<NativeHistogram>) => {
      const { sample_count: _count, sample_sum: _sum, ...rest } = decodeHistogram({
        native: { ...EMPTY_NATIVE, ...native },
      });
      return rest;
    };
    assertEquals(read({}), { ...bare, positive_span: noBuckets });
    assertEquals(read({ zeroThreshold: 0.25 }), { ...bare, zero_threshold: 0.25 });
    assertEquals(read({ zeroCount: 1 }), { ...bare, zero_count: "1" });
    assertEquals(read({ negative: [{ offset: 4, counts: [1] }] }), {
      ...bare,
      negative_span: [{ offset: 4, length: 1 }],
      negative_delta: ["1"],
    });
  });

  it("PROTOBUF writes all counts as floating-point numbers if one is not whole or too large", () => {
    const native = {
      ...EMPTY_NATIVE,
      zeroCount: 1,
      positive: [{ offset: 0, counts: [1, 3] }],
      negative: [{ offset: 0, counts: [2] }],
    };
    const whole = { bounds: [1], counts: [1, 6], native };
    const floats = {
      sample_count_float: 7,
      sample_sum: 0,
      bucket: [{ cumulative_count_float: 1, upper_bound: 1 }],
      schema: 3,
      zero_threshold: 0,
      zero_count_float: 1,
      negative_span: [{ offset: 0, length: 1 }],
      negative_count: [2],
      positive_span: [{ offset: 0, length: 2 }],
      positive_count: [1, 3],
    };
    assertEquals(decodeHistogram(whole), {
      sample_count: "7",
      sample_sum: 0,
      bucket: [{ cumulative_count: "1", upper_bound: 1 }],
      schema: 3,
      zero_threshold: 0,
      zero_count: "1",
      negative_span: [{ offset: 0, length: 1 }],
      negative_delta: ["2"],
      positive_span: [{ offset: 0, length: 2 }],
      positive_delta: ["1", "2"],
    });
    assertEquals(decodeHistogram({ ...whole, counts: [1, 6.5] }), { ...floats, sample_count_float: 7.5 });
    assertEquals(decodeHistogram({ ...whole, native: { ...native, zeroCount: 0.5 } }), {
      ...floats,
      zero_count_float: 0.5,
    });
    assertEquals(
      decodeHistogram({ ...whole, native: { ...native, positive: [{ offset: 0, counts: [1.5, 3] }] } }),
      { ...floats, positive_count: [1.5, 3] },
    );
    assertEquals(
      decodeHistogram({ ...whole, native: { ...native, negative: [{ offset: 0, counts: [Infinity] }] } }),
      { ...floats, negative_count: [Infinity] },
    );
    assertEquals(decodeHistogram({ counts: [1e20] }), { sample_count_float: 1e20, sample_sum: 0 });
    assertEquals(decodeHistogram({ bounds: [1], counts: [0.5, 0.5] }).sample_count_float, 1);
    const many = Number.MAX_SAFE_INTEGER;
    assertEquals(decodeHistogram({ counts: [many] }), { sample_count: String(many), sample_sum: 0 });
    assertEquals(decodeHistogram({ bounds: [1], counts: [many, 1] }).sample_count_float, 2 ** 53);
  });
});

describe("PROTOBUF names", () => {
  it("PROTOBUF replaces lone surrogates", () => {
    const family = { ...gaugeFamily("a", 1, { b: "\ud800" }), help: "\udc00" };
    const { help, metric } = decode(family);
    assertEquals({ help, metric }, {
      help: "\ufffd",
      metric: [{ label: [{ name: "b", value: "\ufffd" }], gauge: { value: 1 } }],
    });
  });

  const schemes: Readonly<Record<EscapingScheme, readonly string[]>> = {
    "underscores": ["http_gr__e", "a", "b_c", "d_e"],
    "dots": ["http_dot_gr____e", "a", "b_dot_c", "d__e"],
    "values": ["U__http_2e_gr_f6__df_e", "a", "U__b_2e_c", "U__d_3a_e"],
    "allow-utf-8": ["http.größe", "a", "b.c", "d:e"],
  };
  for (const [escaping, names] of Object.entries(schemes) as [EscapingScheme, readonly string[]][]) {
    it(`PROTOBUF writes names in ${escaping}`, () => {
      const { name, metric } = decode(gaugeFamily("http.größe", 1, { a: "", "b.c": "", "d:e": "" }), { escaping });
      const [{ label }] = metric as [{ label: { name: string }[] }];
      assertEquals([String(name), ...label.map(({ name }) => name)], names);
    });
  }

  it("PROTOBUF escapes names with underscores by default", () => {
    assertEquals(decode(gaugeFamily("a.b")).name, "a_b");
  });

  it("PROTOBUF keeps a label that has the name of its state set once that is escaped", () => {
    const points = [{ labels: { a_b: "1", Ua_b: "2", UUa_b: "3" }, states: { on: true } }];
    const label = [
      { name: "UUUa_b", value: "1" },
      { name: "UUa_b", value: "3" },
      { name: "Ua_b", value: "2" },
      { name: "a_b", value: "on" },
    ];
    const { metric } = decode({ type: "stateset", name: "a.b", help: "", points });
    assertEquals(metric, [{ label, gauge: { value: 1 } }]);
  });

  it("PROTOBUF names a state set's label as the set, whatever another label becomes", () => {
    const points = [{ labels: { "a.b": "1" }, states: { on: true } }];
    assertEquals(decode({ type: "stateset", name: "a_b", help: "", points }).metric, [{
      label: [{ name: "U__a_2e_b", value: "1" }, { name: "a_b", value: "on" }],
      gauge: { value: 1 },
    }]);
  });

  it("PROTOBUF leaves out a unit that is not the last word of the escaped name", () => {
    const family: MetricFamily = { ...gaugeFamily("a_größe"), unit: "größe" };
    assertEquals(decode(family).unit, undefined);
    assertEquals(decode(family, { escaping: "allow-utf-8" }).unit, "größe");
  });

  it("PROTOBUF escapes the names of exemplar labels", () => {
    const exemplar = { labels: { "a.b": "1" }, value: 1 };
    const points = [{ labels: { a: "" }, value: 1, exemplar }, { labels: { b: "" }, value: 1 }];
    assertEquals(decode({ type: "counter", name: "a_total", help: "", points }).metric, [
      {
        label: [{ name: "a", value: "" }],
        counter: { value: 1, exemplar: { label: [{ name: "a_b", value: "1" }], value: 1 } },
      },
      { label: [{ name: "b", value: "" }], counter: { value: 1 } },
    ]);
  });
});

describe("PROTOBUF pieces", () => {
  it("PROTOBUF gives pieces of some 64 kB, and an empty one for each before it has written the family", () => {
    const families = [gaugeFamily("a"), ...manyCounters(10_000).collect() as MetricFamily[]];
    const pieces = [...PROTOBUF.encode(families)];
    assertEquals(pieces.filter(({ length }) => length > 66_000), []);
    const sizes = pieces.map(({ length }) => length === 0 ? "empty" : length >= 65_536 ? "full" : "less");
    const full = sizes.filter((size) => size === "full");
    assertEquals(full.length > 3, true);
    assertEquals(sizes, [...full.map(() => "empty"), "less", ...full, "less"]);
  });

  it("PROTOBUF puts small families into one piece", () => {
    const families = Array.from({ length: 500 }, (_, i) => gaugeFamily(`a_${i}`, i));
    const [piece = new Uint8Array(), ...others] = PROTOBUF.encode(families);
    assertEquals(others, []);
    assertEquals(decodeFamilies(piece).map(({ name }) => name), families.map(({ name }) => name));
  });

  it("PROTOBUF gives a piece whenever small families fill one", () => {
    const families = Array.from({ length: 10_000 }, (_, i) => gaugeFamily(`a_${i}`, i));
    const sizes = [...PROTOBUF.encode(families)].map(({ length }) => length);
    assertEquals(sizes.length > 3 && sizes.every((size) => size > 0 && size < 66_000), true);
  });

  it("PROTOBUF writes a family of many pieces as one message", () => {
    const families = manyCounters(10_000).collect() as MetricFamily[];
    const decoded = decodeFamilies(encode([gaugeFamily("a"), ...families, gaugeFamily("b")]));
    assertEquals(decoded.map(({ name }) => name), ["a", "many_total", "b"]);
    const metrics = decoded[1]?.metric as { label: { value: string }[]; counter: { value: number } }[];
    assertEquals(metrics.length, 10_000);
    assertEquals(metrics.every(({ label, counter }, i) => label[0]?.value === String(i) && counter.value === i), true);
  });

  it("PROTOBUF.encoder() writes the same as encode()", () => {
    const counter = manyCounters(3000);
    const encoder = PROTOBUF.encoder();
    const check = () => {
      const families = [...counter.collect() as MetricFamily[], gaugeFamily("b", 1, { c: "d" })];
      assertEquals(joined(encoder.encode(families)), encode(families));
    };
    for (let i = 0; i < 3; i++) check();
    for (let i = 3000; i < 6000; i++) counter.inc({ i }, i);
    for (let i = 0; i < 2; i++) check();
    counter.remove({ i: 7 });
    for (let i = 0; i < 3; i++) check();
  });

  it("PROTOBUF.encoder() asks a point for its labels no more once they are kept", () => {
    let readings = 0;
    const point = {
      value: 1,
      get labels() {
        readings++;
        return { a: "1" };
      },
    };
    const family: MetricFamily = markLive({ ...gaugeFamily("a"), points: [point] });
    const encoder = PROTOBUF.encoder();
    for (let i = 0; i < 4; i++) joined(encoder.encode([family]));
    assertEquals(readings, 1);
    assertEquals(decodeFamilies(joined(encoder.encode([family]))), decodeFamilies(encode([family])));
  });

  it("PROTOBUF.encoder() writes everything after a point that could not be read", () => {
    let isBroken = false;
    const points = [{ labels: {}, value: 1 }, {
      labels: {},
      get value(): number {
        if (isBroken) throw new Error("broken");
        return 2;
      },
    }];
    const family: MetricFamily = markLive({ ...gaugeFamily("a"), points });
    const encoder = PROTOBUF.encoder();
    for (let i = 0; i < 2; i++) joined(encoder.encode([family]));
    isBroken = true;
    assertThrows(() => joined(encoder.encode([family])), Error, "broken");
    isBroken = false;
    assertEquals(joined(encoder.encode([family])), encode([family]));
  });

  it("PROTOBUF.encoder() lets two readers take turns", () => {
    const families = manyCounters(10_000).collect() as MetricFamily[];
    const encoder = PROTOBUF.encoder();
    const expected = encode(families);
    joined(encoder.encode(families));
    const readings = [encoder.encode(families), encoder.encode(families)].map((pieces) => pieces[Symbol.iterator]());
    const bodies: number[][] = [[], []];
    for (let isDone = false; !isDone;) {
      for (const [i, reading] of readings.entries()) {
        const { done = false, value } = reading.next();
        if (!done) bodies[i]?.push(...value as Uint8Array);
        isDone = done;
      }
    }
    for (const body of bodies) assertEquals(Uint8Array.from(body), expected);
  });

  it("PROTOBUF.encoder() writes labels of any length and characters", () => {
    const lengths = [0, 100, 255, 256, 257, 15_999, 16_000, 16_368, 16_375, 16_383, 32_767, 65_535, 100_000];
    const texts = lengths.flatMap((length) => ["x", "\x7f", "😱", "\uffff"].map((rune) => rune.repeat(length)));
    const points = texts.map((text, i) => ({ labels: { a: text, b: "\x7f😱\x7f" }, value: i }));
    const family = markLive({ ...gaugeFamily("a"), points });
    const encoder = PROTOBUF.encoder({ maxBytes: 2 ** 30 });
    for (let round = 0; round < 3; round++) {
      const [decoded] = decodeFamilies(joined(encoder.encode([family])));
      const metrics = decoded?.metric as { label: { name: string; value: string }[] }[];
      assertEquals(metrics.length, texts.length);
      assertEquals(
        metrics.every(({ label }, i) => label[0]?.value === texts[i] && label[1]?.value === "\x7f😱\x7f"),
        true,
      );
    }
  });

  it("PROTOBUF.encoder() writes labels next to a pair whose length has the bytes of NaN", () => {
    for (let length = 15_850; length < 15_900; length++) {
      const points = [{ a: "vvvvv" }, { ["n".repeat(500)]: "x".repeat(length), b: "w" }, { c: "vvvvv" }]
        .map((labels) => ({ labels, value: 1 }));
      const families = [markLive({ ...gaugeFamily("a"), points })];
      const encoder = PROTOBUF.encoder();
      for (let round = 0; round < 2; round++) {
        const [decoded] = decodeFamilies(joined(encoder.encode(families)));
        const metrics = decoded?.metric as { label: { value: string }[] }[];
        assertEquals(metrics.map(({ label }) => label.map(({ value }) => value.length)), [[5], [1, length], [5]]);
        assertEquals(metrics[0]?.label[0]?.value, "vvvvv");
        assertEquals(metrics[2]?.label[0]?.value, "vvvvv");
      }
    }
  });
});
