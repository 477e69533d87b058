import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";

export const registry = new Registry();

export const activeUsers = registry.gauge({ name: "app_active_users", help: "Active users." });

export const orders = registry.counter({
  name: "app_orders_total",
  help: "Orders processed, by region.",
  labelNames: ["region"],
});

export const requestDuration = registry.histogram({
  name: "app_request_duration_seconds",
  help: "Duration of requests, by endpoint.",
  labelNames: ["endpoint"],
  buckets: [0.1, 0.5, 1, 2.5, 5],
});

activeUsers.set(5000);
orders.inc({ region: "us-east" }, 150);
orders.inc({ region: "eu-west" }, 75);
requestDuration.observe({ endpoint: "/api/orders" }, 0.234);

export default defineExporter({ name: "app", version: "1.0.0", registry });
