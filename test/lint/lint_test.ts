import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { lint } from "../../src/lint/lint.ts";
import type { Rule } from "../../src/lint/rule.ts";
import { RULES } from "../../src/lint/rules.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { family } from "../contract/rule.ts";
import { plain } from "../support/families.ts";
import { property } from "../support/property.ts";
import { RandomFamilies } from "../support/random_families.ts";

describe("lint", () => {
  it("lint() finds nothing wrong with well-made instruments", async () => {
    const registry = new Registry();
    const help = "Test.";
    registry.counter({ name: "app_orders_total", help, labelNames: ["kind"] }).inc({ kind: "new" });
    registry.gauge({ name: "app_active_users", help }).set(5);
    registry.histogram({ name: "app_wait_seconds", help, unit: "seconds" }).observe(1);
    registry.summary({ name: "app_answer_bytes", help, quantiles: { 0.5: 0.05 } }).observe(1);
    registry.info({ name: "app_build_info", help, labels: { version: "1.2.3" } });
    registry.stateSet({ name: "app_mode", help, states: ["starting", "running"] });
    registry.register({ collect: () => [family("gauge", "app_open_doors", { floor: "1" })] }, { name: "doors" });
    assertEquals(lint(await registry.gather()), []);
  });

  it("lint() tells what, where, how bad, why and what to do", () => {
    assertEquals(lint([family("gauge", "app_users", { le: "1" })]), [{
      rule: "reserved-label",
      severity: "error",
      metric: "app_users",
      label: "le",
      message: 'non-histogram metrics should not have "le" label',
      reason: "Parsers treat series with this label as buckets of a histogram or quantiles of a summary.",
      fix: "Rename the label.",
    }]);
  });

  it("lint() sorts by metric, then by message", () => {
    const families = [family("gauge", "b_ms_total"), family("counter", "a_jobs"), {
      ...family("gauge", "b_s"),
      help: "",
    }];
    assertEquals(lint(families).map(({ metric, message }) => [metric, message]), [
      ["a_jobs", 'counter metrics should have "_total" suffix'],
      ["b_ms_total", "metric names should not contain abbreviated units"],
      ["b_ms_total", 'non-counter metrics should not have "_total" suffix'],
      ["b_s", "metric names should not contain abbreviated units"],
      ["b_s", "no help text"],
    ]);
  });

  it("lint() applies the rules it is given, and not those that are disabled", () => {
    const mine: Rule = {
      id: "no-beer",
      severity: "error",
      reason: "There is none.",
      fix: "Drink water.",
      check: ({ name }) => name.includes("beer") ? [{ message: "no beer" }] : [],
    };
    const families = [{ ...family("gauge", "pub_beer_ml"), help: "" }];
    const rulesOf = (...args: Parameters<typeof lint>) => lint(...args).map(({ rule }) => rule);
    assertEquals(rulesOf(families, { rules: [...RULES, mine] }), ["no-beer", "help-text"]);
    assertEquals(rulesOf(families, { rules: [...RULES, mine], disable: ["help-text"] }), ["no-beer"]);
    assertEquals(rulesOf(families, { rules: [] }), []);
  });

  it("lint() has limits by default", () => {
    const labels = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`label_${i}`, "1"]));
    const many = Array.from({ length: 1001 }, (_, i) => ({ queue: `q-${i}` }));
    const families = [family("gauge", "app_jobs", ...many), family("gauge", "app_users", labels)];
    assertEquals(lint(families).map(({ rule }) => rule), ["series-count", "label-count"]);
    assertEquals(lint(families, { maxLabels: 11, maxSeries: 1001 }), []);
  });

  it("lint() rejects rules that there are not, and limits that are none", () => {
    const unknown = 'Cannot disable rule "no-such": it does not exist; rules are help-text, base-unit, ';
    assertThrows(() => lint([], { disable: ["no-such"] }), RangeError, unknown);
    const message = "Cannot lint: maxLabels must be >= 0, current value is NaN";
    assertThrows(() => lint([], { maxLabels: NaN }), RangeError, message);
    assertThrows(() => lint([], { maxSeries: -1 }), RangeError, "maxSeries must be >= 0, current value is -1");
  });

  it("lint() reads families and points that can be read once only", () => {
    const families = [
      family("gauge", "app_users", { le: "1" }, { le: "1" }),
      family("counter", "app_jobs", { env: "1" }),
    ];
    const once = families.map((family) => ({ ...family, points: [...family.points].values() }) as MetricFamily);
    assertEquals(lint(once.values()), lint(families));
  });

  property("lint() throws for no families, and changes none", (random) => {
    const { families } = new RandomFamilies(random);
    const before = plain(families);
    const problems = lint(families, { maxLabels: 1, maxSeries: 1 });
    assertEquals(plain(families), before);
    const names = families.map(({ name }) => name);
    assertEquals(problems.filter(({ metric }) => !names.includes(metric)), []);
  });
});
