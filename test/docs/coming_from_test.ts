import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { assert } from "@std/assert";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";

const PAGE = "examples/coming_from/README.md";

/** What the rows may use. */
const PRELUDE = `
import { exponentialBuckets, expose, gaugeFamily, linearBuckets, metricsHandler, Registry, sharedRegistry } from "@webprom/exporter";
import { serve } from "@webprom/exporter/deno";
import { lint } from "@webprom/exporter/lint";
import { instrumentHandler } from "@webprom/exporter/middleware";
import { registryReader } from "@webprom/exporter/otel";
import { parseText } from "@webprom/exporter/parse";
import { otlpSender, pushEvery, pushgateway, textfile } from "@webprom/exporter/push";
import { processCollector, runtimeCollector } from "@webprom/exporter/runtime";
import { shareRegistry } from "@webprom/exporter/share";
import { expectMetrics } from "@webprom/exporter/testing";
import { MeterProvider } from "npm:@opentelemetry/sdk-metrics";

const url = "http://localhost:9091";
const fetch = () => Promise.resolve(new Response());
const queue: string[] = [];
const other = new Registry();
const unused = [exponentialBuckets, expose, gaugeFamily, linearBuckets, metricsHandler, sharedRegistry, serve, lint,
  instrumentHandler, registryReader, parseText, otlpSender, pushEvery, pushgateway, textfile, processCollector, runtimeCollector,
  shareRegistry, expectMetrics, MeterProvider, url, fetch, queue, other];
void unused;

function setUp() {
  const registry = new Registry();
  const orders = registry.counter({ name: "app_orders_total", help: "Orders.", labelNames: ["region"] });
  const users = registry.gauge({ name: "app_users", help: "Users." });
  const duration = registry.histogram({ name: "app_duration_seconds", help: "Duration.", labelNames: ["endpoint"] });
  const size = registry.summary({ name: "app_size_bytes", help: "Size." });
  orders.inc({ region: "eu" });
  return { registry, orders, users, duration, size };
}
`;

/** Code of the last column of all tables: code spans that are joined by nothing but punctuation. */
function rowsOf(markdown: string): string[] {
  const rows = markdown.split("\n").filter((line) =>
    /^\| .*\|$/.test(line) && !/^\| (-|prom-client|OpenTelemetry|client_)/.test(line)
  );
  return rows.map((row) => row.replace(/ *\|$/, "")).map((row) => {
    const [, code] = /\| `([^`]*)`$/.exec(row) ?? [];
    assert(code !== undefined, `the row must end with code: ${row}`);
    return code;
  });
}

test("every row of the page runs", async () => {
  const rows = rowsOf(await readFile(PAGE, "utf8"));
  assert(rows.length > 60, String(rows.length));
  const calls = rows.map((code) =>
    `await (async () => { const { registry, orders, users, duration, size } = setUp(); void [registry, orders, users, duration, size]; ${code}; })();`
  );
  await using folder = await makeFolder();
  const file = join(folder.path, "rows.ts");
  await writeFile(file, `${PRELUDE}${calls.join("\n")}\nconsole.log("${rows.length} rows");\nDeno.exit(0);\n`);
  const output = await execute([process.execPath, "run", "-A", "--check", `--config=${resolve("deno.json")}`, file]);
  assert(output.includes(`${rows.length} rows\n`), output);
});
