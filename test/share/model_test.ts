import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { counterFamily, type MetricFamily } from "@webprom/exporter";
import type { Message } from "../../src/share/_message.ts";
import { Replica } from "../../src/share/_replica.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property, type Random } from "../support/property.ts";
import { explore } from "./model/explore.ts";
import { type Action, actionsOf, isAlive, N, start, step, totalOf } from "./model/protocol.ts";

test("the protocol loses nothing and counts nothing twice: 3 isolates, 4 frames, 2 crashes", () => {
  const { states, violation } = explore({ frames: 4, crashes: 2 });
  assertEquals(violation, undefined);
  assert(states > 10_000, `${states} states`);
});

test("the model finds a protocol that retires isolates without waiting", () => {
  assertEquals(explore({ frames: 2, crashes: 1, isHasty: true }).violation?.rule, "all agree in the end");
});

property("replicas do what the model does", (random) => {
  for (let walk = 0; walk < 1000; walk++) follow(random);
});

/** Lets a model and real replicas do the same, and compares what they report after each step. */
function follow(random: Random): void {
  let state = start();
  const real = new Replicas();
  const trace: Action[] = [];
  for (let i = 0; i < 40; i++) {
    const actions = actionsOf(state, { frames: 12, crashes: 2 });
    if (actions.length === 0) return;
    const action = random.pick(actions);
    trace.push(action);
    real.do(action);
    state = step(state, action);
    for (let by = 0; by < N; by++) {
      if (!isAlive(state, by)) continue;
      const expected = [totalOf(state, by), state.statuses[by] === "ready"];
      assertEquals([real.totalOf(by), real.isReady(by)], expected, `isolate ${by} after ${JSON.stringify(trace)}`);
    }
  }
}

const SILENT_MS = 5000;
const GRACE_MS = 1e9; // clocks jump by seconds whenever an action needs that

/** Real replicas that do what a model says, without a network. */
class Replicas {
  readonly #nodes = Array.from({ length: N }, (_, i) => new Node(`id${i}`, (process) => this.#ended.has(process)));
  readonly #ended = new Set<string>();
  /** Messages by isolate and sequence number: with all that has changed, and with everything. */
  readonly #frames: { readonly changes: Bytes; readonly all: Bytes }[][] = Array.from({ length: N }, () => []);

  constructor() {
    for (const node of this.#nodes.slice(0, 2)) node.replica.beReady();
  }

  totalOf(by: number): number {
    return this.#node(by).total;
  }

  isReady(by: number): boolean {
    return this.#node(by).replica.isReady;
  }

  do(action: Action): void {
    switch (action.kind) {
      case "frame": {
        const node = this.#node(action.by);
        node.jobs++;
        node.replica.send(node.families, { isComplete: false });
        const [changes] = node.take("state");
        node.replica.sendAll();
        const [all] = node.take("state");
        assert(changes && all);
        this.#frames[action.by]?.push({ changes, all });
        return;
      }
      case "deliver": {
        const { of, seq, to } = action;
        const frame = this.#frames[of]?.[seq - 1];
        assert(frame);
        const node = this.#node(to);
        node.replica.receive(frame.changes);
        if (node.take("again").length > 0) node.replica.receive(frame.all); // an earlier one is missing
        node.take();
        return;
      }
      case "crash":
        return void this.#ended.add(`id${action.by}`);
      case "begin":
        return this.#node(action.by).replica.hello();
      case "give up":
        return this.#node(action.by).replica.beReady();
      case "notice": {
        const node = this.#node(action.by);
        const others = [...this.#ended].filter((id) => id !== `id${action.of}`);
        for (const id of others) this.#ended.delete(id);
        node.clock.elapsedMs += SILENT_MS;
        node.replica.tick();
        for (const id of others) this.#ended.add(id);
        node.take();
        return;
      }
      case "retire": {
        const node = this.#node(action.by);
        const others = [...this.#ended];
        this.#ended.clear(); // it finds nothing else out now
        node.clock.elapsedMs += GRACE_MS;
        node.replica.tick();
        for (const id of others) this.#ended.add(id);
        node.take();
        return;
      }
      case "gossip": {
        const [from, to] = [this.#node(action.from), this.#node(action.to)];
        to.replica.sendAll();
        const [known] = to.take("known");
        assert(known);
        from.clock.elapsedMs += SILENT_MS;
        from.replica.receive(known);
        for (const message of from.take("state")) to.replica.receive(message);
        to.take();
        return;
      }
      case "welcome": {
        const [from, to] = [this.#node(action.from), this.#node(action.to)];
        to.replica.hello();
        to.replica.hello(); // the second one is answered by all
        const hello = to.take("hello").at(-1);
        assert(hello);
        from.replica.receive(hello);
        for (const message of from.take("state", "retired")) to.replica.receive(message);
        to.take();
      }
    }
  }

  #node(i: number): Node {
    const node = this.#nodes[i];
    assert(node);
    return node;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

class Node {
  readonly clock = new ManualClock();
  readonly replica: Replica;
  readonly #outbox: Bytes[] = [];
  jobs = 0;

  constructor(id: string, hasEnded: (process: string) => boolean) {
    const identity = { id, process: id, label: id };
    this.replica = new Replica({
      identity,
      clock: this.clock,
      post: (message) => this.#outbox.push(message),
      onAsk() {},
      hasEnded: ({ process }) => hasEnded(process),
      renew: () => identity,
    }, { silentMs: SILENT_MS, endedMs: Infinity, graceMs: GRACE_MS });
  }

  get families(): MetricFamily[] {
    return [counterFamily("jobs_total", "", [{ labels: {}, value: this.jobs }])];
  }

  get total(): number {
    const [family] = this.replica.merge(this.families);
    return [...family?.points ?? []].map((point) => (point as unknown as { value: number }).value)[0] ?? 0;
  }

  /** Empties the outbox, and returns its messages of some kinds. */
  take(...kinds: readonly Message["kind"][]): Bytes[] {
    return this.#outbox.splice(0).filter((bytes) => kinds.includes(kindOf(bytes)));
  }
}

function kindOf(bytes: Bytes): Message["kind"] {
  const text = new TextDecoder().decode(bytes);
  return /"message":\{"kind":"(\w+)"/.exec(text)?.[1] as Message["kind"];
}
