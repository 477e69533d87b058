import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Counter } from "../../src/metrics/counter.ts";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily, plain } from "../support/families.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** What a registry tells of its collectors. */
const OF_COLLECTORS = ["webprom_collector_duration_seconds", "webprom_collector_success"];

describe("Registry.gather()", () => {
  it("Registry.gather() sorts families by name, whatever they come from", async () => {
    const registry = new Registry();
    registry.gauge({ name: "c", help: "Test." });
    registry.register({ name: "source", collect: () => [gaugeFamily("d"), gaugeFamily("b")] });
    registry.counter({ name: "a_total", help: "Test." });
    const names = (await registry.gather()).map(({ name }) => name);
    assertEquals(names, ["a_total", "b", "c", "d", ...OF_COLLECTORS]);
  });

  it("Registry.gather() reports nothing where nothing is registered", async () => {
    assertEquals(await new Registry().gather(), []);
  });

  it("Registry.gather() leaves out families without points", async () => {
    const registry = new Registry();
    registry.gauge({ name: "unused", help: "Test.", labelNames: ["a"] });
    assertEquals(await registry.gather(), []);
  });

  it("Registry.gather() reads instruments as they are at that time", async () => {
    const registry = new Registry();
    const gauge = registry.gauge({ name: "depth", help: "Test." });
    gauge.set(1);
    await registry.gather();
    gauge.set(2);
    assertEquals(plain(await registry.gather()), plain([gaugeFamily("depth", 2)]));
  });

  it("Registry.gather() asks all collectors at once", async () => {
    const registry = new Registry();
    let asked = 0;
    let release = (): void => {};
    const bothAsked = new Promise<void>((resolve) => release = resolve);
    for (const name of ["first", "second"]) {
      registry.register({
        name,
        collect: async () => {
          asked++;
          if (asked === 2) release();
          await bothAsked;
          return [gaugeFamily(name)];
        },
      });
    }
    const names = (await registry.gather()).map(({ name }) => name);
    assertEquals(names, ["first", "second", ...OF_COLLECTORS]);
  });

  it("Registry.gather() puts series of several collectors into one family", async () => {
    const registry = new Registry();
    for (const zone of ["a", "b"]) registry.register({ collect: () => [gaugeFamily("depth", 1, { zone })] });
    const [depth] = plain(await registry.gather());
    assertEquals(
      depth,
      plain([{
        ...gaugeFamily("depth"),
        points: [{ labels: { zone: "a" }, value: 1 }, { labels: { zone: "b" }, value: 1 }],
      }])[0],
    );
  });

  it("Registry.gather() puts series of a collector beside those of an instrument with the same head", async () => {
    const registry = new Registry();
    registry.register({ collect: () => [gaugeFamily("depth", 1, { zone: "a" })] });
    registry.gauge({ name: "depth", help: "Test.", labelNames: ["zone"] }).set({ zone: "b" }, 2);
    const [depth] = await registry.gather();
    const zones = Array.from(depth?.points ?? [], ({ labels }) => labels.zone).sort();
    assertEquals(zones, ["a", "b"]);
  });
});

describe("Registry.clear()", () => {
  it("Registry.clear() forgets everything and makes all names free", async () => {
    const registry = new Registry();
    const old = registry.counter({ name: "jobs_total", help: "Old." });
    registry.register({ collect: () => [gaugeFamily("depth")] });
    registry.withPrefix("app_").histogram({ name: "wait_seconds", help: "Test." });
    registry.clear();
    assertEquals(await registry.gather(), []);

    registry.gauge({ name: "jobs", help: "New." }).set(1);
    registry.gauge({ name: "app_wait_seconds_count", help: "New." }).set(1);
    old.inc();
    assertEquals((await registry.gather()).map(({ name }) => name), ["app_wait_seconds_count", "jobs"]);
  });
});

describe("Registry.register()", () => {
  it("Registry.register() takes an instrument that was made on its own", async () => {
    const registry = new Registry();
    const jobs = new Counter({ name: "jobs_total", help: "Test." });
    jobs.inc(3);
    registry.register(jobs);
    registry.register(jobs);
    assertEquals(plain(await registry.gather()), [{
      type: "counter",
      name: "jobs_total",
      points: [{ labels: {}, value: 3 }],
    }]);
  });

  it("Registry.register() lets a factory find the instrument afterwards", () => {
    const registry = new Registry();
    const jobs = new Counter({ name: "jobs_total", help: "Test." });
    registry.register(jobs);
    assertEquals(registry.counter({ name: "jobs_total", help: "Test." }) === jobs, true);
  });

  it("Registry.register() rejects a second instrument of the same definition, whose series would be the same", () => {
    const registry = new Registry();
    registry.register(new Counter({ name: "jobs_total", help: "Test." }));
    const second = new Counter({ name: "jobs_total", help: "Test." });
    assertThrows(() => registry.register(second), TypeError, 'Cannot register counter "jobs_total"');
  });

  it("Registry.register() takes a collector that has a definition of its own kind", async () => {
    const registry = new Registry();
    const collector = { name: "source", definition: { anything: true }, collect: () => [gaugeFamily("depth")] };
    registry.register(collector);
    assertEquals((await registry.gather()).map(({ name }) => name), ["depth", ...OF_COLLECTORS]);
  });

  it("Registry.register() lets one instrument serve several registries", async () => {
    const jobs = new Counter({ name: "jobs_total", help: "Test." });
    const registries = [new Registry(), new Registry()];
    for (const registry of registries) registry.register(jobs);
    jobs.inc();
    const [one, other] = await Promise.all(registries.map((registry) => registry.gather()));
    assertEquals(plain(one ?? []), plain(other ?? []));
    assertEquals(one?.length, 1);
  });
});

describe("Registry names of its own", () => {
  for (const name of [...OF_COLLECTORS, "webprom_collector_last_refresh_timestamp_seconds"]) {
    it(`Registry rejects an instrument with the name ${name}, which tells of collectors`, () => {
      const message = `Cannot register gauge "${name}": the name "${name}" is already used by gauge "${name}"`;
      assertThrows(() => new Registry().gauge({ name, help: "Mine." }), TypeError, message);
    });
  }

  it("Registry may be a collector of another one, as long as their collectors bear different names", async () => {
    const clock = new ManualClock();
    const inner = new Registry({ clock });
    inner.register({ name: "inner", collect: () => [gaugeFamily("depth")] });
    const outer = new Registry({ clock });
    outer.register({ name: "outer", collect: () => inner.gather() });
    const pointsOf = (value: number) => ["outer", "inner"].map((collector) => ({ labels: { collector }, value }));
    assertEquals(
      plain(await outer.gather()),
      plain([
        gaugeFamily("depth"),
        { ...gaugeFamily("webprom_collector_duration_seconds"), points: pointsOf(0) },
        { ...gaugeFamily("webprom_collector_success"), points: pointsOf(1) },
      ]),
    );
  });
});

describe("Registry.unregister()", () => {
  it("Registry.unregister() makes the names of an instrument free", async () => {
    const registry = new Registry();
    const wait = registry.histogram({ name: "wait_seconds", help: "Test." });
    assertEquals(registry.unregister(wait), true);
    assertEquals(registry.unregister(wait), false);
    assertEquals(await registry.gather(), []);
    registry.gauge({ name: "wait_seconds_count", help: "Test." }).set(1);
    assertEquals((await registry.gather()).length, 1);
  });

  it("Registry.unregister() has a collector no longer asked", async () => {
    const registry = new Registry();
    const source = { collect: () => [gaugeFamily("depth")] };
    registry.register(source);
    assertEquals(registry.unregister(source), true);
    assertEquals(await registry.gather(), []);
  });

  it("Registry.unregister() keeps a family for those of its instruments that are left", () => {
    const registry = new Registry();
    const one = registry.gauge({ name: "depth", help: "Test.", constLabels: { zone: "a" } });
    registry.gauge({ name: "depth", help: "Test.", constLabels: { zone: "b" } });
    registry.unregister(one);
    assertThrows(
      () => registry.counter({ name: "depth_total", help: "Test." }),
      TypeError,
      '"depth" is already used by gauge "depth"',
    );
  });
});
