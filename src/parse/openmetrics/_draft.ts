import type { Labels } from "../../model/labels.ts";
import type { PointHead } from "../../model/metric_family.ts";
import type { HistogramDraft } from "../histogram_draft.ts";
import { NumberReader } from "../number_reader.ts";
import type { SummaryDraft } from "../summary_draft.ts";
import type { Sample } from "./_sample.ts";

/** A point of which not all samples have been read. Each method tells what is wrong, if something is. */
export interface StrictDraft {
  /** Takes one more sample; {@linkcode TWICE} if it has that already. */
  add(sample: Sample): string | undefined;
  /** Adds the point to those before it. */
  finish(points: PointHead[]): string | undefined;
}

/** A sample that is there already. */
export const TWICE = "sample is there twice";

/** Makes what every point has. */
export function headOf(labels: Labels, timestampMs: number | undefined): PointHead {
  return timestampMs === undefined ? { labels } : { labels, timestampMs };
}

/** Takes a sample that every distribution may have: its created time, sum or count. */
export function addTotal(
  draft: HistogramDraft | SummaryDraft,
  { role, value }: Sample,
  isGauge: boolean,
): string | undefined {
  switch (role) {
    case "created":
      if (draft.createdMs !== undefined) return TWICE;
      draft.createdMs = value;
      return undefined;
    case "sum":
      if (draft.sum !== undefined) return TWICE;
      if (isGauge ? Number.isNaN(value) : !(value >= 0)) return `sum must be a number >= 0, current value is ${value}`;
      draft.sum = value;
      return undefined;
    default:
      if (draft.count !== undefined) return TWICE;
      if (!isCount(value)) return `count must be an integer >= 0, current value is ${value}`;
      draft.count = value;
      return undefined;
  }
}

/** Whether a number may be that of observations. */
export function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

const numbers = new NumberReader();

/** Reads the number that is the value of a label, infinity only as `+Inf`. */
export function readLabelNumber(text: string): number {
  const value = numbers.read(text, 0);
  if (numbers.end !== text.length || text === "") return NaN;
  return value === Infinity && text !== "+Inf" ? NaN : value;
}
