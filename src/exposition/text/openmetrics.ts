import { type Exemplar, exemplarLength, MAX_EXEMPLAR_LENGTH } from "../../model/exemplar.ts";
import { isAmbiguous } from "../../model/live_family.ts";
import { lacksSuffix, openMetricsName } from "../../model/sample_names.ts";
import { hasUnit } from "../wire_names.ts";
import { lineFormat } from "./_line_encoder.ts";
import { escapeQuoted, isUnit } from "./escape.ts";
import type { RememberingFormat } from "../format.ts";
import { type LabelWriter, writeName } from "./_labels.ts";
import { printFloat, printValue } from "../../model/numbers.ts";
import { printSeconds } from "./numbers.ts";
import type { TextDialect } from "./_dialect.ts";

const DIALECT: TextDialect = {
  typeOf: (family) => lacksSuffix(family.type, family.name) || isAmbiguous(family) ? "unknown" : family.type,
  head(family) {
    const { name, type, help, unit } = family;
    const shown = writeName(openMetricsName(type, name));
    const unitLine = hasUnit(family) && isUnit(unit) ? `# UNIT ${shown} ${unit}\n` : "";
    const helpLine = help === "" ? "" : `# HELP ${shown} ${escapeQuoted(help)}\n`;
    return `# TYPE ${shown} ${type}\n${unitLine}${helpLine}`;
  },
  bound: printFloat,
  time: printSeconds,
  gaugeHistogram: { sum: "_gsum", count: "_gcount" },
  omitsNegatives: true,
  hasCreated: true,
  exemplar: (exemplar, writer) =>
    exemplarLength(exemplar.labels) > MAX_EXEMPLAR_LENGTH ? "" : writeExemplar(exemplar, writer),
  end: "# EOF\n",
};

/**
 * OpenMetrics 1.0: adds exemplars of at most 128 characters, units, and types for infos and state sets.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const OPENMETRICS: RememberingFormat = lineFormat(
  "application/openmetrics-text; version=1.0.0; charset=utf-8",
  DIALECT,
);

/** OpenMetrics 0.0.1: the same format, with the version number that Prometheus requested before 1.0. */
export const OPENMETRICS_0_0_1: RememberingFormat = lineFormat(
  "application/openmetrics-text; version=0.0.1; charset=utf-8",
  DIALECT,
);

/**
 * Writes an exemplar after a sample. Exemplars that contain NUL are left out, because Prometheus rejects the whole scrape.
 *
 * @param exemplar The exemplar
 * @param writer Writes its labels
 * @returns The text after the sample, or an empty string
 */
export function writeExemplar({ labels, value, timestampMs }: Exemplar, writer: LabelWriter): string {
  const pairs = writer.write(labels);
  if (pairs.includes("\0")) return "";
  const time = timestampMs === undefined ? "" : ` ${printSeconds(timestampMs)}`;
  return ` # {${pairs}} ${printValue(value)}${time}`;
}
