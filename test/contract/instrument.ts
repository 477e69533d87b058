import { describe, it } from "node:test";
import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { Cell } from "../../src/metrics/cell.ts";
import type { Instrument } from "../../src/metrics/instrument.ts";
import type { LabelValues } from "../../src/model/labels.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
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

    const subject = `Cannot find a series of ${kind.type} "${kind.name}"`;
    const badLabels: readonly [what: string, labels: unknown, message: string][] = [
      ["a missing label", { a: "1" }, 'label "b" must have a value, current value is undefined'],
      ["an undefined label", { a: undefined, b: "1" }, 'label "a" must have a value, current value is undefined'],
      ["a null label", { a: null, b: "1" }, 'label "a" must have a value, current value is null'],
      ["an object as a label", { a: { x: 1 }, b: "1" }, 'label "a" must have a value, current value is {"x":1}'],
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
