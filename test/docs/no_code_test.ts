import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import type { ProbeContext } from "../../src/app/probe/prober.ts";
import { parseYaml } from "../../src/app/config/parse_yaml.ts";
import { loadModules } from "../../src/app/modules/exporter_config.ts";
import type { ModuleHost } from "../../src/app/modules/module.ts";
import { files } from "../../src/entry/cli/real_host.ts";

const FOLDER = "examples/no_code";

/** By address, the file that stands for what is there. */
const SOURCES: Readonly<Record<string, string>> = {
  "https://shop.example/status": "json/shop.json",
  "https://billing.example/api/graphql": "json/billing.json",
  "http://mailer.example/status": "text/status.txt",
  "http://building.example/rooms.csv": "csv/rooms.csv",
  "http://service.example/metrics": "openmetrics/metrics.txt",
};

const host: ModuleHost = {
  fetch: async (url) => new Response(await readFile(join(FOLDER, SOURCES[url] ?? url))),
  readFile: (path) =>
    path.startsWith("/run/secrets/") ? Promise.resolve(new Uint8Array()) : files.readFile(path, 2 ** 20),
  readDirectory: files.readDirectory,
  now: () => 0, // whenever the files were written, they are not too old
};

/** Runs all modules of an example, and returns the series they make. */
async function run(kind: string): Promise<string[]> {
  const config = parseYaml("", await readFile(join(FOLDER, kind, "exporter.yml"), "utf8"));
  const registry = new Registry();
  for (const { collector, prober } of loadModules(config, host).modules) {
    if (collector) registry.register(collector);
    await prober?.probe(
      "https://shop.example/status",
      { registry, signal: new AbortController().signal } as ProbeContext,
    );
  }
  const errors: unknown[] = [];
  const lines = (await expose(registry, "text", { onError: (error) => errors.push(error) })).split("\n");
  assertEquals(errors, []);
  return lines.filter((line) => line !== "" && !/^#|^webprom_collector_/.test(line));
}

test("examples/no_code/json reads what it says", async () => {
  assertEquals(await run("json"), [
    "billing_open_invoices 17",
    "shop_backup_duration_seconds 90.5 1767225600000",
    'shop_orders_total{currency="EUR",stage="beta"} 1234',
    "shop_payment_up 1",
    'shop_queue_length{queue="mail"} 3',
    'shop_queue_length{queue="sms"} 0',
    'shop_warehouse_items{owner="ana",warehouse="north"} 512',
    'shop_warehouse_items{owner="ana",warehouse="west"} 64',
    'shop_warehouse_known{owner="ana",warehouse="north"} 1',
    'shop_warehouse_known{owner="ana",warehouse="west"} 1',
    'shop_warehouse_staffed{owner="ana",warehouse="north"} 1',
    'shop_warehouse_staffed{owner="ana",warehouse="west"} 0',
    'webprom_module_problems{module="shop"} 0',
    'webprom_module_problems{module="billing"} 0',
  ]);
});

test("examples/no_code/text reads what it says", async () => {
  assertEquals(await run("text"), [
    'mailer_queue_messages{queue="in"} 12',
    'mailer_queue_messages{queue="out"} 3',
    'mailer_sent_bounces{host="smtp://mx1.example"} 7',
    'mailer_sent_bounces{host="smtp://mx2.example"} 0',
    'mailer_sent_messages{host="smtp://mx1.example"} 1500',
    'mailer_sent_messages{host="smtp://mx2.example"} 900',
    "mailer_up 1",
    'webprom_module_problems{module="mailer"} 0',
  ]);
});

test("examples/no_code/csv reads what it says", async () => {
  assertEquals(await run("csv"), [
    'room_temperature_celsius{floor="0",room="hall; main"} 19.5',
    'room_temperature_celsius{floor="2",room="attic"} 24',
    'webprom_module_problems{module="rooms"} 0',
  ]);
});

test("examples/no_code/openmetrics reads what it says", async () => {
  assertEquals(await run("openmetrics"), [
    'service_latency_seconds_bucket{le="0.1"} 290',
    'service_latency_seconds_bucket{le="+Inf"} 302',
    "service_latency_seconds_sum 17.5",
    "service_latency_seconds_count 302",
    'service_requests_total{class="2xx",code="200",zone="a"} 300',
    'service_requests_total{class="5xx",code="503",zone="a"} 2',
    'webprom_module_problems{module="filtered"} 0',
  ]);
});

test("examples/no_code/textfile reads what it says", async () => {
  const lines = await run("textfile");

  assertEquals(lines.map((line) => line.replace(/(mtime_seconds.*) [\d.e+]+$/, "$1 …")), [
    'backup_size_bytes{disk="a"} 1048576',
    'jobs_textfile_mtime_seconds{file="backup.prom",module="jobs"} …',
    'jobs_textfile_scrape_error{file="backup.prom",module="jobs"} 0',
    'jobs_textfile_scrape_error{file="broken.prom",module="jobs"} 1',
    'webprom_module_problems{module="jobs"} 1',
  ]);
});

test("examples/no_code has an example of each kind", async () => {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const kinds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assertEquals(kinds.sort(), ["csv", "json", "openmetrics", "text", "textfile"]);
});
