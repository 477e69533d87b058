import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { startWorker } from "../runner/worker.ts";

const source = `
  import { metricsHandler, Registry } from "./mod.ts";

  const registry = new Registry();
  const orders = registry.counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
  const handleMetrics = metricsHandler(registry);

  export default {
    async fetch(request) {
      orders.inc({ region: "us" });
      return await handleMetrics(request);
    },
  };
`;

test("mod.ts counts and serves metrics on workerd without nodejs_compat", async (t) => {
  const { worker } = await startWorker(source);
  t.after(() => worker.dispose());

  await worker.dispatchFetch("http://localhost/metrics");
  const response = await worker.dispatchFetch("http://localhost/metrics");

  assertEquals(response.status, 200);
  assertStringIncludes(await response.text(), 'app_orders_total{region="us"} 2\n');
});
