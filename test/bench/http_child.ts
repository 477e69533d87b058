/** Serves a small registry in some ways, each on a port of its own, and prints the addresses as a line of JSON. */
import process from "node:process";
import { defineExporter } from "../../src/app/exporter/define_exporter.ts";
import type { Servable, ServeOptions, Server } from "../../src/entry/node.ts";
import { expose } from "../../src/exposition/expose.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";

const registry = new Registry();
for (let i = 0; i < 20; i++) {
  registry.counter({ name: `app_things_${i}_total`, help: "Things that were done.", labelNames: ["kind"] })
    .inc({ kind: "usual" }, i * 1000);
  registry.gauge({ name: `app_level_${i}`, help: "How much there is." }).set(i / 8);
}
for (let i = 0; i < 10; i++) {
  registry.histogram({ name: `app_work_${i}_seconds`, help: "How long it took.", unit: "seconds" }).observe(i / 10);
}
const text = await expose(registry);
const handle = metricsHandler(registry);
const contentType = "text/plain; version=0.0.4; charset=utf-8";

const servers = {
  constant: { fetch: () => new Response(text, { headers: { "content-type": contentType } }) },
  handler: { fetch: handle },
  exporter: defineExporter({ name: "app", registry }),
} satisfies Record<string, Servable>;

/** What is served, by name. */
export type Servers = typeof servers;

const versions: Readonly<Record<string, string | undefined>> = process.versions;
const runtime = ["deno", "bun"].find((name) => versions[name] !== undefined) ?? "node";
const { serve }: { serve: (app: Servable, options: ServeOptions) => Promise<Server> } = await import(
  `../../src/entry/${runtime}.ts`
);
const urls: Record<string, string> = {};
for (const [name, app] of Object.entries(servers)) {
  const { url } = await serve(app, { port: 0, hostname: "127.0.0.1" });
  urls[name] = `${url}metrics`;
}
process.stdout.write(`${JSON.stringify(urls)}\n`);
