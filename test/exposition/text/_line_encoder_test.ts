import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertLessOrEqual, assertThrows } from "@std/assert";
import { encodeLines } from "../../../src/exposition/text/_line_encoder.ts";
import { LineCache } from "../../../src/exposition/_line_cache.ts";
import type { TextDialect } from "../../../src/exposition/text/_dialect.ts";
import { OPENMETRICS } from "../../../src/exposition/text/openmetrics.ts";
import { OPENMETRICS_2_0_0 } from "../../../src/exposition/text/openmetrics_2.ts";
import { TEXT } from "../../../src/exposition/text/text.ts";
import { Counter } from "../../../src/metrics/counter.ts";
import { Histogram } from "../../../src/metrics/histogram.ts";
import type { Exemplar } from "../../../src/model/exemplar.ts";
import type { MetricFamily } from "../../../src/model/metric_family.ts";
import { decoded, encoded } from "../../support/encoded.ts";
import { gaugeFamily } from "../../support/families.ts";
import { property } from "../../support/property.ts";
import { randomNumber } from "../../support/random_families.ts";

/** A format as small as one can be. */
const DIALECT: TextDialect = {
  id: "test",
  head: ({ name }) => `[${name}]\n`,
  bound: (value) => `<${value}>`,
  time: (timestampMs) => `@${timestampMs}`,
  gaugeHistogram: { sum: "_s", count: "_c" },
  omitsNegatives: false,
  hasCreated: true,
  end: "END\n",
};

const PIECE = 64 * 1024;

function familyOf(name: string, count: number, text: string): MetricFamily {
  const points = Array.from({ length: count }, (_, i) => ({ labels: { i: String(i), text }, value: i }));
  return { ...gaugeFamily(name), points };
}

describe("encodeLines", () => {
  it("encodeLines() asks its dialect for all that formats differ in", () => {
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
      decoded(encodeLines(families, DIALECT, { created: true })),
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

  it("encodeLines() writes nothing of a dialect without an end where there is no family", () => {
    assertEquals([...encodeLines([], { ...DIALECT, end: "" })], []);
    assertEquals(decoded(encodeLines([], DIALECT)), "END\n");
  });

  it("encodeLines() reads the points of a family when it comes to it", () => {
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
    const pieces = encodeLines([familyOf("early", 3000, "x".repeat(40)), late], DIALECT);
    pieces.next();
    assertEquals(isRead, false);
    assertEquals(decoded(pieces).endsWith("[late]\nlate 1\nEND\n"), true);
    assertEquals(isRead, true);
  });

  property("encodeLines() gives pieces of some 64 kB, each of whole lines", (random) => {
    for (let i = 0; i < 10; i++) {
      const width = random.below(400);
      const families = random.list(
        1 + random.below(6),
        () => familyOf(`f${random.below(1e9)}`, random.below(4000), "x".repeat(width)),
      );
      const cache = new LineCache(2 ** 30);
      const longest = width + 60;
      for (const options of [{}, { cache }, { cache }, { cache }]) {
        const sizes: number[] = [];
        for (const piece of encodeLines(families, DIALECT, options)) {
          sizes.push(piece.length);
          assertEquals(piece.at(-1), 10);
        }
        assertLessOrEqual(Math.max(...sizes), PIECE * 1.5 + longest);
        for (const size of sizes.slice(0, -1)) assertGreater(size, PIECE / 2 - longest);
      }
    }
  });

  it("encodeLines() gives pieces of some 64 kB of text that is no ASCII", () => {
    const family = familyOf("test", 5000, "花火".repeat(30));
    const cache = new LineCache(2 ** 30);
    for (const options of [{}, { cache }, { cache }, { cache }]) {
      for (const { length } of encodeLines([family], DIALECT, options)) assertLessOrEqual(length, PIECE * 1.5);
    }
  });

  it("encodeLines() writes a point that is larger than a piece", () => {
    const labels = { a: "x".repeat(3 * PIECE) };
    const points = [{ labels: { a: "1" }, value: 1 }, { labels, value: 2 }, { labels: { a: "3" }, value: 3 }];
    const family = { ...gaugeFamily("test"), points };
    const expected = `[test]\ntest{a="1"} 1\ntest{a="${labels.a}"} 2\ntest{a="3"} 3\nEND\n`;
    const cache = new LineCache();
    for (const options of [{}, { cache }, { cache }, { cache }]) {
      assertEquals(decoded(encodeLines([family], DIALECT, options)) === expected, true);
    }
  });
});

describe("encodeLines with a cache", () => {
  property("encodeLines() writes what changes from scrape to scrape as if it had never written before", (random) => {
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
    const points = Array.from({ length: 3000 }, (_, i) => make(i));
    const families: MetricFamily[] = [
      { type: "counter", name: "a_total", help: "", points },
      { type: "histogram", name: "b", help: "", points },
    ];
    const cache = new LineCache(2 ** 30);
    for (let scrape = 0; scrape < 12; scrape++) {
      for (let change = random.below(300); change > 0; change--) {
        const point = random.pick(points);
        const kind = random.below(8);
        if (kind === 0) point.exemplar = random.pick([undefined, exemplar()]);
        else if (kind === 1) point.exemplars[random.below(3)] = random.pick([undefined, exemplar()]);
        else if (kind === 2) point.timestampMs = random.pick([undefined, undefined, undefined, 1000]);
        else if (kind === 3) points[points.indexOf(point)] = make(random.below(1e6));
        else if (kind === 4) point.sum = random.pick([NaN, randomNumber(random)]);
        else if (kind === 5) point.counts[random.below(3)] = random.below(1e6);
        else point.value = random.pick([random.below(2000), random.below(2000) / 2, Math.abs(randomNumber(random))]);
      }
      if (scrape % 3 === 0) points.push(...random.list(random.below(400), () => make(random.below(1e6))));
      if (scrape % 4 === 2) points.length = Math.max(100, points.length - random.below(1500));
      for (const format of [TEXT, OPENMETRICS, OPENMETRICS_2_0_0]) {
        const options = { created: true };
        assertEquals(
          encoded(format, families, { ...options, cache }) === encoded(format, families, options),
          true,
          format.contentType,
        );
      }
    }
  });

  it("encodeLines() writes all anew after a point that could not be read", () => {
    let fails = false;
    const points = [10, 20, 30].map((value) => ({ labels: { i: String(value) }, value }));
    const broken = {
      labels: { i: "broken" },
      get value(): number {
        if (fails) throw new Error("broken");
        return 1;
      },
    };
    const family = { ...gaugeFamily("test"), points: [...points, broken] };
    const cache = new LineCache();
    for (let i = 0; i < 3; i++) encoded(TEXT, [family], { cache });
    fails = true;
    for (const point of points) point.value = 12345;
    assertThrows(() => encoded(TEXT, [family], { cache }), Error, "broken");
    fails = false;
    assertEquals(encoded(TEXT, [family], { cache }), encoded(TEXT, [family]));
  });

  it("encodeLines() shares a cache between formats, escaping schemes and created times", () => {
    const points = [{ labels: { "a.b": "1" }, value: 2, createdMs: 1000 }];
    const distributions = [{ labels: { "a.b": "1" }, sum: 3, bounds: [1], counts: [1, 2], createdMs: 1000 }];
    const families: MetricFamily[] = [
      { type: "counter", name: "c.d_total", help: "", points },
      { type: "gaugehistogram", name: "e", help: "", points: distributions },
      { type: "histogram", name: "f", help: "", points: distributions },
    ];
    const cache = new LineCache();
    const ways = [TEXT, OPENMETRICS, OPENMETRICS_2_0_0].flatMap((format) =>
      (["underscores", "dots", "values", "allow-utf-8"] as const).flatMap((escaping) =>
        [false, true].map((created) => ({ format, options: { escaping, created } }))
      )
    );
    for (let round = 0; round < 4; round++) {
      for (const { format, options } of ways) {
        assertEquals(encoded(format, families, { ...options, cache }), encoded(format, families, options));
      }
    }
  });

  it("encodeLines() asks a point for its labels no more once they are kept", () => {
    let asked = 0;
    const point = {
      value: 1,
      get labels() {
        asked++;
        return { a: "1" };
      },
    };
    const family = { ...gaugeFamily("test"), points: [point] };
    const cache = new LineCache();
    for (let i = 0; i < 2; i++) encoded(TEXT, [family], { cache });
    const askedBefore = asked;
    for (let i = 0; i < 3; i++) {
      point.value++;
      assertEquals(encoded(TEXT, [family], { cache }).endsWith(`test{a="1"} ${point.value}\n`), true);
    }
    assertEquals(asked, askedBefore);
  });

  it("encodeLines() writes each series once, whatever another reader has it write meanwhile", () => {
    const points = Array.from({ length: 3000 }, (_, i) => ({ labels: { i: String(i) }, value: 1 }));
    const family = { ...gaugeFamily("test"), points };
    const cache = new LineCache();
    for (let i = 0; i < 2; i++) encoded(TEXT, [family], { cache });
    for (const point of points) point.value = 1 / 3;
    const expected = encoded(TEXT, [family]);
    const slow = TEXT.encode([family], { cache })[Symbol.iterator]();
    const first = slow.next().value as Uint8Array<ArrayBuffer>;
    points.push({ labels: { i: "new" }, value: 1 });
    encoded(TEXT, [family], { cache });
    const rest = { [Symbol.iterator]: () => slow };
    assertEquals(decoded([first, ...rest]), `${expected}test{i="new"} 1\n`);
  });

  it("encodeLines() follows an instrument whose series come, go and come again", () => {
    const counter = new Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"] });
    const histogram = new Histogram({ name: "wait_seconds", help: "Wait.", labelNames: ["queue"], buckets: [1, 2] });
    const cache = new LineCache();
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
        assertEquals(encoded(OPENMETRICS, families, { cache }), encoded(OPENMETRICS, families));
      }
    }
  });
});
