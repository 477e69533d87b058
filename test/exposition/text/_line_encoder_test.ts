import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertLessOrEqual, assertThrows } from "@std/assert";
import { lineFormat } from "../../../src/exposition/text/_line_encoder.ts";
import type { TextDialect } from "../../../src/exposition/text/_dialect.ts";
import { OPENMETRICS } from "../../../src/exposition/text/openmetrics.ts";
import { OPENMETRICS_2_0_0 } from "../../../src/exposition/text/openmetrics_2.ts";
import { TEXT } from "../../../src/exposition/text/text.ts";
import { Counter } from "../../../src/metrics/counter.ts";
import { Histogram } from "../../../src/metrics/histogram.ts";
import type { Exemplar } from "../../../src/model/exemplar.ts";
import type { MetricFamily } from "../../../src/model/metric_family.ts";
import { markLive } from "../../../src/model/live_family.ts";
import type { Encoder } from "../../../src/exposition/format.ts";
import { decoded, encoded } from "../../support/encoded.ts";
import { gaugeFamily } from "../../support/families.ts";
import { property } from "../../support/property.ts";
import { randomNumber } from "../../support/random_families.ts";

/** A format as small as one can be. */
const DIALECT: TextDialect = {
  head: ({ name }) => `[${name}]\n`,
  bound: (value) => `<${value}>`,
  time: (timestampMs) => `@${timestampMs}`,
  gaugeHistogram: { sum: "_s", count: "_c" },
  omitsNegatives: false,
  hasCreated: true,
  end: "END\n",
};

const FORMAT = lineFormat("text/plain", DIALECT);

const PIECE = 64 * 1024;

function familyOf(name: string, count: number, text: string): MetricFamily {
  const points = Array.from({ length: count }, (_, i) => ({ labels: { i: String(i), text }, value: i }));
  return markLive({ ...gaugeFamily(name), points });
}

describe("lineFormat", () => {
  it("lineFormat() asks its dialect for all that formats differ in", () => {
    const times = { timestampMs: 7, createdMs: 5 };
    const families: MetricFamily[] = [
      { type: "counter", name: "a_total", help: "", points: [{ labels: {}, value: 1, ...times }] },
      { type: "gaugehistogram", name: "b", help: "", points: [{ labels: {}, sum: NaN, bounds: [2], counts: [1, 0] }] },
      {
        type: "summary",
        name: "c",
        help: "",
        points: [{ labels: {}, sum: 1, count: 1, quantiles: [{ quantile: 1, value: 3 }] }],
      },
    ];
    assertEquals(
      decoded(FORMAT.encode(families, { created: true })),
      `[a_total]
a_total 1 @7
a_created @5 @7
[b]
b_bucket{le="<2>"} 1
b_bucket{le="<Infinity>"} 1
b_s NaN
b_c 1
[c]
c{quantile="<1>"} 3
c_sum 1
c_count 1
END
`,
    );
  });

  it("lineFormat() writes nothing of a dialect without an end where there is no family", () => {
    assertEquals([...lineFormat("text/plain", { ...DIALECT, end: "" }).encode([])], []);
    assertEquals(decoded(FORMAT.encode([])), "END\n");
  });

  it("lineFormat() reads the points of a family when it comes to it", () => {
    let isRead = false;
    const late: MetricFamily = {
      ...gaugeFamily("late"),
      points: {
        *[Symbol.iterator]() {
          isRead = true;
          yield { labels: {}, value: 1 };
        },
      },
    };
    const pieces = FORMAT.encode([familyOf("early", 3000, "x".repeat(40)), late])[Symbol.iterator]();
    pieces.next();
    assertEquals(isRead, false);
    assertEquals(decoded({ [Symbol.iterator]: () => pieces }).endsWith("[late]\nlate 1\nEND\n"), true);
    assertEquals(isRead, true);
  });

  property("lineFormat() gives pieces of some 64 kB, each of whole lines", (random) => {
    for (let i = 0; i < 10; i++) {
      const width = random.below(400);
      const families = random.list(
        1 + random.below(6),
        () => familyOf(`f${random.below(1e9)}`, random.below(4000), "x".repeat(width)),
      );
      const encoder = FORMAT.encoder({ maxBytes: 2 ** 30 });
      const longest = width + 60;
      for (const one of [FORMAT, encoder, encoder, encoder]) {
        const sizes: number[] = [];
        for (const piece of one.encode(families)) {
          sizes.push(piece.length);
          assertEquals(piece.at(-1), 10);
        }
        assertLessOrEqual(Math.max(...sizes), PIECE * 1.5 + longest);
        for (const size of sizes.slice(0, -1)) assertGreater(size, PIECE / 2 - longest);
      }
    }
  });

  it("lineFormat() gives pieces of some 64 kB of text that is no ASCII", () => {
    const family = familyOf("test", 5000, "花火".repeat(30));
    const encoder = FORMAT.encoder({ maxBytes: 2 ** 30 });
    for (const one of [FORMAT, encoder, encoder, encoder]) {
      for (const { length } of one.encode([family])) assertLessOrEqual(length, PIECE * 1.5);
    }
  });

  it("lineFormat() writes a point that is larger than a piece", () => {
    const labels = { a: "x".repeat(3 * PIECE) };
    const points = [{ labels: { a: "1" }, value: 1 }, { labels, value: 2 }, { labels: { a: "3" }, value: 3 }];
    const family = markLive({ ...gaugeFamily("test"), points });
    const expected = `[test]\ntest{a="1"} 1\ntest{a="${labels.a}"} 2\ntest{a="3"} 3\nEND\n`;
    const encoder = FORMAT.encoder();
    for (const one of [FORMAT, encoder, encoder, encoder]) {
      assertEquals(decoded(one.encode([family])) === expected, true);
    }
  });
});

describe("LineEncoder", () => {
  property("LineEncoder writes what changes from scrape to scrape as if it had never written before", (random) => {
    const texts = ["", "x", "é", "花火😱", "y".repeat(130)];
    const exemplar = () => ({ labels: { trace: random.pick(texts) }, value: randomNumber(random), timestampMs: 1 });
    const make = (i: number) => ({
      labels: { i: String(i), text: random.pick(texts) },
      value: random.below(1000),
      sum: 0,
      bounds: [1, 2],
      counts: [0, 0, 0],
      timestampMs: undefined as number | undefined,
      exemplar: undefined as Exemplar | undefined,
      exemplars: [undefined, undefined, undefined] as (Exemplar | undefined)[],
    });
    let points = Array.from({ length: 3000 }, (_, i) => make(i));
    const families = [
      markLive({ type: "counter" as const, name: "a_total", help: "", points }),
      markLive({ type: "histogram" as const, name: "b", help: "", points }),
    ];
    const formats = [TEXT, OPENMETRICS, OPENMETRICS_2_0_0];
    const encoders = formats.map((format) => format.encoder({ created: true, maxBytes: 2 ** 30 }));
    for (let scrape = 0; scrape < 12; scrape++) {
      for (let change = random.below(300); change > 0; change--) {
        const point = random.pick(points);
        const kind = random.below(8);
        if (kind === 0) point.exemplar = random.pick([undefined, exemplar()]);
        else if (kind === 1) point.exemplars[random.below(3)] = random.pick([undefined, exemplar()]);
        else if (kind === 2) point.timestampMs = random.pick([undefined, undefined, undefined, 1000]);
        else if (kind === 3) points = points.map((other) => other === point ? make(random.below(1e6)) : other);
        else if (kind === 4) point.sum = random.pick([NaN, randomNumber(random)]);
        else if (kind === 5) point.counts[random.below(3)] = random.below(1e6);
        else point.value = random.pick([random.below(2000), random.below(2000) / 2, Math.abs(randomNumber(random))]);
      }
      if (scrape % 3 === 0) points.push(...random.list(random.below(400), () => make(random.below(1e6))));
      if (scrape % 4 === 2) points = points.slice(0, Math.max(100, points.length - random.below(1500)));
      for (const family of families) family.points = points;
      for (const [i, format] of formats.entries()) {
        const body = decoded((encoders[i] as Encoder).encode(families));
        assertEquals(body === encoded(format, families, { created: true }), true, format.contentType);
      }
    }
  });

  it("LineEncoder writes everything after a point that could not be read", () => {
    let fails = false;
    const points = [10, 20, 30].map((value) => ({ labels: { i: String(value) }, value }));
    const broken = {
      labels: { i: "broken" },
      get value(): number {
        if (fails) throw new Error("broken");
        return 1;
      },
    };
    const family = markLive({ ...gaugeFamily("test"), points: [...points, broken] });
    const encoder = TEXT.encoder();
    for (let i = 0; i < 3; i++) decoded(encoder.encode([family]));
    fails = true;
    for (const point of points) point.value = 12345;
    assertThrows(() => decoded(encoder.encode([family])), Error, "broken");
    fails = false;
    assertEquals(decoded(encoder.encode([family])), encoded(TEXT, [family]));
  });

  it("LineEncoder writes a family under the name that the families around it leave it", () => {
    const family = markLive(gaugeFamily("a.b"));
    const other = gaugeFamily("a_b", 2);
    const encoder = TEXT.encoder();
    for (const families of [[family], [family, other], [family, other], [family], [other, family]]) {
      assertEquals(decoded(encoder.encode(families)), encoded(TEXT, families));
    }
  });

  it("LineEncoder asks a point for its labels no more once they are kept", () => {
    let asked = 0;
    const point = {
      value: 1,
      get labels() {
        asked++;
        return { a: "1" };
      },
    };
    const family = markLive({ ...gaugeFamily("test"), points: [point] });
    const encoder = TEXT.encoder();
    for (let i = 0; i < 4; i++) {
      point.value++;
      assertEquals(decoded(encoder.encode([family])).endsWith(`test{a="1"} ${point.value}\n`), true);
    }
    assertEquals(asked, 1);
    decoded(encoder.encode([{ ...family }]));
    decoded(encoder.encode([{ ...family }]));
    assertEquals(asked, 3, "a copy is not live");
  });

  it("LineEncoder writes each series once, whatever another reader has it write meanwhile", () => {
    const points = Array.from({ length: 3000 }, (_, i) => ({ labels: { i: String(i) }, value: 1 }));
    const family = markLive({ ...gaugeFamily("test"), points });
    const encoder = TEXT.encoder();
    for (let i = 0; i < 2; i++) decoded(encoder.encode([family]));
    for (const point of points) point.value = 1 / 3;
    const expected = encoded(TEXT, [family]);
    const slow = encoder.encode([family])[Symbol.iterator]();
    const first = slow.next().value as Uint8Array<ArrayBuffer>;
    points.push({ labels: { i: "new" }, value: 1 });
    decoded(encoder.encode([family]));
    const rest = { [Symbol.iterator]: () => slow };
    assertEquals(decoded([first, ...rest]), `${expected}test{i="new"} 1\n`);
  });

  it("LineEncoder follows an instrument whose series come, go and come again", () => {
    const counter = new Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"] });
    const histogram = new Histogram({ name: "wait_seconds", help: "Wait.", labelNames: ["queue"], buckets: [1, 2] });
    const encoder = OPENMETRICS.encoder();
    const steps = [
      () => counter.inc({ queue: "a" }),
      () => counter.inc({ queue: "b" }, 2),
      () => histogram.observe({ queue: "a" }, 1.5),
      () => histogram.observe({ queue: "b" }, 0.5),
      () => counter.remove({ queue: "a" }),
      () => counter.inc({ queue: "c" }, 3),
      () => counter.inc({ queue: "a" }, 4),
      () => histogram.remove({ queue: "b" }),
      () => histogram.clear(),
      () => histogram.observe({ queue: "b" }, 9),
    ];
    for (const step of steps) {
      step();
      for (let scrape = 0; scrape < 3; scrape++) {
        const families = [counter, histogram].flatMap((one) => [...one.collect() as Iterable<MetricFamily>]);
        assertEquals(decoded(encoder.encode(families)), encoded(OPENMETRICS, families));
      }
    }
  });
});
