import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";

/** A Prometheus that scrapes once a second. */
export interface Prometheus extends AsyncDisposable {
  /** Its URL, without a slash at the end. */
  readonly url: string;
  /**
   * Evaluates an expression.
   *
   * @param expression In PromQL
   * @param label Tells the series apart; if left out, the name of the target
   * @returns Values by that label
   */
  query(expression: string, label?: string): Promise<Record<string, number>>;
  /**
   * Finds exemplars.
   *
   * @param expression Selects series, in PromQL
   * @returns Their labels and values by the name of the target
   */
  exemplars(expression: string): Promise<Record<string, readonly Exemplar[]>>;
}

/** An exemplar as Prometheus answers it. */
export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** How a Prometheus scrapes. */
export interface PrometheusOptions {
  /** Path of the program, if it is not the installed one. */
  readonly program?: string;
  /** What is switched on that is off by default. With `native-histograms`, it asks for protobuf first. */
  readonly features?: readonly string[];
  /** More flags, such as `--web.enable-remote-write-receiver`. */
  readonly flags?: readonly string[];
  /** Where targets have their metrics. */
  readonly path?: string;
  /** What it asks for there. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** What else stands in the configuration of each scrape, such as its `tls_config`. */
  readonly scrape?: Readonly<Record<string, unknown>>;
  /** By name: where more targets are listed, for HTTP service discovery. */
  readonly discovery?: Readonly<Record<string, string>>;
}

/**
 * Starts a Prometheus.
 *
 * @param targets URLs by name
 * @param options Features and path
 * @returns When it is ready
 */
export async function startPrometheus(
  targets: Readonly<Record<string, string>>,
  options: PrometheusOptions = {},
): Promise<Prometheus> {
  const {
    program = "prometheus",
    features = [],
    flags: added = [],
    path: metricsPath = "/metrics",
    params = {},
    scrape = {},
    discovery = {},
  } = options;
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeFolder());
  const given = Object.entries(targets).map(([name, url]) => ({
    job_name: name,
    metrics_path: metricsPath,
    params,
    static_configs: [{ targets: [new URL(url).host] }],
    ...scrape,
  }));
  const discovered = Object.entries(discovery).map(([name, url]) => ({
    job_name: name,
    http_sd_configs: [{ url, refresh_interval: "1s" }],
  }));
  const config = { global: { scrape_interval: "1s" }, scrape_configs: [...given, ...discovered] };
  const file = join(path, "prometheus.yml");
  await writeFile(file, JSON.stringify(config)); // JSON is YAML
  const address = `127.0.0.1:${await findFreePort()}`;
  const settings = { "config.file": file, "storage.tsdb.path": join(path, "data"), "web.listen-address": address };
  const enabled = features.length === 0 ? {} : { "enable-feature": features.join(",") };
  const flags = Object.entries({ ...settings, ...enabled }).map(([name, value]) => `--${name}=${value}`);
  const child = stack.use(start([program, ...flags, ...added]));
  const isReady = () => fetch(`http://${address}/-/ready`).then(({ ok }) => ok, () => false);
  const failed = child.ended.then(() => Promise.reject(new Error(`Prometheus ended: ${child.stderr}`)));
  failed.catch(() => {});
  await Promise.race([until(isReady), failed]);
  const kept = stack.move();
  return {
    url: `http://${address}`,
    async query(expression, label = "job") {
      const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = await response.json();
      const series: { metric: Record<string, string>; value: [time: number, value: string] }[] = data.result;
      return Object.fromEntries(series.map(({ metric, value }) => [metric[label] ?? "", Number(value[1])]));
    },
    async exemplars(expression) {
      const now = Date.now() / 1000;
      const range = `start=${now - 300}&end=${now + 60}`;
      const response = await fetch(
        `http://${address}/api/v1/query_exemplars?query=${encodeURIComponent(expression)}&${range}`,
      );
      const { data }: { data: { seriesLabels: { job: string }; exemplars: Exemplar[] }[] } = await response.json();
      const found: Record<string, Exemplar[]> = {};
      for (const { seriesLabels, exemplars } of data) (found[seriesLabels.job] ??= []).push(...exemplars);
      return found;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Prometheus does not tell which port it took, so it cannot be left to find one. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
