/** How a handler bears errors, slow collectors, many clients and those who go away. */
import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertRejects, assertStrictEquals, assertStringIncludes } from "@std/assert";
import type { Format } from "../../src/exposition/format.ts";
import type { HandlerOptions } from "../../src/http/handler_options.ts";
import { type FetchHandler, metricsHandler } from "../../src/http/metrics_handler.ts";
import type { Collector } from "../../src/model/collector.ts";
import { Registry } from "../../src/registry/registry.ts";
import { largeRegistry } from "../support/large_registry.ts";
import { within } from "../support/within.ts";

const URL = "http://localhost/metrics";
const LIMIT_MS = 20_000;
const UNAVAILABLE = "Too many scrapes in flight: the maximum is 2, try again later\n";
const BROKEN = "Cannot gather metrics: see the log of the exporter\n";

function registryWith(...collects: readonly Collector["collect"][]): Registry {
  const registry = new Registry();
  registry.gauge({ name: "depth", help: "Test." });
  for (const [i, collect] of collects.entries()) registry.register({ name: `tested_${i + 1}`, collect });
  return registry;
}

async function ask(handle: FetchHandler, init: RequestInit = {}): Promise<[status: number, text: string]> {
  const response = await handle(new Request(URL, init));
  return [response.status, await response.text()];
}

/** A collector that waits until it is told to go on. */
class Gate {
  asked = 0;
  reason: string | undefined;
  open: () => void = () => {};

  readonly collect: Collector["collect"] = async ({ signal }) => {
    this.asked++;
    await new Promise<void>((resolve) => {
      this.open = resolve;
      signal.addEventListener("abort", () => this.reason = signal.reason.name);
    });
    return [];
  };
}

describe("metricsHandler() and errors", () => {
  const broken = new Error("broken");
  const fail = () => Promise.reject(broken);

  it("metricsHandler() goes on without what fails by default", async () => {
    const [status, text] = await ask(metricsHandler(registryWith(fail)));
    assertEquals(status, 200);
    assertStringIncludes(text, "\ndepth 0\n");
    assertEquals((await ask(metricsHandler(registryWith(fail), { errorPolicy: "continue" })))[0], 200);
  });

  it("metricsHandler() answers 500 without details where a failure must fail all", async () => {
    assertEquals(await ask(metricsHandler(registryWith(fail), { errorPolicy: "fail" })), [500, BROKEN]);
    assertEquals((await ask(metricsHandler(registryWith(), { errorPolicy: "fail" })))[0], 200);
  });

  it("metricsHandler() throws where it must", async () => {
    const thrown = await assertRejects(() => ask(metricsHandler(registryWith(fail), { errorPolicy: "throw" })));
    assertStrictEquals(thrown, broken);
    assertEquals((await ask(metricsHandler(registryWith(), { errorPolicy: "throw" })))[0], 200);
  });

  it("metricsHandler() throws all failures as one", async () => {
    const handle = metricsHandler(registryWith(fail, fail), { errorPolicy: "throw" });
    const error = await assertRejects(() => ask(handle), AggregateError, "Cannot gather metrics: 2 collectors failed");
    assertEquals(error.errors, [broken, broken]);
  });

  for (const errorPolicy of ["continue", "fail", "throw"] as const) {
    it(`metricsHandler() tells onError of each failure, also where the policy is to ${errorPolicy}`, async () => {
      const told: unknown[] = [];
      const onError = (error: unknown, collector: string) => void told.push([collector, error]);
      await ask(metricsHandler(registryWith(fail), { errorPolicy, onError })).catch(() => {});
      assertEquals(told, [["tested_1", broken]]);
    });
  }

  it("metricsHandler() tells onGathered what it gathered, and survives what that throws", async () => {
    const told: unknown[] = [];
    const handle = metricsHandler(registryWith(fail), {
      onGathered(families) {
        told.push(families.some(({ name }) => name === "depth"));
        throw broken;
      },
      onError: (error, what) => void told.push([what, error]),
    });
    assertEquals((await ask(handle))[0], 200);
    assertEquals(told, [["tested_1", broken], true, ["gatherer", broken]]);
  });

  const unwritable: Format = {
    contentType: "text/plain",
    encode: () => {
      throw broken;
    },
  };

  it("metricsHandler() answers 500 or throws where nothing can be written", async () => {
    const told: unknown[] = [];
    const options: HandlerOptions = { formats: [unwritable], onError: (error, what) => void told.push([what, error]) };
    for (const errorPolicy of ["continue", "fail"] as const) {
      assertEquals(await ask(metricsHandler(registryWith(), { ...options, errorPolicy })), [500, BROKEN]);
    }
    const handle = metricsHandler(registryWith(), { ...options, errorPolicy: "throw" });
    assertStrictEquals(await assertRejects(() => ask(handle)), broken);
    assertEquals(told, Array.from({ length: 3 }, () => ["gatherer", broken]));
  });
});

describe("metricsHandler() and deadlines", () => {
  it("metricsHandler() serves what there is before the scraper gives up", async () => {
    const gate = new Gate();
    const handle = metricsHandler(registryWith(gate.collect));
    const headers = { "x-prometheus-scrape-timeout-seconds": "0.02" };
    const [status, text] = await within(LIMIT_MS, ask(handle, { headers }));

    assertEquals(status, 200);
    assertStringIncludes(text, "\ndepth 0\n");
    assertStringIncludes(text, 'webprom_collector_success{collector="tested_1"} 0\n');
    assertEquals(gate.reason, "TimeoutError");
  });

  it("metricsHandler() takes a late collector for one that failed", async () => {
    const headers = { "x-prometheus-scrape-timeout-seconds": "0.02" };
    const handle = metricsHandler(registryWith(new Gate().collect), { errorPolicy: "fail" });
    assertEquals((await within(LIMIT_MS, ask(handle, { headers })))[0], 500);
  });
});

describe("metricsHandler() and many clients", () => {
  it("metricsHandler() gathers once for scrapes that overlap", async () => {
    const gate = new Gate();
    const handle = metricsHandler(registryWith(gate.collect));
    const answers = [ask(handle), ask(handle), ask(handle, { method: "HEAD" })];
    gate.open();
    assertEquals((await Promise.all(answers)).map(([status]) => status), [200, 200, 200]);
    assertEquals(gate.asked, 1);

    const next = ask(handle);
    gate.open();
    await next;
    assertEquals(gate.asked, 2);
  });

  it("metricsHandler() writes for each scrape what is true at that moment, also where the gather is shared", async () => {
    const gate = new Gate();
    const registry = registryWith(gate.collect);
    const handle = metricsHandler(registry);
    const answers = [ask(handle), ask(handle, { headers: { accept: "application/openmetrics-text" } })];
    registry.gauge({ name: "depth", help: "Test." }).set(7);
    gate.open();
    for (const [, text] of await Promise.all(answers)) assertStringIncludes(text, "\ndepth 7");
  });

  it("metricsHandler() answers 503 to more than it may, until others have left", async () => {
    const gate = new Gate();
    const handle = metricsHandler(registryWith(gate.collect), { maxRequestsInFlight: 2 });
    const answers = [ask(handle), ask(handle)];
    for (let i = 0; i < 3; i++) assertEquals(await ask(handle), [503, UNAVAILABLE]);
    gate.open();
    assertEquals((await Promise.all(answers)).map(([status]) => status), [200, 200]);

    const next = ask(handle);
    gate.open();
    assertEquals((await next)[0], 200);
  });

  it("metricsHandler() counts streams as in flight until they are read or left", async () => {
    const handle = metricsHandler(largeRegistry(), { maxRequestsInFlight: 2 });
    const [one, other] = [await handle(new Request(URL)), await handle(new Request(URL))];
    assertEquals(await ask(handle), [503, UNAVAILABLE]);

    await one.body?.cancel();
    const third = await handle(new Request(URL));
    assertEquals(third.status, 200);
    assertEquals((await ask(handle))[0], 503);
    await other.text();
    assertEquals((await ask(handle))[0], 200);
    await third.body?.cancel();
  });

  it("metricsHandler() counts no stream as in flight that it makes only for its headers", async () => {
    const handle = metricsHandler(largeRegistry(), { maxRequestsInFlight: 1 });
    for (let i = 0; i < 3; i++) assertEquals((await ask(handle, { method: "HEAD" }))[0], 200);
  });

  it("metricsHandler() counts no stream as in flight that cannot be compressed", async () => {
    const broken = {
      encoding: "x-test",
      compress: () => {
        throw new Error("broken");
      },
    };
    const handle = metricsHandler(largeRegistry(), { maxRequestsInFlight: 1, compressions: [broken] });
    for (let i = 0; i < 3; i++) assertEquals((await ask(handle, { headers: { "accept-encoding": "x-test" } }))[0], 500);
    assertEquals((await ask(handle))[0], 200);
  });

  it("metricsHandler() counts nothing as in flight that was refused or thrown", async () => {
    const broken = () => Promise.reject(new Error("broken"));
    const handle = metricsHandler(registryWith(broken), { maxRequestsInFlight: 1, errorPolicy: "throw" });
    for (let i = 0; i < 3; i++) {
      assertEquals((await ask(handle, { method: "POST" }))[0], 405);
      await assertRejects(() => ask(handle));
    }
  });

  for (const coalesceMs of [60_000, 0]) {
    it(`metricsHandler() bears 1000 scrapes at once and a collector that hangs, sharing for ${coalesceMs} ms`, async () => {
      const gate = new Gate();
      const handle = metricsHandler(registryWith(gate.collect), { coalesceMs });
      const headers = { "x-prometheus-scrape-timeout-seconds": "0.5" };
      const scrapes = Array.from({ length: 1000 }, () => ask(handle, { headers }));
      const answers = await within(LIMIT_MS, Promise.all(scrapes));

      assertEquals(answers.every(([status, text]) => status === 200 && text.includes("\ndepth 0\n")), true);
      assertEquals(gate.asked, coalesceMs > 0 ? 1 : 1000);
    });
  }
});

describe("metricsHandler() and clients that go away", () => {
  it("metricsHandler() has a gather stopped that nobody waits for", async () => {
    const gate = new Gate();
    const client = new AbortController();
    const answer = ask(metricsHandler(registryWith(gate.collect)), { signal: client.signal });
    client.abort();
    assertEquals((await within(LIMIT_MS, answer))[0], 499);
    assertEquals(gate.reason, "AbortError");
  });

  it("metricsHandler() goes on with a gather that others wait for", async () => {
    const gate = new Gate();
    const client = new AbortController();
    const handle = metricsHandler(registryWith(gate.collect));
    const left = ask(handle, { signal: client.signal });
    const stayed = ask(handle);
    client.abort();
    assertEquals((await within(LIMIT_MS, left))[0], 499);
    assertEquals(gate.reason, undefined);
    gate.open();
    assertEquals((await stayed)[0], 200);
  });

  it("metricsHandler() serves the next one in full after a client went in the middle", async () => {
    const handle = metricsHandler(largeRegistry());
    const whole = (await ask(handle))[1];
    for (let pieces = 1; pieces < 30; pieces++) {
      const reader = (await handle(new Request(URL))).body?.getReader();
      for (let i = 0; i < pieces; i++) await reader?.read();
      await reader?.cancel();
      assertEquals((await ask(handle))[1] === whole, true, `after ${pieces} pieces`);
    }
  });

  it("metricsHandler() streams to many at once, each at its own pace", async () => {
    const handle = metricsHandler(largeRegistry());
    const whole = (await ask(handle))[1];
    const texts = await Promise.all(Array.from({ length: 10 }, async (_, delay) => {
      for (let i = 0; i < delay; i++) await new Promise((resolve) => setTimeout(resolve, 0));
      return (await ask(handle))[1];
    }));
    assertEquals(texts.map((text) => text === whole), texts.map(() => true));
  });

  it("metricsHandler() breaks a stream that it cannot go on with, and tells why", async () => {
    const told: unknown[] = [];
    const broken = new Error("broken");
    const format: Format = {
      contentType: "text/plain",
      *encode() {
        for (let i = 0; i < 10; i++) yield new Uint8Array(65_536);
        throw broken;
      },
    };
    const handle = metricsHandler(registryWith(), {
      formats: [format],
      maxRequestsInFlight: 1,
      onError: (error, what) => void told.push([what, error]),
    });
    for (let i = 1; i <= 2; i++) {
      await assertRejects(() => ask(handle));
      assertEquals(told, Array.from({ length: i }, () => ["gatherer", broken]));
    }
  });
});

describe("metricsHandler() and metrics of itself", () => {
  function selfMetricsOf(text: string): string[] {
    return text.split("\n").filter((line) => line.includes("promhttp_metric_handler"));
  }

  it("metricsHandler() keeps no metrics of itself unless it is told where", async () => {
    assertEquals(selfMetricsOf((await ask(metricsHandler(registryWith())))[1]), []);
  });

  it("metricsHandler() counts its answers under the names that dashboards know", async () => {
    const registry = registryWith();
    const handle = metricsHandler(registry, { selfMetrics: registry });
    assertEquals(selfMetricsOf((await ask(handle))[1]), [
      "# HELP promhttp_metric_handler_requests_in_flight Current number of scrapes being served.",
      "# TYPE promhttp_metric_handler_requests_in_flight gauge",
      "promhttp_metric_handler_requests_in_flight 1",
      "# HELP promhttp_metric_handler_requests_total Total number of scrapes by HTTP status code.",
      "# TYPE promhttp_metric_handler_requests_total counter",
      'promhttp_metric_handler_requests_total{code="200"} 0',
      'promhttp_metric_handler_requests_total{code="500"} 0',
      'promhttp_metric_handler_requests_total{code="503"} 0',
    ]);
    await ask(handle, { method: "POST" });
    assertEquals(selfMetricsOf((await ask(handle))[1]).slice(-4), [
      'promhttp_metric_handler_requests_total{code="200"} 1',
      'promhttp_metric_handler_requests_total{code="500"} 0',
      'promhttp_metric_handler_requests_total{code="503"} 0',
      'promhttp_metric_handler_requests_total{code="405"} 1',
    ]);
  });

  it("metricsHandler() counts refusals, failures and streams", async () => {
    const registry = largeRegistry();
    const handler = metricsHandler(registry, { selfMetrics: registry, maxRequestsInFlight: 1, errorPolicy: "throw" });
    const counter = registry.counter({
      name: "promhttp_metric_handler_requests_total",
      help: "Total number of scrapes by HTTP status code.",
      labelNames: ["code"],
    });
    const level = registry.gauge({
      name: "promhttp_metric_handler_requests_in_flight",
      help: "Current number of scrapes being served.",
    });
    const stream = await handler(new Request(URL));
    assertEquals(level.value(), 1);
    await ask(handler);
    assertEquals([counter.value({ code: "200" }), counter.value({ code: "503" })], [1, 1]);
    await stream.body?.cancel();
    assertEquals(level.value(), 0);

    registry.register({ collect: () => Promise.reject(new Error("broken")) });
    await assertRejects(() => ask(handler));
    assertEquals(counter.value({ code: "500" }), 1);
    assertEquals(level.value(), 0);
  });

  it("metricsHandler() shares its metrics with other handlers of the same registry", async () => {
    const registry = registryWith();
    const handlers = [1, 2].map(() => metricsHandler(registry, { selfMetrics: registry }));
    for (const handle of handlers) await ask(handle);
    const response = await metricsHandler(registry)(new Request(URL));
    assertInstanceOf(response, Response);
    assertStringIncludes(await response.text(), '\npromhttp_metric_handler_requests_total{code="200"} 2\n');
  });
});
