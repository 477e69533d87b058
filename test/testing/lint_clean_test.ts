import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";
import { ExpectationError } from "../../src/testing/expectation_error.ts";
import { lintClean } from "../../src/testing/lint_clean.ts";

const registry = new Registry();
registry.gauge({ name: "app_wait_milliseconds", help: "Test.", labelNames: ["env"] }).set({ env: "prod" }, 1);

describe("lintClean", () => {
  it("lintClean() lists the problems, each with what to do", async () => {
    const error = await assertRejects(() => lintClean(registry), ExpectationError);
    assertEquals(
      error.message,
      `Metrics have 2 problems:

app_wait_milliseconds{env}: metrics should not have "env" label, which usually identifies a target (warning, target-label)
  Set labels of the whole target in the scrape configuration; give labels of a part of it a more specific name.
app_wait_milliseconds: use base unit "seconds" instead of "milliseconds" (warning, base-unit)
  Convert the values, and end the name in the base unit.
`,
    );
  });

  it("lintClean() takes the linter's options", async () => {
    await lintClean(registry, { disable: ["base-unit", "target-label"] });
    const disable = ["base-unit"];
    await assertRejects(() => lintClean(registry, { disable }), ExpectationError, "Metrics have 1 problem:");
    await assertRejects(() => lintClean(registry, { disable: ["x"] }), RangeError, 'Cannot disable rule "x"');
  });

  it("lintClean() is content with an empty registry", () => lintClean(new Registry()));
});
