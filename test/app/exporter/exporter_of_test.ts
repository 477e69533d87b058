import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotMatch, assertStrictEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { defineExporter, type Exporter } from "../../../src/app/exporter/define_exporter.ts";
import { exporterOf, type Runnable } from "../../../src/app/exporter/exporter_of.ts";
import { Registry } from "../../../src/registry/registry.ts";
import { runtimeCollector } from "../../../src/runtime/runtime_collector.ts";
import { recordLog } from "../../support/recorded_log.ts";
import { settingsOf } from "../../support/settings.ts";

const family = { type: "gauge", name: "app_size", help: "Size.", points: [{ labels: {}, value: 3 }] } as const;
const collector = { name: "sizes", collect: () => [family] };

function make(exported: unknown, ...args: readonly string[]): Runnable {
  return exporterOf(exported, { name: "shop", settings: settingsOf(...args), logger: recordLog().logger });
}

async function textOf(app: Runnable, path = "/metrics"): Promise<string> {
  const response = await app.fetch(new Request(`http://localhost${path}`));
  return await response.text();
}

function makeRegistry(): Registry {
  const registry = new Registry();
  registry.register(collector);
  return registry;
}

describe("exporterOf()", () => {
  it("takes an exporter, a registry, or a collector", async () => {
    const registry = makeRegistry();
    const exporter = defineExporter({ name: "app", registry });
    for (const [exported, name] of [[exporter, "app"], [registry, "shop"], [collector, "shop"]] as const) {
      const app = make(exported);
      assertEquals(app.name, name);
      assertMatch(await textOf(app), /^app_size 3$/m);
    }
    assertStrictEquals(make(exporter).registry, registry);
  });

  it("takes anything else with a fetch(), and calls it as its method", async () => {
    class Greeter {
      readonly greeting = "good day";
      fetch(request: Request, server: unknown) {
        return new Response(`${this.greeting} ${new URL(request.url).pathname} ${JSON.stringify(server)}`);
      }
    }
    const app = make(new Greeter());

    assertEquals([app.name, app.registry], ["shop", undefined]);
    const response = await app.fetch(new Request("http://localhost/a"), { isDraining: true });
    assertEquals(await response.text(), 'good day /a {"isDraining":true}');
    assertEquals(make({ name: "hall", fetch: () => new Response() }).name, "hall");
  });

  it("serves an exporter with a wrapped fetch() as the app that it is", async () => {
    const exporter = defineExporter({ name: "app", registry: makeRegistry() });
    const guarded = { ...exporter, fetch: () => new Response("who are you?", { status: 401 }) };
    const app = make(guarded);
    assertEquals([app.name, await textOf(app)], ["app", "who are you?"]);
    assertThrows(() => make(guarded, "--web.max-requests=1"), ConfigError, "--web.max-requests");
  });

  it("rejects what cannot be served", () => {
    for (
      const [exported, shown] of [[undefined, "undefined"], [null, "null"], [3, "number"], [{}, "object"]] as const
    ) {
      const { problems } = assertThrows(() => make(exported), ConfigError);
      assertEquals(problems, [
        `the default export must be an exporter, a registry, a collector or have a fetch(), current value is ${shown}`,
      ]);
    }
  });

  it("keeps the runtime metrics that a registry already has", async () => {
    const registry = makeRegistry();
    registry.register(runtimeCollector({ only: ["webprom_runtime_info"], labels: { shop: "a" } }));
    const text = await textOf(make(registry));
    assertMatch(text, /^webprom_runtime_info\{.*shop="a".*\} 1$/m);
    assertNotMatch(text, /^process_/m);
  });

  it("counts its own scrapes, unless it is told not to", async () => {
    assertMatch(await textOf(make(collector)), /^promhttp_metric_handler_/m);
    const registry = makeRegistry();
    const exporter = defineExporter({ name: "app", registry, selfMetrics: registry });
    for (const exported of [collector, makeRegistry(), exporter]) {
      const text = await textOf(make(exported, "--web.disable-exporter-metrics"));
      assertMatch(text, /^app_size 3$/m);
      assertNotMatch(text, /promhttp/);
    }
  });

  it("leaves to an exporter what nobody sets, and sets the rest", async () => {
    const exporter = defineExporter({ name: "app", registry: makeRegistry(), metricsPath: "/own" });

    assertMatch(await textOf(make(exporter), "/own"), /app_size 3/);
    assertMatch(await textOf(make(exporter, "--web.telemetry-path=/m"), "/m"), /app_size 3/);
    assertMatch(await textOf(make(exporter, "--web.route-prefix=/shop/"), "/shop/own"), /app_size 3/);
  });

  it("serves neither /-/reload nor /config if they are disabled", async () => {
    const exporter = defineExporter({ name: "app", registry: makeRegistry(), config: () => ({}), reload: () => {} });
    const statuses = async (...args: string[]) => {
      const { fetch } = make(exporter, ...args);
      const requests = [
        new Request("http://localhost/config"),
        new Request("http://localhost/-/reload", { method: "POST" }),
      ];
      return await Promise.all(requests.map(async (request) => (await fetch(request)).status));
    };
    assertEquals(await statuses("--no-web.enable-lifecycle"), [404, 403]);
  });

  it("serves at most 40 scrapes at once unless the exporter or a flag says otherwise", () => {
    const registry = makeRegistry();
    const limits = [
      make(registry),
      make(defineExporter({ name: "app", registry, maxRequestsInFlight: 3 })),
      make(defineExporter({ name: "app", registry, maxRequestsInFlight: 3 }), "--web.max-requests=0"),
    ].map((app) => (app as Exporter).options.maxRequestsInFlight);
    assertEquals(limits, [40, 3, Infinity]);
  });

  it("limits the scrapes in flight", async () => {
    let finish = (_families: []) => {};
    const pending = new Promise<[]>((resolve) => finish = resolve);
    const app = make({ collect: () => pending }, "--web.max-requests=1");
    const first = app.fetch(new Request("http://localhost/metrics"));
    const second = await app.fetch(new Request("http://localhost/metrics"));
    finish([]);

    assertEquals([(await first).status, second.status], [200, 503]);
  });

  it("logs what collectors fail with, and still calls the exporter's own hook", async () => {
    const registry = new Registry();
    registry.register({
      name: "broken",
      collect() {
        throw new Error("no such device");
      },
    });
    const told: unknown[] = [];
    const exporter = defineExporter({ name: "app", registry, onError: (_error, name) => told.push(name) });
    const { logger, lines } = recordLog("info");
    await textOf(exporterOf(exporter, { name: "shop", settings: settingsOf(), logger }));

    assertEquals(lines, ['ERROR msg="Collector failed" collector=broken err="no such device"']);
    assertEquals(told, ["broken"]);
  });

  it("logs how long each collector took", async () => {
    const { logger, lines } = recordLog();
    await textOf(exporterOf(collector, { name: "shop", settings: settingsOf(), logger }));

    assertEquals(lines.length, 2);
    assertMatch(lines.join("\n"), /^DEBUG msg="Collector finished" collector=sizes duration_seconds=[\d.e-]+$/m);
  });

  it("reads the configuration again when it is asked to", async () => {
    let count = 0;
    const reload = () => Promise.resolve(void count++);
    const app = exporterOf(collector, { name: "shop", settings: settingsOf(), logger: recordLog().logger, reload });
    const response = await app.fetch(new Request("http://localhost/-/reload", { method: "POST" }));

    assertEquals([response.status, count], [200, 1]);
  });

  it("rejects settings that an app of its own does not have", () => {
    const args = [
      "--web.telemetry-path=/m",
      "--web.max-requests=3",
      "--collector.disk",
      "--web.disable-exporter-metrics",
    ];
    const { problems } = assertThrows(() => make({ fetch: () => new Response() }, ...args), ConfigError);

    assertEquals(problems, [
      "--web.telemetry-path works only with exporters, and this app is not one",
      "--web.max-requests works only with exporters, and this app is not one",
      "--web.disable-exporter-metrics works only with exporters, and this app is not one",
      "--collector.disk works only with exporters, and this app is not one",
    ]);
  });
});
