import { FORMATS, metricsHandler, Registry } from "@webprom/exporter";

const registry = new Registry();
const latency = registry.histogram({
  name: "e2e_latency_seconds",
  help: "One hundred observations for each scrape, evenly from 0.01 to 1.",
  unit: "seconds",
  buckets: [0.25, 0.5, 1],
  native: { factor: 1.1 },
});
const scrapes = registry.counter({ name: "e2e_scrapes_total", help: "Scrapes." });
registry.gauge({ name: "e2e.größe", help: "A name that not every Prometheus reads.", labelNames: ["µ.s"] }).set({
  "µ.s": "ä",
}, 5);

/** `/metrics` in the format that is asked for, `/text` in none but that which every Prometheus reads. */
const HANDLERS: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  "/metrics": metricsHandler(registry),
  "/text": metricsHandler(registry, { formats: [FORMATS.text] }),
};

export default {
  name: "distribution",
  fetch(request: Request): Promise<Response> {
    for (let i = 1; i <= 100; i++) latency.observe(i / 100, { trace_id: `trace-${i}` });
    scrapes.inc(1, { trace_id: "scrape" });
    const handle = HANDLERS[new URL(request.url).pathname];
    return handle === undefined ? Promise.resolve(new Response(null, { status: 404 })) : handle(request);
  },
};
