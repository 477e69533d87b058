import type { Labels } from "./labels.ts";
import { isLabelName } from "./names.ts";

/** One observation kept as an example of its series, with labels that lead to its cause, such as a trace. */
export interface Exemplar {
  /** Labels such as `trace_id`; together at most 128 code points. */
  readonly labels: Labels;
  /** The observed value, or the amount added to a counter. */
  readonly value: number;
  /** When it was observed, in milliseconds since the epoch. */
  readonly timestampMs?: number | undefined;
}

/** Labels of an exemplar, such as `trace_id`; together at most 128 code points. */
export type ExemplarLabels = Readonly<Record<string, string>>;

/** Returns the labels of an exemplar, such as those of the current trace, or `undefined` if there is none. */
export type ExemplarProvider = () => ExemplarLabels | undefined;

/** How many code points an exemplar's label names and values may have together, says OpenMetrics 1.0. */
export const MAX_EXEMPLAR_LENGTH = 128;

/**
 * Finds what is wrong with an exemplar's labels.
 *
 * @param labels Names and values
 * @returns What is wrong, with the current value, or `undefined`
 */
export function exemplarProblem(labels: Labels): string | undefined {
  if (typeof labels !== "object" || labels === null) {
    return `exemplar labels must be an object, current value is ${labels}`;
  }
  let length = 0;
  for (const [name, value] of Object.entries(labels)) {
    if (!isLabelName(name)) return `exemplar label name ${JSON.stringify(name)} is empty, reserved or not well-formed`;
    if (typeof value !== "string") return `exemplar label "${name}" must be a string, current value is ${value}`;
    length += [...name].length + [...value].length;
  }
  return length <= MAX_EXEMPLAR_LENGTH
    ? undefined
    : `exemplar must have at most ${MAX_EXEMPLAR_LENGTH} code points, current number is ${length}`;
}
