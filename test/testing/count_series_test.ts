import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";
import { countSeries } from "../../src/testing/count_series.ts";

const registry = new Registry();
const orders = registry.counter({ name: "app_orders_total", help: "Test.", labelNames: ["region"] });
for (const region of ["us", "eu", "us"]) orders.inc({ region });
registry.histogram({ name: "app_wait_seconds", help: "Test." }).observe(1);

test("countSeries() counts the label sets of a family", async () => {
  assertEquals(await countSeries(registry, "app_orders_total"), 2);
});

test("countSeries() counts a distribution as one", async () => {
  assertEquals(await countSeries(registry, "app_wait_seconds"), 1);
});

test("countSeries() counts those of all families where no name is given", async () => {
  assertEquals(await countSeries(registry), 3);
});

test("countSeries() finds none of a family that there is not", async () => {
  assertEquals(await countSeries(registry, "app_orders"), 0);
});
