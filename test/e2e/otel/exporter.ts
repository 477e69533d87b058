/** Serves the metrics of OpenTelemetry's SDK, and those that it sends itself by OTLP. */
import process from "node:process";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AggregationType,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { metricsHandler, Registry } from "@webprom/exporter";
import { otlpReceiver, registryReader } from "@webprom/exporter/otel";
import { serve } from "@webprom/exporter/node";

const registry = new Registry();
const receiver = otlpReceiver();
registry.register(receiver);
const metrics = metricsHandler(registry);
const server = await serve({
  fetch: (request) => new URL(request.url).pathname === "/v1/metrics" ? receiver.fetch(request) : metrics(request),
}, { port: 0 });

function measure(name: string, reader: IMetricReader, isExponential: boolean): MeterProvider {
  const provider = new MeterProvider({
    readers: [reader],
    resource: resourceFromAttributes({ "service.name": name, "host.arch": "any" }),
    views: isExponential
      ? [{ instrumentName: "*.latency", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }]
      : [],
  });
  const meter = provider.getMeter("e2e", "1.0.0");
  meter.createCounter(`${name}.orders`, { unit: "{order}", description: "Orders." }).add(3, { "shop.region": "eu" });
  const latency = meter.createHistogram(`${name}.latency`, { unit: "s", description: "Latency." });
  for (let i = 1; i <= 100; i++) latency.record(i / 100);
  meter.createObservableGauge(`${name}.size`, { unit: "By" }).addCallback((result) => result.observe(42));
  return provider;
}

measure("sdk", registryReader(registry), true);
const options = { url: `${server.url}v1/metrics`, headers: {} };
for (
  const [name, exporter] of [["json", new JsonExporter(options)], [
    "proto",
    new ProtobufExporter({ ...options, compression: "gzip" as never }),
  ]] as const
) {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1000, exportTimeoutMillis: 900 });
  const provider = measure(name, reader, true);
  await provider.forceFlush();
}
process.stdout.write(`Metrics on ${server.url}metrics\n`);
