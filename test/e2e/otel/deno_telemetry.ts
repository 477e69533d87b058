/** Receives the telemetry of its own process, prints it when the meter's value has arrived, and ends. */
import process from "node:process";
import { metrics } from "@opentelemetry/api";
import { expose, Registry } from "@webprom/exporter";
import { serve } from "@webprom/exporter/deno";
import { otlpReceiver } from "@webprom/exporter/otel";
import { until } from "../../support/until.ts";

const registry = new Registry();
const receiver = otlpReceiver({ jobLabels: false, scopeLabels: false });
registry.register(receiver);
const server = await serve({ fetch: receiver.fetch }, { hostname: "localhost", port: Number(process.argv[2]) });

metrics.getMeter("app").createCounter("app.orders").add(3, { "app.region": "eu" });

const EXPECTED = ['app_orders_total{app_region="eu"} 3', "http_server_request_duration_seconds_count", "v8js_memory"];
await until(async () => {
  const text = await expose(registry);
  return EXPECTED.every((part) => text.includes(part));
});
process.stdout.write(await expose(registry));
await server.close();
process.exit(0);
