import type { Labels } from "./labels.ts";
import { isLabelName } from "./names.ts";
import { quote } from "./quote.ts";

/** One observation kept as an example of its series, with labels that identify its origin, such as a trace ID. */
export interface Exemplar {
  /** Labels such as `trace_id`; at most 128 code points in total. */
  readonly labels: Labels;
  /** The observed value, or the amount added to a counter. */
  readonly value: number;
  /** Time of the observation, in milliseconds since the epoch. */
  readonly timestampMs?: number | undefined;
}

/** Labels of an exemplar, such as `trace_id`; at most 128 code points in total. */
export type ExemplarLabels = Readonly<Record<string, string>>;

/** Returns the labels of an exemplar, such as those of the current trace, or `undefined`. */
export type ExemplarProvider = () => ExemplarLabels | undefined;

/** Maximum length of all label names and values of an exemplar, in code points, as defined by OpenMetrics 1.0. */
export const MAX_EXEMPLAR_LENGTH = 128;

/** Counts the code points of label names and values. */
export function exemplarLength(labels: Labels): number {
  let length = 0;
  for (const name in labels) length += name.length + (labels[name] as string).length;
  if (length <= MAX_EXEMPLAR_LENGTH) return length; // counting code points takes longer, and there are not more of them
  return Object.entries(labels).reduce((sum, [name, value]) => sum + [...name].length + [...value].length, 0);
}

/**
 * Checks the labels of an exemplar.
 *
 * @param labels Names and values
 * @param maxLength Maximum number of code points; formats other than OpenMetrics 1.0 have no limit
 * @returns The problem with the current value, or `undefined` if the labels are valid
 */
export function exemplarProblem(labels: Labels, maxLength: number = MAX_EXEMPLAR_LENGTH): string | undefined {
  if (typeof labels !== "object" || labels === null) {
    return `exemplar labels must be an object, current value is ${quote(labels)}`;
  }
  for (const [name, value] of Object.entries(labels)) {
    if (!isLabelName(name)) return `exemplar label name ${JSON.stringify(name)} is empty, reserved or not well-formed`;
    if (typeof value !== "string") return `exemplar label "${name}" must be a string, current value is ${quote(value)}`;
  }
  const length = maxLength === Infinity ? 0 : exemplarLength(labels);
  return length <= maxLength
    ? undefined
    : `exemplar must have at most ${maxLength} code points, current number is ${length}`;
}
