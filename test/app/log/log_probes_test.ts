import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { logProbes } from "../../../src/app/log/log_collectors.ts";
import { recordLog } from "../../support/recorded_log.ts";

const log = 'time=t level=info msg="Beginning probe"\ntime=t level=error msg="Probe failed: it said \\"no\\""\n';

test("logProbes() warns of failed probes, and logs all lines at a level", () => {
  const { logger, lines } = recordLog("info");
  const reports: string[] = [];
  const { onProbe } = logProbes({ modules: {}, onProbe: ({ module }) => reports.push(module) }, logger, "info");
  const report = { module: "shop", target: "http://user:secret@a.test/", seconds: 0.5, log };

  onProbe?.({ ...report, success: true });
  assertEquals(lines.length, 2);
  onProbe?.({ ...report, success: false });
  assertEquals(lines.slice(4), [
    'WARN msg="Probe failed" module=shop target=http://<secret>@a.test/ duration_seconds=0.5 reason="Probe failed: it said \\"no\\""',
  ]);
  assertEquals(reports, ["shop", "shop"]);
});
