import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { counterFamily, gaugeFamily, type MetricFamily } from "@webprom/exporter";
import { Replica } from "../../src/share/_replica.ts";
import { ManualClock } from "../support/manual_clock.ts";

const TIMES = { silentMs: 5000, endedMs: 600_000, graceMs: 60_000 };

/** Isolates whose messages arrive when the test says so. */
class Net {
  readonly clock = new ManualClock();
  readonly nodes: Node[] = [];
  #ids = 0;

  add(process = `p${this.#ids}`, ended: ReadonlySet<string> = new Set()): Node {
    const node = new Node(this, process, ended, () => `id${String(this.#ids++).padStart(3, "0")}`);
    this.nodes.push(node);
    return node;
  }

  /** Delivers all messages, also those that they lead to. */
  deliver(): void {
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      for (const node of this.nodes) {
        for (const message of node.outbox.splice(0)) {
          isBusy = true;
          for (const other of this.nodes) if (other !== node && !other.isDead) other.replica.receive(message);
        }
      }
    }
  }

  pass(ms: number): void {
    this.clock.elapsedMs += ms;
    this.clock.wallMs += ms;
  }
}

class Node {
  readonly outbox: Uint8Array<ArrayBuffer>[] = [];
  readonly replica: Replica;
  isDead = false;
  jobs = 0;
  readonly #net: Net;

  constructor(net: Net, process: string, ended: ReadonlySet<string>, newId: () => string) {
    this.#net = net;
    const renew = () => ({ id: newId(), process, label: process });
    this.replica = new Replica({
      identity: renew(),
      clock: net.clock,
      post: (message) => this.outbox.push(message),
      onAsk: (round) => this.replica.send(this.families, { isComplete: true, round }),
      hasEnded: (identity) => ended.has(identity.process),
      renew,
    }, TIMES);
  }

  get families(): MetricFamily[] {
    return [
      counterFamily("jobs_total", "", [{ labels: {}, value: this.jobs }]),
      gaugeFamily("workers", "", [{ labels: {}, value: 1 }]),
    ];
  }

  /** Begins as the first isolate does, or as one that hears of others. */
  join(): void {
    this.replica.hello();
    this.#net.deliver();
    this.replica.beReady();
    this.send();
  }

  send(isLast = false): void {
    this.replica.send(this.families, { isComplete: false, isLast });
    this.#net.deliver();
  }

  /** Merged numbers of jobs and workers. */
  get seen(): readonly [jobs: number, workers: number] {
    const value = (name: string) => {
      const family = this.replica.merge(this.families).find((family) => family.name === name);
      return [...family?.points ?? []].map((point) => (point as unknown as { value: number }).value)[0] ?? 0;
    };
    return [value("jobs_total"), value("workers")];
  }
}

function three(): [Net, Node, Node, Node] {
  const net = new Net();
  const nodes = [net.add(), net.add(), net.add()] as [Node, Node, Node];
  for (const node of nodes) node.join();
  return [net, ...nodes];
}

test("a replica leaves out the gauges of silent isolates, and keeps their counters", () => {
  const [net, a, b, c] = three();
  b.jobs = 5;
  b.send();
  b.isDead = true;
  assertEquals(a.seen, [5, 3]);
  net.pass(4000);
  c.send();
  net.pass(1000);
  assertEquals(a.seen, [5, 2]);
  assertEquals(a.replica.counts, { live: 1, silent: 1, ended: 0 });
  b.isDead = false;
  b.jobs = 6;
  b.send();
  assertEquals([a.seen, a.replica.counts], [[6, 3], { live: 2, silent: 0, ended: 0 }]);
});

test("an isolate that was silent for very long counts as ended, and is live again when it sends again", () => {
  const [net, a, b, c] = three();
  b.jobs = 5;
  b.send();
  b.jobs = 7;
  b.replica.send(b.families, { isComplete: false });
  const late = b.outbox.splice(0);
  b.isDead = true;
  for (let i = 0; i < 601; i++) {
    net.pass(1000);
    for (const node of [a, c]) {
      node.send();
      node.replica.tick();
    }
    net.deliver();
  }
  for (const node of [a, c]) {
    assertEquals([node.replica.counts, node.seen], [{ live: 1, silent: 0, ended: 1 }, [5, 2]]);
    for (const message of late) node.replica.receive(message);
    assertEquals([node.replica.counts, node.seen], [{ live: 2, silent: 0, ended: 0 }, [7, 3]]);
  }
});

test("isolates that have ended are retired after a while, and not counted again", () => {
  const [net, a, b, c] = three();
  b.jobs = 5;
  b.replica.send(b.families, { isComplete: false, isLast: true });
  const last = b.outbox.slice();
  net.deliver();
  b.isDead = true;
  for (let i = 0; i < 61; i++) {
    net.pass(1000);
    for (const node of [a, c]) {
      node.send();
      node.replica.tick();
    }
    net.deliver();
  }
  for (const node of [a, c]) {
    for (const message of last) node.replica.receive(message);
    assertEquals([node.replica.counts, node.seen], [{ live: 1, silent: 0, ended: 1 }, [5, 2]]);
    assertEquals(node.outbox.length, 1); // it confirms the last state again
    node.outbox.length = 0;
  }
});

test("isolates hand each other the last state of one that has ended, before they retire it", () => {
  const [net, a, b, c] = three();
  b.jobs = 5;
  b.send();
  b.jobs = 9;
  b.replica.send(b.families, { isComplete: false, isLast: true });
  const [last] = b.outbox.splice(0) as [Uint8Array<ArrayBuffer>];
  c.replica.receive(last); // a does not get it
  b.isDead = true;
  for (let i = 0; i < 70; i++) {
    net.pass(1000);
    for (const node of [a, c]) {
      node.send();
      node.replica.tick();
    }
    net.deliver();
  }
  assertEquals([a.seen, c.seen], [[9, 2], [9, 2]]);
  assertEquals(a.replica.counts.ended, 1);
});

test("an isolate that began without an answer learns later what was retired before", () => {
  const [net, a, b] = three();
  b.jobs = 5;
  b.send(true);
  b.isDead = true;
  for (let i = 0; i < 61; i++) {
    net.pass(1000);
    a.send();
    a.replica.tick();
  }
  const late = net.add();
  late.replica.beReady(); // the others were blocked
  late.send();
  assertEquals(late.seen[0], 0);
  for (let i = 0; i < 40; i++) {
    net.pass(1000);
    for (const node of [a, late]) {
      node.send();
      node.replica.tick();
    }
    net.deliver();
  }
  assertEquals([late.seen[0], a.seen[0]], [5, 5]);
});

test("four isolates that lack different states do not answer each other for ever", () => {
  const net = new Net();
  const nodes = Array.from({ length: 4 }, () => net.add());
  for (const node of nodes) node.join();
  // Each of the first two has heard of another one that it cannot forward, because it still lives.
  for (const [i, from] of [[0, 2], [1, 3]] as const) {
    const [receiver, sender] = [nodes[i] as Node, nodes[from] as Node];
    sender.jobs = 1;
    sender.replica.send(sender.families, { isComplete: false });
    for (const message of sender.outbox.splice(0)) receiver.replica.receive(message);
    sender.isDead = true;
  }
  nodes[0]?.replica.sendAll();
  let rounds = 0;
  const [a, b] = nodes as [Node, Node];
  while (a.outbox.length + b.outbox.length > 0 && ++rounds < 50) {
    for (const message of a.outbox.splice(0)) b.replica.receive(message);
    for (const message of b.outbox.splice(0)) a.replica.receive(message);
  }
  assert(rounds < 5, `${rounds} rounds`);
});

test("an isolate that was suspended counts on under another identity", () => {
  const [net, a, b] = three();
  b.jobs = 5;
  b.send();
  net.pass(300_001);
  a.send();
  b.jobs = 8;
  b.send();
  net.pass(300_001);
  a.replica.tick();
  b.replica.tick();
  assertEquals([a.seen[0], b.seen[0]], [8, 8]);
  b.jobs = 9;
  b.send();
  net.pass(300_001);
  b.jobs = 10;
  b.send();
  assertEquals([a.seen[0], b.seen[0]], [10, 10]);
});

test("a replica retires an isolate at once if it says goodbye, or its process has ended", () => {
  const net = new Net();
  const ended = new Set<string>();
  const [a, b, c] = [net.add("a"), net.add("b"), net.add("c")] as [Node, Node, Node];
  const d = net.add("d", ended);
  for (const node of [a, b, c, d]) node.join();
  b.jobs = 2;
  b.send(true);
  b.isDead = true;
  c.jobs = 3;
  c.send();
  c.isDead = true;
  d.replica.tick();
  assertEquals(d.replica.counts, { live: 2, silent: 0, ended: 1 });
  ended.add("c");
  net.pass(5000);
  d.replica.tick();
  assertEquals([d.replica.counts.ended, d.seen], [2, [5, 1]]);
});

test("a new isolate learns everything from the eldest, or from another one if that does not answer", () => {
  const [net, a, b, c] = three();
  c.jobs = 4;
  c.send(true);
  c.isDead = true;
  for (const node of [a, b]) node.replica.tick();
  b.jobs = 1;
  b.send();
  const d = net.add();
  d.replica.hello();
  net.deliver();
  assertEquals([d.replica.isReady, d.seen], [true, [5, 3]]);
  a.isDead = true;
  const e = net.add();
  e.replica.hello();
  net.deliver();
  assertEquals([e.replica.isReady, e.replica.hasReadyPeer], [false, true]);
  e.replica.hello();
  net.deliver();
  // Of those that others speak for, it is not known whether they still live.
  assertEquals([e.replica.isReady, e.seen], [true, [5, 2]]);
});

test("replicas send each other what one of them has missed of an isolate that has ended", () => {
  const [net, a, b, c] = three();
  c.jobs = 9;
  c.replica.send(c.families, { isComplete: false });
  const [message] = c.outbox.splice(0);
  assert(message);
  b.replica.receive(message); // a does not get it
  c.isDead = true;
  net.pass(5000);
  assertEquals([a.seen[0], b.seen[0]], [0, 9]);
  a.replica.tick();
  net.deliver();
  assertEquals([a.seen[0], b.seen[0]], [9, 9]);
});

test("a replica counts messages that it refuses", () => {
  const [, a, b] = three();
  b.jobs = 1;
  b.replica.send(b.families, { isComplete: true });
  const [message] = b.outbox.splice(0) as [Uint8Array<ArrayBuffer>];
  a.replica.receive(message.slice(0, -1));
  a.replica.receive(new Uint8Array(5));
  assertEquals([a.replica.rejected, a.seen[0]], [2, 0]);
  a.replica.receive(message);
  a.replica.receive(message);
  assertEquals([a.replica.rejected, a.seen[0]], [2, 1]);
});

test("an isolate that is not ready yet is known to those that begin after it", () => {
  const net = new Net();
  const one = net.add();
  one.jobs = 3;
  one.send(); // nobody listens
  const late = net.add();
  late.replica.hello();
  net.deliver();
  assertEquals(late.replica.isReady, false);
  assertEquals(late.seen, [3, 2]);
});
