import type { Labels } from "../../model/labels.ts";
import type { PointHead, StateSetPoint } from "../../model/metric_family.ts";
import { headOf, type StrictDraft, TWICE } from "./_draft.ts";
import type { Sample } from "./_sample.ts";

/** Draft of all points of a state set series, which may have several timestamps. */
export class StrictStates implements StrictDraft {
  readonly #labels: Labels;
  readonly #byTime = new Map<number | undefined, Map<string, boolean>>();

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  add({ own, value, timestampMs }: Sample): string | undefined {
    const states = this.#byTime.get(timestampMs) ?? new Map<string, boolean>();
    if (states.has(own)) return TWICE;
    if (value !== 0 && value !== 1) return `state must be 0 or 1, current value is ${value}`;
    this.#byTime.set(timestampMs, states.set(own, value === 1));
    return undefined;
  }

  finish(points: PointHead[]): undefined {
    for (const [timestampMs, states] of this.#byTime) {
      const point: StateSetPoint = { ...headOf(this.#labels, timestampMs), states: Object.fromEntries(states) };
      points.push(point);
    }
  }
}
