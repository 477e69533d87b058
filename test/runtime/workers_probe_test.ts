import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { workersProbe } from "../../src/runtime/workers_probe.ts";

test("workersProbe() tells which isolate it is, and nothing of a process that there is not", () => {
  const probe = workersProbe({ crypto: { randomUUID: () => "11111111-2222-3333-4444-555555555555" } });

  assertEquals(probe.runtime, { name: "workers", version: "" });
  assertEquals(Object.keys(probe), ["runtime", "isolateId"]);
  assertEquals(probe.isolateId?.(), "11111111-2222-3333-4444-555555555555");
});
