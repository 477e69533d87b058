import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";

/** A Prometheus that scrapes once a second. */
export interface Prometheus extends AsyncDisposable {
  /**
   * Evaluates an expression.
   *
   * @param expression In PromQL
   * @returns Values by the name of the target
   */
  query(expression: string): Promise<Record<string, number>>;
}

/**
 * Starts a Prometheus.
 *
 * @param targets URLs by name
 * @returns When it is ready
 */
export async function startPrometheus(targets: Readonly<Record<string, string>>): Promise<Prometheus> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeFolder());
  const config = {
    global: { scrape_interval: "1s" },
    scrape_configs: Object.entries(targets).map(([name, url]) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(url).host] }],
    })),
  };
  const file = join(path, "prometheus.yml");
  await writeFile(file, JSON.stringify(config)); // JSON is YAML
  const address = `127.0.0.1:${await findFreePort()}`;
  const options = { "config.file": file, "storage.tsdb.path": join(path, "data"), "web.listen-address": address };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = stack.use(start(["prometheus", ...flags]));
  const isReady = () => fetch(`http://${address}/-/ready`).then(({ ok }) => ok, () => false);
  const failed = child.ended.then(() => Promise.reject(new Error(`Prometheus ended: ${child.stderr}`)));
  failed.catch(() => {});
  await Promise.race([until(isReady), failed]);
  const kept = stack.move();
  return {
    async query(expression) {
      const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = await response.json();
      const series: { metric: { job: string }; value: [time: number, value: string] }[] = data.result;
      return Object.fromEntries(series.map(({ metric, value }) => [metric.job, Number(value[1])]));
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
