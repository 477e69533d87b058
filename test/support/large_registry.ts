import { Registry } from "../../src/registry/registry.ts";

/** A registry whose text is some megabytes, in two families. */
export function largeRegistry(series = 20_000): Registry {
  const registry = new Registry();
  const counter = registry.counter({ name: "requests_total", help: "Test.", labelNames: ["path", "code"] });
  const gauge = registry.gauge({ name: "level", help: "Test.", labelNames: ["place"] });
  for (let i = 0; i < series; i++) {
    counter.inc({ path: `/api/v1/things/${i}`, code: "200" }, i);
    gauge.set({ place: `place ${i}` }, i / 8);
  }
  return registry;
}
