import type { Family, Series } from "./recorder.ts";

/** Finds the series of a family that fit; `undefined` where the family does not. */
export type Search = (family: Family) => readonly Series[] | undefined;

/**
 * Makes a search: each word must be in what describes the family, or in the labels of a series.
 *
 * @param query Words as they were typed; quotes do not matter
 * @param describe Says what else a family can be found by
 * @returns The search
 */
export function searchFor(query: string, describe: (family: Family) => string): Search {
  const words = plain(query).split(/\s+/).filter((word) => word !== "");
  return function search(family) {
    const all = [...family.series.values()];
    if (words.length === 0) return all;
    const { name, help, type, unit = "" } = family.head;
    const description = plain(`${name} ${help} ${type} ${unit} ${describe(family)}`);
    const rest = words.filter((word) => !description.includes(word));
    if (rest.length === 0) return all;
    const fitting = all.filter(({ text }) => {
      const labels = plain(text);
      return rest.every((word) => labels.includes(word));
    });
    return fitting.length === 0 ? undefined : fitting;
  };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('"', "");
}
