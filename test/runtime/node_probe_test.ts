import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { nodeProbe } from "../../src/runtime/node_probe.ts";
import { fakeFs, FakeNode, fakeV8 } from "../support/fake_globals.ts";

describe("nodeProbe()", () => {
  it("tells process, heap, event loop and resources", () => {
    const { runtime, ...probe } = nodeProbe(new FakeNode({ "node:fs": fakeFs, "node:v8": fakeV8 }).globals);
    const { cpuSystemSeconds, threads, openFds } = probe.process?.() ?? {};

    assertEquals(runtime, { name: "node", version: "26.3.0" });
    assertEquals([cpuSystemSeconds, threads, openFds], [0.25, 7, 2]);
    assertEquals(probe.heap?.(), { usedBytes: 3, totalBytes: 2, externalBytes: 4, limitBytes: 6, arrayBufferBytes: 5 });
    assertEquals(probe.heapSpaces?.(), [{ space: "new", totalBytes: 7, usedBytes: 8, availableBytes: 9 }]);
    assertEquals(probe.loop?.times?.(), { activeSeconds: 0.25, idleSeconds: 1.75 });
    assertEquals(probe.activeResources?.(), ["Timeout"]);
  });

  it("leaves out what needs modules where process.getBuiltinModule() is not there yet", () => {
    const { process, heap, heapSpaces } = nodeProbe(new FakeNode().globals);
    assertEquals([process?.().residentBytes, process?.().threads], [1, undefined]);
    assertEquals([heap?.().usedBytes, heap?.().limitBytes, heapSpaces?.()], [3, undefined, undefined]);
  });

  it("reads the event loop although fake timers of a test replaced the global functions", () => {
    const performance = { eventLoopUtilization: () => undefined };
    const perf_hooks = { performance: { eventLoopUtilization: () => ({ active: 500, idle: 1500 }) } };
    const { globals } = new FakeNode({ "node:perf_hooks": perf_hooks });
    assertEquals(nodeProbe({ ...globals, performance }).loop?.times?.(), { activeSeconds: 0.5, idleSeconds: 1.5 });
    assertEquals(nodeProbe({ ...new FakeNode().globals, performance }).loop?.busyMs?.(), 0);
  });

  it("hands on each garbage collection of a batch, and those not delivered yet", () => {
    const node = new FakeNode();
    const seen: unknown[] = [];
    const watch = nodeProbe(node.globals).watchGc?.((kind, seconds) => seen.push([kind, seconds]));
    node.deliver([1, 2, 4, 8, 16, 3].map((kind) => ({ duration: 1500, detail: { kind } })));
    node.deliver([{ duration: 1 }]);
    node.pending = [{ duration: 2000, detail: { kind: 4 } }];
    watch?.flush();

    assertEquals(seen, [
      ["minor", 1.5],
      ["minor", 1.5],
      ["major", 1.5],
      ["incremental", 1.5],
      ["weakcb", 1.5],
      ["major", 2],
    ]);
    assertEquals(node.isWatched, true);
    watch?.stop();
    assertEquals(node.isWatched, false);
  });
});
