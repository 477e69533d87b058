import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Read } from "../../src/metrics/read.ts";
import type { LabelValues } from "../../src/model/labels.ts";
import type { MetricFamily, Point } from "../../src/model/metric_family.ts";

type Instrument = { collect(): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>> };
type Readings = readonly (readonly [labels: LabelValues<"a">, value: number])[];

/** One class of instruments that can be read from elsewhere. */
export interface ReadKind {
  /** The class. */
  readonly title: string;
  /** Words for it in messages. */
  readonly subject: string;
  /** Makes one without label names. */
  make(read: Read<LabelValues<never>>): Instrument;
  /** Makes one with the label `a`. */
  makeLabelled(read: Read<LabelValues<"a">>, options?: { readonly maxSeries?: number }): Instrument;
}

/** What every instrument owes whose values are read at each scrape. */
export function readContract({ title, subject, make, makeLabelled }: ReadKind): void {
  /** One scrape: label and value of each series. */
  async function scraped(instrument: Instrument): Promise<unknown[]> {
    const [family] = await instrument.collect();
    return Array.from(family?.points as Iterable<Point>, ({ labels, value }) => [labels.a, value]);
  }

  describe(`${title} read`, () => {
    it(`${title} reads its value at each scrape, at once or later`, async () => {
      let value = 0;
      for (const instrument of [make(() => ++value), make(() => Promise.resolve(++value))]) {
        const before = value;
        assertEquals(await scraped(instrument), [[undefined, before + 1]]);
        assertEquals(await scraped(instrument), [[undefined, before + 2]]);
      }
    });

    it(`${title} reports at once what it reads at once`, () => {
      assertEquals(make(() => 5).collect() instanceof Promise, false);
      assertEquals(make(() => Promise.resolve(5)).collect() instanceof Promise, true);
    });

    const good: Readonly<Record<string, (readings: Readings) => ReturnType<Read<LabelValues<"a">>>>> = {
      "an array": (readings) => readings,
      "a promise of an array": (readings) => Promise.resolve(readings),
      "a map": (readings) => new Map(readings),
      "a generator": function* (readings) {
        yield* readings;
      },
    };
    for (const [what, give] of Object.entries(good)) {
      it(`${title} reads a value for each label set from ${what}, and drops those that have gone`, async () => {
        let readings: Readings = [[{ a: "x" }, 1], [{ a: 2 }, 2]];
        const instrument = makeLabelled(() => give(readings));
        assertEquals(await scraped(instrument), [["x", 1], ["2", 2]]);
        readings = [[{ a: "y" }, 3], [{ a: "2" }, 4]];
        assertEquals(await scraped(instrument), [["2", 4], ["y", 3]]);
        readings = [];
        assertEquals(await scraped(instrument), []);
        readings = [[{ a: "x" }, 5]];
        assertEquals(await scraped(instrument), [["x", 5]]);
      });
    }

    it(`${title} takes the last of two values for one label set`, async () => {
      assertEquals(await scraped(makeLabelled(() => [[{ a: 1 }, 1], [{ a: "1" }, 2]])), [["1", 2]]);
    });

    it(`${title} has one series more for what it reads beyond its limit`, async () => {
      const readings = Array.from({ length: 5 }, (_, a): Readings[number] => [{ a }, a]);
      const instrument = makeLabelled(() => readings, { maxSeries: 2 });
      for (let i = 0; i < 2; i++) assertEquals(await scraped(instrument), [["0", 0], ["1", 1], ["_overflow", 4]]);
    });

    const subjects = `Cannot read ${subject}`;
    for (const value of ["5", undefined, true]) {
      it(`${title} rejects the ${typeof value} ${value} that it reads`, async () => {
        const message = `${subjects}: value must be a number, current value is ${JSON.stringify(value)}`;
        assertThrows(() => make(() => value as never).collect(), TypeError, message);
        assertThrows(() => makeLabelled(() => [[{ a: "x" }, value as never]]).collect(), TypeError, message);
        await assertRejects(() => scraped(make(() => Promise.resolve(value as never))), TypeError, message);
      });
    }

    for (const labels of [{}, { b: "1" }, { a: "1", b: "1" }, { a: null }, null, undefined]) {
      it(`${title} rejects ${JSON.stringify(labels)} as the labels of what it reads`, () => {
        assertThrows(() => makeLabelled(() => [[labels as never, 5]]).collect(), TypeError, subject);
      });
    }

    it(`${title} rejects a single number where it has labels`, () => {
      assertThrows(
        () => makeLabelled(() => 5 as never).collect(),
        TypeError,
        'label "a" must be a string, number, boolean or bigint',
      );
    });

    it(`${title} fails as its callback fails, and reads again next time`, async () => {
      let isBroken = true;
      const fail = (): never => {
        throw new RangeError("broken");
      };
      const sync = make(() => isBroken ? fail() : 5);
      const later = make(() => isBroken ? Promise.reject(new RangeError("broken")) : Promise.resolve(5));
      const halfway = makeLabelled(function* () {
        yield [{ a: "x" }, 1];
        if (isBroken) fail();
      });
      assertThrows(() => sync.collect(), RangeError, "broken");
      assertThrows(() => halfway.collect(), RangeError, "broken");
      await assertRejects(() => scraped(later), RangeError, "broken");
      isBroken = false;
      assertEquals([await scraped(sync), await scraped(later)], [[[undefined, 5]], [[undefined, 5]]]);
      assertEquals(await scraped(halfway), [["x", 1]]);
    });
  });
}
