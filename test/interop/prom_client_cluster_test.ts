import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import successor from "@prometheus-io/client";
import own from "@webprom/exporter/prom-client";
import { build } from "esbuild";
import original from "prom-client";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { Random } from "../support/property.ts";

const RUNTIMES = {
  node: ["node"],
  bun: [join(process.cwd(), "node_modules/.bin/bun")],
  deno: [process.execPath, "run", "-A"],
};

const { path: folder } = await makeFolder();

/** Bundles a program, since threads of Node 20 cannot load TypeScript. */
async function bundle(name: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [`test/interop/prom_client/${name}.ts`],
    alias: { "@webprom/exporter/prom-client": "./src/prom_client/mod.ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
  });
  return outfile;
}

/** Runs a program, and returns the lines without comments of each text that it prints. */
async function textsOf(command: readonly string[]): Promise<Record<string, string[]>> {
  const output = await execute(command);
  const texts = output.split("\n").filter((line) => line.startsWith("[")).map((line) => JSON.parse(line));
  return Object.fromEntries(
    texts.map((
      [name, text],
    ) => [name, text.split("\n").filter((line: string) => line !== "" && !line.startsWith("#"))]),
  );
}

describe("several processes with ./prom-client", () => {
  after(() => rm(folder, { recursive: true }));

  for (const [runtime, command] of Object.entries(RUNTIMES)) {
    it(`ClusterRegistry.clusterMetrics() combines two workers and the primary on ${runtime}`, async () => {
      const { all, one } = await textsOf([...command, await bundle("cluster")]);
      const counts = [
        'jobs_total{queue="mail"} 6',
        'sizes_bucket{le="1",queue="mail"} 2',
        'sizes_bucket{le="5",queue="mail"} 3',
        'sizes_bucket{le="+Inf",queue="mail"} 3',
        'sizes_sum{queue="mail"} 3',
        'sizes_count{queue="mail"} 3',
        "level_sum 33",
        "level_first 1",
        "level_min 1",
      ];
      assertEquals(all, [...counts, "level_max 21", "level_average 11"]);
      assertEquals(one, [...counts, "level_max 11", "level_average 6"]); // sums of a worker that left are kept
    });

    it(`WorkerRegistry.workerMetrics() combines two threads on ${runtime}`, async () => {
      const { all, one } = await textsOf([...command, await bundle("threads")]);
      const counts = [
        'jobs_total{queue="mail"} 4',
        'sizes_bucket{le="1",queue="mail"} 0',
        'sizes_bucket{le="5",queue="mail"} 2',
        'sizes_bucket{le="+Inf",queue="mail"} 2',
        'sizes_sum{queue="mail"} 6',
        'sizes_count{queue="mail"} 2',
      ];
      assertEquals(all, counts);
      assertEquals(one, counts);
    });
  }
});

// deno-lint-ignore no-explicit-any
type Client = any;

/** Values of the same metrics in a few processes. */
function makeSources(random: Random): object[][] {
  const metrics = ["sum", "first", "min", "max", "average", "omit"].map((aggregator, i) => ({
    name: `metric_${aggregator}`,
    help: "Help.",
    type: i % 2 ? "gauge" : "counter",
    aggregator,
  }));
  return Array.from({ length: 1 + random.below(4) }, () =>
    metrics.filter(() => random.below(5) > 0).map((metric) => ({
      ...metric,
      values: Array.from({ length: random.below(6) }, () => ({
        value: random.below(100),
        labels: random.pick([{ a: "1", b: 2 }, { b: 2, a: "1" }, { a: "2" }, {}, { b: "x" }]),
        ...random.below(3) === 0 && { metricName: `${metric.name}_part` },
      })),
    })));
}

describe("AggregatorRegistry.aggregate()", () => {
  for (
    const [name, client] of Object.entries<Client>({ "prom-client": original, "@prometheus-io/client": successor })
  ) {
    it(`returns what ${name} returns`, async () => {
      for (let seed = 1; seed <= 300; seed++) {
        const type = seed % 2 ? own.prometheusContentType : own.openMetricsContentType;
        const sources = () => makeSources(new Random(seed * 104729));
        const [found, expected] = [own, client].map(({ AggregatorRegistry }: Client) =>
          AggregatorRegistry.aggregate(sources(), type)
        );
        assertEquals(sorted(await found.metrics()), sorted(await expected.metrics()), `text, seed ${seed}`);
        assertEquals(found.getMetricsAsArray().length, expected.getMetricsAsArray().length, `seed ${seed}`);
      }
    });

    it(`refuses the aggregator that ${name} refuses`, () => {
      const messages = [own, client].map(({ AggregatorRegistry }: Client) => {
        try {
          AggregatorRegistry.aggregate([[{ name: "x", help: "x", type: "gauge", values: [], aggregator: "most" }]]);
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      });
      assertEquals(messages[0], messages[1]);
    });
  }

  it("aggregates what getMetricsAsJSON() returns, with every type", async () => {
    const results = [];
    for (const client of [own, original, successor] as Client[]) {
      const sources = [];
      for (const factor of [1, 2]) {
        const registers = [new client.Registry()];
        new client.Counter({ name: "c", help: "c", labelNames: ["a"], registers }).inc({ a: "x" }, factor);
        new client.Gauge({ name: "g", help: "g", aggregator: "max", registers }).set(factor);
        new client.Histogram({ name: "h", help: "h", buckets: [1], registers }).observe(factor);
        new client.Summary({ name: "s", help: "s", percentiles: [], registers }).observe(factor);
        sources.push(await registers[0].getMetricsAsJSON());
      }
      results.push(await client.AggregatorRegistry.aggregate(sources).metrics());
    }
    assertEquals(results[0], results[1]);
    assertEquals(results[0], results[2]);
  });
});

/** The originals group values by name first or by labels first. */
function sorted(text: string): string[] {
  return text.split("\n").sort();
}
