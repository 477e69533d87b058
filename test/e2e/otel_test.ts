import process from "node:process";
import { test } from "node:test";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { execute, start } from "../support/child.ts";
import { freePort } from "../support/free_port.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { CURRENT_PROMETHEUS, missingCurrentPrometheus } from "./current_prometheus.ts";
import { startPrometheus } from "./prometheus.ts";

const RUNTIMES: readonly Runtime[] = ["bun", "deno", "node"];
/** The exporters of OpenTelemetry read environment variables. */
const COMMANDS: typeof RUN = { ...RUN, deno: [process.execPath, "run", "-A"] };

for (const protocol of ["http/json", "http/protobuf"]) {
  test(`a Deno program receives its own telemetry by ${protocol}, and ends`, async () => {
    const port = await freePort();
    const output = await execute([...RUN.deno, "test/e2e/otel/deno_telemetry.ts", String(port)], {
      env: {
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${port}`,
        OTEL_METRIC_EXPORT_INTERVAL: "500",
      },
    });
    for (
      const line of [
        'app_orders_total{app_region="eu"} 3',
        "http_server_request_duration_seconds_bucket",
        "v8js_memory",
      ]
    ) {
      assertStringIncludes(output, line);
    }
  });
}

test("Prometheus stores what the SDK reports and what it sends", { skip: missingCurrentPrometheus() }, async () => {
  await using stack = new AsyncDisposableStack();
  const targets: Record<string, string> = {};
  for (const runtime of RUNTIMES) {
    const child = stack.use(start([...COMMANDS[runtime], "test/e2e/otel/exporter.ts"]));
    targets[runtime] = `http://127.0.0.1:${new URL(await child.url).port}/`;
  }
  const prometheus = stack.use(
    await startPrometheus(targets, { program: CURRENT_PROMETHEUS, scrape: { scrape_native_histograms: true } }),
  );
  const valuesOf = async (expression: string) => {
    let values: Record<string, number> = {};
    await until(async () => {
      values = await prometheus.query(expression);
      return Object.keys(values).length === RUNTIMES.length;
    });
    return values;
  };
  for (const name of ["sdk", "json", "proto"]) {
    const orders = await valuesOf(
      `${name}_orders_total{shop_region="eu",otel_scope_name="e2e",otel_scope_version="1.0.0"}`,
    );
    assertEquals(new Set(Object.values(orders)), new Set([3]), name);
    assertEquals(new Set(Object.values(await valuesOf(`${name}_size_bytes`))), new Set([42]));
    const medians = await valuesOf(`histogram_quantile(0.5, ${name}_latency_seconds)`);
    for (const [runtime, median] of Object.entries(medians)) {
      assert(median > 0.45 && median < 0.55, `${name} on ${runtime} has the median ${median}`);
    }
  }
  assertEquals(
    new Set(Object.values(await valuesOf('target_info{exported_job="json",host_arch="any"}'))),
    new Set([1]),
  );
  assertEquals(new Set(Object.values(await valuesOf('target_info{exported_job="",service_name="sdk"}'))), new Set([1]));
  assertEquals(new Set(Object.values(await valuesOf("webprom_otel_errors_total"))), new Set([0]));
  assertEquals(new Set(Object.values(await valuesOf('webprom_otlp_points_total{outcome="rejected"}'))), new Set([0]));
});
