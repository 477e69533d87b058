import type { Case } from "../case.ts";
import { LINES } from "./lines.ts";
import { SAMPLES } from "./samples.ts";

/**
 * The Prometheus text format, by subject. What its description leaves open is decided as Prometheus' own library does.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const TEXT_CASES: Readonly<Record<string, readonly Case[]>> = { lines: LINES, samples: SAMPLES };
