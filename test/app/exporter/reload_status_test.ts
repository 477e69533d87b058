import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import { ReloadStatus } from "../../../src/app/exporter/reload_status.ts";
import { ManualClock } from "../../support/manual_clock.ts";

const SUCCESSFUL = "webprom_config_last_reload_successful";
const SUCCEEDED_AT = "webprom_config_last_reload_success_timestamp_seconds";

function sample(): { status: ReloadStatus; clock: ManualClock; read: () => Promise<unknown[]> } {
  const registry = new Registry();
  const clock = new ManualClock();
  const status = new ReloadStatus(registry, clock);
  async function read(): Promise<unknown[]> {
    const text = await expose(registry);
    return [SUCCESSFUL, SUCCEEDED_AT].map((name) => new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
  }
  return { status, clock, read };
}

describe("ReloadStatus", () => {
  it("tells the last attempt, and when one succeeded", async () => {
    const { status, clock, read } = sample();
    clock.wallMs = 1_700_000_000_500;
    status.report("web", true);
    assertEquals(await read(), ["1", "1700000000.5"]);
    clock.wallMs += 10_000;
    status.report("web", false);
    assertEquals(await read(), ["0", "1700000000.5"]);
    status.report("web", true);
    assertEquals(await read(), ["1", "1700000010.5"]);
  });

  it("is content only when every configuration is right", async () => {
    const { status, read } = sample();
    status.report("web", false);
    status.report("app", true);
    assertEquals((await read())[0], "0");
    status.report("web", true);
    assertEquals((await read())[0], "1");
  });
});
