import process from "node:process";
import { type CollectorOptions, Registry } from "../../../mod.ts";
import { defineExporter, type Exporter, type Prober } from "../../../src/app/mod.ts";

/** Asks for a page, and reads it. */
const http2xx: Prober = {
  async probe(target, { fetch, registry, log }) {
    const status = registry.gauge({ name: "probe_http_status_code", help: "Response HTTP status code" });
    const length = registry.gauge({ name: "probe_http_uncompressed_body_length", help: "Length of the body" });
    const response = await fetch(target);
    status.set(response.status);
    log("Received HTTP response", { status: response.status });
    length.set((await response.arrayBuffer()).byteLength);
    return response.ok;
  },
};

const HANGING: CollectorOptions = { name: "hanging", enabled: false, timeoutMs: 200 };

/** Makes an exporter of the targets on the command line, as JSON. */
export function makeExporter(): Exporter {
  const registry = new Registry();
  registry.register({ collect: () => new Promise<never>(() => {}) }, HANGING);
  if (process.argv[3] === "hang") registry.enable("hanging");
  return defineExporter({
    name: "probing",
    registry,
    probes: {
      modules: { http_2xx: { ...http2xx, timeoutMs: 500 } },
      targets: JSON.parse(process.argv[2] ?? "[]"),
      allow: ["127.0.0.0/8"],
      maxBytes: 100_000,
    },
  });
}
