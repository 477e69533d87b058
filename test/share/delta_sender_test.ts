import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { DeltaSender } from "../../src/share/delta_sender.ts";
import { decodeMessage } from "../../src/share/_message.ts";
import { StateReader } from "../../src/share/_state_reader.ts";

function read(
  bytes: Uint8Array | undefined,
): { readonly seq: number; readonly values: Readonly<Record<string, number>> } {
  assert(bytes);
  const envelope = decodeMessage(bytes, "");
  assert(envelope?.message.kind === "state");
  const reader = new StateReader();
  reader.apply(envelope.message.changes, [], envelope.values, true);
  const values = reader.families.map(({ name, points }) => {
    const [point] = points as Iterable<{ readonly value: number }>;
    return [name, point?.value ?? NaN] as const;
  });
  return { seq: envelope.message.seq, values: Object.fromEntries(values) };
}

test("a sender sends increases of totals, and values of all else", async () => {
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "" });
  registry.gauge({ name: "level", help: "" }).set(4);
  const sender = new DeltaSender("one");
  const first = sender.take(await registry.gather());
  assertEquals(read(first), { seq: 1, values: { jobs_total: 0, level: 4 } });
  assert(first);
  sender.confirm(first);
  jobs.inc(3);
  const second = sender.take(await registry.gather());
  assertEquals(read(second), { seq: 2, values: { jobs_total: 3, level: 4 } });
  assert(second);
  sender.confirm(second);
  assertEquals(read(sender.take(await registry.gather())), { seq: 3, values: { level: 4 } });
});

test("a sender repeats a frame that was not confirmed, and then sends what was counted since", async () => {
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "" });
  jobs.inc(2);
  const sender = new DeltaSender("one");
  const first = sender.take(await registry.gather());
  jobs.inc(5);
  assertEquals([sender.isPending, sender.take(await registry.gather())], [true, first]);
  assert(first);
  sender.confirm(first);
  const second = sender.take(await registry.gather());
  assertEquals(read(second), { seq: 2, values: { jobs_total: 5 } });
  sender.confirm(first); // an answer that comes late
  assertEquals(sender.take(await registry.gather()), second);
  assert(second);
  sender.confirm(second);
  assertEquals(sender.take(await registry.gather()), undefined);
});

test("a sender sends what has started again from 0", async () => {
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "" });
  jobs.inc(9);
  const sender = new DeltaSender("one");
  const first = sender.take(await registry.gather());
  assert(first);
  sender.confirm(first);
  jobs.clear();
  jobs.inc(2);
  assertEquals(read(sender.take(await registry.gather())), { seq: 2, values: { jobs_total: 2 } });
});
