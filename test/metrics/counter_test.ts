import { describe, it, test } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { Counter } from "../../src/metrics/counter.ts";
import type { CounterFamily } from "../../src/model/metric_family.ts";
import { exemplarContract } from "../contract/exemplars.ts";
import { instrumentContract } from "../contract/instrument.ts";
import { readContract } from "../contract/read.ts";
import { ManualClock } from "../support/manual_clock.ts";

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

exemplarContract({
  title: "Counter",
  subject: 'counter "test_total"',
  make: (options) => new Counter({ ...HEAD, labelNames: ["a"], ...options }),
  ways: {
    ".inc()": (counter, labels) => ({ write: (amount, exemplar) => counter.inc(labels, amount, exemplar) }),
    ".labels().inc()": (counter, labels) => ({
      write: (amount, exemplar) => counter.labels(labels).inc(amount, exemplar),
    }),
    ".with().inc()": (counter, labels) => ({ write: (amount, exemplar) => counter.with(labels).inc(amount, exemplar) }),
  },
  kept: (counter, labels) => counter.labels(labels).exemplar,
  value: (counter, labels) => counter.value(labels),
});

readContract({
  title: "Counter",
  subject: 'counter "test_total"',
  make: (read) => new Counter({ ...HEAD, read }),
  makeLabelled: (read, options) => new Counter({ ...HEAD, labelNames: ["a"], ...options, read }),
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
  for (const amount of ["5", null, true, {}, [5]]) {
    it(`Counter.inc() rejects the ${typeof amount} ${amount}`, () => assertRejectsAmount(amount, TypeError));
  }
});

test("Counter takes bigints", () => {
  const counter = new Counter({ ...HEAD, labelNames: ["a"] });
  counter.inc({ a: "1" }, 5n);
  counter.labels("1").inc(2n ** 60n);
  assertEquals(counter.value({ a: "1" }), 2 ** 60 + 5);
  const message = "amount must be a number >= 0, current value is -1n";
  assertThrows(() => counter.inc({ a: "2" }, -1n), RangeError, message);
  assertEquals(counter.value({ a: "2" }), undefined);
});

function assertRejectsAmount(amount: unknown, ErrorClass: new () => Error): void {
  const counter = new Counter(HEAD);
  counter.inc(2);
  const message = 'Cannot increment counter "test_total": amount must be a number >= 0, current value is ';
  assertThrows(() => counter.inc(amount as number), ErrorClass, message);
  assertEquals(counter.value(), 2);
}

describe("Counter.countErrors()", () => {
  const broken = new RangeError("broken");
  const failing = (): never => {
    throw broken;
  };

  it("Counter.countErrors() counts what a function throws, and throws the same", () => {
    const errors = new Counter({ ...HEAD, labelNames: ["a"] });
    const series = errors.labels({ a: "1" });
    const thrown = [
      assertThrows(() => errors.countErrors({ a: "1" }, failing)),
      assertThrows(() => series.countErrors(failing)),
      assertThrows(() => errors.with({ a: "1" }).countErrors(failing)),
    ];
    for (const one of thrown) assertStrictEquals(one, broken);
    assertEquals(errors.value({ a: "1" }), 3);
  });

  it("Counter.countErrors() counts why a promise is rejected, when it is, and rejects with the same", async () => {
    const errors = new Counter(HEAD);
    const result = errors.countErrors(() => Promise.reject(broken));
    assertEquals(errors.value(), 0);
    assertStrictEquals(await assertRejects(() => result), broken);
    assertEquals(errors.value(), 1);
  });

  it("Counter.countErrors() returns what the function returns, and counts nothing then", async () => {
    const errors = new Counter(HEAD);
    assertEquals(errors.countErrors(() => 7), 7);
    assertEquals(await errors.countErrors(() => Promise.resolve("done")), "done");
    assertEquals(errors.countErrors(() => broken), broken);
    assertEquals(errors.value(), 0);
  });

  it("Counter.countErrors() counts only what its filter lets through", async () => {
    const errors = new Counter({ ...HEAD, labelNames: ["a"] });
    const isTypeError = (error: unknown) => error instanceof TypeError;
    for (const error of [broken, new TypeError("typed")]) {
      assertStrictEquals(
        await assertRejects(() => errors.countErrors({ a: "1" }, () => Promise.reject(error), isTypeError)),
        error,
      );
    }
    assertEquals(errors.value({ a: "1" }), 1);
    assertThrows(() => errors.with({ a: "1" }).countErrors(failing, isTypeError), RangeError);
    assertEquals(errors.value({ a: "1" }), 1);
  });

  it("Counter.countErrors() counts also where nothing useful is thrown", async () => {
    const errors = new Counter(HEAD);
    await errors.countErrors(() => Promise.reject(undefined)).catch(() => {});
    assertEquals(errors.value(), 1);
  });
});

describe("CounterCell.setTotal()", () => {
  it("CounterCell.setTotal() sets the total that something else keeps", () => {
    const series = new Counter({ ...HEAD, labelNames: ["a"] }).labels({ a: "1" });
    for (const total of [5, 3, 0]) {
      series.setTotal(total);
      assertEquals(series.value, total);
    }
  });

  for (const total of [-1, NaN]) {
    it(`CounterCell.setTotal() rejects ${total}`, () => {
      const series = new Counter(HEAD).labels();
      series.setTotal(5);
      assertThrows(
        () => series.setTotal(total),
        RangeError,
        `"test_total": amount must be a number >= 0, current value is ${total}`,
      );
      assertEquals(series.value, 5);
    });
  }
});

describe("Counter, written to through what somebody keeps", () => {
  const options = { name: "jobs_total", help: "Jobs.", labelNames: ["queue"] } as const;
  function shown(counter: Counter<"queue">): [queue: string | undefined, value: number][] {
    const [family] = counter.collect() as Iterable<CounterFamily>;
    return Array.from(family?.points ?? [], ({ labels, value }) => [labels.queue, value]);
  }

  it("Counter.labels() gives a child that comes back when it is written to after its series was dropped", () => {
    const clock = new ManualClock();
    const counter = new Counter({ ...options, ttlSeconds: 60, clock });
    const child = counter.labels("mail");
    child.inc(5);
    shown(counter);
    clock.wallMs = clock.elapsedMs = 61_000;
    shown(counter);
    clock.wallMs = clock.elapsedMs = 122_000;
    assertEquals(shown(counter), []);
    child.inc();
    assertEquals(shown(counter), [["mail", 6]]);
    assertEquals(counter.value({ queue: "mail" }), 6);
  });

  it("Counter.labels() gives a child that stays away when its labels have another series by now", () => {
    const clock = new ManualClock();
    const counter = new Counter({ ...options, ttlSeconds: 60, clock });
    const child = counter.labels("mail");
    child.inc(5);
    shown(counter);
    clock.wallMs = clock.elapsedMs = 61_000;
    shown(counter);
    clock.wallMs = clock.elapsedMs = 122_000;
    shown(counter);
    counter.inc({ queue: "mail" });
    child.inc();
    assertEquals(shown(counter), [["mail", 1]]);
  });

  it("Counter.with() all labels begins again after the whole was cleared", () => {
    const counter = new Counter(options);
    const mail = counter.with({ queue: "mail" });
    mail.inc(5);
    counter.clear();
    mail.inc();
    assertEquals(shown(counter), [["mail", 1]]);
  });

  it("Counter.with() does not let a label that is given be given again", () => {
    const counter = new Counter({ ...options, labelNames: ["queue", "host"] });
    counter.inc({ queue: "mail", host: "a" });
    counter.inc({ queue: "print", host: "a" });
    const mail = counter.with({ queue: "mail" });
    const labels = { queue: "print", host: "a" };
    assertThrows(() => mail.inc(labels), TypeError, 'label "queue" is already set by with()');
    assertEquals(counter.value(labels), 1);
  });
});

test("Counter.labels() finds the same series by values and by an object", () => {
  const counter = new Counter({ ...HEAD, labelNames: ["a", "b", "c"] });
  const values = ["", "x", "y", "1"];
  const tuples = values.flatMap((a) => values.flatMap((b) => values.map((c) => [a, b, c] as const)));
  const created = tuples.map(([a, b, c], i) => i % 2 ? counter.labels(a, b, c) : counter.labels({ a, b, c }));
  for (const [i, [a, b, c]] of tuples.entries()) {
    assertStrictEquals(counter.labels(a, b, c), created[i]);
    assertStrictEquals(counter.labels({ c, a, b }), created[i]);
  }
  assertStrictEquals(counter.labels("x", 1, "y"), counter.labels("x", "1", "y"));
  assertEquals(new Set(created).size, tuples.length);
  counter.remove("x", "x", "x");
  assertEquals(counter.value({ a: "x", b: "x", c: "x" }), undefined);
  assertEquals(counter.labels("x", "x", "x") === created[tuples.findIndex((tuple) => `${tuple}` === "x,x,x")], false);
});
