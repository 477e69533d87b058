import { describe, it } from "node:test";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { denoProbe } from "../../src/runtime/deno_probe.ts";
import { FakeDeno } from "../support/fake_globals.ts";

function probe(...args: ConstructorParameters<typeof FakeDeno>) {
  const { globals, queries, files } = new FakeDeno(...args);
  return { probe: denoProbe(globals), queries, files };
}

describe("denoProbe()", () => {
  it("tells Deno's own version, not that of the Node it imitates", () => {
    assertEquals(probe("denied").probe.runtime, { name: "deno", version: "2.9.6" });
  });

  for (const state of ["denied", "prompt"] as const) {
    it(`touches no file where permission to read is ${state}, and tells what needs none`, () => {
      const { probe: { process }, queries, files } = probe(state);
      const { startTimeSeconds, ...reading } = process?.() ?? {};

      assertEquals([queries, files], [[{ name: "read", path: "/proc" }], []]);
      assertEquals(reading, { cpuUserSeconds: 1.5, cpuSystemSeconds: 0.25, residentBytes: 1 });
      assertAlmostEquals(startTimeSeconds ?? 0, Date.now() / 1000 - 10, 60);
    });
  }

  for (const state of ["denied", "prompt"] as const) {
    it(`does not look for a control group where permission to read is ${state}`, () => {
      const { probe: { cgroup }, queries, files } = probe(state);
      assertEquals([cgroup?.(), queries, files], [undefined, [{ name: "read", path: "/" }], []]);
    });
  }

  it("reads what Linux keeps where it may", () => {
    const { process } = probe("granted").probe;
    assertEquals([process?.().threads, process?.().virtualBytes, process?.().openFds], [7, 2048, 2]);
  });

  it("tells what needs no permission where all but that is refused", () => {
    const { process } = probe("granted", () => {
      throw new Error('Requires all access to "/proc/self/stat"');
    }).probe;
    assertEquals([process?.().residentBytes, process?.().threads], [1, undefined]);
  });

  it("tells the heap, and leaves out what is always zero on Deno", () => {
    const { heap, heapSpaces, loop, watchGc, activeResources } = probe("denied").probe;
    assertEquals(heap?.(), { usedBytes: 3, totalBytes: 2, externalBytes: 4, limitBytes: 6 });
    assertEquals(heapSpaces?.(), [{ space: "new", totalBytes: 7, usedBytes: 8, availableBytes: 9 }]);
    assertEquals([loop?.times, watchGc, activeResources], [undefined, undefined, undefined]);
  });

  it("starts nothing by itself, and reads the start time once", () => {
    const { probe: { process }, queries, files } = probe("granted");
    assertEquals([queries, files], [[], []]);
    assertEquals(process?.().startTimeSeconds, process?.().startTimeSeconds);
  });
});
