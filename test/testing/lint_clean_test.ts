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

app_wait_milliseconds{env}: metrics should not have "env" label, which often tells targets apart (warning, target-label)
  Leave to the scrape configuration what is true of the whole target; name the label after what it tells of a part.
app_wait_milliseconds: use base unit "seconds" instead of "milliseconds" (warning, base-unit)
  Convert the values, and name the base unit at the end of the name.
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
