import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Counter } from "../../src/metrics/counter.ts";
import { instrumentContract } from "../contract/instrument.ts";

const HEAD = { name: "test_total", help: "Test." } as const;

instrumentContract<Counter<string>>({
  title: "Counter",
  type: "counter",
  name: HEAD.name,
  make: (options) => new Counter<string>({ ...HEAD, ...options }),
  write: (counter, labels) => counter.definition.labelNames.length > 0 ? counter.inc(labels) : counter.labels().inc(),
  miswrite: (counter, labels) => counter.inc(labels, NaN),
  writes: (counter, labels) => counter.value(labels),
});

describe("Counter", () => {
  for (const name of ["test", "test_totals", "_total", "total", "test_TOTAL"]) {
    it(`Counter rejects the name "${name}", which is nothing before _total`, () => {
      assertThrows(
        () => new Counter({ ...HEAD, name: name as "_total" }),
        TypeError,
        `"${name}": name must end in "_total"`,
      );
    });
  }

  it("Counter wants the unit before _total", () => {
    const options = { help: "Test.", unit: "seconds" } as const;
    assertEquals(new Counter({ ...options, name: "test_seconds_total" }).definition.unit, "seconds");
    assertThrows(() => new Counter({ ...options, name: "test_total" }), TypeError, 'current value is "seconds"');
    assertThrows(
      () => new Counter({ ...options, name: "test_total", unit: "total" }),
      TypeError,
      'current value is "total"',
    );
  });
});

describe("Counter.inc()", () => {
  it("Counter.inc() adds 1 by default", () => {
    const counter = new Counter(HEAD);
    counter.inc();
    counter.inc(undefined);
    assertEquals(counter.value(), 2);
  });

  it("Counter.inc() adds any amount from 0 on", () => {
    const counter = new Counter({ ...HEAD, labelNames: ["a"] });
    for (const amount of [0, -0, 0.5, 75, Number.MIN_VALUE]) counter.inc({ a: "1" }, amount);
    assertEquals(counter.value({ a: "1" }), 75.5);
    counter.inc({ a: "1" }, Infinity);
    assertEquals(counter.value({ a: "1" }), Infinity);
  });

  for (const amount of [-1, -Number.MIN_VALUE, -Infinity, NaN]) {
    it(`Counter.inc() rejects ${amount}`, () => assertRejectsAmount(amount, RangeError));
  }
  for (const amount of ["5", null, true, {}, [5], 5n]) {
    it(`Counter.inc() rejects the ${typeof amount} ${amount}`, () => assertRejectsAmount(amount, TypeError));
  }
});

function assertRejectsAmount(amount: unknown, ErrorClass: new () => Error): void {
  const counter = new Counter(HEAD);
  counter.inc(2);
  const message = 'Cannot increment counter "test_total": amount must be a number >= 0, current value is ';
  assertThrows(() => counter.inc(amount as number), ErrorClass, message);
  assertEquals(counter.value(), 2);
}
