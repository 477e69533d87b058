import process from "node:process";
import { defineExporter } from "../../../src/app/exporter/define_exporter.ts";
import type { Servable, ServeOptions, Server } from "../../../src/entry/deno.ts";
import { Registry } from "../../../src/registry/registry.ts";

/** The functions of an entrypoint. */
export interface Entrypoint {
  run(app: Servable, options: ServeOptions): Promise<void>;
  serve(app: Servable, options: ServeOptions): Promise<Server>;
}

/**
 * Serves an app in the way that the command line says: `run` or `serve`, the port, and the signals for `serve`; or an exporter
 * that goes on after a signal: `drain`, the port, and for how many milliseconds; or one behind a web configuration: `web`, the
 * port, and its file.
 */
export async function main({ run, serve }: Entrypoint): Promise<void> {
  const [how, port, ...signals] = process.argv.slice(2);
  const app = { name: "sample", fetch: answerSlowly };
  const options = { port: Number(port), hostname: "127.0.0.1" };
  if (how === "run") return await run(app, options);
  if (how === "drain") {
    const exporter = defineExporter({ name: "sample", registry: new Registry() });
    return await run(exporter, { ...options, drainMs: Number(signals[0]) });
  }
  if (how === "web") {
    const { watchWebConfig } = await import("../../../src/entry/web.ts");
    const registry = new Registry();
    const web = await watchWebConfig(signals[0] ?? "", { registry });
    return await run(defineExporter({ name: "sample", registry }), { ...options, web });
  }
  const handled = signals as readonly ("SIGINT" | "SIGTERM")[];
  const server = await serve(app, handled.length === 0 ? options : { ...options, signals: handled });
  process.stdout.write(`${server.url}\n`);
}

/** Sends half of the answer at once, the other half when something is typed. */
function answerSlowly(): Response {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  void writer.write("first half, ");
  process.stdin.once("data", async () => {
    await writer.write("second half");
    await writer.close();
  });
  return new Response(readable);
}
