import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { parseText } from "@webprom/exporter/parse";
import { batch, otlpSender, PushError, pushgateway, victoriaMetrics } from "@webprom/exporter/push";
import { samplesOf } from "../../src/exposition/text_samples.ts";
import { type Child, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { freePort } from "../support/free_port.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { until } from "../support/until.ts";
import { CURRENT_PROMETHEUS, missingCurrentPrometheus } from "./current_prometheus.ts";
import { missing } from "./programs.ts";

const VALUES = ["plain", "a/b", "..", "a b+c%", 'quote " \\ \n', "ü😀", ""];

function sample(): Registry {
  const registry = new Registry();
  const sizes = registry.gauge({ name: "app_size_bytes", help: "Size of a \\ \n thing.", labelNames: ["path"] });
  VALUES.forEach((path, i) => sizes.set({ path }, i + 0.25));
  registry.counter({ name: "app_jobs_total", help: "Jobs." }).inc(3);
  const durations = registry.histogram({
    name: "app_seconds",
    help: "Durations.",
    buckets: [0.1, 1],
    native: { factor: 1.1 },
  });
  for (const value of [0.05, 0.5, 5]) durations.observe(value);
  return registry;
}

describe("pushgateway()", { skip: missing("prometheus-pushgateway") }, () => {
  for (const format of ["protobuf", "text"] as const) {
    it(`is understood by a Pushgateway in ${format}`, async () => {
      const { program, url } = await startServer(["prometheus-pushgateway"], "--web.listen-address=");
      await using _program = program;
      const registry = sample();
      for (const job of VALUES.filter((value) => value !== "")) {
        for (const instance of VALUES) {
          const gateway = pushgateway({ url, job, grouping: { instance }, format });
          await gateway.send(registry);
          const found = (await metricsOf(url)).filter(({ labels }) =>
            labels["job"] === job && labels["instance"] === instance
          );
          const expected = (await registry.gather()).flatMap(samplesOf).map(({ name, labels, value }) =>
            describeSample(name, labels, value)
          );
          const own = found.filter(({ name }) => !name.startsWith("push_")).map((
            { name, labels: { job: _, instance: __, ...labels }, value },
          ) => describeSample(name, labels, value));
          assertEquals(own.sort(), expected.sort());
          await gateway.remove();
          await until(async () => !(await metricsOf(url)).some(({ labels }) => labels["job"] === job));
        }
      }
    });
  }

  it("adds to a group, which keeps the last success of a job that fails", async () => {
    const { program, url } = await startServer(["prometheus-pushgateway"], "--web.listen-address=");
    await using _program = program;
    {
      await using job = batch(new Registry(), { url, job: "nightly" });
      job.succeed();
    }
    const success = await valueOf(url, "nightly_last_success_timestamp_seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
    {
      await using _failed = batch(new Registry(), { url, job: "nightly" });
    }
    assertEquals(await valueOf(url, "nightly_last_success_timestamp_seconds"), success);
    assert(await valueOf(url, "nightly_last_completion_timestamp_seconds") > success);
  });

  it("repeats what the Pushgateway says", async () => {
    const { program, url } = await startServer(["prometheus-pushgateway"], "--web.listen-address=");
    await using _program = program;
    const one = new Registry();
    one.counter({ name: "a_total", help: "A." }).inc();
    await pushgateway({ url, job: "one" }).send(one);
    const other = new Registry();
    other.register({
      collect: () => [{ type: "gauge", name: "a_total", help: "A.", points: [{ labels: {}, value: 1 }] }],
    });
    await assertRejects(
      () => pushgateway({ url, job: "two" }).send(other),
      PushError,
      "the status is 400: pushed metrics are invalid",
    );
  });
});

describe("victoriaMetrics()", { skip: missing("victoria-metrics") }, () => {
  it("is stored by VictoriaMetrics, with labels", async () => {
    await using folder = await makeFolder();
    const data = join(folder.path, "data");
    const { program, url } = await startServer(["victoria-metrics", `-storageDataPath=${data}`], "-httpListenAddr=");
    await using _program = program;
    await victoriaMetrics({ url, labels: { job: "a b" } }).send(sample());
    await fetch(`${url}/internal/force_flush`).then(({ body }) => body?.cancel());
    let lines: readonly { readonly metric: Readonly<Record<string, string>>; readonly values: readonly number[] }[] =
      [];
    await until(async () => {
      const text = await (await fetch(`${url}/api/v1/export?match[]={job="a b"}`)).text();
      lines = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
      return lines.length > 0;
    });
    const sizes = lines.filter(({ metric }) => metric["__name__"] === "app_size_bytes");
    const found = sizes.map(({ metric, values }) => [metric["path"] ?? "", values[0]] as const);
    assertEquals(new Map(found), new Map(VALUES.map((path, i) => [path, i + 0.25])));
    assertEquals(lines.length, VALUES.length + 1 + 3 + 2);
  });
});

describe("otlpSender()", { skip: missingCurrentPrometheus() }, () => {
  for (const encoding of ["protobuf", "json"] as const) {
    it(`is stored by Prometheus as ${encoding}`, async () => {
      await using folder = await makeFolder();
      const { program, url } = await startPrometheus(folder.path);
      await using _program = program;
      const registry = sample();
      registry.stateSet({ name: "app_mode", help: "Mode.", states: ["on", "off"] }).set("on");
      registry.summary({ name: "app_lag_seconds", help: "Lag.", quantiles: { 0.5: 0.05 } }).observe(2);
      registry.histogram({ name: "app_classic_seconds", help: "Durations.", buckets: [0.5] }).observe(0.25);
      registry.info({ name: "app_build_info", help: "Build.", labels: { version: "1" } });

      const resource = { "service.name": "shop", "service.instance.id": "eu" };
      const problems: PushError[] = [];
      const onProblem = (problem: PushError) => problems.push(problem);
      await otlpSender({ url: `${url}/api/v1/otlp/v1/metrics`, resource, encoding, onProblem }).send(registry);

      const found = await queryOf(url, '{job="shop",instance="eu",__name__!="target_info"}');
      const [native, ...others] = found.filter(({ histogram }) => histogram !== undefined);
      assertEquals([native?.metric["__name__"], native?.histogram?.[1].count, others], ["app_seconds", "3", []]);
      const stored = found.filter(({ value }) => value !== undefined).map((
        { metric: { __name__: name = "", job: _, instance: __, ...labels }, value },
      ) => describeSample(name, labels, Number(value?.[1])));
      const expected = (await registry.gather()).flatMap(samplesOf).filter(({ name }) => !/^app_seconds/.test(name));
      assertEquals(
        stored.sort(),
        expected.map(({ name, labels, value }) => describeSample(name, labels, value)).sort(),
      );
      assertEquals(problems, []);
    });
  }

  it("sends differences that Prometheus adds up", async () => {
    await using folder = await makeFolder();
    const { program, url } = await startPrometheus(folder.path, "--enable-feature=otlp-deltatocumulative");
    await using _program = program;
    const registry = new Registry();
    const jobs = registry.counter({ name: "app_jobs_total", help: "Jobs." });
    const seconds = registry.histogram({
      name: "app_seconds",
      help: "Durations.",
      buckets: [1],
      native: { factor: 1.1 },
    });
    const clock = new ManualClock();
    clock.wallMs = Date.now() - 10_000;
    const sink = otlpSender({ url: `${url}/api/v1/otlp/v1/metrics`, temporality: "delta", clock });
    for (const amount of [5, 2, 3]) {
      jobs.inc(amount);
      seconds.observe(amount);
      await sink.send(registry);
      clock.wallMs += 1000; // differences must not have the same time
    }
    const [counted] = await queryOf(url, "app_jobs_total");
    assertEquals(counted?.value?.[1], "10");
    const [observed] = await queryOf(url, "app_seconds");
    assertEquals(observed?.histogram?.[1].count, "3");
  });
});

/** Starts a current Prometheus that receives OTLP. */
async function startPrometheus(folder: string, ...options: readonly string[]) {
  const config = join(folder, "prometheus.yml");
  await writeFile(config, "{}");
  const paths = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`];
  const command = [CURRENT_PROMETHEUS, ...paths, "--web.enable-otlp-receiver", ...options];
  return await startServer(command, "--web.listen-address=");
}

/** A series as Prometheus answers it. */
interface FoundSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [seconds: number, value: string];
  readonly histogram?: readonly [seconds: number, value: { readonly count: string }];
}

/** Waits until a query finds something. */
async function queryOf(url: string, query: string): Promise<readonly FoundSeries[]> {
  let found: readonly FoundSeries[] = [];
  await until(async () => {
    const answer = await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)).json();
    found = answer.data?.result ?? [];
    return found.length > 0;
  });
  return found;
}

/** Starts a program that listens on a free port, which is appended to the last argument. */
async function startServer(command: readonly string[], listen: string): Promise<{ program: Child; url: string }> {
  const host = `127.0.0.1:${await freePort()}`;
  const program = start([...command, listen + host]);
  const url = `http://${host}`;
  await until(async () =>
    await fetch(`${url}/metrics`).then(({ ok, body }) => body?.cancel().then(() => ok), () => false) ?? false
  );
  return { program, url };
}

async function metricsOf(url: string) {
  return parseText(await (await fetch(`${url}/metrics`)).text()).flatMap(samplesOf);
}

async function valueOf(url: string, name: string): Promise<number> {
  return (await metricsOf(url)).find((sample) => sample.name === name)?.value ?? NaN;
}

/** Labels with empty values are the same as none. */
function describeSample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const entries = Object.entries(labels).filter(([, value]) => value !== "").sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify([name, entries, value]);
}
