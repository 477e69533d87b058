import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { bunProbe } from "../../src/runtime/bun_probe.ts";
import { fakeFs, fakeProcess } from "../support/fake_globals.ts";

describe("bunProbe()", () => {
  const probe = bunProbe({ Bun: { version: "1.4.5" }, process: fakeProcess({ "node:fs": fakeFs }) });

  it("tells Bun's own version, not that of the Node it imitates", () => {
    assertEquals(probe.runtime, { name: "bun", version: "1.4.5" });
  });

  it("tells process and heap", () => {
    const { cpuUserSeconds, residentBytes, threads, openFds } = probe.process?.() ?? {};
    assertEquals([cpuUserSeconds, residentBytes, threads, openFds], [1.5, 1, 7, 2]);
    assertEquals(probe.heap?.(), { usedBytes: 3, externalBytes: 4 });
    assertEquals(probe.loop?.busyMs(), 1750);
  });

  it("leaves out what Bun does not truly tell, and does not make its loop turn without end", () => {
    const { heapSpaces, watchGc, activeResources, loop } = probe;
    assertEquals([heapSpaces, watchGc, activeResources], [undefined, undefined, undefined]);
    assertEquals([loop?.times, loop?.afterTurn], [undefined, undefined]);
  });
});
