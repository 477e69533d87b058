import type { Labels } from "../model/labels.ts";

/**
 * Frees a label name for the states of a set, which is the name of their family: a label can have it if escaping gave it to
 * the family. Such a label gets a letter in front.
 *
 * @param labels Labels of a point
 * @param name Name of the family, as it goes over the wire
 * @returns The labels, none of which has that name
 */
export function freeLabel(labels: Labels, name: string): Labels {
  if (!Object.hasOwn(labels, name)) return labels;
  let free = `U${name}`;
  while (Object.hasOwn(labels, free)) free = `U${free}`;
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [label === name ? free : label, value]));
}
