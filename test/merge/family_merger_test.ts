import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { type MetricFamily, Registry } from "@webprom/exporter";
import { mergeFamilies } from "@webprom/exporter/merge";
import { FamilyMerger } from "../../src/merge/family_merger.ts";
import { property, type Random } from "../support/property.ts";

class Source {
  readonly registry = new Registry();
  readonly jobs = this.registry.counter({ name: "jobs_total", help: "", labelNames: ["queue"] });
  readonly level = this.registry.gauge({ name: "level", help: "", labelNames: ["disk"], aggregate: "max" });
  readonly latest = this.registry.gauge({ name: "latest", help: "", aggregate: "latest" });
  readonly sizes = this.registry.histogram({
    name: "sizes",
    help: "",
    labelNames: ["path"],
    buckets: [1, 4],
    native: { factor: 1.5 },
  });
  readonly seconds = this.registry.summary({ name: "seconds", help: "" });

  change(random: Random): void {
    const label = `${random.below(4)}`;
    [
      () => this.jobs.inc({ queue: label }, random.below(5)),
      () => this.jobs.inc({ queue: label }, 1, { trace_id: label }),
      () => this.level.set({ disk: label }, random.below(100)),
      () => this.latest.set(random.below(100)),
      () => this.sizes.observe({ path: label }, random.below(8)),
      () => this.seconds.observe(random.below(8)),
      () => void this.jobs.remove({ queue: label }),
      () => void this.sizes.remove({ path: label }),
      () => this.level.clear(),
    ][random.below(9)]?.();
  }
}

property("a merger returns what mergeFamilies() returns, whatever has changed", async (random) => {
  const sources = [new Source(), new Source(), new Source()];
  const merger = new FamilyMerger();
  for (let round = 0; round < 200; round++) {
    for (let i = random.below(4); i > 0; i--) random.pick(sources).change(random);
    const some = random.below(10) === 0 ? sources.slice(1) : sources;
    const gathered = await Promise.all(some.map(async ({ registry }, i) => {
      return { families: await registry.gather(), instance: `${i}`, timeMs: i };
    }));
    assertEquals(plain(merger.merge(gathered, {})), plain(mergeFamilies(gathered)));
  }
});

test("a merger keeps families as long as no series comes or goes", async () => {
  const [one, other] = [new Source(), new Source()];
  const merger = new FamilyMerger();
  const merge = async () => {
    const gathered = await Promise.all(
      [one, other].map(async ({ registry }) => ({ families: await registry.gather() })),
    );
    const family = merger.merge(gathered, {}).find(({ name }) => name === "jobs_total");
    assert(family);
    return family;
  };
  one.jobs.inc({ queue: "a" }, 2);
  other.jobs.inc({ queue: "a" }, 3);
  const first = await merge();
  const [point] = first.points as Iterable<{ readonly value: number }>;
  assertEquals(point?.value, 5);
  one.jobs.inc({ queue: "a" });
  assertEquals([await merge() === first, point?.value], [true, 6]);
  one.jobs.inc({ queue: "b" });
  assertEquals(await merge() === first, false);
});

/** Fields that are undefined, or missing, are the same. */
function plain(families: readonly MetricFamily[]): unknown {
  return JSON.parse(JSON.stringify(families));
}
