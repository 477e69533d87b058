import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runtimeMetricsContract, startProgram, tell } from "../contract/runtime_metrics.ts";
import { missing } from "../e2e/programs.ts";
import { start } from "../support/child.ts";
import { within } from "../support/within.ts";

const deno = process.execPath;
runtimeMetricsContract({ name: "Deno", prefix: "deno", command: [deno, "run", "-A"] });
// Where a program that runs on Deno starts Deno without any option for permissions, -A is added.
runtimeMetricsContract({
  name: "Deno without permission",
  prefix: "deno",
  command: [deno, "run", "--deny-net"],
  isAllowed: false,
});

for (const options of [[], ["--allow-read"], ["--allow-read=/proc"], ["-A", "--deny-net=example.com"]]) {
  const name =
    `runtimeCollector() on Deno with [${options}] asks for no permission and leaves out what it may not read`;
  test(name, { skip: missing("script") }, async () => {
    // A terminal, as Deno asks nobody else.
    const command = [deno, "run", "--no-check", ...options, "test/contract/programs/runtime_once.ts"];
    await using child = start(["script", "-qec", command.join(" "), "/dev/null"]);
    assertEquals(await within(20_000, child.ended), 0);
    assertStringIncludes(child.stdout, "process_resident_memory_bytes ");
    assertEquals(/^process_open_fds|permission|Allow\?/m.exec(child.stdout), null);
  });
}

test("runtimeCollector() gives the names of @prometheus-io/client on Deno, but no version of Node", async () => {
  await using child = startProgram([deno, "run", "--deny-net"], "prom-client");
  const { series } = await tell(child, "rest 100");
  assertEquals(series.includes("nodejs_heap_size_used_bytes"), true);
  assertEquals(series.includes("nodejs_eventloop_lag_p99_seconds"), true);
  assertEquals(series.filter((name) => name.startsWith("nodejs_version_info")), []);
});
