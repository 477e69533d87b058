import { describe, it } from "node:test";
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { PushError, pushgateway, victoriaMetrics, type VictoriaMetricsOptions } from "@webprom/exporter/push";
import { receiver } from "./_receiver.ts";

const registry = new Registry();
registry.counter({ name: "a_total", help: "A." }).inc();

async function failure(answer: Response | Error, options: Partial<VictoriaMetricsOptions> = {}): Promise<PushError> {
  const { fetch } = receiver([answer]);
  const sink = victoriaMetrics({ url: "http://user:secret@h:1", ...options, fetch });
  return await assertRejects(() => sink.send(registry), PushError) as PushError;
}

describe("pushes over HTTP", () => {
  it("send credentials, of the URL or of the options", async () => {
    const { requests, fetch } = receiver();
    const headers = { "X-Scope-OrgID": "shop" };
    await victoriaMetrics({ url: "http://ann:p%40ss@h:1/x", headers, fetch }).send(registry);
    await victoriaMetrics({ url: "http://h:1", basicAuth: { username: "ä", password: ":" }, fetch }).send(registry);
    await victoriaMetrics({ url: "http://h:1", bearerToken: "t", fetch }).send(registry);
    assertEquals(requests.map(({ headers }) => headers.get("authorization")), [
      `Basic ${btoa("ann:p@ss")}`,
      "Basic w6Q6Og==",
      "Bearer t",
    ]);
    assertEquals(requests[0]?.url, "http://h:1/x/api/v1/import/prometheus");
    assertEquals(requests[0]?.headers.get("x-scope-orgid"), "shop");
  });

  it("refuse options that contradict the protocol", () => {
    const make = (options: Partial<VictoriaMetricsOptions>) => () => victoriaMetrics({ url: "http://h:1", ...options });
    assertThrows(
      make({ headers: { "Content-Type": "a/b" } }),
      TypeError,
      'header "Content-Type" is set by the protocol',
    );
    assertThrows(make({ headers: { "a b": "c" } }), TypeError);
    assertThrows(make({ url: "ftp://h" }), TypeError, "url must begin with http:// or https://");
    assertThrows(make({ timeoutSeconds: 0 }), RangeError, "timeoutSeconds must be > 0");
    assertThrows(make({ url: "http://u:p@h", bearerToken: "t" }), TypeError, "must not be set together");
    assertThrows(() => pushgateway({ url: "/metrics", job: "j" }), TypeError, 'current value is "/metrics"');
  });

  it("say why they failed, without credentials", async () => {
    const error = await failure(new Response("cannot parse\n", { status: 400 }));
    assertEquals(error.message, "Cannot push to VictoriaMetrics at h:1: the status is 400: cannot parse");
    assertEquals(error.status, 400);
    const { message } = await failure(new Response("x".repeat(5000), { status: 500 }));
    assertEquals(message.length, "Cannot push to VictoriaMetrics at h:1: the status is 500: ".length + 1024);
    const moved = await failure(new Response(null, { status: 302, headers: { location: "https://h/" } }));
    assertStringIncludes(moved.message, "the status is 302: use the URL https://h/");
    const refused = await failure(new TypeError("fetch failed", { cause: new Error("connection refused") }));
    assertStringIncludes(refused.message, "h:1: connection refused");
    assertEquals(refused.status, undefined);
  });

  it("have the time that the receiver asks to wait", async () => {
    const wait = async (value: string) =>
      (await failure(new Response(null, { status: 503, headers: { "retry-after": value } }))).retryAfterMs;
    assertEquals(await wait("7"), 7000);
    const ms = await wait(new Date(Date.now() + 60_000).toUTCString()) ?? 0;
    assert(ms > 50_000 && ms <= 60_000, String(ms));
    assertEquals(await wait("soon"), undefined);
  });

  it("end with the reason of their signal, and with a timeout", async () => {
    const hang = (_url: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    const reason = new Error("enough");
    const sink = victoriaMetrics({ url: "http://h:1", fetch: hang });
    const controller = new AbortController();
    const sending = sink.send(registry, { signal: controller.signal });
    controller.abort(reason);
    assertEquals(await assertRejects(() => sending), reason);
    assertEquals(await assertRejects(() => sink.send(registry, { signal: AbortSignal.abort(reason) })), reason);

    const impatient = victoriaMetrics({ url: "http://h:1", fetch: hang, timeoutSeconds: 0.01 });
    const keepAlive = setInterval(() => {}, 1000); // timeouts of signals do not keep a process alive
    await assertRejects(() => impatient.send(registry), PushError, "no answer within 0.01 s");
    clearInterval(keepAlive);
  });
});

describe("victoriaMetrics()", () => {
  it("adds labels, and takes the whole path or a prefix", async () => {
    const { requests, fetch } = receiver();
    const path = "http://h:1/insert/0/prometheus/api/v1/import/prometheus";
    for (const url of ["http://h:1/insert/0/prometheus", path]) {
      await victoriaMetrics({ url, labels: { job: "a b", instance: "é" }, fetch }).send(registry);
    }
    const query = "?extra_label=job%3Da+b&extra_label=instance%3D%C3%A9";
    assertEquals(requests.map(({ url }) => url), [path + query, path + query]);
    assertEquals(requests[0]?.text, "# HELP a_total A.\n# TYPE a_total counter\na_total 1\n");
  });
});
