import type { Exemplar } from "../model/exemplar.ts";
import type { GivenLabels } from "./series_tree.ts";
import type { ExemplarValue } from "./types.ts";

/** Maximum number of characters that the label names and values of an exemplar have together. */
const MAX_LENGTH = 128;

/**
 * Creates an exemplar with the current time.
 *
 * @param labels Labels of the exemplar
 * @param value Value that is added or observed
 * @throws {RangeError} If the labels are longer than 128 characters
 */
export function makeExemplar(labels: GivenLabels, value: number): ExemplarValue {
  const labelSet = Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, String(text)]));
  const length = Object.entries(labelSet).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  if (length > MAX_LENGTH) throw new RangeError("Label set size must be smaller than 128 UTF-8 chars");
  return { labelSet, value, timestamp: Date.now() / 1000 };
}

/** Converts an exemplar to the one of a family. */
export function familyExemplar({ labelSet, value, timestamp }: ExemplarValue): Exemplar {
  return { labels: labelSet, value, timestampMs: timestamp * 1000 };
}
