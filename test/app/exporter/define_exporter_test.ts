import { describe, it } from "node:test";
import { assertEquals, assertNotMatch, assertStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { GZIP, Registry } from "@webprom/exporter";
import { defineExporter, type Exporter, type ExporterOptions } from "@webprom/exporter/app";
import { makeHost } from "../../../src/app/exporter/host.ts";
import { largeRegistry } from "../../support/large_registry.ts";

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const METRICS = "# HELP app_active_users Active users.\n# TYPE app_active_users gauge\napp_active_users 3\n";

function sample(options: Partial<ExporterOptions> = {}): Exporter {
  const registry = new Registry();
  registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
  return defineExporter({ name: "app", registry, ...options });
}

async function ask({ fetch }: Exporter, path: string, method = "GET"): Promise<[number, string | null, string]> {
  const response = await fetch(new Request(`http://localhost${path}`, { method }));
  return [response.status, response.headers.get("content-type"), await response.text()];
}

describe("defineExporter()", () => {
  it("returns name, registry, options and a fetch() that needs no this", async () => {
    const registry = new Registry();
    const given = { name: "app", registry };
    const { fetch, options, ...rest } = defineExporter(given);

    assertEquals(Object.keys(rest), ["name", "registry"]);
    assertEquals(options, given);
    assertEquals(rest.name, "app");
    assertStrictEquals(rest.registry, registry);
    assertEquals((await fetch(new Request("http://localhost/metrics"))).status, 200);
  });

  it("shows on its page that it has only a part of the metrics", async () => {
    const page = async (options: Partial<ExporterOptions>, isOneOfSeveral: boolean) => {
      const { fetch } = sample(options);
      return await (await fetch(new Request("http://localhost/"), makeHost({ isOneOfSeveral }))).text();
    };
    const notice = "This is one of several processes";
    assertStringIncludes(await page({}, true), notice);
    assertEquals((await page({}, false)).includes(notice), false);
    assertEquals((await page({ share: true }, true)).includes(notice), false);
  });

  it("serves metrics at /metrics", async () => {
    assertEquals(await ask(sample(), "/metrics"), [200, TEXT, METRICS]);
  });

  it("serves metrics where it is told", async () => {
    const exporter = sample({ metricsPath: "/internal/metrics" });

    assertEquals(await ask(exporter, "/internal/metrics"), [200, TEXT, METRICS]);
    assertEquals((await ask(exporter, "/metrics"))[0], 404);
    assertStringIncludes((await ask(exporter, "/"))[2], '<a href="./internal/metrics">');
  });

  it("serves metrics in place of the landing page at /", async () => {
    assertEquals(await ask(sample({ metricsPath: "/" }), "/"), [200, TEXT, METRICS]);
  });

  it("serves everything below a prefix, and leads to its start page", async () => {
    for (const routePrefix of ["/shop", "/shop/"] as const) {
      const exporter = sample({ routePrefix });
      assertEquals(await ask(exporter, "/shop/metrics"), [200, TEXT, METRICS]);
      assertEquals((await ask(exporter, "/shop/"))[0], 200);
      assertEquals((await ask(exporter, "/shop/-/healthy"))[0], 200);
      for (const path of ["/", "/shop"]) {
        const { status, headers } = await exporter.fetch(new Request(`http://localhost${path}`));
        assertEquals([status, headers.get("location")], [302, "/shop/"]);
      }
      for (const path of ["/metrics", "/shopping/metrics"]) assertEquals((await ask(exporter, path))[0], 404);
    }
    assertEquals(await ask(sample({ routePrefix: "/" }), "/metrics"), [200, TEXT, METRICS]);
  });

  it("makes an exporter of the options of another one", async () => {
    const exporter = sample();
    const other = defineExporter({ ...exporter.options, metricsPath: "/m" });

    assertStrictEquals(other.registry, exporter.registry);
    assertEquals(await ask(other, "/m"), [200, TEXT, METRICS]);
    assertEquals(await ask(exporter, "/metrics"), [200, TEXT, METRICS]);
    assertThrows(() => defineExporter({ ...exporter.options, maxRequestsInFlight: 0 }), RangeError);
  });

  it("registers no metrics of its own before the first scrape, which has them", async () => {
    const registry = new Registry();
    const exporter = sample({ registry, selfMetrics: registry });
    assertEquals(await registry.gather(), []);

    assertStringIncludes(
      (await ask(exporter, "/metrics"))[2],
      '\npromhttp_metric_handler_requests_total{code="200"} 0\n',
    );
  });

  it("rejects paths that are those of other pages, or patterns", () => {
    const probes = { modules: { a: { probe: () => true } } };
    for (
      const options of [
        { metricsPath: "/-/healthy" },
        { metricsPath: "/-/page/app.js" },
        { metricsPath: "/:any" },
        { metricsPath: "/*" },
        { metricsPath: "/config", config: () => ({}) },
        { metricsPath: "/sd", probes },
        { probes: { ...probes, path: "/metrics" } },
        { probes: { ...probes, path: "/sd" } },
      ] as const
    ) {
      assertThrows(() => sample(options), RangeError, "not be used by another page");
    }
    for (const metricsPath of ["/config", "/a.b/c-d_e~f", "/sd"] as const) sample({ metricsPath });
  });

  it("ignores the query of a scrape", async () => {
    assertEquals(await ask(sample(), "/metrics?target=a"), [200, TEXT, METRICS]);
  });

  it("says that it is healthy and ready", async () => {
    assertEquals(await ask(sample(), "/-/healthy"), [200, "text/plain; charset=UTF-8", "app is healthy\n"]);
    assertEquals(await ask(sample(), "/-/ready"), [200, "text/plain; charset=UTF-8", "app is ready\n"]);
  });

  it("links to all its pages from the landing page", async () => {
    const exporter = sample();
    const [status, type, page] = await ask(exporter, "/");
    const hrefs = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href = ""]) => href);

    assertEquals([status, type], [200, "text/html; charset=UTF-8"]);
    assertEquals(hrefs, ["./metrics", "./-/healthy", "./-/ready"]);
    for (const href of hrefs) assertEquals((await ask(exporter, href.slice(1)))[0], 200);
  });

  it("says what it is on the landing page", async () => {
    const links = [{ href: "/probe", text: "Probe", description: "One target" }];
    const [, , page] = await ask(sample({ version: "1.2.3", description: "Orders of a shop.", links }), "/");

    for (
      const part of [
        "<h1>app exporter</h1>",
        ">Version 1.2.3</p>",
        ">Orders of a shop.</p>",
        "Probe</a>: One target",
      ]
    ) {
      assertStringIncludes(page, part);
    }
  });

  it("answers HEAD as GET, without a body", async () => {
    for (const path of ["/", "/metrics", "/-/healthy", "/-/ready"]) {
      const [status, type] = await ask(sample(), path);
      assertEquals(await ask(sample(), path, "HEAD"), [status, type, ""]);
    }
  });

  it("answers 405 to other methods at /metrics, and says which there are", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const response = await sample().fetch(new Request("http://localhost/metrics", { method }));
      assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
    }
  });

  it("answers 404 elsewhere", async () => {
    for (const path of ["/metric", "/metrics/", "/metrics/a", "/-/", "/-/quit", "//metrics", "/favicon.ico"]) {
      assertEquals([path, (await ask(sample(), path))[0]], [path, 404]);
    }
  });

  it("takes the compressions of its host, unless it has its own", async () => {
    const host = makeHost({ compressions: [{ ...GZIP, encoding: "x-test" }] });
    const encodingOf = async ({ fetch }: Exporter, host?: unknown, path = "/metrics") => {
      const headers = { "accept-encoding": "gzip, x-test" };
      const response = await fetch(new Request(`http://localhost${path}`, { headers }), host);
      await response.body?.cancel();
      return response.headers.get("content-encoding");
    };
    const registry = largeRegistry(50);

    const exporter = sample({ registry });
    for (const path of ["/metrics", "/-/page/families"]) {
      assertEquals(await encodingOf(exporter, undefined, path), "gzip");
      assertEquals(await encodingOf(exporter, host, path), "x-test");
      assertEquals(await encodingOf(exporter, { ...host, compressions: undefined }, path), "gzip");
      assertEquals(await encodingOf(exporter, { compressions: host.compressions }, path), "gzip");
    }
    const stubborn = sample({ registry, compressions: [] });
    for (const one of [undefined, host]) assertEquals(await encodingOf(stubborn, one), null);
  });

  it("answers scrapes as it is told to", async () => {
    const exporter = sample({ errorPolicy: "fail", processStartTimeSeconds: 7 });
    const response = await exporter.fetch(new Request("http://localhost/metrics"));
    assertEquals([response.status, response.headers.get("process-start-time-unix")], [200, "7"]);
    exporter.registry.register({ collect: () => Promise.reject(new Error("broken")) });
    assertEquals((await ask(exporter, "/metrics"))[0], 500);
    assertThrows(() => sample({ coalesceMs: -1 }), RangeError, "coalesceMs must be >= 0");
  });

  it("leaves to the framework what it is told to throw", async (t) => {
    const output = console;
    const { error } = output;
    output.error = () => {}; // the framework prints it
    t.after(() => output.error = error);
    const exporter = sample({ errorPolicy: "throw" });
    exporter.registry.register({ collect: () => Promise.reject(new Error("the password is swordfish")) });
    const [status, , text] = await ask(exporter, "/metrics");
    assertEquals(status, 500);
    assertNotMatch(text, /swordfish/);
  });

  it("tells onError which collector failed, and serves the others", async () => {
    const errors: unknown[] = [];
    const exporter = sample({ onError: (error, collector) => errors.push(collector, error) });
    const problem = new Error("Cannot reach the database");
    exporter.registry.register({
      name: "database",
      collect: () => {
        throw problem;
      },
    });

    const [status, , text] = await ask(exporter, "/metrics");
    assertEquals(status, 200);
    assertStringIncludes(text, "\napp_active_users 3\n");
    assertEquals(errors, ["database", problem]);
  });

  it("never puts the name into a page as markup", async () => {
    const exporter = sample({ name: '<script>alert(1)</script>"' });
    const [status, type, page] = await ask(exporter, "/");

    assertEquals([status, type], [200, "text/html; charset=UTF-8"]);
    assertNotMatch(page, /<script>/i);
    assertEquals((await ask(exporter, "/-/healthy"))[1], "text/plain; charset=UTF-8");
  });

  it("takes links to paths and HTTP URLs", async () => {
    for (const href of ["probe?a=b&c", "#top", "http://example.com/", "HTTPS://example.com", "//example.com"]) {
      const [, , page] = await ask(sample({ links: [{ href, text: "More" }] }), "/");
      assertStringIncludes(page, `<a href="${href.replace("&", "&amp;")}">More</a>`);
    }
  });

  it("links to its own paths within whatever prefix it is served under", async () => {
    for (const href of ["/probe", "/", "/a:b", "/-/page?c#d"]) {
      const [, , page] = await ask(sample({ links: [{ href, text: "More" }] }), "/");
      assertStringIncludes(page, `<a href=".${href}">More</a>`);
      assertEquals(new URL(`.${href}`, "https://example.com/app/").href, `https://example.com/app${href}`);
    }
  });

  it("rejects links that are scripts, or no links at all", () => {
    const hrefs = [
      "javascript:alert(1)",
      "JavaScript:alert(1)",
      " javascript:alert(1)",
      "java\nscript:alert(1)",
      "\0javascript:alert(1)",
    ];
    for (const href of [...hrefs, "data:text/html,a", "vbscript:a", "file:///etc/passwd", "http://"]) {
      assertThrows(
        () => sample({ links: [{ href, text: "More" }] }),
        TypeError,
        `Cannot define exporter "app": a link must be a path or an HTTP URL, current value is "${href}"`,
      );
    }
  });
});
