import type { Case } from "../case.ts";
import { COMPOSITES } from "./composites.ts";
import { SAMPLES } from "./samples.ts";

/**
 * OpenMetrics 2.0.0-rc0, by subject: what differs from 1.0.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec_2_0/
 */
export const OPENMETRICS_2_CASES: Readonly<Record<string, readonly Case[]>> = {
  samples: SAMPLES,
  composites: COMPOSITES,
};
