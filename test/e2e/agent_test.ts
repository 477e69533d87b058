import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { metricsHandler, Registry } from "@webprom/exporter";
import { serve, type Server } from "@webprom/exporter/deno";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";
import { CURRENT_PROMETHEUS, missingCurrentPrometheus } from "./current_prometheus.ts";
import { startPrometheus } from "./prometheus.ts";

const FLAGS = ["--web.enable-remote-write-receiver"];
const CLI = [process.execPath, "run", "-A", "src/entry/cli.ts"];

async function serveTarget(): Promise<
  { readonly registry: Registry; readonly server: Server; readonly address: string }
> {
  const registry = new Registry();
  registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["job"] }).labels("own").inc(3, { trace_id: "t1" });
  const seconds = registry.histogram({ name: "seconds", help: "Seconds.", buckets: [1], native: { factor: 1.1 } });
  for (const value of [0.5, 1.5]) seconds.observe(value);
  registry.gauge({ name: "secret_level", help: "" }).set(1);
  const server = await serve({ fetch: metricsHandler(registry) }, { port: 0, hostname: "127.0.0.1" });
  return { registry, server, address: new URL(server.url).host };
}

describe("webprom agent", { skip: missingCurrentPrometheus() }, () => {
  it("forwards what Prometheus itself would store", async () => {
    await using folder = await makeFolder();
    const { server, address } = await serveTarget();
    const { server: other, address: otherAddress } = await serveTarget();
    let groups = [{ targets: [otherAddress], labels: { found: "yes" } }];
    const discovery = await serve({ fetch: () => Promise.resolve(Response.json(groups)) }, {
      port: 0,
      hostname: "127.0.0.1",
    });
    const features = ["native-histograms", "exemplar-storage"];
    await using prometheus = await startPrometheus({}, { program: CURRENT_PROMETHEUS, features, flags: FLAGS });
    const file = join(folder.path, "agent.yml");
    await writeFile(
      file,
      JSON.stringify({
        global: { scrape_interval: "500ms", external_labels: { site: "a", job: "not this" } },
        scrape_configs: [
          {
            job_name: "shop",
            static_configs: [{ targets: [address], labels: { env: "test" } }],
            metric_relabel_configs: [{ source_labels: ["__name__"], regex: "secret_.*", action: "drop" }],
          },
          { job_name: "found", http_sd_configs: [{ url: discovery.url, refresh_interval: "500ms" }] },
        ],
        remote_write: [{
          url: `${prometheus.url}/api/v1/write`,
          write_relabel_configs: [{ regex: "env", action: "labeldrop" }],
          queue_config: { batch_send_deadline: "200ms" },
        }],
      }),
    );
    await using agent = start([...CLI, "agent", `--config.file=${file}`]);
    await until(async () => (await prometheus.query("up", "job"))["found"] === 1, 20_000);
    await until(async () => (await prometheus.query("up", "job"))["shop"] === 1);
    assertEquals(await prometheus.query('jobs_total{site="a",env="",exported_job="own"}'), { shop: 3, found: 3 });
    assertEquals(await prometheus.query("histogram_sum(seconds)"), { shop: 2, found: 2 });
    assertEquals(await prometheus.query("secret_level"), { found: 1 });
    assertEquals(await prometheus.query('scrape_samples_scraped{job="shop"}'), { shop: 3 });
    assertEquals(await prometheus.query('scrape_samples_post_metric_relabeling{job="shop"}'), { shop: 2 });
    assert((await prometheus.query("scrape_duration_seconds"))["shop"] ?? 0 > 0);
    const exemplars = await prometheus.exemplars("jobs_total");
    assertEquals(exemplars["shop"]?.[0]?.labels, { trace_id: "t1" });

    await server.close();
    await until(async () => (await prometheus.query("up"))["shop"] === 0);
    assertEquals(await prometheus.query("jobs_total"), { found: 3 });
    groups = [];
    await until(async () => (await prometheus.query("up"))["found"] === undefined);
    assertEquals(await prometheus.query("jobs_total"), {});

    agent.kill("SIGTERM");
    assertEquals(await agent.ended, 0, agent.stderr);
    assertEquals(await prometheus.query("up"), { shop: 0 }); // another agent may go on
    assertMatch(agent.stderr, /Scrape failed/);
    await Promise.all([other.close(), discovery.close()]);
  });

  it("needs no configuration file", async () => {
    const { server } = await serveTarget();
    await using prometheus = await startPrometheus({}, { program: CURRENT_PROMETHEUS, flags: FLAGS });
    const receiver = `--remote-write=${prometheus.url}/api/v1/write`;
    const scrape = [`--scrape=${server.url}`, "--scrape.interval=500ms", "--label=site=b"];
    await using agent = start([...CLI, "agent", ...scrape, receiver]);
    await until(async () => (await prometheus.query('jobs_total{site="b"}'))["scrape"] === 3, 20_000);
    agent.kill("SIGINT");
    assertEquals(await agent.ended, 0);
    await server.close();
  });
});

describe("webprom push", { skip: missingCurrentPrometheus() }, () => {
  it("pushes what it reads once", async () => {
    await using prometheus = await startPrometheus({}, { program: CURRENT_PROMETHEUS, flags: FLAGS });
    const to = ["--to=remote-write", `--url=${prometheus.url}/api/v1/write`, "--job=nightly", "--label=env=test"];
    await using child = start([...CLI, "push", "-", ...to]);
    child.type("# TYPE level gauge\nlevel 4");
    child.hangUp();
    assertEquals(await child.ended, 0, child.stderr);
    assertMatch(child.stdout, /Pushed 1 metric famil/);
    assertEquals(await prometheus.query('level{env="test"}'), { nightly: 4 });
  });
});
