import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Registry } from "@webprom/exporter";
import type { ProblemsAnswer } from "../../../src/app/landing/_answers.ts";
import { PROBLEMS_JSON } from "../../../src/app/landing/landing_routes.ts";
import { gaugeFamily } from "../../support/families.ts";
import { largeRegistry } from "../../support/large_registry.ts";

async function problemsOf(registry: Registry): Promise<ProblemsAnswer> {
  const pieces = [...PROBLEMS_JSON.encode(await registry.gather())];
  return JSON.parse(await new Blob(pieces).text());
}

describe("PROBLEMS_JSON", () => {
  it("tells what lint finds", async () => {
    const registry = new Registry();
    registry.gauge({ name: "app_wait_milliseconds", help: "Time in the queue." });
    registry.gauge({ name: "app_depth", help: "Jobs that wait." });

    const { count, problems } = await problemsOf(registry);
    assertEquals(count, 1);
    const [problem] = problems;
    assertEquals([problem?.metric, problem?.severity], ["app_wait_milliseconds", "warning"]);
    assertStringIncludes(problem?.message ?? "", "milliseconds");
  });

  it("tells of families with many series, by their true number", async () => {
    const { problems } = await problemsOf(largeRegistry(5000));
    const crowds = problems.filter(({ message }) => message.includes("series"));
    assertEquals(crowds.map(({ metric, message }) => [metric, message.split(",")[0]]), [
      ["level", "has 5000 series"],
      ["requests_total", "has 5000 series"],
    ]);
  });

  it("tells of metrics that have all the series they may have", async () => {
    const registry = new Registry();
    const labelled = { help: "Jobs that wait.", labelNames: ["queue"] } as const;
    const depth = registry.gauge({ ...labelled, name: "app_depth", maxSeries: 1 });
    registry.gauge({ ...labelled, name: "app_other", maxSeries: 1 }).set({ queue: "a" }, 1);
    for (const queue of ["a", "b", "c"]) depth.set({ queue }, 1);

    const { problems } = await problemsOf(registry);
    const losses = problems.filter(({ message }) => message.includes("overflow"));
    assertEquals(losses.map(({ metric, message }) => [metric, message]), [
      ["app_depth", "has reached its series limit: 2 writes went to its overflow series"],
    ]);
  });

  it("tells how many there are, and of the first ones what they are", async () => {
    const registry = new Registry();
    registry.register({ collect: () => Array.from({ length: 300 }, (_, i) => gaugeFamily(`app_wait${i}_minutes`)) });
    const { count, problems } = await problemsOf(registry);
    assertEquals([count, problems.length], [300, 200]);
  });
});
