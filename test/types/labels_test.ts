/** What compiles and what does not, where labels are given. The compiler alone reads this file; nobody runs it. */
import {
  Counter,
  Gauge,
  type Histogram,
  type Info,
  type Labelled,
  type LabelValue,
  type LabelValues,
  Registry,
  type SummaryValue,
  type Timer,
} from "../../mod.ts";

const help = "Test.";
const registry = new Registry();

// Label names are inferred, by constructors, factories and views.
const made: Counter<"region"> = new Counter({ name: "orders_total", help, labelNames: ["region"] });
const orders: Counter<"region"> = registry.counter({ name: "orders_total", help, labelNames: ["region"] });
const depth: Gauge<"a" | "b"> = registry.withPrefix("x_").gauge({ name: "depth", help, labelNames: ["a", "b"] });
const wait: Histogram<"queue"> = registry.withLabels({ shard: 1 }).histogram({
  name: "wait",
  help,
  labelNames: ["queue"],
});
const plain: Counter = registry.counter({ name: "plain_total", help });
const empty: Gauge = registry.gauge({ name: "empty", help, labelNames: [] });
const info: Info = registry.info({ name: "build_info", help, labels: { version: "1", major: 1, stable: true } });
const listed: Counter<"x" | "y"> = new Counter({ name: "listed_total", help, labelNames: ["x", "y"] as const });

// Every label has a value: text, a number or a boolean.
orders.inc({ region: "us" });
orders.inc({ region: 5 }, 2);
orders.labels({ region: true }).inc(2);
orders.labels("us").inc();
depth.set({ b: "1", a: "2" }, 5);
depth.labels("1", 2).dec();
wait.observe({ queue: "mail" }, 0.5);
const timer: Timer = wait.startTimer({ queue: "mail" });
const seconds: number = timer.stop();
const answer: Promise<string> = wait.time({ queue: "mail" }, () => Promise.resolve("done"));
const total: number | undefined = orders.value({ region: "us" });
const removed: boolean = orders.remove({ region: "us" });

// @ts-expect-error the label is misspelt
orders.inc({ regoin: "us" });
// @ts-expect-error the label is misspelt
orders.labels({ regoin: "us" });
// @ts-expect-error the label is misspelt
orders.value({ regoin: "us" });
// @ts-expect-error the label is misspelt
orders.remove({ regoin: "us" });
// @ts-expect-error the label is misspelt
wait.startTimer({ queeu: "mail" });
// @ts-expect-error the label is misspelt
wait.time({ queeu: "mail" }, () => {});
// @ts-expect-error a label is missing
depth.set({ a: "1" }, 5);
// @ts-expect-error a label is missing
depth.labels({ a: "1" });
// @ts-expect-error a label is too many
orders.inc({ region: "us", zone: "a" });
// @ts-expect-error a label is too many
orders.labels({ region: "us", zone: "a" });
// @ts-expect-error the label may be undefined
orders.inc({ region: undefined as string | undefined });
// @ts-expect-error the label is null
orders.inc({ region: null });
// @ts-expect-error the label is an object
orders.inc({ region: { name: "us" } });

// A metric with label names takes labels first.
// @ts-expect-error there are no labels
orders.inc();
// @ts-expect-error there are no labels
orders.inc(5);
// @ts-expect-error there are no labels
depth.set(5);
// @ts-expect-error there are no labels
depth.setToCurrentTime();
// @ts-expect-error there are no labels
wait.observe(0.5);
// @ts-expect-error the labels are missing at the end
wait.startTimer().stop();
// @ts-expect-error there is no timer to dispose of before all labels are known
using _unlabelled = wait.startTimer();
// @ts-expect-error there are no labels
wait.time(() => {});
// @ts-expect-error there are no labels
orders.value();
// @ts-expect-error there is no value
depth.set({ a: "1", b: "2" });
// @ts-expect-error there is no value
wait.observe({ queue: "mail" });

// A metric without label names takes none.
plain.inc();
plain.inc(5);
plain.labels().inc();
empty.set(5);
empty.setToCurrentTime();
const count: number | undefined = plain.value();
// @ts-expect-error there are no label names
plain.inc({ region: "us" });
// @ts-expect-error there are no label names
plain.inc({ region: "us" }, 5);
// @ts-expect-error there are no label names
empty.set({ a: "1" }, 5);
// @ts-expect-error there are no label names
plain.value({ region: "us" });

// Values are numbers.
// @ts-expect-error the amount is text
orders.inc({ region: "us" }, "5");
// @ts-expect-error the value is text
empty.set("5");
wait.observe({ queue: "mail" }, 5n);
// @ts-expect-error counters do not go down
orders.dec({ region: "us" });

// Instruments of one label are no instruments of another.
// @ts-expect-error the label names differ
const other: Counter<"zone"> = orders;
// @ts-expect-error the label names differ
const unlabelled: Counter = orders;
// @ts-expect-error label names are text
new Counter({ name: "orders_total", help, labelNames: [5] });

// Label names come from the options, not from the variable that the instrument is assigned to.
// @ts-expect-error a label name is missing
const tooFew: Counter<"a" | "b"> = new Counter({ name: "x_total", help, labelNames: ["a"] });
// @ts-expect-error a label name is too many
const tooMany: Gauge<"a"> = new Gauge({ name: "x", help, labelNames: ["a", "b"] });
// @ts-expect-error there are label names
const surplus: Counter = new Counter({ name: "x_total", help, labelNames: ["a"] });
// @ts-expect-error there are no label names
const none: Counter<"a"> = registry.counter({ name: "x_total", help });

// Helpers pass labels on, whatever they are.
function countAll<const L extends string>(counter: Counter<L>, labels: LabelValues<L>, amount: number): void {
  counter.labels(labels).inc(amount);
}
function countOnce<const L extends string>(
  counter: Counter<L>,
  ...args: Labelled<LabelValues<L>, [amount?: number]>
): void {
  counter.inc(...args);
}
function makeCounter<const L extends string = never>(name: `${string}_total`, labelNames?: readonly L[]): Counter<L> {
  return registry.counter({ name, help, labelNames });
}
countAll(orders, { region: "us" }, 5);
countOnce(orders, { region: "us" }, 5);
countOnce(plain, 5);
makeCounter("orders_total", ["region"]).inc({ region: "us" });
makeCounter("plain_total").inc();
// @ts-expect-error the label is misspelt
countAll(orders, { regoin: "us" }, 5);
// @ts-expect-error the label is misspelt
countOnce(orders, { regoin: "us" });
// @ts-expect-error there are no labels
countOnce(orders);
// @ts-expect-error the label is misspelt
makeCounter("orders_total", ["region"]).inc({ regoin: "us" });

// Labels that are confined take the values on their lists, as text or as they are there.
const calls = new Counter({
  name: "calls_total",
  help,
  labelNames: ["method", "code", "path"],
  labelValues: { method: ["GET", "POST"], code: [200, 500] },
});
calls.inc({ method: "GET", code: 200, path: "/" });
calls.inc({ method: "POST", code: 500, path: 5 }, 2);
calls.labels({ method: "GET", code: 200, path: "/" }).inc();
calls.removeMatching({ method: "GET" });
calls.removeMatching({});
// @ts-expect-error the value is not on the list
calls.inc({ method: "PUT", code: 200, path: "/" });
// @ts-expect-error the value is not on the list
calls.inc({ method: "GET", code: 404, path: "/" });
// @ts-expect-error the value is not on the list
calls.labels({ method: "PUT", code: 200, path: "/" });
// @ts-expect-error the value is not on the list
calls.removeMatching({ method: "PUT" });
// @ts-expect-error the label is misspelt
calls.removeMatching({ methd: "GET" });
// @ts-expect-error the label is missing
calls.inc({ method: "GET", code: 200 });
const confined = registry.histogram({ name: "x", help, labelNames: ["a"], labelValues: { a: ["x", "y"] } });
confined.observe({ a: "x" }, 5);
// @ts-expect-error the value is not on the list
confined.observe({ a: "z" }, 5);

// Series up front have all labels.
new Gauge({ name: "depth", help, labelNames: ["a", "b"], zero: [{ a: "1", b: 2 }] });
// @ts-expect-error a label is missing
new Gauge({ name: "depth", help, labelNames: ["a", "b"], zero: [{ a: "1" }] });
// @ts-expect-error the value is not on the list
new Gauge({ name: "depth", help, labelNames: ["a"], labelValues: { a: ["x"] }, zero: [{ a: "y" }] });

// What some labels were given to takes the others.
const gets = calls.with({ method: "GET" });
gets.inc({ code: 200, path: "/" });
gets.with({ code: 200 }).inc({ path: "/" });
gets.with({ code: 200, path: "/" }).inc(5);
const curried: Counter<"code" | "path", typeof gets extends Counter<"code" | "path", infer V> ? V : never> = gets;
depth.with({ a: "1" }).set({ b: "2" }, 5);
wait.with({ queue: "mail" }).observe(5);
// @ts-expect-error the label is given already
gets.inc({ method: "GET", code: 200, path: "/" });
// @ts-expect-error a label is missing
gets.inc({ code: 200 });
// @ts-expect-error the value is not on the list
gets.inc({ code: 404, path: "/" });
// @ts-expect-error the value is not on the list
calls.with({ method: "PUT" });
// @ts-expect-error the label is misspelt
calls.with({ methd: "GET" });
// @ts-expect-error the label is given already
gets.with({ method: "GET" });
// @ts-expect-error all labels are given
wait.with({ queue: "mail" }).observe({ queue: "mail" }, 5);

// Summaries and state sets take labels as the others do.
const size = registry.summary({ name: "size", help, labelNames: ["a"], quantiles: { 0.5: 0.05 } });
size.observe({ a: "1" }, 5);
size.with({ a: 1 }).observe(5);
const sizes: SummaryValue | undefined = size.value({ a: "1" });
// @ts-expect-error there are no labels
size.observe(5);
// @ts-expect-error summaries keep no exemplars
size.observe({ a: "1" }, 5, { trace_id: "x" });
const mode = registry.stateSet({ name: "mode", help, labelNames: ["a"], states: ["on", "off"] });
mode.set({ a: "1" }, "on");
mode.set({ a: "1" }, "off", true);
mode.labels("1").set("on");
mode.with({ a: "1" }).set("on");
const modes: Readonly<Record<"on" | "off", boolean>> | undefined = mode.value({ a: "1" });
// @ts-expect-error there is no such state
mode.set({ a: "1" }, "broken");
// @ts-expect-error there is no such state
mode.labels("1").set("broken");
// @ts-expect-error there are no labels
mode.set("on");

// Exemplars are labels too, and come last.
const trace = { trace_id: "x" };
orders.inc({ region: "us" }, 1, trace);
orders.labels("us").inc(2, trace);
plain.inc(1, trace);
wait.observe({ queue: "mail" }, 5, trace);
wait.labels("mail").observe(5, trace);
wait.startTimer({ queue: "mail" }).stop(trace);
wait.startTimer().stop({ queue: "mail" }, trace);
depth.startTimer({ a: "1" }).stop({ b: 2 });
// @ts-expect-error the label is already set
depth.startTimer({ a: "1" }).stop({ a: "1", b: 2 });
// @ts-expect-error the label is misspelt
depth.startTimer({ a: "1" }).stop({ c: 2 });
wait.time({ queue: "mail" }, () => {}, trace);
// @ts-expect-error the value of an exemplar's label is text
plain.inc(1, { trace_id: 5 });
// @ts-expect-error gauges keep no exemplars
empty.set(5, trace);

// A callback reads a number, or a number for each label set.
new Gauge({ name: "depth", help, read: () => 5 });
new Gauge({ name: "depth", help, read: () => Promise.resolve(5) });
new Gauge({ name: "depth", help, labelNames: ["a"], read: () => [[{ a: "1" }, 5]] });
new Counter({ name: "x_total", help, labelNames: ["a"], read: () => Promise.resolve(new Map([[{ a: "1" }, 5]])) });
// @ts-expect-error there is no label set
new Gauge({ name: "depth", help, labelNames: ["a"], read: () => 5 });
// @ts-expect-error there are no label names
new Gauge({ name: "depth", help, read: () => [[{ a: "1" }, 5]] });
// @ts-expect-error the label is misspelt
new Gauge({ name: "depth", help, labelNames: ["a"], read: () => [[{ b: "1" }, 5]] });
// @ts-expect-error the value is text
new Gauge({ name: "depth", help, read: () => "5" });

// What functions return is returned.
const tracked: Promise<string> = depth.with({ a: 1, b: 2 }).track(() => Promise.resolve("done"));
const counted: number = orders.countErrors({ region: "us" }, () => 7, (error: unknown) => error instanceof TypeError);

// Label names that are known at run time only are any text.
const names: string[] = ["a", "b"];
const values: Record<string, LabelValue> = { a: "1", b: 2 };
new Counter({ name: "dynamic_total", help, labelNames: names }).inc(values);

export {
  answer,
  count,
  counted,
  curried,
  info,
  listed,
  made,
  modes,
  none,
  other,
  removed,
  seconds,
  sizes,
  surplus,
  tooFew,
  tooMany,
  total,
  tracked,
  unlabelled,
};
