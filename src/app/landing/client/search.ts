import type { Family, RecordedSeries } from "./recorder.ts";

/** Returns the series of a family that match; `undefined` if the family does not match. */
export type Search = (family: Family) => readonly RecordedSeries[] | undefined;

/**
 * Creates a search function. Each word must be in the name, help, type, unit or description of a family, or in the labels of
 * a series.
 *
 * @param query Words to search for; quotes are ignored
 * @param describe Returns more text by which a family can be found
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
