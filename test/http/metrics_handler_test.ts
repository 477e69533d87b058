import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily } from "../support/families.ts";

const URL = "http://localhost/metrics";
const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
const gatherer = { gather: () => Promise.resolve([gaugeFamily("test")]) };

describe("metricsHandler", () => {
  it("metricsHandler() answers GET with all metrics", async () => {
    const response = await metricsHandler(gatherer)(new Request(URL));
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), CONTENT_TYPE);
    assertEquals(await response.text(), "# HELP test Test.\n# TYPE test gauge\ntest 1\n");
  });

  it("metricsHandler() answers HEAD as GET, without a body", async () => {
    const response = await metricsHandler(gatherer)(new Request(URL, { method: "HEAD" }));
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), CONTENT_TYPE);
    assertEquals(response.body, null);
  });

  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]) {
    it(`metricsHandler() answers ${method} with 405 and asks no collector`, async () => {
      let isAsked = false;
      const handle = metricsHandler({ gather: () => Promise.resolve([]).finally(() => isAsked = true) });
      const response = await handle(new Request(URL, { method }));
      assertEquals(response.status, 405);
      assertEquals(response.headers.get("allow"), "GET, HEAD");
      await response.body?.cancel();
      assertEquals(isAsked, false);
    });
  }

  it("metricsHandler() answers as UTF-8", async () => {
    const handle = metricsHandler({ gather: () => Promise.resolve([gaugeFamily("test", 1, { a: "花火 😱 \ud800" })]) });
    const bytes = new Uint8Array(await (await handle(new Request(URL))).arrayBuffer());
    assertStringIncludes(new TextDecoder("utf-8", { fatal: true }).decode(bytes), 'test{a="花火 😱 \ufffd"} 1\n');
  });

  it("metricsHandler() answers without the families of a collector that fails, and says so", async () => {
    const registry = new Registry();
    registry.gauge({ name: "instrument", help: "Test." });
    const broken = new RangeError("broken");
    registry.register({ name: "tested", collect: () => Promise.reject(broken) });
    const errors: unknown[] = [];
    const handle = metricsHandler(registry, { onError: (error, collector) => errors.push([error, collector]) });
    const response = await handle(new Request(URL));
    assertEquals(response.status, 200);
    const text = await response.text();
    assertStringIncludes(text, "\ninstrument 0\n");
    assertStringIncludes(text, 'webprom_collector_success{collector="tested"} 0\n');
    assertEquals(errors, [[broken, "tested"]]);
  });

  const rejections: Readonly<Record<string, () => Promise<never>>> = {
    "rejects": () => Promise.reject(new Error("secret")),
    "throws": () => {
      throw new Error("secret");
    },
    "gives what cannot be encoded": () => Promise.resolve([{ ...gaugeFamily("a"), points: brokenPoints }] as never),
  };
  for (const [what, gather] of Object.entries(rejections)) {
    it(`metricsHandler() answers 500 without details where the gatherer ${what}`, async () => {
      const errors: [message: string, collector: string][] = [];
      const onError = (error: unknown, collector: string) => errors.push([(error as Error).message, collector]);
      const response = await metricsHandler({ gather }, { onError })(new Request(URL));
      assertEquals(response.status, 500);
      assertEquals(await response.text(), "Cannot gather metrics: see the log of the exporter\n");
      assertEquals([...response.headers].join().includes("secret"), false);
      assertEquals(errors.length, 1);
      assertStringIncludes(errors[0]?.[0] ?? "", "secret");
      assertEquals(errors[0]?.[1], "gatherer");
      assertEquals((await metricsHandler({ gather })(new Request(URL))).status, 500);
    });
  }
});

const brokenPoints = {
  [Symbol.iterator]: () => {
    throw new Error("secret");
  },
};
