import type { Exemplar } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import {
  type Attributes,
  DATA_POINT,
  type DataPoint,
  type ExponentialValue,
  type HistogramValue,
  type HrTime,
  type MetricData,
} from "./_sdk.ts";
import type { TypedHead } from "./family_set.ts";
import { LivePoints } from "./live_points.ts";
import { explicitPoint, exponentialPoint } from "./points.ts";
import { type InstrumentExemplars, seriesKey } from "./sdk_exemplars.ts";
import { type Attribute, StreamLabels } from "./stream_labels.ts";
import type { TranslatedType, Translation } from "./translation.ts";

/** One metric of one scope. Remembers its name and the labels of its series, which the SDK keeps as they are. */
export class SdkStream {
  /** Name, type and help of the family. */
  readonly head: TypedHead;
  readonly #live: LivePoints;
  readonly #metric: MetricData;
  readonly #labels: StreamLabels;
  readonly #known = new WeakMap<Attributes, Labels>();

  /**
   * @param metric The metric
   * @param translation Translates names
   * @param fixed Labels of all series
   */
  constructor(metric: MetricData, translation: Translation, fixed: readonly Attribute[]) {
    const { name, unit, description } = metric.descriptor;
    const type = typeOf(metric);
    this.#metric = metric;
    this.#labels = new StreamLabels(translation, type, fixed);
    this.head = { type, help: description, ...translation.familyName({ name, unit, type }) };
    this.#live = new LivePoints(this.head);
  }

  /** Whether two series may have the same labels. */
  get mayCollide(): boolean {
    return this.#labels.mayCollide;
  }

  /** Whether a metric has the same type as this one. */
  isOf({ dataPointType, isMonotonic }: MetricData): boolean {
    return dataPointType === this.#metric.dataPointType && isMonotonic === this.#metric.isMonotonic;
  }

  /**
   * Translates points.
   *
   * @param dataPoints The points
   * @param exemplars Exemplars of the metric
   * @param onProblem Called for each point that cannot be translated
   * @returns The family, which is the same object each time
   */
  familyOf(
    dataPoints: readonly DataPoint<unknown>[],
    exemplars: InstrumentExemplars | undefined,
    onProblem: (message: string) => void,
  ): MetricFamily {
    let length = 0;
    for (const dataPoint of dataPoints) {
      const point = this.#pointOf(dataPoint, exemplars?.get(seriesKey(dataPoint.attributes)));
      if (typeof point === "object") this.#live.set(length++, point);
      else onProblem(`"${this.head.name}": ${point}`);
    }
    this.#live.truncate(length);
    return this.#live.family;
  }

  #pointOf({ attributes, startTime, value }: DataPoint<unknown>, exemplars?: readonly Exemplar[]): PointHead | string {
    const labels = this.#labelsOf(attributes);
    switch (this.#metric.dataPointType) {
      case DATA_POINT.histogram: {
        const { buckets, count, sum } = value as HistogramValue;
        const context = { labels, createdMs: msOf(startTime), exemplars };
        return explicitPoint({ count, sum, bounds: buckets.boundaries, counts: buckets.counts }, context);
      }
      case DATA_POINT.exponential:
        return exponentialPoint(value as ExponentialValue, { labels, createdMs: msOf(startTime), exemplars });
      default:
        return this.head.type === "counter"
          ? { labels, value, createdMs: msOf(startTime), exemplar: exemplars?.at(-1) } as PointHead
          : { labels, value } as PointHead;
    }
  }

  #labelsOf(attributes: Attributes): Labels {
    let labels = this.#known.get(attributes);
    if (labels === undefined) this.#known.set(attributes, labels = this.#labels.of(Object.entries(attributes)));
    return labels;
  }
}

function typeOf({ dataPointType, isMonotonic }: MetricData): TranslatedType {
  if (dataPointType === DATA_POINT.gauge) return "gauge";
  if (dataPointType === DATA_POINT.sum) return isMonotonic ? "counter" : "gauge";
  return "histogram";
}

function msOf([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
