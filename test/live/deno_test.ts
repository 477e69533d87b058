import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { compressions, serve } from "../../src/entry/deno.ts";
import { defaultExportContract } from "../contract/default_export.ts";
import { programContract } from "../contract/program.ts";
import { scrapeContract } from "../contract/scrape.ts";
import { serverContract } from "../contract/server.ts";
import { start } from "../support/child.ts";

serverContract(serve);
scrapeContract(serve, compressions);
programContract("deno");
defaultExportContract("deno serve", [process.execPath, "serve", "--port=0"]);

test("a scrape whose collectors soon answer prints nothing", async () => {
  const code = `
    import { Registry } from "@webprom/exporter";
    import { defineExporter } from "@webprom/exporter/app";
    import { run } from "@webprom/exporter/deno";

    const registry = new Registry();
    registry.register({ collect: () => new Promise((resolve) => setTimeout(resolve, 1, [])) });
    await run(defineExporter({ name: "sample", registry }), { port: 0, hostname: "127.0.0.1" });
  `;
  await using child = start([process.execPath, "eval", code]);
  const headers = { "x-prometheus-scrape-timeout-seconds": "10" };
  for (let i = 0; i < 3; i++) {
    const response = await fetch(`${await child.url}/metrics`, { headers });
    assertEquals(response.status, 200);
    await response.body?.cancel();
  }
  child.kill("SIGTERM");

  assertEquals(await child.ended, 0);
  assertEquals(child.stderr, "");
});
