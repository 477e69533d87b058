import type { CollectorSelection, Gatherer } from "../model/collector.ts";

const COLLECT = "collect[]";
const EXCLUDE = "exclude[]";

/** As much of a name that nobody bears is repeated in the answer. */
const MAX_NAME_LENGTH = 100;

/** A selection that cannot be made. */
export interface SelectionProblem {
  /** Why not, for whoever asks. */
  readonly problem: string;
}

/**
 * Reads which collectors a scrape is confined to, from parameters as those of node_exporter.
 *
 * @param parameters Those of the address
 * @param gatherer Knows which there are
 * @returns The selection, empty where there are no such parameters, or why there can be none
 */
export function selectedCollectors(
  parameters: URLSearchParams,
  gatherer: Pick<Gatherer, "collectors">,
): CollectorSelection | SelectionProblem {
  const collect = parameters.getAll(COLLECT);
  const exclude = parameters.getAll(EXCLUDE);
  if (collect.length === 0 && exclude.length === 0) return {};
  if (collect.length > 0 && exclude.length > 0) {
    return { problem: "Combined collect and exclude queries are not allowed." };
  }
  const { collectors = [] } = gatherer;
  for (const name of [...collect, ...exclude]) {
    const state = collectors.find((collector) => collector.name === name);
    const what = state === undefined ? "missing" : "disabled";
    if (state === undefined || collect.length > 0 && !state.enabled) {
      const shown = name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
      return { problem: `Couldn't create filtered metrics handler: ${what} collector: ${shown}` };
    }
  }
  return collect.length > 0 ? { collect: new Set(collect) } : { exclude: new Set(exclude) };
}

/** Tells whether all collectors are asked. */
export function isWhole({ collect, exclude }: CollectorSelection): boolean {
  return collect === undefined && exclude === undefined;
}

/** Writes a selection such that equal ones have the same text. */
export function selectionKey(selection: CollectorSelection): string {
  if (isWhole(selection)) return "";
  return JSON.stringify([selection.collect, selection.exclude].map((names) => names && [...names].sort()));
}
