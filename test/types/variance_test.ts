/** A metric with other label names is not assignable. The compiler alone reads this file; nobody runs it. */
import { Counter, Gauge, Histogram, Registry, StateSet, Summary } from "../../mod.ts";

const help = "Test.";
const counter = new Counter({ name: "a_total", help, labelNames: ["region", "tier"] });
const gauge = new Gauge({ name: "a", help, labelNames: ["region", "tier"] });
const histogram = new Histogram({ name: "a", help, labelNames: ["region", "tier"] });
const summary = new Summary({ name: "a", help, labelNames: ["region", "tier"] });
const stateSet = new StateSet({ name: "a", help, states: ["on", "off"], labelNames: ["region", "tier"] });

// One label more than wanted.
// @ts-expect-error it also needs a tier
export const lessCounter: Counter<"region"> = counter;
// @ts-expect-error it also needs a tier
export const lessGauge: Gauge<"region"> = gauge;
// @ts-expect-error it also needs a tier
export const lessHistogram: Histogram<"region"> = histogram;
// @ts-expect-error it also needs a tier
export const lessSummary: Summary<"region"> = summary;
// @ts-expect-error it also needs a tier
export const lessStateSet: StateSet<"on" | "off", "region"> = stateSet;

// One label fewer than wanted.
// @ts-expect-error it has no zone
export const moreCounter: Counter<"region" | "tier" | "zone"> = counter;
// @ts-expect-error it has no zone
export const moreGauge: Gauge<"region" | "tier" | "zone"> = gauge;
// @ts-expect-error it has no zone
export const moreHistogram: Histogram<"region" | "tier" | "zone"> = histogram;
// @ts-expect-error it has no zone
export const moreSummary: Summary<"region" | "tier" | "zone"> = summary;
// @ts-expect-error it has no zone
export const moreStateSet: StateSet<"on" | "off", "region" | "tier" | "zone"> = stateSet;

// Other states.
// @ts-expect-error it has no state "idle"
export const otherStates: StateSet<"on" | "off" | "idle", "region" | "tier"> = stateSet;

// The same labels, in any order.
export const same: Counter<"tier" | "region"> = counter;

// Positional values: one for each label name.
counter.labels("us", 1).inc();
counter.remove("us", "1");
// @ts-expect-error a value is missing
counter.labels("us");
// @ts-expect-error a value is too many
counter.labels("us", "1", "2");
// @ts-expect-error a value is missing
counter.remove("us");
// @ts-expect-error a label is missing
gauge.labels({ region: "us" });
const names: string[] = ["a", "b"];
new Gauge({ name: "dynamic", help, labelNames: names }).labels("1", "2", "3");

// Label names come from the definition, not from the variable.
const registry = new Registry();
// @ts-expect-error the definition has no region
export const noCounter: Counter<"region"> = registry.counter({ name: "a_total", help });
// @ts-expect-error the definition has no region
export const noGauge: Gauge<"region"> = registry.gauge({ name: "a", help });
// @ts-expect-error the definition has no region
export const noHistogram: Histogram<"region"> = registry.histogram({ name: "a", help });
// @ts-expect-error the definition has no region
export const noSummary: Summary<"region"> = registry.summary({ name: "a", help });
// @ts-expect-error the definition has no region
export const noStateSet: StateSet<"on", "region"> = registry.stateSet({ name: "a", help, states: ["on"] });
export const sameCounter: Counter<"region"> = registry.counter({ name: "a_total", help, labelNames: ["region"] });
