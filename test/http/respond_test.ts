import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { respond } from "../../src/http/respond.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";

const size: MetricFamily = { type: "gauge", name: "app_size", help: "Size.", points: [{ labels: {}, value: 3 }] };
const request = new Request("http://localhost/");

describe("respond()", () => {
  it("writes families in the format that the client asks for", async () => {
    const headers = { accept: "application/openmetrics-text;version=1.0.0" };
    const response = await respond([size], new Request(request, { headers }));
    assertMatch(response.headers.get("content-type") ?? "", /^application\/openmetrics-text/);
    assertMatch(await response.text(), /^app_size 3(?:\.0)?\n# EOF\n$/m);
  });

  it("compresses as the client accepts and the options allow", async () => {
    const headers = { "accept-encoding": "gzip" };
    const many = Array.from({ length: 500 }, (_, i) => ({ labels: { i: String(i) }, value: i }));
    const family: MetricFamily = { ...size, points: many } as MetricFamily;
    const compressed = await respond([family], new Request(request, { headers }));
    assertEquals(compressed.headers.get("content-encoding"), "gzip");
    await compressed.body?.cancel();
    const plain = await respond([family], new Request(request, { headers }), { compressions: [] });
    assertEquals(plain.headers.get("content-encoding"), null);
    await plain.body?.cancel();
  });

  it("responds to HEAD with the length and no body", async () => {
    const whole = await (await respond([size], request)).text();
    const response = await respond([size], new Request(request, { method: "HEAD" }));
    assertEquals([response.headers.get("content-length"), await response.text()], [String(whole.length), ""]);
  });

  it("responds with 500 and reports the error if families cannot be written", async () => {
    const errors: unknown[] = [];
    const broken = {
      ...size,
      get points(): never {
        throw new Error("no points");
      },
    };
    const response = await respond([broken as MetricFamily], request, { onError: (error) => errors.push(error) });
    assertEquals(response.status, 500);
    await response.text();
    assertEquals(errors.map(String), ["Error: no points"]);
  });

  it("rejects wrong options", async () => {
    await assertRejects(() => respond([size], request, { formats: [] }), RangeError, "formats must not be empty");
  });
});
