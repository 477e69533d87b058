import { escapeMetricName, type EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { sampleNames } from "../model/sample_names.ts";

const PARAMETER = "name[]";

/**
 * Reads which families a scrape is confined to.
 *
 * @param parameters Those of the address
 * @returns The names, or `undefined` where there is no such parameter
 */
export function selectedNames(parameters: URLSearchParams): ReadonlySet<string> | undefined {
  return parameters.has(PARAMETER) ? new Set(parameters.getAll(PARAMETER)) : undefined;
}

/** Picks the families of which some name was asked for, of the family or of a sample, in any format or as it is escaped. */
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
