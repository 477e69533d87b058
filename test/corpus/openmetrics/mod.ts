import type { Case } from "../case.ts";
import { EXEMPLARS } from "./exemplars.ts";
import { GROUPING } from "./grouping.ts";
import { HISTOGRAM } from "./histogram.ts";
import { METADATA } from "./metadata.ts";
import { NAMES } from "./names.ts";
import { NUMBERS } from "./numbers.ts";
import { STRUCTURE } from "./structure.ts";
import { SUMMARY } from "./summary.ts";
import { TYPES } from "./types.ts";

/**
 * OpenMetrics 1.0, by subject. The sections that decide against a library are those of its specification.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const OPENMETRICS_CASES: Readonly<Record<string, readonly Case[]>> = {
  structure: STRUCTURE,
  metadata: METADATA,
  names: NAMES,
  numbers: NUMBERS,
  grouping: GROUPING,
  types: TYPES,
  histogram: HISTOGRAM,
  summary: SUMMARY,
  exemplars: EXEMPLARS,
};
