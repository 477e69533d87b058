import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertLessOrEqual, assertMatch, assertThrows } from "@std/assert";
import type { Encoder, Format, RememberingFormat } from "../../src/exposition/format.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { Labels } from "../../src/model/labels.ts";
import type { GaugeFamily, MetricFamily, Point } from "../../src/model/metric_family.ts";
import { reservedLabel } from "../../src/model/sample_names.ts";
import { markLive } from "../../src/model/live_family.ts";
import { decoded, encoded } from "../support/encoded.ts";
import { gaugeFamily } from "../support/families.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { property } from "../support/property.ts";
import { RandomFamilies, randomNumber } from "../support/random_families.ts";

/** One text format. */
export interface FormatKind {
  /** Its symbol. */
  readonly title: string;
  readonly format: RememberingFormat;
  readonly contentType: string;
  /** Pattern of what follows a series on its line. */
  readonly tail: string;
  /** What each body ends with. */
  readonly end: string;
}

/** Pattern of a value. */
export const NUMBER: string = String.raw`(?:NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)`;
/** Pattern of a time in seconds, without an exponent or zeros that say nothing. */
export const SECONDS: string = String.raw`(?:-?\d+(?:\.\d*[1-9])?)`;

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const QUOTED = String.raw`"(?:[^"\\\n]|\\["\\n])*"`;
const LABEL = `(?:[a-zA-Z_][a-zA-Z0-9_]*|${QUOTED})=${QUOTED}`;
/** Pattern of labels between braces. */
export const LABELS: string = String.raw`\{(?:${LABEL}(?:,${LABEL})*)?\}`;
const SERIES = String.raw`(?:${NAME}(?:\{${LABEL}(?:,${LABEL})*\})?|\{${QUOTED}(?:,${LABEL})*\})`;
const META_LINE = new RegExp(String.raw`^# (?:TYPE|UNIT|HELP) (?:${NAME}|${QUOTED}) [^\n]+$`, "u");

const SCHEMES: readonly EscapingScheme[] = ["allow-utf-8", "underscores", "dots", "values"];

/** Enough points for many pieces. */
const MANY = 8000;

/** What every format owes whose samples stand on a line each. */
export function formatContract({ title, format, contentType, tail, end }: FormatKind): void {
  const sampleLine = new RegExp(`^(${SERIES}) ${tail}$`, "u");

  /** The series on the sample lines of a body. */
  function seriesIn(body: string): string[] {
    return body.split("\n").flatMap((line) => sampleLine.exec(line)?.[1] ?? []);
  }

  describe(`${title} as a format`, () => {
    it(`${title} names its media type`, () => assertEquals(format.contentType, contentType));

    it(`${title}.encode() writes no family without points, whatever gives them`, () => {
      const empty: MetricFamily[] = [
        { type: "gauge", name: "a", help: "Test.", points: [] },
        { type: "counter", name: "b_total", help: "Test.", points: new Set() },
        { type: "stateset", name: "c", help: "Test.", points: [].values() },
      ];
      assertEquals(encoded(format, []), end);
      assertEquals(encoded(format, empty), end);
      assertEquals(decoded(format.encoder().encode(empty)), end);
    });

    it(`${title}.encode() reads families and points that can be read once only`, () => {
      const families: MetricFamily[] = [gaugeFamily("a"), gaugeFamily("b.c")];
      const once = families.map((family) => ({ ...family, points: [...family.points].values() }) as MetricFamily);
      assertEquals(encoded(format, once.values()), encoded(format, families));
    });

    it(`${title}.encode() throws for a type that it does not know`, () => {
      const family = { ...gaugeFamily("test"), type: "gaugee" } as never;
      assertThrows(() => encoded(format, [family]), TypeError, "Cannot encode family: type is unknown");
    });

    it(`${title}.encode() escapes names with underscores by default`, () => {
      const families = [gaugeFamily("a.b", 1, { "c.d": "1" })];
      assertEquals(encoded(format, families), encoded(format, families, { escaping: "underscores" }));
      assertMatch(encoded(format, families), /^a_b\{c_d="1"\} 1$/m);
    });

    property(`${title}.encode() writes well-formed lines, each with its end`, (random) => {
      for (let i = 0; i < 30; i++) {
        const { families } = new RandomFamilies(random);
        for (const escaping of SCHEMES) {
          const body = encoded(format, families, { escaping, created: random.below(2) === 0 });
          assertEquals(body.slice(-end.length || Infinity), end);
          assertEquals(body.at(-1), families.some(hasPoints) || end !== "" ? "\n" : undefined);
          const lines = body.slice(0, body.length - end.length).split("\n").slice(0, -1);
          assertEquals(lines.filter((line) => !META_LINE.test(line) && !sampleLine.test(line)), []);
          if (escaping !== "allow-utf-8") assertEquals(lines.filter((line) => /^(?:# \w+ )?[{"]/.test(line)), []);
          assertEquals(body.isWellFormed(), true);
        }
      }
    });

    property(`${title}.encode() writes the metadata of a family once, and samples after it`, (random) => {
      for (let i = 0; i < 30; i++) {
        const families = withPlace(format, new RandomFamilies(random).families);
        const body = encoded(format, families, { escaping: random.pick(SCHEMES) });
        const heads = body.match(/^# (?:TYPE|UNIT|HELP) (?:"(?:[^"\\]|\\.)*"|\S+)/gm) ?? [];
        assertEquals(heads.length, new Set(heads).size);
        assertEquals(heads.filter((head) => head.startsWith("# TYPE")).length, families.filter(hasPoints).length);
        const lines = body.split("\n");
        for (const [i, line] of lines.entries()) {
          const next = lines[i + 1] ?? "";
          if (META_LINE.test(line) && !META_LINE.test(next)) assertMatch(next, sampleLine);
        }
      }
    });

    property(`${title}.encode() writes each label set so that a reader gets back the same one`, (random) => {
      for (let i = 0; i < 30; i++) {
        const families = withPlace(format, new RandomFamilies(random).families).filter(hasPoints);
        const groups = encoded(format, families, { escaping: "allow-utf-8" }).split(/^# TYPE .*$/m).slice(1);
        assertEquals(groups.length, families.length);
        for (const [i, { type, name, points }] of families.entries()) {
          const written = seriesIn(groups[i] as string).map((series) => {
            const labels = new Map(readLabels(series));
            labels.delete(reservedLabel(type, name) ?? "");
            return keyOf(labels);
          });
          const given = Array.from(points, ({ labels }) => keyOf(Object.entries(labels)));
          assertEquals([...new Set(written)], given);
        }
      }
    });

    property(
      `${title}.encode() writes no series and no label of a series twice, however names are escaped`,
      (random) => {
        for (let i = 0; i < 30; i++) {
          const { families } = new RandomFamilies(random);
          for (const escaping of SCHEMES) {
            const all = seriesIn(encoded(format, families, { escaping, created: true }));
            assertEquals(all.length, new Set(all).size);
            for (const series of all) {
              const names = readLabels(series).map(([name]) => name);
              assertEquals(names.length, new Set(names).size, series);
            }
          }
        }
      },
    );

    property(`${title}.encode() writes numbers so that a reader gets back the same ones`, (random) => {
      const values = random.list(1000, () => randomNumber(random));
      const points = values.map((value, i) => ({ labels: { i: String(i) }, value }));
      const lines = encoded(format, [{ ...gaugeFamily("test"), help: "", points }]).split("\n").slice(1);
      for (const [i, value] of values.entries()) {
        const printed = lines[i]?.split(" ")[1] ?? "";
        assertEquals(Number(printed.replace("Inf", "Infinity")) + 0, value + 0);
      }
    });

    property(`${title}.encode() changes nothing that it is given, and writes the same again`, (random) => {
      for (let i = 0; i < 30; i++) {
        const families = new RandomFamilies(random).families;
        const before = structuredClone(families);
        for (const family of families) if (random.below(2) === 0) markLive(family);
        deepFreeze(families);
        const encoder = format.encoder();
        const bodies = [format, format, encoder, encoder, encoder].map((one) => decoded(one.encode(families)));
        assertEquals(families, before);
        assertEquals(new Set(bodies).size, 1);
      }
    });

    property(`${title}.encoder() writes the same as encode(), from scrape to scrape`, (random) => {
      for (let i = 0; i < 20; i++) {
        const registry = new RandomFamilies(random);
        const maxBytes = random.pick([0, 5_000, undefined]);
        const encoders = new Map<string, Encoder>();
        for (let scrape = 0; scrape < 12; scrape++) {
          const options = { escaping: random.pick([...SCHEMES, undefined]), created: random.below(2) === 0 };
          const key = JSON.stringify(options);
          const encoder = encoders.get(key) ?? format.encoder({ ...options, maxBytes });
          encoders.set(key, encoder);
          const { families, liveFamilies } = registry;
          assertEquals(decoded(encoder.encode(liveFamilies)), encoded(format, families, options));
          registry.change();
        }
      }
    });
  });

  describe(`${title} piece by piece`, () => {
    it(`${title} gives pieces of about 64 kB, whether labels are kept or not`, () => {
      const families = [gaugeFamily("small"), manyPoints("large"), manyPoints("larger"), gaugeFamily("last")];
      const encoder = format.encoder();
      for (const one of [format, encoder, encoder, encoder]) {
        const sizes = Array.from(one.encode(families), ({ length }) => length);
        assertGreater(sizes.length, 5);
        for (const size of sizes) assertLessOrEqual(size, 96 * 1024 + 200);
        for (const size of sizes) assertGreater(size, 0);
        // Most are as large as that.
        assertGreater(sizes.reduce((sum, size) => sum + size, 0) / sizes.length, 32 * 1024);
      }
    });

    it(`${title}.encoder() writes a body whole after one that was given up at any piece`, () => {
      const small = gaugeFamily("small");
      const large = manyPoints("large");
      const encoder = format.encoder();
      for (let taken = 0; taken < 12; taken++) {
        let left = taken;
        for (const _piece of encoder.encode([small, large])) if (--left <= 0) break;
        for (const point of large.points) point.value++;
        const body = decoded(encoder.encode([small, large]));
        assertEquals(body === encoded(format, [small, large]), true, `after ${taken} pieces`);
      }
    });

    it(`${title}.encoder() writes two bodies in turns`, () => {
      const families = [gaugeFamily("small"), manyPoints("large"), manyPoints("larger")];
      const encoder = format.encoder();
      const whole = encoded(format, families);
      for (let round = 0; round < 4; round++) {
        const pieces: [Uint8Array[], Uint8Array[]] = [[], []];
        const bodies = [0, 1].map(() => encoder.encode(families)[Symbol.iterator]());
        for (let open = 2; open > 0;) {
          open = 0;
          for (const [i, body] of bodies.entries()) {
            const { done, value } = body.next();
            if (done) continue;
            pieces[i]?.push(value);
            open++;
          }
        }
        for (const one of pieces) assertEquals(decoded(one) === whole, true, `round ${round}`);
      }
    });

    it(`${title}.encoder() writes series that come up between two pieces whole`, () => {
      const points = manyPoints("large").points;
      const family: GaugeFamily = markLive({ ...gaugeFamily("large"), points });
      const encoder = format.encoder();
      for (let round = 0; round < 4; round++) {
        const pieces: Uint8Array[] = [];
        for (const piece of encoder.encode([family])) {
          if (pieces.push(piece) < 4) points.push({ labels: { id: `new ${points.length}` }, value: round });
        }
        const lines = decoded(pieces).slice(0, -end.length || undefined).split("\n").slice(2, -1);
        assertEquals(lines.filter((line) => !sampleLine.test(line)), []);
        assertEquals(lines.length, new Set(lines).size);
        assertGreater(lines.length, MANY - 1);
        assertEquals(decoded(encoder.encode([family])) === encoded(format, [family]), true, `round ${round}`);
      }
    });

    it(`${title}.encoder() fails with a point that cannot be read, and writes the next body whole`, () => {
      let isBroken = false;
      const points: Point[] = [...manyPoints("large").points];
      points[MANY / 2] = {
        labels: { id: "broken" },
        get value(): number {
          if (isBroken) throw new RangeError("broken");
          return 1;
        },
      };
      const family = markLive({ ...gaugeFamily("large"), points });
      const encoder = format.encoder();
      for (let round = 0; round < 4; round++) {
        isBroken = true;
        assertThrows(() => decoded(encoder.encode([family])), RangeError, "broken");
        isBroken = false;
        assertEquals(decoded(encoder.encode([family])) === encoded(format, [family]), true, `round ${round}`);
        points.push({ labels: { id: `new ${round}` }, value: 1 });
        assertEquals(decoded(encoder.encode([family])) === encoded(format, [family]), true, `round ${round}`);
      }
    });
  });
}

function hasPoints({ points }: MetricFamily): boolean {
  return (points as readonly unknown[]).length > 0;
}

function manyPoints(name: string): GaugeFamily & { readonly points: { labels: Labels; value: number }[] } {
  const text = HOSTILE_TEXTS.filter((text) => /^[ -~\n]*$/.test(text));
  const points = Array.from({ length: MANY }, (_, i) => {
    return { labels: { id: String(i), text: text[i % text.length] as string }, value: i };
  });
  return markLive({ ...gaugeFamily(name), points });
}

/** Reads the labels of a series, as few lines as that takes. */
function readLabels(series: string): [name: string, value: string][] {
  const inner = series.slice(series.indexOf("{")).replace(new RegExp(`^\\{${QUOTED}(?=[,}])`, "u"), "{");
  const pair = new RegExp(`(?:([a-zA-Z_][a-zA-Z0-9_]*)|(${QUOTED}))=(${QUOTED})`, "gu");
  return Array.from(
    inner.matchAll(pair),
    ([, bare, quoted = "", value = ""]) => [bare ?? unquote(quoted), unquote(value)],
  );
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, char: string) => char === "n" ? "\n" : char);
}

function keyOf(labels: Iterable<[string, string]>): string {
  return JSON.stringify([...labels].sort(([one], [other]) => one < other ? -1 : 1));
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}

/** Families that a format has a place for: OpenMetrics 2.0 leaves out summaries of negative values. */
function withPlace({ contentType }: Format, families: readonly MetricFamily[]): readonly MetricFamily[] {
  if (!contentType.includes("version=2.0.0")) return families;
  return families.filter((family) =>
    family.type !== "summary" ||
    [...family.points].every(({ sum, quantiles }) => !(sum < 0) && quantiles.every(({ value }) => !(value < 0)))
  );
}
