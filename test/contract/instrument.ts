import { describe, it } from "node:test";
import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows, fail } from "@std/assert";
import type { Cell } from "../../src/metrics/cell.ts";
import type { Instrument } from "../../src/metrics/instrument.ts";
import type { LabelValue, LabelValues } from "../../src/model/labels.ts";
import type { MetricFamily, Point } from "../../src/model/metric_family.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property } from "../support/property.ts";
import { badDefinitions } from "./_bad_definitions.ts";

type Anyhow = Instrument<LabelValues<string>, Cell>;

/** One class of instruments. */
export interface InstrumentKind<I extends Anyhow> {
  /** The class. */
  readonly title: string;
  /** Word for it in messages. */
  readonly type: string;
  /** Usable name. */
  readonly name: string;
  /** Makes one with usable name and help, over which the options are put. */
  make(options: object): I;
  /** Writes once to a series, such that {@linkcode writes} is one more. */
  write(instrument: I, labels: LabelValues<string>): void;
  /** Writes what cannot be written. */
  miswrite(instrument: I, labels: LabelValues<string>): void;
  /** How often a series was written, or `undefined` if there is none. */
  writes(instrument: I, labels: LabelValues<string>): number | undefined;
}

/** What every instrument with labels owes, whatever it measures. */
export function instrumentContract<I extends Anyhow>(kind: InstrumentKind<I>): void {
  const { title, make, write, miswrite, writes } = kind;

  /** A view of an instrument that some labels were given to. */
  function curry(instrument: I, labels: Readonly<Record<string, LabelValue>>): I {
    return (instrument as unknown as { with(labels: unknown): I }).with(labels);
  }

  /** Label values and writes of all series that are exposed, in order. */
  function exposed(instrument: I): [labels: Record<string, string>, writes: number | undefined][] {
    const [family] = instrument.collect() as Iterable<{ points: Iterable<Cell> }>;
    return Array.from(family?.points ?? [], ({ labels }) => [{ ...labels }, writes(instrument, labels)]);
  }

  badDefinitions(kind);

  describe(`${title} definition`, () => {
    it(`${title} accepts any text that UTF-8 can carry as its name and label names`, () => {
      const name = `http.größe 😱_${kind.name}`;
      const instrument = make({ name, labelNames: ["a.b", "花火", "9", "constructor"] });
      const labels = { "a.b": "1", 花火: "2", 9: "3", constructor: "4" };
      write(instrument, labels);
      assertEquals(instrument.name, name);
      assertEquals(exposed(instrument), [[labels, 1]]);
    });

    it(`${title} does not notice when the caller's arrays and objects change`, () => {
      const options = { labelNames: ["a"], constLabels: { zone: "x" } };
      const instrument = make(options);
      options.labelNames.push("b");
      options.constLabels.zone = "y";
      assertEquals(instrument.labels({ a: "1" }).labels, { zone: "x", a: "1" });
    });

    it(`${title} puts constant labels on every series`, () => {
      const instrument = make({ labelNames: ["a"], constLabels: { zone: 7, primary: true } });
      assertEquals(instrument.labels({ a: "1" }).labels, { zone: "7", primary: "true", a: "1" });
    });
  });

  describe(`${title} series`, () => {
    it(`${title} has no series before the first write`, () => {
      const instrument = make({ labelNames: ["a"] });
      assertEquals(writes(instrument, { a: "1" }), undefined);
      assertEquals(exposed(instrument), []);
    });

    it(`${title} keeps series in the order in which they were made`, () => {
      const instrument = make({ labelNames: ["a", "b"] });
      for (const [a, b] of ["zx", "ay", "ax", "zx"] as Iterable<string>) write(instrument, { a, b } as never);
      assertEquals(exposed(instrument), [[{ a: "z", b: "x" }, 2], [{ a: "a", b: "y" }, 1], [{ a: "a", b: "x" }, 1]]);
    });

    it(`${title} keeps any text as a label value`, () => {
      const instrument = make({ labelNames: ["a"] });
      for (const a of HOSTILE_TEXTS) write(instrument, { a });
      assertEquals(exposed(instrument), HOSTILE_TEXTS.map((a) => [{ a }, 1]));
    });

    it(`${title} takes a lone surrogate for U+FFFD`, () => {
      const instrument = make({ labelNames: ["a"] });
      for (const a of ["\ud800", "\udc00", "\ufffd"]) write(instrument, { a });
      assertEquals(exposed(instrument), [[{ a: "\ufffd" }, 3]]);
    });

    for (const value of [0, -0, 5, 1.5, -1, 1e21, NaN, Infinity, true, false]) {
      it(`${title} takes ${Object.is(value, -0) ? "-0" : value} as a label value for its string form`, () => {
        const instrument = make({ labelNames: ["a"] });
        write(instrument, { a: value });
        write(instrument, { a: String(value) });
        assertEquals(exposed(instrument), [[{ a: String(value) }, 2]]);
      });
    }

    it(`${title} does not notice when the caller's label object changes`, () => {
      const instrument = make({ labelNames: ["a"] });
      const labels = { a: "1" };
      write(instrument, labels);
      labels.a = "2";
      assertEquals(exposed(instrument), [[{ a: "1" }, 1]]);
      write(instrument, labels);
      assertEquals(exposed(instrument), [[{ a: "1" }, 1], [{ a: "2" }, 1]]);
    });

    const subject = `Cannot use ${kind.type} "${kind.name}"`;
    const badLabels: readonly [what: string, labels: unknown, message: string][] = [
      [
        "a missing label",
        { a: "1" },
        'label "b" must be a string, number, boolean or bigint, current value is undefined',
      ],
      [
        "an undefined label",
        { a: undefined, b: "1" },
        'label "a" must be a string, number, boolean or bigint, current value is undefined',
      ],
      [
        "a null label",
        { a: null, b: "1" },
        'label "a" must be a string, number, boolean or bigint, current value is null',
      ],
      [
        "an object as a label",
        { a: { x: 1 }, b: "1" },
        'label "a" must be a string, number, boolean or bigint, current value is {"x":1}',
      ],
      ["a surplus label", { a: "1", b: "2", c: "3" }, 'it has no label "c"'],
      ["a misspelt label", { a: "1", B: "2" }, 'it has no label "B"'],
      ["no labels at all", undefined, "current value is undefined"],
      ["null instead of labels", null, "current value is null"],
      ["a number instead of labels", 5, "current value is 5"],
      ["an array instead of labels", ["1", "2"], 'it has no label "0"'],
    ];
    for (const [what, labels, message] of badLabels) {
      it(`${title} rejects ${what} and makes no series`, () => {
        const instrument = make({ labelNames: ["a", "b"] });
        const error = assertThrows(() => write(instrument, labels as never), TypeError, message);
        assertEquals(error.message.startsWith(subject), true);
        assertThrows(() => writes(instrument, labels as never), TypeError, message);
        assertEquals(exposed(instrument), []);
      });
    }

    it(`${title} records nothing of a write that it rejects, not even an empty series`, () => {
      const instrument = make({ labelNames: ["a"] });
      write(instrument, { a: "old" });
      for (const a of ["old", "new"]) assertThrows(() => miswrite(instrument, { a }));
      assertEquals(exposed(instrument), [[{ a: "old" }, 1]]);
    });

    property(`${title} never lets two label sets share a series, nor one have two`, (random) => {
      const labelNames = ["a", "b", "c"].slice(0, 1 + random.below(3));
      const alphabet = random.list(4, () => random.pick(HOSTILE_TEXTS) + random.pick(HOSTILE_TEXTS));
      const instrument = make({ labelNames });
      const model = new Map<string, number>();
      for (let i = 0; i < 400; i++) {
        const labels = Object.fromEntries(labelNames.map((name) => [name, random.pick(alphabet)]));
        const key = JSON.stringify(labels);
        if (random.below(3) === 0) {
          assertEquals(instrument.remove(labels), model.delete(key));
        } else {
          write(instrument, labels);
          model.set(key, (model.get(key) ?? 0) + 1);
        }
        assertEquals(writes(instrument, labels), model.get(key));
        if (i % 20 === 0) {
          assertEquals(exposed(instrument).map(([labels, count]) => [JSON.stringify(labels), count]), [...model]);
        }
      }
    });
  });

  describe(`${title}.labels()`, () => {
    it(`${title}.labels() finds the series that a write with the same labels finds`, () => {
      const instrument = make({ labelNames: ["a", "b"] });
      const cell = instrument.labels({ b: "2", a: "1" });
      assertEquals(writes(instrument, { a: "1", b: "2" }), 0);
      assertStrictEquals(instrument.labels({ a: "1", b: "2" }), cell);
      assertStrictEquals(instrument.labels("1", "2"), cell);
      assertNotStrictEquals(instrument.labels("2", "1"), cell);
    });

    it(`${title}.labels() takes numbers and booleans by position too`, () => {
      const instrument = make({ labelNames: ["a", "b"] });
      assertStrictEquals(instrument.labels(1, true), instrument.labels({ a: "1", b: "true" }));
    });

    for (const values of [[], ["1"], ["1", "2", "3"], ["1", undefined], ["1", null], [null, "1"]] as const) {
      it(`${title}.labels() rejects ${JSON.stringify(values)} for two label names`, () => {
        const instrument = make({ labelNames: ["a", "b"] });
        assertThrows(() => instrument.labels(...values as never), TypeError, kind.name);
        assertEquals(exposed(instrument), []);
      });
    }

    it(`${title}.labels() rejects labels where there are no label names`, () => {
      const instrument = make({});
      assertThrows(() => instrument.labels({ a: "1" }), TypeError, 'it has no label "a"');
      assertThrows(() => instrument.labels("1"), TypeError, kind.name);
    });
  });

  describe(`${title}.with()`, () => {
    it(`${title}.with() writes to the series of the whole`, () => {
      const whole = make({ labelNames: ["a", "b", "c"] });
      const part = curry(whole, { b: "2" });
      write(part, { a: "1", c: "3" });
      write(curry(part, { c: "3" }), { a: "1" });
      write(whole, { a: "1", b: "2", c: "3" });
      assertEquals(exposed(whole), [[{ a: "1", b: "2", c: "3" }, 3]]);
      assertEquals(writes(part, { a: "1", c: "3" }), 3);
      assertStrictEquals(part.labels("1", "3"), whole.labels("1", "2", "3"));
      assertStrictEquals(part.labels({ c: "3", a: "1" }), whole.labels("1", "2", "3"));
    });

    it(`${title}.with() all labels is as without label names`, () => {
      const whole = make({ labelNames: ["a", "b"] });
      const series = curry(whole, { a: 1, b: true });
      write(series, {});
      write(curry(curry(whole, { b: "true" }), { a: "1" }), {});
      assertEquals(exposed(whole), [[{ a: "1", b: "true" }, 2]]);
      assertStrictEquals(series.labels(), whole.labels("1", "true"));
    });

    it(`${title}.with() does not notice when the caller's object changes`, () => {
      const whole = make({ labelNames: ["a", "b"] });
      const labels = { a: "1" };
      const part = curry(whole, labels);
      labels.a = "2";
      write(part, { b: "1" });
      assertEquals(exposed(whole), [[{ a: "1", b: "1" }, 1]]);
    });

    it(`${title}.with() removes and clears what has its labels, and nothing else`, () => {
      const whole = make({ labelNames: ["a", "b"] });
      for (const [a, b] of ["11", "12", "13", "21", "22"] as Iterable<string>) write(whole, { a, b } as never);
      const part = curry(whole, { a: "1" });
      assertEquals([part.remove({ b: "1" }), part.remove("1")], [true, false]);
      assertEquals(part.removeMatching({ b: "2" }), 1);
      assertEquals(exposed(whole).length, 3);
      part.clear();
      assertEquals(exposed(whole), [[{ a: "2", b: "1" }, 1], [{ a: "2", b: "2" }, 1]]);
    });

    for (const labels of [{ c: "1" }, { a: "1", c: "1" }]) {
      it(`${title}.with() rejects ${JSON.stringify(labels)}, which it does not have`, () => {
        assertThrows(() => curry(make({ labelNames: ["a", "b"] }), labels), TypeError, '"c"');
      });
    }

    it(`${title}.with() rejects a label that is given already`, () => {
      const part = curry(make({ labelNames: ["a", "b"] }), { a: "1" });
      assertThrows(() => curry(part, { a: "2" }), TypeError, '"a"');
      assertThrows(() => part.labels({ a: "2", b: "1" }), TypeError, '"a"');
    });

    for (const value of [undefined, null, {}]) {
      it(`${title}.with() takes no label of the value ${value}`, () => {
        const whole = make({ labelNames: ["a", "b"] });
        assertThrows(
          () => write(curry(whole, { a: value as never }), { b: "1" }),
          TypeError,
          'label "a" must be a string, number',
        );
        assertEquals(exposed(whole), []);
      });
    }
  });

  describe(`${title}.remove()`, () => {
    it(`${title}.remove() takes one series away and tells whether there was one`, () => {
      const instrument = make({ labelNames: ["a", "b"] });
      write(instrument, { a: "1", b: "1" });
      write(instrument, { a: "1", b: "2" });
      assertEquals(instrument.remove({ a: "1", b: "1" }), true);
      assertEquals(instrument.remove("1", "1"), false);
      assertEquals(exposed(instrument), [[{ a: "1", b: "2" }, 1]]);
    });

    it(`${title}.remove() lets a series begin again from nothing`, () => {
      const instrument = make({ labelNames: ["a"] });
      write(instrument, { a: "1" });
      instrument.remove({ a: "1" });
      write(instrument, { a: "1" });
      assertEquals(exposed(instrument), [[{ a: "1" }, 1]]);
    });

    it(`${title}.remove() of the series without labels begins it again`, () => {
      const instrument = make({});
      write(instrument, {});
      assertEquals(instrument.remove(), true);
      write(instrument, {});
      assertEquals(exposed(instrument), [[{}, 1]]);
    });

    it(`${title}.remove() rejects labels that it does not have`, () => {
      const instrument = make({ labelNames: ["a"] });
      assertThrows(() => instrument.remove({ b: "1" }), TypeError, 'it has no label "b"');
      assertThrows(() => instrument.remove(), TypeError, kind.name);
    });
  });

  describe(`${title}.removeMatching()`, () => {
    it(`${title}.removeMatching() removes all series that have some values, and tells how many`, () => {
      const instrument = make({ labelNames: ["a", "b", "c"] });
      for (const [a, b, c] of ["111", "112", "122", "212", "222"] as Iterable<string>) {
        write(instrument, { a, b, c } as never);
      }
      assertEquals(instrument.removeMatching({ b: 1, c: "2" }), 2);
      assertEquals(exposed(instrument).map(([labels]) => Object.values(labels).join("")), ["111", "122", "222"]);
      assertEquals(instrument.removeMatching({ a: "3" }), 0);
      assertEquals(instrument.removeMatching({}), 3);
      assertEquals(exposed(instrument), []);
    });

    it(`${title}.removeMatching() of nothing begins the series without labels again`, () => {
      const instrument = make({});
      write(instrument, {});
      assertEquals(instrument.removeMatching({}), 1);
      assertEquals(exposed(instrument), [[{}, 0]]);
      write(instrument, {});
      assertEquals(exposed(instrument), [[{}, 1]]);
    });

    const bad = [[{ c: "1" }, 'it has no label "c"'], [
      { a: undefined },
      'label "a" must be a string, number, boolean or bigint',
    ], [
      null,
      "current value is null",
    ]] as const;
    for (const [partial, message] of bad) {
      it(`${title}.removeMatching() rejects ${JSON.stringify(partial)} and removes nothing`, () => {
        const instrument = make({ labelNames: ["a", "b"] });
        write(instrument, { a: "1", b: "2" });
        assertThrows(() => instrument.removeMatching(partial as never), TypeError, message);
        assertEquals(exposed(instrument).length, 1);
      });
    }
  });

  describe(`${title}.clear()`, () => {
    it(`${title}.clear() takes all series away`, () => {
      const instrument = make({ labelNames: ["a"] });
      write(instrument, { a: "1" });
      write(instrument, { a: "2" });
      instrument.remove({ a: "1" });
      instrument.clear();
      assertEquals(exposed(instrument), []);
      write(instrument, { a: "2" });
      assertEquals(exposed(instrument), [[{ a: "2" }, 1]]);
    });

    it(`${title}.clear() begins the series without labels again`, () => {
      const instrument = make({});
      write(instrument, {});
      instrument.clear();
      assertEquals(exposed(instrument), [[{}, 0]]);
      write(instrument, {});
      assertEquals(exposed(instrument), [[{}, 1]]);
    });
  });

  describe(`${title} series declared up front`, () => {
    it(`${title} has the series of "zero" from the start, and again after they were cleared`, () => {
      const instrument = make({ labelNames: ["a", "b"], zero: [{ a: "1", b: 2 }, { b: true, a: "3" }] });
      const declared = [[{ a: "1", b: "2" }, 0], [{ a: "3", b: "true" }, 0]] as never;
      assertEquals(exposed(instrument), declared);
      write(instrument, { a: "1", b: "2" });
      write(instrument, { a: "x", b: "y" });
      assertEquals(exposed(instrument).map(([, count]) => count), [1, 0, 1]);
      instrument.clear();
      assertEquals(exposed(instrument), declared);
    });

    it(`${title} has all series from the start where all labels are confined`, () => {
      const instrument = make({ labelNames: ["a", "b"], labelValues: { b: [1, true], a: ["x", "y", "x"] } });
      assertEquals(exposed(instrument).map(([{ a, b }]) => `${a} ${b}`), ["x 1", "x true", "y 1", "y true"]);
      write(instrument, { a: "y", b: true });
      assertEquals(writes(instrument, { a: "y", b: "true" }), 1);
    });

    it(`${title} has no series from the start where one label is free`, () => {
      assertEquals(exposed(make({ labelNames: ["a", "b"], labelValues: { a: ["x"] } })), []);
    });

    it(`${title} rejects a value that is not on the list of a label, and makes no series`, () => {
      const instrument = make({ labelNames: ["a", "b"], labelValues: { a: ["x", 1] } });
      const message = `"${kind.name}": label "a" must be one of ["x","1"], current value is "z"`;
      assertThrows(() => write(instrument, { a: "z", b: "1" }), TypeError, message);
      assertThrows(() => instrument.labels("z", "1"), TypeError, message);
      assertEquals(exposed(instrument), []);
      write(instrument, { a: 1, b: "z" });
      assertEquals(exposed(instrument), [[{ a: "1", b: "z" }, 1]]);
    });

    const bad: readonly [what: string, options: object, message: string][] = [
      ["a list for a label that it does not have", { labelValues: { b: ["1"] } }, '"b"'],
      [
        "a value on a list that is none",
        { labelValues: { a: [undefined] } },
        'label "a" must be a string, number, boolean or bigint',
      ],
      ["a series up front that lacks a label", { zero: [{}] }, 'label "a" must be a string, number, boolean or bigint'],
      ["a series up front that has a label too many", { zero: [{ a: "1", b: "1" }] }, 'no label "b"'],
      ["a series up front off the list", { labelValues: { a: ["1"] }, zero: [{ a: "2" }] }, 'must be one of ["1"]'],
    ];
    for (const [what, options, message] of bad) {
      it(`${title} rejects ${what}`, () => {
        const error = assertThrows(() => make({ labelNames: ["a"], ...options }), TypeError, message);
        assertEquals(error.message.includes(`${kind.type} "${kind.name}"`), true, error.message);
      });
    }
  });

  describe(`${title} created time`, () => {
    it(`${title} reads no clock before its first write, not even to make series`, () => {
      let isAllowed = false;
      const now = () => isAllowed ? 7000 : fail("The clock was read");
      const clock = { now, monotonic: now };
      const instrument = make({ labelNames: ["a"], zero: [{ a: "1" }], clock, ttlSeconds: 60, maxSeries: 9 });
      instrument.labels({ a: "2" });
      curry(instrument, { a: "3" });
      instrument.remove({ a: "2" });
      const single = make({ clock });
      isAllowed = true;
      write(instrument, { a: "1" });
      write(single, {});
      assertEquals([instrument.labels("1").createdMs, single.labels().createdMs], [7000, 7000]);
    });

    it(`${title} tells when each series was first written to`, () => {
      const clock = new ManualClock();
      const instrument = make({ labelNames: ["a"], clock });
      const created: number[] = [];
      for (const [i, a] of ["x", "y", "x", "z"].entries()) {
        clock.wallMs = 1000 * (i + 1);
        write(instrument, { a });
      }
      for (const a of ["x", "y", "z"]) created.push(instrument.labels({ a }).createdMs);
      assertEquals(created, [1000, 2000, 4000]);
    });

    it(`${title} tells the first scrape where a series was not written to before, and keeps to it`, () => {
      const clock = new ManualClock();
      const instrument = make({ clock });
      clock.wallMs = 1000;
      assertEquals(instrument.labels().createdMs, 1000);
      clock.wallMs = 2000;
      write(instrument, {});
      assertEquals(instrument.labels().createdMs, 1000);
    });

    it(`${title} tells another time after a series was removed and made again`, () => {
      const clock = new ManualClock();
      const instrument = make({ labelNames: ["a"], clock });
      write(instrument, { a: "1" });
      clock.wallMs = 5000;
      instrument.remove({ a: "1" });
      write(instrument, { a: "1" });
      assertEquals(instrument.labels({ a: "1" }).createdMs, 5000);
    });
  });

  describe(`${title} maxSeries`, () => {
    const overflow = { a: "_overflow", b: "_overflow" };

    function overflows(instrument: I): unknown {
      const [, family] = instrument.collect() as Iterable<MetricFamily>;
      if (family === undefined) return undefined;
      assertEquals([family.type, family.name], ["counter", "webprom_series_overflow_total"]);
      return Array.from(family.points as Iterable<Point>, ({ labels, value }) => [labels, value]);
    }

    it(`${title} writes to one series more where it has all that it may have, and counts that`, () => {
      const instrument = make({ labelNames: ["a", "b"], maxSeries: 2 });
      for (const a of ["1", "2", "3", "1", "4", "3"]) write(instrument, { a, b: "x" });
      assertEquals(exposed(instrument), [[{ a: "1", b: "x" }, 2], [{ a: "2", b: "x" }, 1], [overflow, 3]]);
      assertEquals(overflows(instrument), [[{ metric: kind.name }, 3]]);
      assertEquals(writes(instrument, { a: "3", b: "x" }), undefined);
      assertEquals(writes(instrument, overflow), 3);
    });

    it(`${title} has room again after a series was removed`, () => {
      const instrument = make({ labelNames: ["a", "b"], maxSeries: 1 });
      for (const a of ["1", "2"]) write(instrument, { a, b: "x" });
      instrument.remove({ a: "1", b: "x" });
      write(instrument, { a: "2", b: "x" });
      write(instrument, { a: "3", b: "x" });
      assertEquals(exposed(instrument), [[overflow, 2], [{ a: "2", b: "x" }, 1]]);
      instrument.clear();
      write(instrument, { a: "3", b: "x" });
      assertEquals(exposed(instrument), [[{ a: "3", b: "x" }, 1]]);
      assertEquals(overflows(instrument), [[{ metric: kind.name }, 2]]);
    });

    it(`${title} makes the overflow series again after it was removed`, () => {
      const instrument = make({ labelNames: ["a", "b"], maxSeries: 1 });
      for (const a of ["1", "2"]) write(instrument, { a, b: "x" });
      assertEquals(instrument.remove(overflow), true);
      write(instrument, { a: "3", b: "x" });
      assertEquals(exposed(instrument), [[{ a: "1", b: "x" }, 1], [overflow, 1]]);
    });

    it(`${title} takes a series for the overflow that somebody named so`, () => {
      const instrument = make({ labelNames: ["a", "b"], maxSeries: 2 });
      write(instrument, overflow);
      for (const a of ["1", "2"]) write(instrument, { a, b: "x" });
      assertEquals(exposed(instrument), [[overflow, 2], [{ a: "1", b: "x" }, 1]]);
    });

    it(`${title} puts the overflow beside confined labels`, () => {
      const instrument = make({ labelNames: ["a", "b"], labelValues: { a: ["1"] }, maxSeries: 1 });
      for (const b of ["x", "y"]) write(instrument, { a: "1", b });
      assertEquals(exposed(instrument), [[{ a: "1", b: "x" }, 1], [overflow, 1]]);
    });

    it(`${title} keeps no overflow series of a write that it rejects`, () => {
      const instrument = make({ labelNames: ["a"], maxSeries: 1 });
      write(instrument, { a: "1" });
      assertThrows(() => miswrite(instrument, { a: "2" }));
      assertEquals(exposed(instrument), [[{ a: "1" }, 1]]);
    });

    it(`${title} tells its constant labels with the overflow, by which its families differ`, () => {
      const instrument = make({ labelNames: ["a"], constLabels: { zone: "x" }, maxSeries: 1 });
      assertEquals(overflows(instrument), [[{ zone: "x", metric: kind.name }, 0]]);
    });

    it(`${title} tells nothing of an overflow where there is no limit`, () => {
      assertEquals(overflows(make({ labelNames: ["a"] })), undefined);
    });

    for (const maxSeries of [0, -1, NaN]) {
      it(`${title} rejects a limit of ${maxSeries} series`, () => {
        const message = `"${kind.name}": maxSeries must be an integer >= 1, current value is ${maxSeries}`;
        assertThrows(() => make({ maxSeries }), RangeError, message);
      });
    }
  });

  describe(`${title} ttlSeconds`, () => {
    it(`${title} drops a series that was not written to for too long`, () => {
      const clock = new ManualClock();
      const instrument = make({ labelNames: ["a"], ttlSeconds: 60, clock });
      const values: string[] = [];
      function scrapeAt(seconds: number): void {
        clock.wallMs = clock.elapsedMs = seconds * 1000;
        values.push(exposed(instrument).map(([{ a }]) => a).join(""));
      }
      for (const a of ["x", "y"]) write(instrument, { a });
      scrapeAt(10);
      scrapeAt(70);
      write(instrument, { a: "y" });
      scrapeAt(71);
      scrapeAt(131);
      scrapeAt(132);
      assertEquals(values, ["xy", "xy", "y", "y", ""]);
      write(instrument, { a: "x" });
      assertEquals(exposed(instrument), [[{ a: "x" }, 1]]);
    });

    it(`${title} keeps series that were declared up front, and that without labels`, () => {
      const clock = new ManualClock();
      const declared = make({ labelNames: ["a"], zero: [{ a: "1" }], ttlSeconds: 60, clock });
      const single = make({ ttlSeconds: 60, clock });
      write(declared, { a: "2" });
      for (const instrument of [declared, single]) {
        for (const minutes of [1, 10, 100]) {
          clock.wallMs = clock.elapsedMs = minutes * 60_000;
          exposed(instrument);
        }
      }
      assertEquals(exposed(declared), [[{ a: "1" }, 0]]);
      write(single, {});
      assertEquals(exposed(single), [[{}, 1]]);
    });

    it(`${title} keeps no other series in the place of one that was declared up front and removed`, () => {
      const clock = new ManualClock();
      const instrument = make({ labelNames: ["a"], zero: [{ a: "1" }, { a: "2" }], ttlSeconds: 60, clock });
      instrument.remove({ a: "1" });
      write(instrument, { a: "3" });
      for (const wallMs of [0, 0, 61_000]) {
        clock.wallMs = clock.elapsedMs = wallMs;
        exposed(instrument);
      }
      assertEquals(exposed(instrument), [[{ a: "2" }, 0]]);
    });

    it(`${title} reads no clock to write to a series that exists`, () => {
      let reads = 0;
      const clock = { now: () => ++reads, monotonic: () => ++reads };
      const instrument = make({ labelNames: ["a"], ttlSeconds: 60, clock });
      const cell = instrument.labels({ a: "1" });
      write(instrument, { a: "1" });
      exposed(instrument);
      reads = 0;
      for (let i = 0; i < 10; i++) write(instrument, { a: "1" });
      assertEquals([reads, instrument.labels({ a: "1" }) === cell], [0, true]);
    });

    it(`${title} does not grow without limit where nobody scrapes`, () => {
      const clock = new ManualClock();
      const instrument = make({ labelNames: ["a"], ttlSeconds: 1, clock });
      for (let a = 0; a < 10_000; a++) {
        clock.elapsedMs += 10;
        write(instrument, { a });
      }
      const [family] = instrument.collect() as Iterable<{ points: readonly Cell[] }>;
      assertEquals((family?.points.length ?? 0) < 5000, true, `There are ${family?.points.length} series`);
      assertEquals(writes(instrument, { a: 9999 }), 1);
    });

    for (const ttlSeconds of [0, -1, NaN]) {
      it(`${title} rejects a time to live of ${ttlSeconds} seconds`, () => {
        const message = `"${kind.name}": ttlSeconds must be > 0, current value is ${ttlSeconds}`;
        assertThrows(() => make({ ttlSeconds }), RangeError, message);
      });
    }
  });

  describe(`${title}.collect()`, () => {
    it(`${title}.collect() reports a family with its type, name, help and unit`, () => {
      const name = kind.name.replace("test", "test_bytes");
      const [family] = make({ name, unit: "bytes", help: "Size." }).collect() as Iterable<Record<string, unknown>>;
      const { type, help, unit } = family ?? {};
      assertEquals({ type, name: family?.name, help, unit }, { type: kind.type, name, help: "Size.", unit: "bytes" });
    });

    it(`${title}.collect() reports the series without labels from the start`, () => {
      assertEquals(exposed(make({})), [[{}, 0]]);
    });
  });
}
