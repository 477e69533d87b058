import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { after, describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import successor from "@prometheus-io/client";
import own from "@webprom/exporter/prom-client";
import { build } from "esbuild";
import original from "prom-client";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";

// deno-lint-ignore no-explicit-any
type Client = any;

/** What the three libraries do, by the first cell of a row of the table in `src/prom_client/mod.ts`. */
interface Case {
  readonly observe: (client: Client) => unknown;
  readonly original: unknown;
  readonly successor: unknown;
  readonly own: unknown;
}

const { path: folder } = await makeFolder();

function make(
  client: Client,
  kind: string,
  options: object = {},
): { readonly metric: Client; readonly registry: Client } {
  const registry = new client.Registry();
  const metric = new client[kind]({ name: "m", help: "m", labelNames: ["a", "b"], registers: [registry], ...options });
  return { metric, registry };
}

/** Returns the lines of samples. */
async function samples(registry: Client): Promise<string[]> {
  return (await registry.metrics()).split("\n").filter((line: string) => line !== "" && !line.startsWith("#"));
}

function errorOf(task: () => unknown): string {
  try {
    task();
    return "";
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function withExemplars(client: Client, kind: string): { readonly metric: Client; readonly registry: Client } {
  const registry = new client.Registry(client.openMetricsContentType);
  const config = { name: "m_total", help: "m", labelNames: ["a"], registers: [registry], enableExemplars: true };
  return { metric: new client[kind](config), registry };
}

/** Runs a program with a library on Node, and returns what it prints. */
async function runOnNode(client: Client, contents: string, mode = ""): Promise<string> {
  const name = client === own
    ? "./src/prom_client/mod.ts"
    : client === original
    ? "prom-client"
    : "@prometheus-io/client";
  const outfile = join(folder, "program.cjs");
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    alias: { client: name },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
  return (await execute(["node", outfile], { env: { MODE: mode } })).trim();
}

/** Prints the shortest delay of the event loop. */
const LAG = `
  const required = require("client");
  const { collectDefaultMetrics, register } = required.default ?? required;
  collectDefaultMetrics();
  setTimeout(async () => {
    const text = await register.metrics();
    console.log(Number(/^nodejs_eventloop_lag_min_seconds (.*)$/m.exec(text)[1]) >= 0.008);
    process.exit();
  }, 200);
`;

/** Prints the metrics of a cluster whose worker ends when it is asked for its own. */
const CLUSTER = `
  const cluster = require("node:cluster");
  const required = require("client");
  const client = required.default ?? required;
  const ending = process.env.MODE === "ending";
  const registry = new client.AggregatorRegistry();
  const gauge = new client.Gauge({ name: "level", help: "x", labelNames: ["from"], registers: ending ? [] : undefined });
  gauge.set({ from: cluster.isPrimary ? "primary" : "worker" }, 1);
  if (cluster.isPrimary) {
    const worker = cluster.fork();
    worker.on("message", (message) => message === "ready" && setTimeout(async () => {
      const answer = registry.clusterMetrics().then((text) => "answer " + text.split("\n").filter((line) => /^level/.test(line)), () => "timeout");
      const late = new Promise((resolve) => setTimeout(resolve, 2000, "waits"));
      console.log(await Promise.race([answer, late]));
      process.exit();
    }, 200));
  } else {
    if (ending) process.prependListener("message", (message) => /getMetricsReq/.test(message.type) && process.exit());
    process.send("ready");
  }
`.replaceAll('"\n"', '"\\n"');

/** Returns the path that a Pushgateway gets. */
async function pushedPath(client: Client, groupings: object): Promise<string | undefined> {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway = new client.Pushgateway(`http://127.0.0.1:${port}`, {}, new client.Registry());
  await gateway.push({ jobName: "job", groupings });
  server.close();
  return paths[0];
}

const CASES: Readonly<Record<string, Case>> = {
  "a value that is not a number, in the text": {
    observe(client) {
      const { metric, registry } = make(client, "Gauge");
      metric.set({ a: "1" }, NaN);
      return samples(registry);
    },
    original: ['m{a="1"} Nan'],
    successor: ['m{a="1"} Nan'],
    own: ['m{a="1"} NaN'],
  },
  "`counter.inc(NaN)`": {
    async observe(client) {
      const { metric, registry } = make(client, "Counter", { labelNames: [] });
      const error = errorOf(() => metric.inc(NaN));
      metric.inc();
      return [error, ...await samples(registry)];
    },
    original: ["", "m Nan"],
    successor: ["", "m Nan"],
    own: ["TypeError: Value is not a valid number: NaN", "m 1"],
  },
  "label values that contain separators": {
    async observe(client) {
      const found = [];
      for (const [one, other] of [[{ a: "1,b:2" }, { a: "1", b: "2" }], [{ a: "x|", b: "y" }, { a: "x", b: "|y" }]]) {
        const { metric, registry } = make(client, "Counter");
        metric.inc(one);
        metric.inc(other);
        found.push((await samples(registry)).length);
      }
      return found;
    },
    original: [1, 2],
    successor: [2, 1],
    own: [2, 2],
  },
  "an empty, a `null` and a missing label value": {
    async observe(client) {
      const { metric, registry } = make(client, "Counter");
      for (const a of ["", null, undefined]) metric.inc({ a, b: "x" });
      return (await samples(registry)).length;
    },
    original: 3,
    successor: 1,
    own: 3,
  },
  "labels that the caller changes after the call": {
    observe(client) {
      const { metric, registry } = make(client, "Counter");
      const labels = { a: "1" };
      metric.inc(labels);
      labels.a = "2";
      return samples(registry);
    },
    original: ['m{a="2"} 1'],
    successor: ['m{a="2"} 1'],
    own: ['m{a="1"} 1'],
  },
  "an empty label value and a default label": {
    async observe(client) {
      const { metric, registry } = make(client, "Gauge");
      registry.setDefaultLabels({ a: "default" });
      metric.set({ a: "" }, 1);
      const text = await samples(registry);
      return [text[0], (await registry.getMetricsAsJSON())[0].values[0].labels.a];
    },
    original: ['m{a=""} 1', "default"],
    successor: ['m{a=""} 1', ""],
    own: ['m{a=""} 1', ""],
  },
  "`getMetricsAsJSON()` with default labels": {
    async observe(client) {
      const { metric, registry } = make(client, "Gauge");
      metric.set({ a: "1" }, 1);
      registry.setDefaultLabels({ b: "x" });
      await registry.getMetricsAsJSON();
      registry.setDefaultLabels({});
      return samples(registry);
    },
    original: ['m{a="1",b="x"} 1'],
    successor: ['m{a="1",b="x"} 1'],
    own: ['m{a="1"} 1'],
  },
  "buckets that do not ascend, or infinite ones": {
    async observe(client) {
      const { metric, registry } = make(client, "Histogram", { labelNames: [], buckets: [5, 1, 1, Infinity] });
      metric.observe(2);
      return (await samples(registry)).map((line) => /le="(.*?)"/.exec(line)?.[1]).filter(Boolean);
    },
    original: ["5", "1", "1", "Infinity", "+Inf"],
    successor: ["5", "1", "1", "Infinity", "+Inf"],
    own: ["1", "5", "+Inf"],
  },
  "quantiles of a summary": {
    async observe(client) {
      const { metric, registry } = make(client, "Summary", { labelNames: [], percentiles: [0.5] });
      for (const value of [50, 50, 100, 100, 100]) metric.observe(value);
      return (await samples(registry))[0];
    },
    original: 'm{quantile="0.5"} 80',
    successor: 'm{quantile="0.5"} 80',
    own: 'm{quantile="0.5"} 100',
  },
  "`maxAgeSeconds` and `ageBuckets` of a summary": {
    async observe(client) {
      const age = { maxAgeSeconds: 3, ageBuckets: 5 };
      const { metric } = make(client, "Summary", { labelNames: [], percentiles: [0.5], ...age });
      for (const value of [1, 1, 1]) metric.observe(value);
      await wait(1300); // two steps
      for (const value of [9, 9, 9, 9]) metric.observe(value);
      return (await metric.get()).values[0].value > 5;
    },
    original: false,
    successor: false,
    own: true,
  },
  "the name of a counter after a scrape as OpenMetrics": {
    async observe(client) {
      const registry = new client.Registry(client.openMetricsContentType);
      const counter = new client.Counter({ name: "m_total", help: "m", registers: [registry] });
      await registry.metrics();
      return counter.name;
    },
    original: "m",
    successor: "m",
    own: "m_total",
  },
  "value of the exemplar of a counter": {
    async observe(client) {
      const { metric } = withExemplars(client, "Counter");
      metric.inc({ labels: { a: "1" }, value: 5 });
      metric.inc({ labels: { a: "1" }, value: 2, exemplarLabels: { trace: "x" } });
      metric.inc({ labels: { a: "2" }, value: 0, exemplarLabels: { trace: "x" } });
      return (await metric.get()).values.map(({ exemplar }: Client) => exemplar.value);
    },
    original: [2, 1],
    successor: [7, 1],
    own: [2, 0],
  },
  "`labels().inc()` of a counter with exemplars": {
    async observe(client) {
      const { metric } = withExemplars(client, "Counter");
      metric.labels("1").inc();
      return (await metric.get()).values.map(({ labels }: Client) => labels ?? {});
    },
    original: [{}],
    successor: [{}],
    own: [{ a: "1" }],
  },
  "an exemplar that is too long": {
    async observe(client) {
      const { metric } = withExemplars(client, "Counter");
      const error = errorOf(() => metric.inc({ labels: { a: "1" }, exemplarLabels: { trace: "x".repeat(200) } }));
      return [error.split(":")[0], (await metric.get()).values.length];
    },
    original: ["RangeError", 1],
    successor: ["RangeError", 1],
    own: ["RangeError", 0],
  },
  "`getSingleMetricAsString()` of an unknown metric": {
    async observe(client) {
      try {
        return await new client.Registry().getSingleMetricAsString("m");
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`.replace(/undefined.*/, "undefined");
      }
    },
    original: "TypeError: Cannot read properties of undefined",
    successor: "TypeError: Cannot read properties of undefined",
    own: "Error: There is no metric with the name m",
  },
  "a `collect` that fails": {
    observe: async (client) => {
      const registers = [new client.Registry()];
      new client.Gauge({ name: "good", help: "x", registers }).set(1);
      const collect = () => Promise.reject(new Error("no connection"));
      new client.Gauge({ name: "bad", help: "x", registers, collect }).set(2);
      const read = (task: Promise<string>) => task.catch((error: Error) => error.message);
      return [
        await read(samples(registers[0]).then((lines) => lines.join())),
        await read(
          registers[0].getMetricsAsJSON().then((all: { name: string }[]) => all.map(({ name }) => name).join()),
        ),
      ];
    },
    original: ["no connection", "no connection"],
    successor: ["no connection", "no connection"],
    own: ["good 1", "good"],
  },
  "names that are invalid": {
    observe: (client) => [
      errorOf(() => new client.Gauge({ name: "a b", help: "x" })),
      errorOf(() => new client.Gauge({ name: "a", help: "x", labelNames: ["c d"] })),
    ],
    original: ["Error: Invalid metric name", "Error: Invalid label name"],
    successor: ["Error: Invalid metric name: a b", "Error: At least one label name is invalid: c d"],
    own: ["Error: Invalid metric name: a b", "Error: At least one label name is invalid: c d"],
  },
  "groupings with a slash or an empty value": {
    observe: (client) => pushedPath(client, { path: "a/b", zone: "" }),
    original: "/metrics/job/job/path/a%2Fb/zone/",
    successor: "/metrics/job/job/path/a%2Fb/zone/",
    own: "/metrics/job/job/path@base64/YS9i/zone@base64/=",
  },
  "delay of the event loop, by the default metrics": {
    observe: (client) => runOnNode(client, LAG),
    original: "true",
    successor: "true",
    own: "false",
  },
  "`clusterMetrics()`": {
    observe: (client) => runOnNode(client, CLUSTER, "usual"),
    original: 'answer level{from="worker"} 1',
    successor: 'answer level{from="primary"} 1,level{from="worker"} 1',
    own: 'answer level{from="primary"} 1,level{from="worker"} 1',
  },
  "a worker that ends while `clusterMetrics()` waits for it": {
    observe: (client) => runOnNode(client, CLUSTER, "ending"),
    original: "waits",
    successor: "waits",
    own: "answer",
  },
  "private members, such as `hashMap`, `store` and `registry._metrics`": {
    observe(client) {
      const { metric, registry } = make(client, "Gauge");
      return [metric.hashMap ?? metric.store, registry._metrics].map((member) => member !== undefined);
    },
    original: [true, true],
    successor: [true, true],
    own: [false, false],
  },
};

/** First cells of the table of differences. */
function rows(): string[] {
  const source = readFileSync("src/prom_client/mod.ts", "utf8");
  const [, table = ""] = /\| What differs \|.*\n.*\n((?: \* \|.*\n)+)/.exec(source) ?? [];
  return [...table.matchAll(/^ \* \| (.*?) \| /gm)].map(([, cell = ""]) => cell);
}

describe("differences between ./prom-client and the originals", () => {
  after(() => rm(folder, { recursive: true }));

  it("are those in the table", () => {
    assertEquals(Object.keys(CASES), rows());
  });

  for (const [name, { observe, ...expected }] of Object.entries(CASES)) {
    it(name, async () => {
      assertEquals(await observe(original), expected.original, "prom-client 15");
      assertEquals(await observe(successor), expected.successor, "@prometheus-io/client 0.16");
      assertEquals(await observe(own), expected.own, "./prom-client");
    });
  }
});
