/**
 * Code of a service that uses prom-client, in TypeScript. A test checks it with `./prom-client` and `@prometheus-io/client`, too; it
 * never runs.
 */
import * as client from "prom-client";
import promClient, { Counter, type Gauge, Histogram, Registry, Summary } from "prom-client";

const registry = new Registry();
const openMetrics: client.Registry<client.OpenMetricsContentType> = new Registry<client.OpenMetricsContentType>();
openMetrics.setContentType(client.openMetricsContentType);
openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
registry.setDefaultLabels({ app: "shop", version: 2 });

export const requests: client.Counter<"method" | "code"> = new Counter({
  name: "requests_total",
  help: "Requests.",
  labelNames: ["method", "code"] as const,
  registers: [registry],
  aggregator: "sum",
});
requests.inc({ method: "GET", code: 200 });
requests.inc({ method: "GET" }, 5);
requests.labels("GET", "200").inc();
requests.labels({ method: "GET" }).inc(2);
requests.remove("GET", "200");
requests.remove({ method: "GET" });
requests.reset();

const queue: Gauge<string> = new client.Gauge({
  name: "queue",
  help: "Queue.",
  labelNames: ["name"],
  async collect() {
    await Promise.resolve();
    this.set({ name: "mail" }, 5);
  },
});
queue.set(5);
queue.inc();
queue.dec({ name: "mail" }, 2);
queue.setToCurrentTime({ name: "mail" });
export const seconds: number = queue.startTimer({ name: "mail" })();
const child: client.Gauge.Internal<string> = queue.labels("mail");
child.set(1);

const config: client.HistogramConfiguration<"route"> = {
  name: "latency",
  help: "Latency.",
  labelNames: ["route"],
  buckets: promClient.exponentialBuckets(0.1, 2, 5),
};
const latency = new Histogram(config);
const end = latency.startTimer({ route: "/" });
end({ route: "/x" });
latency.observe({ route: "/" }, 0.5);
latency.zero({ route: "/" });
latency.labels("x").observe(5);
export const traced: client.Histogram<"route"> = new client.Histogram<"route">({ ...config, enableExemplars: true });

const sizes = new Summary<string>({
  name: "sizes",
  help: "Sizes.",
  percentiles: [0.5],
  maxAgeSeconds: 60,
  ageBuckets: 5,
});
sizes.observe(5);
sizes.labels().observe(2);

/** A function of a library that takes any metric. */
export function register(metric: client.Metric<string>, to: client.Registry = client.register): void {
  to.registerMetric(metric);
  metric.reset();
}
register(queue);

export class Metrics {
  private readonly counters: Record<string, Counter<string>> = {};
  private readonly to: Registry;
  public constructor(to: Registry) {
    this.to = to;
  }
  public count(name: string, labels: Record<string, string | number>): void {
    this.counters[name] ??= new Counter({ name, help: name, labelNames: Object.keys(labels), registers: [this.to] });
    this.counters[name]?.inc(labels);
  }
}

export async function read(): Promise<number | undefined> {
  const text: string = await registry.metrics();
  const { values } = await requests.get();
  const method = values[0]?.labels;
  const all = await registry.getMetricsAsJSON();
  const { name, help, aggregator } = registry.getMetricsAsArray()[0] ?? {};
  const single = registry.getSingleMetric("requests_total") as Counter<string>;
  const metric: client.Metric<string> | undefined = registry.getSingleMetric("requests_total");
  single.inc();
  metric?.reset();
  const one = await registry.getSingleMetricAsString("requests_total");
  const merged = Registry.merge([registry, client.register]);
  merged.removeSingleMetric("x");
  const isValid: boolean = client.validateMetricName("x");
  const total: number | undefined = all[0]?.values[0]?.value;
  return [text, method, name, help, aggregator, one, isValid, client.contentType, registry.contentType].length +
    (total ?? 0);
}

client.collectDefaultMetrics({ register: registry, prefix: "app_", labels: { a: "b" }, gcDurationBuckets: [0.1, 1] });
promClient.collectDefaultMetrics();
export const groups: string[] = client.collectDefaultMetrics.metricsList;

const gateway = new client.Pushgateway("http://localhost:9091", { timeout: 5000, headers: { a: "b" } }, registry);
export const pushed: Promise<{ resp?: unknown; body?: unknown }> = gateway.push({
  jobName: "a",
  groupings: { b: "c" },
});
export const added = gateway.pushAdd({ jobName: "a" });

const combined = new client.AggregatorRegistry();
client.AggregatorRegistry.setRegistries([registry, client.register]);
export const cluster: Promise<string> = combined.clusterMetrics();
export const aggregated: client.Registry = client.AggregatorRegistry.aggregate([[]]);
export const aggregator: client.Aggregator = "max";
export const collect: client.CollectFunction<Gauge<string>> | undefined = undefined;
