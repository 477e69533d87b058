import { describe, it } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { ExemplarProvider } from "../../src/model/exemplar.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import { ManualClock } from "../support/manual_clock.ts";

type ExemplarLabels = Readonly<Record<string, string>>;

interface Labels {
  readonly a: string;
}

/** What exemplars are written to. */
export interface Writable {
  /** Writes a value that all series keep in the same place, with an exemplar. */
  write(value: number, exemplar?: ExemplarLabels): void;
}

/** One class of instruments that keep exemplars, made with the label `a`. */
export interface ExemplarKind<I extends { collect(): unknown }> {
  /** The class. */
  readonly title: string;
  /** Words for it in messages. */
  readonly subject: string;
  /** Makes one with the label `a`. */
  make(options: { readonly clock: ManualClock; readonly exemplar?: ExemplarProvider }): I;
  /** Ways to write to the series of some labels. */
  readonly ways: Readonly<Record<string, (instrument: I, labels: Labels) => Writable>>;
  /** The exemplar that a series keeps. */
  kept(instrument: I, labels: Labels): Exemplar | undefined;
  /** What a series has counted, or `undefined` if there is none. */
  value(instrument: I, labels: Labels): unknown;
}

/** Labels that are not usable, and what the error says of them. */
const BAD: readonly [what: string, labels: unknown, message: string][] = [
  ["of 129 code points", { trace_id: "x".repeat(121) }, "at most 128 code points, current number is 129"],
  ["of 129 code points in two units each", { 花火: "😱".repeat(127) }, "128 code points, current number is 129"],
  ["of many labels that are too long together", { a: "x".repeat(64), b: "x".repeat(64) }, "current number is 130"],
  ["with an empty name", { "": "x" }, 'label name ""'],
  ["with a reserved name", { ok: "x", __x: "x" }, 'label name "__x"'],
  ["with a name that is not well-formed", { "\ud800": "x" }, 'label name "\\ud800"'],
  ["with a number", { trace_id: 5 }, 'label "trace_id" must be a string, current value is 5'],
  ["without a value", { trace_id: undefined }, 'label "trace_id" must be a string, current value is undefined'],
  ["that are text", "trace", 'exemplar labels must be an object, current value is "trace"'],
];

/** What every instrument owes that keeps exemplars. */
export function exemplarContract<I extends { collect(): unknown }>(kind: ExemplarKind<I>): void {
  const { title, subject, make, ways, kept, value } = kind;
  const labels = { a: "1" };
  const [[, any] = []] = Object.entries(ways);

  function writeTo(instrument: I, to: Labels = labels): Writable {
    if (any === undefined) throw new Error("There is no way to write");
    return any(instrument, to);
  }

  describe(`${title} exemplars`, () => {
    for (const [way, to] of Object.entries(ways)) {
      it(`${title}${way} keeps the last exemplar, with its value and time`, () => {
        const clock = new ManualClock();
        const instrument = make({ clock });
        const series = to(instrument, labels);
        series.write(1);
        assertEquals(kept(instrument, labels), undefined);
        for (const [wallMs, trace_id] of [[5000, "x"], [7000, "y"]] as const) {
          clock.wallMs = wallMs;
          series.write(1, { trace_id });
          const { labels: exemplar, value, timestampMs } = kept(instrument, labels) ?? {};
          assertEquals({ exemplar, value, timestampMs }, { exemplar: { trace_id }, value: 1, timestampMs: wallMs });
        }
        series.write(1);
        assertEquals(kept(instrument, labels)?.labels, { trace_id: "y" });
      });
    }

    it(`${title} does not notice when the caller's exemplar changes`, () => {
      const instrument = make({ clock: new ManualClock() });
      const exemplar = { trace_id: "x" };
      writeTo(instrument).write(1, exemplar);
      exemplar.trace_id = "y";
      assertEquals(kept(instrument, labels)?.labels, { trace_id: "x" });
    });

    for (const exemplar of [{}, { trace_id: "x".repeat(120) }, { 花火: "😱".repeat(126) }, { "a.b": "" }]) {
      const length = Object.entries(exemplar).join("").length;
      it(`${title} takes an exemplar of up to 128 code points: ${Object.keys(exemplar)}, ${length} units`, () => {
        const instrument = make({ clock: new ManualClock() });
        writeTo(instrument).write(1, exemplar as ExemplarLabels);
        assertEquals(kept(instrument, labels)?.labels, exemplar as ExemplarLabels);
      });
    }

    for (const [what, exemplar, message] of BAD) {
      it(`${title} rejects an exemplar ${what} and records nothing`, () => {
        const instrument = make({ clock: new ManualClock() });
        const write = (to: Labels) => () => writeTo(instrument, to).write(1, exemplar as ExemplarLabels);
        const error = assertThrows(write({ a: "new" }), RangeError, message);
        assertEquals(error.message.startsWith(`Cannot record an exemplar of ${subject}: `), true, error.message);
        assertEquals(value(instrument, { a: "new" }), undefined);

        writeTo(instrument).write(1, { trace_id: "good" });
        const before = value(instrument, labels);
        assertThrows(write(labels), RangeError);
        assertEquals(value(instrument, labels), before);
        assertEquals(kept(instrument, labels)?.labels, { trace_id: "good" });
      });
    }

    it(`${title} asks its provider once for each series and scrape`, () => {
      let asked = 0;
      const instrument = make({ clock: new ManualClock(), exemplar: () => ({ trace_id: String(++asked) }) });
      const traces: unknown[] = [];
      for (let scrape = 0; scrape < 2; scrape++) {
        for (const a of ["x", "y"]) {
          for (let i = 0; i < 5; i++) writeTo(instrument, { a }).write(1);
          traces.push(kept(instrument, { a })?.labels.trace_id);
        }
        instrument.collect();
      }
      assertEquals(traces, ["1", "2", "3", "4"]);
      assertEquals(asked, 4);
    });

    it(`${title} does not ask its provider where the caller gives an exemplar`, () => {
      let asked = 0;
      const instrument = make({ clock: new ManualClock(), exemplar: () => ({ trace_id: `asked ${++asked}` }) });
      writeTo(instrument).write(1, { trace_id: "given" });
      writeTo(instrument).write(1);
      assertEquals([kept(instrument, labels)?.labels.trace_id, asked], ["given", 0]);
      instrument.collect();
      writeTo(instrument).write(1);
      assertEquals([kept(instrument, labels)?.labels.trace_id, asked], ["asked 1", 1]);
    });

    it(`${title} asks a provider that has none ever more seldom, until it has one`, () => {
      let asked = 0;
      let trace: ExemplarLabels | undefined = undefined;
      const exemplar = () => {
        asked++;
        return trace;
      };
      const instrument = make({ clock: new ManualClock(), exemplar });
      const series = writeTo(instrument);
      for (let i = 0; i < 10_000; i++) series.write(1);
      assert(asked > 5 && asked < 30, `It was asked ${asked} times`);
      trace = { trace_id: "x" };
      for (let i = 0; i < 1100; i++) series.write(1);
      assertEquals(kept(instrument, labels)?.labels, { trace_id: "x" });
      asked = 0;
      instrument.collect();
      for (let i = 0; i < 10; i++) series.write(1);
      assertEquals(asked, 1);
    });

    it(`${title} keeps the exemplar of an earlier scrape where there is no newer one`, () => {
      let trace: ExemplarLabels | undefined = { trace_id: "x" };
      const instrument = make({ clock: new ManualClock(), exemplar: () => trace });
      writeTo(instrument).write(1);
      trace = undefined;
      instrument.collect();
      writeTo(instrument).write(1);
      assertEquals(kept(instrument, labels)?.labels, { trace_id: "x" });
    });

    it(`${title} reports its exemplars`, () => {
      const instrument = make({ clock: new ManualClock() });
      writeTo(instrument).write(1, { trace_id: "reported" });
      const [family] = instrument.collect() as Iterable<MetricFamily>;
      const [point] = family?.points as Iterable<Record<string, unknown>>;
      const { exemplar, exemplars, native } = point ?? {};
      const all = [exemplar, ...Array.from(exemplars as [] ?? []), ...(native as { exemplars?: [] })?.exemplars ?? []];
      assertEquals(all.some((one) => (one as Exemplar | undefined)?.labels.trace_id === "reported"), true);
    });
  });
}
