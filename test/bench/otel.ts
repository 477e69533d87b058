/**
 * Compares scrapes of OpenTelemetry's SDK through `registryReader()` and through `@opentelemetry/exporter-prometheus`, in turns,
 * medians. Prints a table; `--write` also writes it to otel_results.md.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { type IMetricReader, MeterProvider } from "@opentelemetry/sdk-metrics";
import { metricsHandler, Registry } from "../../mod.ts";
import { registryReader } from "../../src/otel/mod.ts";
import { figure, median, ratio, table } from "./_library.ts";

const ROUNDS = 21;

interface Shape {
  readonly name: string;
  readonly counters: number;
  readonly histograms: number;
  readonly series: number;
}

const SHAPES: readonly Shape[] = [
  { name: "50 counters with 3 series", counters: 50, histograms: 0, series: 3 },
  { name: "50 counters and 10 histograms with 20 series", counters: 50, histograms: 10, series: 20 },
  { name: "500 counters and 50 histograms with 5 series", counters: 500, histograms: 50, series: 5 },
  { name: "1 counter with 2,000 series", counters: 1, histograms: 0, series: 2000 },
  { name: "20 counters with 1,000 series", counters: 20, histograms: 0, series: 1000 },
];

function fill(reader: IMetricReader, { counters, histograms, series }: Shape): () => void {
  const meter = new MeterProvider({ readers: [reader] }).getMeter("bench", "1.0.0");
  const all = Array.from(
    { length: counters },
    (_, i) => meter.createCounter(`app.requests_${i}`, { unit: "{request}" }),
  );
  const durations = Array.from(
    { length: histograms },
    (_, i) => meter.createHistogram(`app.duration_${i}`, { unit: "s" }),
  );
  const labels = Array.from({ length: series }, (_, i) => ({
    "http.request.method": i % 2 === 0 ? "GET" : "POST",
    "http.route": `/items/${i}`,
    "http.response.status_code": 200,
  }));
  return function write(): void {
    for (const counter of all) for (const label of labels) counter.add(1, label);
    for (const duration of durations) for (const label of labels) duration.record(0.2, label);
  };
}

async function timeOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const startMs = performance.now();
  for (let i = 0; i < times; i++) await work();
  return (performance.now() - startMs) / times;
}

const rows: string[][] = [];
for (const shape of SHAPES) {
  const maxSeries = 1_000_000;
  const registry = new Registry();
  const reader = registryReader(registry, { maxSeries });
  const handle = metricsHandler(registry);
  const exporter = new PrometheusExporter({ preventServerStart: true });
  exporter.selectCardinalityLimit = () => maxSeries;
  const serializer = new PrometheusSerializer();
  const writes = [fill(reader, shape), fill(exporter, shape)];
  const works = {
    collect: () => reader.collect(),
    own: async () => await (await handle(new Request("http://localhost/metrics"))).arrayBuffer(),
    other: async () => serializer.serialize((await exporter.collect()).resourceMetrics),
  };
  const times: Record<string, number[]> = { collect: [], own: [], other: [] };
  const repeats = Math.max(1, Math.round(2000 / (shape.series * (shape.counters + shape.histograms * 14))));
  for (let round = -5; round < ROUNDS; round++) {
    for (const write of writes) write();
    for (const [name, work] of Object.entries(works)) {
      const time = await timeOf(work, repeats);
      if (round >= 0) times[name]?.push(time);
    }
  }
  const [collect = NaN, own = NaN, other = NaN] = Object.values(times).map(median);
  rows.push([shape.name, figure(collect, "ms"), figure(own, "ms"), figure(other, "ms"), ratio(own, other)]);
}

const head = ["", "collection by the SDK alone", "`metricsHandler()`", "exporter-prometheus", "ratio"];
const text = table(head, rows);
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) {
  const intro =
    `Medians of ${ROUNDS} rounds on Node, one scrape as text. Every figure includes the collection by the SDK.`;
  const file = new URL("otel_results.md", import.meta.url);
  writeFileSync(file, `# Results of the bench of ./otel\n\n${intro}\n\n${text}\n`);
}
