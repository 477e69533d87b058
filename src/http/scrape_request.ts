import { escapeMetricName, type EscapingScheme } from "../model/escaping.ts";
import type { CollectorSelection, Gatherer } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { sampleNames } from "../model/sample_names.ts";

const NO_PARAMETERS = new URLSearchParams();

/** At most this much of an unknown name is repeated in the response. */
const MAX_NAME_LENGTH = 100;

/** What a scrape asks for, from the parameters of its address. */
export interface ScrapeRequest {
  /** Selected collectors: `collect[]` and `exclude[]`. */
  readonly selection: CollectorSelection;
  /** Names of families or samples, `name[]`; `undefined` for all. */
  readonly names: ReadonlySet<string> | undefined;
}

/** A selection that is not possible. */
export interface SelectionProblem {
  /** The reason, for the client. */
  readonly problem: string;
}

/**
 * Reads what a scrape asks for.
 *
 * @param url Absolute address of the request
 * @param gatherer Knows the collectors
 * @returns The request, or why it cannot be answered
 */
export function parseScrapeRequest(
  url: string,
  gatherer: Pick<Gatherer, "collectors">,
): ScrapeRequest | SelectionProblem {
  const parameters = queryOf(url);
  const selection = selectedCollectors(parameters, gatherer);
  return "problem" in selection ? selection : { selection, names: selectedNames(parameters) };
}

/** Reads the parameters of an address. Scrapes mostly have none, which is cheap to find out. */
export function queryOf(url: string): URLSearchParams {
  return url.includes("?") ? new URL(url).searchParams : NO_PARAMETERS;
}

/**
 * Reads which collectors a scrape asks for, from parameters like those of node_exporter.
 *
 * @param parameters Parameters of the address
 * @param gatherer Knows the collectors
 * @returns The selection, empty without such parameters, or why it is not possible
 */
export function selectedCollectors(
  parameters: URLSearchParams,
  gatherer: Pick<Gatherer, "collectors">,
): CollectorSelection | SelectionProblem {
  const collect = parameters.getAll("collect[]");
  const exclude = parameters.getAll("exclude[]");
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

/** Checks whether all collectors are selected. */
export function isWhole({ collect, exclude }: CollectorSelection): boolean {
  return collect === undefined && exclude === undefined;
}

/** Writes a selection such that equal ones have the same text. */
export function selectionKey(selection: CollectorSelection): string {
  if (isWhole(selection)) return "";
  return JSON.stringify([selection.collect, selection.exclude].map((names) => names && [...names].sort()));
}

/**
 * Reads which families a scrape asks for.
 *
 * @param parameters Parameters of the address
 * @returns The names, or `undefined` without such parameters
 */
export function selectedNames(parameters: URLSearchParams): ReadonlySet<string> | undefined {
  return parameters.has("name[]") ? new Set(parameters.getAll("name[]")) : undefined;
}

/** Selects families by name: that of the family or of a sample, in any format, escaped or not. */
export function selectFamilies(
  families: readonly MetricFamily[],
  names: ReadonlySet<string> | undefined,
  escaping: EscapingScheme,
): readonly MetricFamily[] {
  if (names === undefined) return families;
  return families.filter(({ type, name }) =>
    [name, escapeMetricName(name, escaping)].flatMap((known) => sampleNames(type, known)).some((known) =>
      names.has(known)
    )
  );
}

/**
 * Returns how long collectors may take: the scraper's timeout less the time to write and send the response.
 *
 * @param header `X-Prometheus-Scrape-Timeout-Seconds`
 * @param offsetSeconds Seconds to subtract, at most half of the timeout
 * @returns Milliseconds; infinite if the header is missing or not a positive number
 */
export function scrapeTimeoutMs(header: string | null, offsetSeconds: number): number {
  const seconds = header === null || header.trim() === "" ? NaN : Number(header);
  if (!(seconds > 0)) return Infinity;
  return Math.max(seconds - offsetSeconds, seconds / 2) * 1000;
}
