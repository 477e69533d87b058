import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { batch } from "@webprom/exporter/push";
import { ManualClock } from "../support/manual_clock.ts";
import { receiver } from "./_receiver.ts";

function sample() {
  const registry = new Registry();
  const rows = registry.counter({ name: "rows_total", help: "Rows." });
  const clock = new ManualClock();
  clock.wallMs = 1_700_000_000_000;
  const { requests, fetch } = receiver();
  return {
    registry,
    rows,
    clock,
    requests,
    options: { url: "http://h:1", job: "nightly-1", format: "text", clock, fetch } as const,
  };
}

describe("batch()", () => {
  it("pushes how long a job took, and when it succeeded", async () => {
    const { registry, rows, clock, requests, options } = sample();
    {
      await using job = batch(registry, options);
      rows.inc(7);
      clock.elapsedMs += 2500;
      job.succeed();
    }
    assertEquals(requests.map(({ method, url }) => [method, url]), [["POST", "http://h:1/metrics/job/nightly-1"]]);
    const lines = requests[0]?.text.split("\n").filter((line) => !/^#|^$/.test(line)).sort();
    assertEquals(lines, [
      "nightly_1_duration_seconds 2.5",
      "nightly_1_last_completion_timestamp_seconds 1700000000",
      "nightly_1_last_success_timestamp_seconds 1700000000",
      "rows_total 7",
    ]);
  });

  it("pushes also if the job throws, but no success", async () => {
    const { registry, requests, options } = sample();
    await assertRejects(
      async () => {
        await using _job = batch(registry, { ...options, prefix: "backup" });
        throw new Error("disk full");
      },
      Error,
      "disk full",
    );
    assertMatch(requests[0]?.text ?? "", /^backup_duration_seconds 0$/m);
    assertEquals(requests[0]?.text.includes("success"), false);
  });
});
