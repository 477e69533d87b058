import type { Labels } from "../model/labels.ts";

/**
 * Writes labels such that two label sets have the same text where a reader takes them for the same: neither order nor
 * labels without a value count.
 */
export function labelsKey(labels: Labels): string {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  const sorted = entries.sort(([one], [other]) => one < other ? -1 : 1);
  return JSON.stringify(sorted.map(([name, value]) => [name, value.toWellFormed()]));
}
