import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { metricsHandler, Registry } from "@webprom/exporter";
import { serve } from "@webprom/exporter/deno";
import type { ProbeContext } from "../../src/app/probe/prober.ts";
import { parseYaml } from "../../src/app/config/parse_yaml.ts";
import { loadModules } from "../../src/app/modules/exporter_config.ts";
import { execute } from "../support/child.ts";
import { until } from "../support/until.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

const FOLDER = "examples/no_code/json";

/** A shop that says how it is, and pages that are no JSON, never end or lead nowhere. */
async function startShop(): Promise<AsyncDisposable & { readonly host: string }> {
  const status = await readFile(`${FOLDER}/shop.json`);
  const server = createServer((request, response) => {
    if (request.url === "/status") return response.setHeader("content-type", "application/json").end(status);
    if (request.url === "/page") return response.end("<!doctype html>");
    if (request.url === "/loop") return response.writeHead(302, { location: "/loop" }).end();
    const fill = () => {
      while (!response.destroyed && response.write("[".repeat(65_536)));
    };
    response.on("drain", fill);
    fill();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

test("a configuration as json_exporter has it", { skip: missing("prometheus", "promtool") }, async (t) => {
  await using shop = await startShop();
  const config = parseYaml("Cannot read exporter.yml", await readFile(`${FOLDER}/exporter.yml`, "utf8"));
  const { modules } = loadModules(config, { fetch, readFile: (path) => readFile(path) });
  const { prober } = modules.find(({ name }) => name === "shop") ?? {};
  await using server = await serve({
    async fetch(request) {
      const target = new URL(request.url).searchParams.get("target") ?? "";
      const registry = new Registry();
      try {
        await prober?.probe(target, { registry, signal: request.signal } as ProbeContext);
      } catch (error) {
        return new Response((error as Error).message, { status: 503 });
      }
      return await metricsHandler(registry)(request);
    },
  }, { port: 0, hostname: "127.0.0.1" });
  const probe = (path: string) => fetch(`${server.url}probe?module=shop&target=${shop.host}${path}`);

  await t.test("is scraped by Prometheus, through /probe", async () => {
    const params = { module: ["shop"], target: [`http://${shop.host}/status`] };
    await using prometheus = await startPrometheus({ shop: server.url }, { path: "/probe", params });
    await until(async () => (await prometheus.query("shop_orders_total"))["shop"] === 1234);

    assertEquals(await prometheus.query('shop_warehouse_items{warehouse="west",owner="ana"}'), { shop: 64 });
    assertEquals(await prometheus.query('shop_queue_length{queue="mail"}'), { shop: 3 });
    assertEquals(await prometheus.query("webprom_module_problems"), { shop: 0 });
    assertEquals(await prometheus.query("up"), { shop: 1 });
  });

  await t.test("makes metrics in which promtool finds nothing to criticise", async () => {
    // A time of the source is what the example shows, and what promtool advises against.
    const text = (await (await probe("/status")).text()).replace(/ 1767225600000$/m, "");

    assertEquals(await execute(["promtool", "check", "metrics"], { input: text }), "");
  });

  await t.test("fails clearly at sources that are no JSON, endless, or lead nowhere", async () => {
    const reasons: Record<string, RegExp> = {
      "/page": /^the response is not JSON, it begins with "<!doctype html>"$/,
      "/endless": /^the response is larger than 10485760 bytes, the maximum set by body_size_limit$/,
      "/loop": /redirect/i,
    };
    for (const [path, reason] of Object.entries(reasons)) {
      const response = await probe(path);
      const [, told = ""] = (await response.text()).split(
        `Cannot read http://${shop.host}${path} with module "shop": `,
      );
      assertEquals([path, response.status, reason.test(told)], [path, 503, true], told);
    }
    assertEquals((await probe("/status")).status, 200);
  });
});
