import type { Exemplar } from "../../model/exemplar.ts";
import type { Labels } from "../../model/labels.ts";
import type { CounterPoint, MetricType, PointHead } from "../../model/metric_family.ts";
import { headOf, type StrictDraft, TWICE } from "./_draft.ts";
import type { Sample } from "./_sample.ts";

/** Draft of a counter, gauge, info or point of unknown type. */
export class StrictValue implements StrictDraft {
  readonly #labels: Labels;
  readonly #timestampMs: number | undefined;
  readonly #type: MetricType;
  #value: number | undefined;
  #createdMs: number | undefined;
  #exemplar: Exemplar | undefined;

  constructor(labels: Labels, timestampMs: number | undefined, type: MetricType) {
    this.#labels = labels;
    this.#timestampMs = timestampMs;
    this.#type = type;
  }

  add({ role, value, createdMs, exemplars }: Sample): string | undefined {
    if (role === "created") {
      if (this.#createdMs !== undefined) return TWICE;
      this.#createdMs = value;
      return undefined;
    }
    if (this.#value !== undefined) return TWICE;
    if (this.#type === "counter" && !(value >= 0)) return `counter must be >= 0, current value is ${value}`;
    if (this.#type === "info" && value !== 1) return `info must be 1, current value is ${value}`;
    this.#value = value;
    this.#createdMs ??= createdMs;
    this.#exemplar = exemplars.at(-1);
    return undefined;
  }

  finish(points: PointHead[]): string | undefined {
    const value = this.#value;
    if (value === undefined) return "counter lacks its total";
    const point: PointHead & { -readonly [K in keyof CounterPoint]?: CounterPoint[K] } = headOf(
      this.#labels,
      this.#timestampMs,
    );
    if (this.#type !== "info") point.value = value;
    if (this.#createdMs !== undefined) point.createdMs = this.#createdMs;
    if (this.#exemplar !== undefined) point.exemplar = this.#exemplar;
    points.push(point);
    return undefined;
  }
}
