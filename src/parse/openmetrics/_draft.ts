import type { Labels } from "../../model/labels.ts";
import type { PointHead } from "../../model/metric_family.ts";
import type { HistogramDraft } from "../histogram_draft.ts";
import { NumberReader } from "../number_reader.ts";
import type { SummaryDraft } from "../summary_draft.ts";
import type { Sample } from "./_sample.ts";

/** Point whose samples are still being read. Each method returns a description of the problem, if there is one. */
export interface StrictDraft {
  /** Adds a sample. Returns {@linkcode TWICE} if the point already has it. */
  add(sample: Sample): string | undefined;
  /** Appends the finished point to `points`. */
  finish(points: PointHead[]): string | undefined;
}

/** Problem of a repeated sample. */
export const TWICE = "sample is repeated";

/** Creates the properties that every point has. */
export function headOf(labels: Labels, timestampMs: number | undefined): PointHead {
  return timestampMs === undefined ? { labels } : { labels, timestampMs };
}

/** Adds the created time, sum or count of a histogram or summary. */
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

/** Checks if a number is a valid number of observations. */
export function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

const numbers = new NumberReader();

/** Parses a label value as a number; infinity must be `+Inf`. Returns NaN if the value is invalid. */
export function readLabelNumber(text: string): number {
  const value = numbers.read(text, 0);
  if (numbers.end !== text.length || text === "") return NaN;
  return value === Infinity && text !== "+Inf" ? NaN : value;
}
