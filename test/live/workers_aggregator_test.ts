import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startWorker } from "../runner/worker.ts";
import { until } from "../support/until.ts";

/** A Worker whose object fails as often as a test says. */
const SOURCE = `
  import { Registry } from "@webprom/exporter";
  import { MetricsAggregator, withMetrics } from "@webprom/exporter/workers";

  export class Faulty extends MetricsAggregator {
    #faults = [];
    #frames = 0;
    async fetch(request) {
      if (request.method === "PUT") {
        this.#faults = await request.json();
        return new Response(String(this.#frames));
      }
      if (request.method !== "POST") return await super.fetch(request);
      this.#frames++;
      const fault = this.#faults.shift();
      if (fault === "refused") return new Response("down", { status: 500 });
      const response = await super.fetch(request);
      return fault === "lost" ? new Response("down", { status: 500 }) : response;
    }
  }

  const registry = new Registry();
  const requests = registry.counter({ name: "app_requests_total", help: "Requests.", labelNames: ["path"] });
  const sizes = registry.histogram({ name: "app_sizes", help: "Sizes.", buckets: [1, 10], native: { factor: 1.1 } });
  registry.gauge({ name: "app_isolates", help: "Isolates." }).set(1);
  registry.gauge({ name: "app_largest", help: "Largest.", aggregate: "max" }).set(Math.PI);

  const object = ({ METRICS }) => METRICS.get(METRICS.idFromName("webprom-0-of-1"));
  const worker = {
    async fetch(request, env) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/faults") return await object(env).fetch("https://x/", { method: "PUT", body: request.body });
      if (pathname === "/forge") return await object(env).fetch("https://x/", { method: "POST", body: request.body });
      const amount = Number(searchParams.get("amount") ?? 1);
      for (let i = 0; i < amount; i++) requests.inc({ path: pathname });
      sizes.observe(amount);
      return new Response("ok");
    },
  };
  const authorize = (request) => request.headers.get("authorization") !== "Bearer wrong";
  const shards = Number(SHARDS), flushSeconds = Number(FLUSH_SECONDS);
  export default withMetrics(worker, { binding: "METRICS", registry, authorize, shards, flushSeconds });
`;

interface Fetcher {
  fetch(url: string, init: object): Promise<{ readonly status: number; text(): Promise<string> }>;
}

interface Options {
  readonly persist?: string;
  readonly shards?: number;
  readonly flushSeconds?: number;
}

/** Two isolates that share an object. */
async function startIsolates({ persist, shards = 1, flushSeconds = 1 }: Options = {}) {
  const source = SOURCE.replace("SHARDS", `${shards}`).replace("FLUSH_SECONDS", `${flushSeconds}`);
  const { worker } = await startWorker(source, { objectClass: "Faulty", ...persist !== undefined && { persist } });
  const isolates = await Promise.all(
    ["first", "second"].map(async (name) => await worker.getWorker(name) as unknown as Fetcher),
  );
  async function ask(
    isolate: 0 | 1,
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) {
    const response = await (isolates[isolate] as Fetcher).fetch(`http://localhost${path}`, init);
    return { status: response.status, text: await response.text() };
  }
  async function metrics(isolate: 0 | 1): Promise<Readonly<Record<string, number>>> {
    const { status, text } = await ask(isolate, "/metrics");
    assertEquals(status, 200, text);
    const lines = text.split("\n").filter((line) => !/^#|^$/.test(line)).map((line) => line.split(" "));
    return Object.fromEntries(lines.map(([name, value]) => [name, Number(value)]));
  }
  return { ask, metrics, [Symbol.asyncDispose]: () => worker.dispose() };
}

const TOTAL = 'app_requests_total{path="/a"}';

describe("withMetrics()", () => {
  it("adds up what isolates count, in every format", async () => {
    await using workers = await startIsolates();
    for (let i = 0; i < 25; i++) {
      assertEquals((await workers.ask(0, "/a")).text, "ok");
      await workers.ask(1, "/a?amount=2");
    }
    for (const isolate of [0, 1] as const) {
      await until(async () => (await workers.metrics(isolate))[TOTAL] === 75);
      const found = await workers.metrics(isolate);
      assertEquals([found["app_sizes_count"], found["app_sizes_sum"], found['app_sizes_bucket{le="1"}']], [50, 75, 25]);
      assertEquals([found["app_isolates"], found["app_largest"]], [2, Math.PI]);
      assertEquals([found["webprom_aggregator_isolates"], found["webprom_aggregator_series"]], [2, 2]);
    }
    const { text } = await workers.ask(0, "/metrics", { headers: { accept: "application/openmetrics-text" } });
    assertMatch(text, /\n# TYPE app_requests counter\n[^]*# EOF\n$/);
    assertEquals((await workers.ask(0, "/metrics", { headers: { authorization: "Bearer wrong" } })).status, 401);
  });

  it("sends what was counted last, although no request follows", async () => {
    await using workers = await startIsolates();
    await workers.ask(0, "/a");
    await until(async () => (await workers.metrics(1))[TOTAL] === 1);
  });

  it("counts once although frames are refused, and answers are lost", async () => {
    await using workers = await startIsolates();
    let sum = 0;
    for (let round = 0; round < 6; round++) {
      const faults = ["refused", "lost", "lost", "refused", "ok"].slice(round % 3, round % 3 + 3);
      await workers.ask(0, "/faults", { method: "POST", body: JSON.stringify(faults) });
      for (const isolate of [0, 1] as const) {
        await workers.ask(isolate, "/a?amount=3");
        sum += 3;
        const seen = (await workers.metrics(isolate))[TOTAL] ?? 0;
        assert(seen <= sum, `${seen} > ${sum}`);
      }
    }
    await workers.ask(0, "/faults", { method: "POST", body: "[]" });
    for (const isolate of [0, 1] as const) await until(async () => (await workers.metrics(isolate))[TOTAL] === sum);
  });

  it("keeps totals when the object and the isolates start again", async () => {
    const persist = mkdtempSync(join(tmpdir(), "aggregator-"));
    try {
      for (let run = 1; run <= 3; run++) {
        await using workers = await startIsolates({ persist });
        await workers.ask(0, "/a?amount=5");
        await workers.metrics(0);
        await workers.ask(1, "/a");
        assertEquals((await workers.metrics(1))[TOTAL], run * 6);
      }
    } finally {
      rmSync(persist, { recursive: true });
    }
  });

  it("asks the object at most once for 10,000 increments under load", async () => {
    await using workers = await startIsolates({ flushSeconds: 10 });
    for (let i = 0; i < 200; i++) await workers.ask(0, "/a?amount=500");
    assertEquals((await workers.metrics(0))[TOTAL], 100_000);
    const frames = Number((await workers.ask(0, "/faults", { method: "POST", body: "[]" })).text);
    assert(frames >= 1 && frames <= 10, `${frames} frames`);
  });

  it("refuses frames that are none, and counts them", async () => {
    await using workers = await startIsolates();
    await workers.ask(0, "/a");
    for (const body of ["", "abc", "x".repeat(1000)]) {
      const { status } = await workers.ask(0, "/forge", { method: "POST", body });
      assertEquals(status, 400);
    }
    const found = await workers.metrics(0);
    assertEquals([found["webprom_aggregator_rejected_frames_total"], found[TOTAL]], [3, 1]);
  });

  it("spreads families over several objects", async () => {
    await using workers = await startIsolates({ shards: 3 });
    await workers.ask(0, "/a?amount=2");
    await workers.metrics(0);
    await workers.ask(1, "/a");
    const { text } = await workers.ask(1, "/metrics");
    assertStringIncludes(text, `\n${TOTAL} 3\n`);
    assertStringIncludes(text, "\napp_sizes_count 2\n");
    assertEquals(text.match(/^# TYPE /gm)?.length, new Set(text.match(/^# TYPE \S+/gm)).size);
  });
});
