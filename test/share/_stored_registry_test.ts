import { test } from "node:test";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Registry } from "@webprom/exporter";
import type { Counter } from "@webprom/exporter";
import type { StateStore } from "../../src/share/state_store.ts";
import { StoredRegistry } from "../../src/share/_stored_registry.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property, type Random } from "../support/property.ts";
import { MemoryStore } from "./_memory_store.ts";

const ENDED_MS = 600_000;
let ids = 0;

/** An isolate that shares a counter through a store. */
interface Isolate {
  readonly jobs: Counter;
  readonly shared: StoredRegistry;
  counted: number;
}

function isolate(store: StateStore, clock: ManualClock, label = "one"): Isolate {
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "Jobs." });
  registry.gauge({ name: "level", help: "Level." }).set(1);
  const shared = new StoredRegistry(registry, store, {
    label,
    clock,
    flushSeconds: 60,
    timeoutMs: 1000,
    silentMs: 5000,
    endedMs: ENDED_MS,
    renew: () => ({ id: `${++ids}`, process: label, label }),
  });
  return { jobs, shared, counted: 0 };
}

function advance(clock: ManualClock, ms: number): void {
  clock.wallMs += ms;
  clock.elapsedMs += ms;
}

async function valueOf({ shared }: Isolate, name: string): Promise<number> {
  const family = (await shared.gather()).find((family) => family.name === name);
  const [point] = family?.points as Iterable<{ readonly value: number }> ?? [];
  return point?.value ?? NaN;
}

test("isolates add up what they have counted", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore(clock);
  const [one, other] = [isolate(store, clock), isolate(store, clock)];
  one.jobs.inc(2);
  other.jobs.inc(3);
  await one.shared.flush();
  assertEquals(await valueOf(other, "jobs_total"), 5);
  assertEquals(await valueOf(other, "level"), 2);
  await one.shared.close();
  assertEquals(await valueOf(other, "jobs_total"), 5);
  assertEquals(await valueOf(other, "level"), 1);
});

test("what all have counted stays when all have ended", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore(clock);
  const one = isolate(store, clock);
  one.jobs.inc(2);
  await one.shared.close();
  const later = isolate(store, clock);
  later.jobs.inc();
  assertEquals(await valueOf(later, "jobs_total"), 3);
});

test("an isolate that was retired while it was frozen counts nothing twice", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore(clock);
  const [frozen, other] = [isolate(store, clock), isolate(store, clock)];
  frozen.jobs.inc(2);
  await frozen.shared.flush();
  await other.shared.flush();
  frozen.jobs.inc(4);
  advance(clock, ENDED_MS + 20_000);
  await other.shared.flush();
  assertEquals(await valueOf(other, "jobs_total"), 2);
  assertEquals(await valueOf(frozen, "jobs_total"), 6);
  assertEquals(await valueOf(other, "jobs_total"), 6);
  advance(clock, ENDED_MS + 20_000);
  await other.shared.flush();
  frozen.jobs.inc();
  assertEquals(await valueOf(frozen, "jobs_total"), 7);
  assertEquals(await valueOf(other, "jobs_total"), 7);
});

test("a store that has lost everything gets the totals of live isolates again", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore(clock);
  const [one, other] = [isolate(store, clock), isolate(store, clock)];
  one.jobs.inc(2);
  other.jobs.inc(3);
  await one.shared.flush();
  await other.shared.flush();
  store.forget();
  advance(clock, 2000);
  await one.shared.flush();
  assertEquals(await valueOf(other, "jobs_total"), 5);
});

test("a scrape without an answer has the last known values, and fails if there are none", async () => {
  const clock = new ManualClock();
  const memory = new MemoryStore(clock);
  let isDown = false;
  const store: StateStore = {
    name: "memory",
    write: (state) => isDown ? Promise.reject(new Error("down")) : memory.write(state),
    read: (version, known) => memory.read(version, known),
    retire: (retirement) => memory.retire(retirement),
  };
  const [one, other] = [isolate(store, clock), isolate(store, clock)];
  one.jobs.inc(2);
  await one.shared.flush();
  assertEquals(await valueOf(other, "jobs_total"), 2);
  isDown = true;
  other.jobs.inc();
  assertEquals(await valueOf(other, "jobs_total"), 3);
  await assertRejects(() => isolate(store, clock).shared.gather(), Error, "memory does not answer");
});

property("totals are exact whatever is lost, frozen, retired or ended", async (random) => {
  for (let i = 0; i < 150; i++) await walk(random);
});

/** Lets isolates do things at random, with a store whose requests and replies get lost. */
async function walk(random: Random): Promise<void> {
  const clock = new ManualClock();
  const memory = new MemoryStore(clock);
  let isFaulty = true;
  async function faulty<T>(request: () => Promise<T>): Promise<T> {
    if (isFaulty && random.below(100) < 15) throw new Error("request lost");
    const reply = await request();
    if (isFaulty && random.below(100) < 15) throw new Error("reply lost");
    return reply;
  }
  const store: StateStore = {
    name: "memory",
    write: (state) => faulty(() => memory.write(state)),
    read: (version, known) => faulty(() => memory.read(version, known)),
    retire: (retirement) => faulty(() => memory.retire(retirement)),
  };
  let live = [isolate(store, clock), isolate(store, clock), isolate(store, clock)];
  let ended = 0;
  for (let step = 0; step < 60; step++) {
    const actor = random.pick(live);
    const action = random.below(100);
    if (action < 40) {
      actor.jobs.inc();
      actor.counted++;
    } else if (action < 65) await actor.shared.flush();
    else if (action < 80) await actor.shared.gather().catch(() => {});
    else if (action < 90) advance(clock, random.below(2 * ENDED_MS));
    else {
      isFaulty = false;
      await actor.shared.close();
      isFaulty = true;
      ended += actor.counted;
      live = [...live.filter((isolate) => isolate !== actor), isolate(store, clock)];
    }
  }
  isFaulty = false;
  for (const { shared } of live) await shared.flush();
  const total = ended + live.reduce((sum, { counted }) => sum + counted, 0);
  for (const one of live) assertEquals(await valueOf(one, "jobs_total"), total);
  advance(clock, 2 * ENDED_MS);
  const [one] = live;
  assert(one);
  await one.shared.flush();
  assertEquals(await valueOf(one, "jobs_total"), total);
}
