import { test } from "node:test";
import { assertEquals } from "@std/assert";
import exporter from "../../examples/hello/exporter.ts";

test("examples/hello serves a gauge, a counter and a histogram", async () => {
  const response = await exporter.fetch(new Request("http://localhost/metrics"));

  assertEquals(
    await response.text(),
    `# HELP app_active_users Active users.
# TYPE app_active_users gauge
app_active_users 5000
# HELP app_orders_total Orders processed, by region.
# TYPE app_orders_total counter
app_orders_total{region="us-east"} 150
app_orders_total{region="eu-west"} 75
# HELP app_request_duration_seconds Duration of requests, by endpoint.
# TYPE app_request_duration_seconds histogram
app_request_duration_seconds_bucket{endpoint="/api/orders",le="0.1"} 0
app_request_duration_seconds_bucket{endpoint="/api/orders",le="0.5"} 1
app_request_duration_seconds_bucket{endpoint="/api/orders",le="1"} 1
app_request_duration_seconds_bucket{endpoint="/api/orders",le="2.5"} 1
app_request_duration_seconds_bucket{endpoint="/api/orders",le="5"} 1
app_request_duration_seconds_bucket{endpoint="/api/orders",le="+Inf"} 1
app_request_duration_seconds_sum{endpoint="/api/orders"} 0.234
app_request_duration_seconds_count{endpoint="/api/orders"} 1
`,
  );
});
