import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Counter, Histogram, type MetricFamily } from "@webprom/exporter";
import { copyPoint } from "../../src/model/copy_point.ts";
import type { PointHead } from "../../src/model/metric_family.ts";
import { decodeMessage, encodeMessage, type StateMessage } from "../../src/share/_message.ts";
import { StateReader } from "../../src/share/_state_reader.ts";
import { StateWriter } from "../../src/share/_state_writer.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property } from "../support/property.ts";
import { randomRegistry } from "../support/random_registry.ts";

const from = { id: "a", process: "p", label: "1" };

/** Sends changes through bytes. Returns what arrives. */
function send(writer: StateWriter, reader: StateReader, families: readonly MetricFamily[], isComplete = true): number {
  const { changes, gone, values } = writer.write(families, isComplete);
  const state: StateMessage = { kind: "state", seq: 1, base: 0, isLast: false, isReady: true, changes, gone };
  const bytes = encodeMessage({ from, message: state, values });
  const { message, values: received } = decodeMessage(bytes, "b") ?? {};
  const { changes: read, gone: lost } = message as StateMessage;
  reader.apply(read, lost, received as Float64Array, false);
  return bytes.length;
}

/** Writes families as text, in which undefined fields and live points do not differ from others. */
function told(families: readonly MetricFamily[]): string[] {
  return families.map(({ points, ...family }) => {
    const copies = Array.from(points as Iterable<PointHead>, (point) => {
      const { quantiles: _, exemplars, native, ...copy } = copyPoint(point) as PointHead & Record<string, unknown>;
      const inBuckets = Object.entries(exemplars ?? {}).filter(([, exemplar]) => exemplar !== undefined);
      return { ...copy, native: native && { ...native }, inBuckets };
    });
    return JSON.stringify(sorted([family, copies]));
  }).sort();
}

/** Sorts fields, and leaves out those that are undefined or internal to instruments. Numbers become texts. */
function sorted(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([key, field]) => field !== undefined && key !== "round");
  return Object.fromEntries(fields.sort().map(([key, field]) => [key, sorted(field)]));
}

property("what a state writer writes, a state reader reads", (random) => {
  for (let i = 0; i < 100; i++) {
    const writer = new StateWriter();
    const reader = new StateReader();
    for (let round = 0; round < 3; round++) {
      const { families } = randomRegistry(random.below(2 ** 31));
      send(writer, reader, families);
      assertEquals(told(reader.families), told(families));
    }
    const late = new StateReader();
    const { changes, gone, values } = writer.writeAll();
    late.apply(changes, gone, values, true);
    assertEquals(told(late.families), told(reader.families));
  }
});

property("a state writer writes only what has changed of live families", (random) => {
  const clock = new ManualClock();
  const jobs = new Counter({ name: "jobs_total", help: "", labelNames: ["a"], clock });
  const times = new Histogram({
    name: "times",
    help: "",
    labelNames: ["a"],
    native: { factor: 1.1 },
    buckets: [1, 2],
    clock,
  });
  const writer = new StateWriter();
  const reader = new StateReader();
  for (let i = 0; i < 50; i++) {
    for (let write = random.below(5); write > 0; write--) {
      const a = String(random.below(20));
      if (random.below(10) === 0) jobs.remove({ a });
      else jobs.inc({ a }, 1 + random.below(9), random.below(3) === 0 ? { id: a } : undefined);
      times.observe({ a }, random.below(4), random.below(3) === 0 ? { id: a } : undefined);
    }
    const families = [jobs, times].flatMap((one) => [...one.collect() as Iterable<MetricFamily>]);
    send(writer, reader, families);
    assertEquals(told(reader.families), told(families));
  }
  const families = [jobs, times].flatMap((one) => [...one.collect() as Iterable<MetricFamily>]);
  assertEquals(writer.write(families, true), { changes: [], gone: [], values: new Float64Array(0) });
});

test("a state writer names families that have gone, if it was given all", () => {
  const [writer, reader] = [new StateWriter(), new StateReader()];
  const family = (name: string): MetricFamily => ({
    type: "gauge",
    name,
    help: "",
    points: [{ labels: {}, value: 1 }],
  });
  send(writer, reader, [family("a"), family("b")]);
  send(writer, reader, [family("a")], false);
  assertEquals(reader.families.map(({ name }) => name), ["a", "b"]);
  send(writer, reader, [family("a")]);
  assertEquals(reader.families.map(({ name }) => name), ["a"]);
});

test("a state reader refuses changes that do not fit, and keeps what it has", () => {
  const [writer, reader] = [new StateWriter(), new StateReader()];
  const family: MetricFamily = { type: "gauge", name: "a", help: "", points: [{ labels: { b: "1" }, value: 1 }] };
  send(writer, reader, [family]);
  const before = told(reader.families);
  const change = { name: "a", from: 0, length: 1, names: ["b"], texts: ["1"] };
  const none = new Float64Array(0);
  const bad = [
    [change, none], // no numbers
    [change, new Float64Array(9)], // too many numbers
    [{ ...change, name: "unknown" }, new Float64Array(2)],
    [{ ...change, from: 5, length: 6 }, new Float64Array(2)],
    [{ ...change, texts: [] }, new Float64Array(2)],
    [{ ...change, rows: [7] }, new Float64Array(2)],
    [{ ...change, head: { type: "nothing", name: "a" } }, new Float64Array(2)],
    [{ ...change, length: 1e9 }, new Float64Array(2)],
  ] as const;
  for (const [one, values] of bad) assertThrows(() => reader.apply([one], [], values, false), SyntaxError);
  assertEquals(told(reader.families), before);
});
