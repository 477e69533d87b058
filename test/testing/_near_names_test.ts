import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { nearNames } from "../../src/testing/value_of.ts";

describe("nearNames", () => {
  it("nearNames() finds misspelt names, nearest first", () => {
    const names = ["app_orders_total", "app_errors_total", "app_order_total", "go_threads"];
    assertEquals(nearNames("app_oder_total", names), ["app_order_total", "app_orders_total"]);
  });

  it("nearNames() finds longer and shorter names, each once", () => {
    const names = ["wait_seconds_sum", "wait_seconds_sum", "wait_seconds_bucket", "wait", "users"];
    assertEquals(nearNames("wait_seconds", names), ["wait_seconds_sum", "wait_seconds_bucket", "wait"]);
  });

  it("nearNames() finds five at most, and nothing far", () => {
    assertEquals(nearNames("jobs", ["jobs_1", "jobs_2", "jobs_3", "jobs_4", "jobs_5", "jobs_6"]).length, 5);
    assertEquals(nearNames("jobs", ["temperature"]), []);
    assertEquals(nearNames("jobs", []), []);
  });
});
