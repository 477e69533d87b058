import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import type { Clock } from "../../src/model/clock.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import type { LabelledTimer, Timer } from "../../src/metrics/timer.ts";
import { ManualClock } from "../support/manual_clock.ts";

interface Labels {
  readonly a: string;
}

interface Timing {
  startTimer(): Timer;
  time<R>(fn: () => R): R;
}

/** An instrument that measures time, with the label `a`. */
interface Timed {
  startTimer(labels?: Labels): Timer | LabelledTimer<Labels>;
  time<R>(labels: Labels, fn: () => R): R;
  collect(): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;
  labels(labels: Labels): Timing;
  with(labels: Labels): Timing;
}

/** One class of instruments that measure time. */
export interface TimerKind<I extends Timed> {
  /** The class. */
  readonly title: string;
  /** Makes one. */
  make(clock: Clock): I;
  /** How often a series was written, and the seconds it was given. */
  recorded(instrument: I, labels: Labels): { readonly count: number; readonly seconds: number };
}

/** What every instrument owes that measures time. */
export function timerContract<I extends Timed>({ title, make, recorded }: TimerKind<I>): void {
  const labels = { a: "1" };
  const broken = new RangeError("broken");

  /** By what a measurement is called on. */
  const callers: Readonly<Record<string, (instrument: I) => Timing>> = {
    "": (instrument) => ({
      startTimer: () => instrument.startTimer(labels) as Timer,
      time: (fn) => instrument.time(labels, fn),
    }),
    ".labels()": (instrument) => instrument.labels(labels),
    ".with()": (instrument) => instrument.with(labels),
  };

  describe(`${title}.startTimer() with labels at the end`, () => {
    it(`${title}.startTimer() takes the missing labels when it is stopped, and creates no series before`, () => {
      const clock = new ManualClock();
      const instrument = make(clock);
      const timer = instrument.startTimer() as LabelledTimer<Labels>;
      clock.elapsedMs = 1500;
      assertEquals([...instrument.collect() as Iterable<MetricFamily>][0]?.points, []);
      assertEquals(timer.stop({ a: "2" }), 1.5);
      assertEquals(timer.stop({ a: "3" }), 1.5);
      assertEquals(recorded(instrument, { a: "2" }), { count: 1, seconds: 1.5 });
      assertEquals(
        Array.from([...instrument.collect() as Iterable<MetricFamily>][0]?.points ?? [], (point) => point.labels),
        [{ a: "2" }],
      );
    });

    it(`${title}.startTimer() can be stopped again after wrong labels`, () => {
      const clock = new ManualClock();
      const instrument = make(clock);
      const timer = instrument.startTimer() as LabelledTimer<Labels>;
      assertThrows(() => timer.stop({ b: "2" } as never), TypeError, 'it has no label "b"');
      assertThrows(() => timer.stop(undefined as never), TypeError, 'label "a" must be');
      clock.elapsedMs = 1000;
      timer.stop({ a: "2" });
      assertEquals(recorded(instrument, { a: "2" }).count, 1);
    });

    it(`${title}.startTimer() rejects an unknown label immediately`, () => {
      assertThrows(() => make(new ManualClock()).startTimer({ b: "2" } as never), TypeError, 'it has no label "b"');
    });
  });

  for (const [path, call] of Object.entries(callers)) {
    describe(`${title}${path} timers`, () => {
      it(`${title}${path}.startTimer() records seconds of the clock that never goes back, once`, () => {
        const clock = new ManualClock();
        clock.elapsedMs = 500;
        const instrument = make(clock);
        const timer = call(instrument).startTimer();
        clock.elapsedMs = 2000;
        clock.wallMs = -99_999;
        assertEquals(timer.stop(), 1.5);
        clock.elapsedMs = 9000;
        assertEquals(timer.stop(), 1.5);
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 1.5 });
      });

      it(`${title}${path}.startTimer() records at the end of a using block, also where that throws`, () => {
        const clock = new ManualClock();
        const instrument = make(clock);
        assertThrows(
          () => {
            using _timer = call(instrument).startTimer();
            clock.elapsedMs = 3000;
            throw broken;
          },
          RangeError,
          "broken",
        );
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 3 });
      });

      it(`${title}${path}.time() records a function, and returns what it returns`, () => {
        const clock = new ManualClock();
        const instrument = make(clock);
        const result = {};
        const returned = call(instrument).time(() => {
          clock.elapsedMs = 250;
          return result;
        });
        assertStrictEquals(returned, result);
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 0.25 });
      });

      it(`${title}${path}.time() records a function that throws, and throws the same`, () => {
        const clock = new ManualClock();
        const instrument = make(clock);
        const thrown = assertThrows(() =>
          call(instrument).time(() => {
            clock.elapsedMs = 250;
            throw broken;
          })
        );
        assertStrictEquals(thrown, broken);
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 0.25 });
      });

      it(`${title}${path}.time() records an async function when it has settled`, async () => {
        const clock = new ManualClock();
        const instrument = make(clock);
        const result = call(instrument).time(async () => {
          await Promise.resolve();
          clock.elapsedMs = 250;
          return "done";
        });
        assertEquals(recorded(instrument, labels).count, 0);
        assertEquals(await result, "done");
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 0.25 });
      });

      it(`${title}${path}.time() records an async function that fails, and rejects with the same`, async () => {
        const clock = new ManualClock();
        const instrument = make(clock);
        const reason = await assertRejects(() =>
          call(instrument).time(async () => {
            await Promise.resolve();
            clock.elapsedMs = 250;
            throw broken;
          })
        );
        assertStrictEquals(reason, broken);
        assertEquals(recorded(instrument, labels), { count: 1, seconds: 0.25 });
      });
    });
  }
}
