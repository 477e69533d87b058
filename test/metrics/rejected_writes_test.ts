import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Counter } from "../../src/metrics/counter.ts";
import { Gauge } from "../../src/metrics/gauge.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { StateSet } from "../../src/metrics/state_set.ts";
import { Summary } from "../../src/metrics/summary.ts";

/** An instrument with label names; its methods are called with arguments that do not compile. */
interface AnyInstrument {
  with(labels: object): AnyInstrument;
  collect(): Iterable<{ readonly points: Iterable<unknown> }>;
}

/** Writes to the series with these labels. */
type Write = (instrument: AnyInstrument, labels: object) => void;

const definition = { help: "Test.", labelNames: ["a", "b"] };
const makers: Readonly<Record<string, () => object>> = {
  Counter: () => new Counter({ name: "test_total", ...definition }),
  Gauge: () => new Gauge({ name: "test", ...definition }),
  Histogram: () => new Histogram({ name: "test", ...definition }),
  StateSet: () => new StateSet({ name: "test", states: ["on", "off"], ...definition }),
  Summary: () => new Summary({ name: "test", ...definition }),
};

const notNumbers = [null, "1", true, {}];
const notExemplars = [{ trace_id: "x".repeat(200) }, { trace_id: 5 }];

/** Arguments that each writing method rejects, after the labels. */
const rejected: Readonly<Record<string, Readonly<Record<string, readonly (readonly unknown[])[]>>>> = {
  Counter: { inc: [...[...notNumbers, -1, NaN].map((amount) => [amount]), ...notExemplars.map((one) => [1, one])] },
  Gauge: Object.fromEntries(["set", "inc", "dec"].map((method) => [method, notNumbers.map((value) => [value])])),
  Histogram: {
    observe: [...[undefined, ...notNumbers].map((value) => [value]), ...notExemplars.map((one) => [1, one])],
    time: notExemplars.map((one) => [() => {}, one]),
  },
  StateSet: { set: [[undefined], ["broken"], ["broken", true]] },
  Summary: { observe: [undefined, ...notNumbers].map((value) => [value]) },
};

function call(instrument: object, method: string, ...args: readonly unknown[]): unknown {
  return (instrument as Record<string, (...args: readonly unknown[]) => unknown>)[method]?.(...args);
}

function seriesOf(instrument: AnyInstrument): readonly unknown[] {
  const [family] = instrument.collect();
  return [...family?.points ?? []];
}

function textOf(args: readonly unknown[]): string {
  const texts = args.map((value) => typeof value === "bigint" ? `${value}n` : JSON.stringify(value) ?? String(value));
  return texts.join(", ").slice(0, 40);
}

describe("Rejected writes", () => {
  for (const [title, methods] of Object.entries(rejected)) {
    for (const [method, writes] of Object.entries(methods)) {
      for (const args of writes) {
        const write: Write = (instrument, labels) => call(instrument, method, labels, ...args);
        check(`${title}.${method}(labels, ${textOf(args)})`, title, write);
      }
    }
  }

  for (const exemplar of notExemplars) {
    check(`Histogram.startTimer().stop(labels, ${textOf([exemplar])})`, "Histogram", (instrument, labels) => {
      call(call(instrument, "startTimer") as object, "stop", labels, exemplar);
    });
  }

  it("Gauge.set() without a value leaves no series behind", () => {
    const gauge = makers.Gauge?.() as AnyInstrument;
    assertThrows(() => call(gauge, "set", { a: "1", b: "2" }), TypeError, "current value is undefined");
    assertEquals(seriesOf(gauge), []);
  });

  it("Counter whose callback reads a negative total leaves no series behind", () => {
    const read = () => [[{ a: "1" }, 1], [{ a: "2" }, -1]] as const;
    const counter = new Counter({ name: "test_total", help: "Test.", labelNames: ["a"], read });
    assertThrows(() => counter.collect(), RangeError, "current value is -1");
    assertEquals([counter.value({ a: "1" }), counter.value({ a: "2" })], [1, undefined]);
  });
});

/** Tests that a rejected write leaves no series behind, and that wrong labels are reported before what is written. */
function check(title: string, kind: string, write: Write): void {
  it(`${title} leaves no series behind`, () => {
    const whole = makers[kind]?.() as AnyInstrument;
    assertThrows(() => write(whole, { a: "1", b: "2" }), Error, '"test');
    assertThrows(() => write(whole.with({ a: "1" }), { b: "2" }), Error, '"test');
    assertEquals(seriesOf(whole), []);
  });

  it(`${title} reports wrong labels first`, () => {
    const whole = makers[kind]?.() as AnyInstrument;
    assertThrows(() => write(whole, { a: "1", c: "2" }), TypeError, 'it has no label "c"');
    assertThrows(() => write(whole.with({ a: "1" }), { a: "1", b: "2" }), TypeError, "already set by with()");
    assertEquals(seriesOf(whole), []);
  });
}
