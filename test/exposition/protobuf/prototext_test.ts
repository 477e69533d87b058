import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import type { EncodeOptions, Format } from "../../../src/exposition/format.ts";
import { PROTOBUF } from "../../../src/exposition/protobuf/protobuf.ts";
import { PROTOBUF_COMPACT, PROTOBUF_TEXT } from "../../../src/exposition/protobuf/prototext.ts";
import type { CounterFamily, MetricFamily, NativeHistogram } from "../../../src/model/metric_family.ts";
import { gaugeFamily } from "../../support/families.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { decodeFamilies, decodeText } from "../../support/metrics_proto.ts";
import { property } from "../../support/property.ts";

function textOf(format: Format, families: readonly MetricFamily[], options?: EncodeOptions): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return [...format.encode(families, options)].map((piece) => decoder.decode(piece)).join("");
}

const EXEMPLAR = { labels: { id: "x" }, value: 0.5, timestampMs: 1500 };

const COUNTER: CounterFamily = {
  type: "counter",
  name: "a_bytes_total",
  help: 'In "bytes".',
  unit: "bytes",
  points: [{ labels: { a: "é" }, value: 2, createdMs: 0, exemplar: EXEMPLAR, timestampMs: -300 }],
};

const NATIVE: NativeHistogram = {
  schema: -1,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [{ offset: -2, counts: [3, 1] }],
  negative: [],
  exemplars: [EXEMPLAR],
};

describe("PROTOBUF_TEXT", () => {
  it("PROTOBUF_TEXT writes a field on a line", () => {
    assertEquals(
      textOf(PROTOBUF_TEXT, [COUNTER, { ...gaugeFamily("b"), help: "" }]),
      `name: "a_bytes_total"
help: "In \\"bytes\\"."
type: COUNTER
metric: {
  label: {
    name: "a"
    value: "é"
  }
  counter: {
    value: 2
    exemplar: {
      label: {
        name: "id"
        value: "x"
      }
      value: 0.5
      timestamp: {
        seconds: 1
        nanos: 500000000
      }
    }
    created_timestamp: {}
  }
  timestamp_ms: -300
}
unit: "bytes"

name: "b"
type: GAUGE
metric: {
  gauge: {
    value: 1
  }
}

`,
    );
  });

  it("PROTOBUF_TEXT writes fields in the order of their declaration", () => {
    const points = [{ labels: {}, sum: 1, bounds: [2], counts: [1, 0.5], createdMs: 1000, native: NATIVE }];
    const fields = textOf(PROTOBUF_TEXT, [{ type: "histogram", name: "h", help: "", points }]).match(/^ {4}\w+/gm);
    assertEquals(fields?.map((field) => field.trim()), [
      "sample_count_float",
      "sample_sum",
      "bucket",
      "created_timestamp",
      "schema",
      "zero_threshold",
      "zero_count_float",
      "positive_span",
      "positive_count",
      "positive_count",
      "exemplars",
    ]);
  });

  it("PROTOBUF_TEXT gives pieces of some 64 kB", () => {
    const points = Array.from({ length: 5000 }, (_, i) => ({ labels: { i: String(i) }, value: i }));
    const family: MetricFamily = { ...gaugeFamily("a"), points };
    const sizes = [...PROTOBUF_TEXT.encode([family])].map(({ length }) => length);
    assertEquals(sizes.length > 3 && sizes.every((size) => size > 0 && size < 66_000), true);
    assertEquals(decodeText(textOf(PROTOBUF_TEXT, [family])), decodeFamilies(join(PROTOBUF.encode([family]))));
  });
});

describe("PROTOBUF_COMPACT", () => {
  it("PROTOBUF_COMPACT writes a family on a line", () => {
    assertEquals(
      textOf(PROTOBUF_COMPACT, [COUNTER, { ...gaugeFamily("b"), help: "" }]),
      'name:"a_bytes_total" help:"In \\"bytes\\"." type:COUNTER metric:{label:{name:"a" value:"é"} counter:{value:2 ' +
        'exemplar:{label:{name:"id" value:"x"} value:0.5 timestamp:{seconds:1 nanos:500000000}} created_timestamp:{}} ' +
        'timestamp_ms:-300} unit:"bytes"\n' +
        'name:"b" type:GAUGE metric:{gauge:{value:1}}\n',
    );
  });
});

for (const [name, format] of Object.entries({ PROTOBUF_TEXT, PROTOBUF_COMPACT })) {
  describe(`${name} as a sibling of PROTOBUF`, () => {
    it(`${name} leaves out a family without points`, () => {
      assertEquals(textOf(format, [{ ...gaugeFamily("a"), points: [] }]), "");
    });

    it(`${name} escapes control characters, quotes and backslashes, and nothing else`, () => {
      const [line = ""] = textOf(format, [{ ...gaugeFamily("a"), help: '\ufeff\0\t\n\r\x1f "\\ \x7f\x80\x9f\xa0é😱' }])
        .match(/help: ?".*\\u009f[^"]*"/) ?? [];
      assertEquals(line.replace(/help: ?/, ""), '"\ufeff\\x00\\t\\n\\r\\x1f \\"\\\\ \\x7f\\u0080\\u009f\xa0é😱"');
    });

    const values: readonly [value: number, printed: string][] = [
      [NaN, "nan"],
      [Infinity, "inf"],
      [-Infinity, "-inf"],
      [-0, "-0"],
      [1e21, "1e+21"],
      [1e-7, "1e-07"],
      [123_456.5, "123456.5"],
      [1_234_567.5, "1.2345675e+06"],
    ];
    for (const [value, printed] of values) {
      it(`${name} prints ${printed}`, () => {
        assertEquals(/value: ?(\S+?)\}*$/m.exec(textOf(format, [gaugeFamily("a", value)]))?.[1], printed);
      });
    }

    it(`${name} prints negative and large whole numbers`, () => {
      const counts = [Number.MAX_SAFE_INTEGER - 1, 0];
      const positive = [{ offset: -5, counts: [Number.MAX_SAFE_INTEGER, 0] }];
      const points = [{ labels: {}, sum: 1, bounds: [1], counts, native: { ...NATIVE, positive } }];
      const text = textOf(format, [{ type: "histogram", name: "h", help: "", points }]);
      const printed = [...text.matchAll(/(sample_count|schema|offset|positive_delta): ?([-\d]+)/g)];
      assertEquals(printed.map(([, field, number]) => `${field} ${number}`), [
        "sample_count 9007199254740990",
        "schema -1",
        "offset -5",
        "positive_delta 9007199254740991",
        "positive_delta -9007199254740991",
      ]);
    });

    it(`${name} names families as PROTOBUF does`, () => {
      const families = [gaugeFamily("a.b", 1, { "c.d": "" }), gaugeFamily("a_b")];
      for (const escaping of ["underscores", "values", "allow-utf-8"] as const) {
        const expected = decodeFamilies(join(PROTOBUF.encode(families, { escaping })));
        assertEquals(decodeText(textOf(format, families, { escaping })), expected);
      }
    });

    property(`${name} writes what a reader reads as it reads PROTOBUF`, (random) => {
      const text = () => random.list(random.below(4), () => random.pick(HOSTILE_TEXTS)).join("");
      const points = random.list(
        random.below(5) + 1,
        () => ({ labels: { a: text() }, value: random.below(1e9) / 1000 }),
      );
      const families: MetricFamily[] = [{ ...gaugeFamily("a"), help: text(), points }, COUNTER];
      assertEquals(decodeText(textOf(format, families)), decodeFamilies(join(PROTOBUF.encode(families))));
    });
  });
}

function join(pieces: Iterable<Uint8Array>): Uint8Array {
  return Uint8Array.from([...pieces].flatMap((piece) => [...piece]));
}
