import type { EncodeOptions } from "../exposition/format.ts";
import { FORMATS } from "../exposition/formats.ts";
import type { Gatherer } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import { parseOpenMetrics } from "../parse/openmetrics/openmetrics.ts";
import { parseText } from "../parse/text/text.ts";
import { ExpectationError } from "./expectation_error.ts";
import { gather } from "./_gather.ts";

/** Options of {@linkcode expectMetrics}. */
export interface ExpectMetricsOptions {
  /**
   * Names of the families to compare, including those expected to be absent.
   *
   * @default {families with samples in the text; all families if the text has no samples}
   */
  readonly names?: readonly string[] | undefined;
}

type ExpectedFormat = "text" | "openmetrics";

const ENCODE_OPTIONS: EncodeOptions = { escaping: "allow-utf-8" };
/** Types whose points have several lines in a fixed order. */
const DISTRIBUTIONS: readonly MetricType[] = ["histogram", "gaugehistogram", "summary"];

/**
 * Compares metrics with an expected text, in the text format or, if the text ends in `# EOF`, in OpenMetrics. Help,
 * types, values and timestamps must be equal; the order of families, series and labels, and leading spaces are ignored.
 * The text format has fewer types: for example, an info is a gauge there.
 *
 * @example Compare a scrape with a text
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { expectMetrics } from "@webprom/exporter/testing";
 *
 * const registry = new Registry();
 * const orders = registry.counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
 * orders.inc({ region: "us" });
 * orders.inc({ region: "eu" }, 75);
 *
 * await expectMetrics(
 *   registry,
 *   `
 *     \x23 HELP app_orders_total Orders processed.
 *     \x23 TYPE app_orders_total counter
 *     app_orders_total{region="eu"} 75
 *     app_orders_total{region="us"} 1
 *   `,
 * );
 * ```
 *
 * @param gatherer A registry
 * @param text Expected text
 * @param options Families to compare
 * @throws {ExpectationError} If something differs; the message shows the lines
 * @throws {ParseError} If the text is not well-formed
 */
export async function expectMetrics(
  gatherer: Gatherer,
  text: string,
  options: ExpectMetricsOptions = {},
): Promise<void> {
  const lines = text.split("\n").map((line) => line.trimStart());
  const body = `${lines.join("\n").trim()}\n`;
  const format = body.endsWith("# EOF\n") ? "openmetrics" : "text";
  const wanted = format === "openmetrics" ? parseOpenMetrics(body) : parseText(body === "\n" ? "" : body);
  const { families, failures, cause } = await gather(gatherer);
  const names = options.names ?? (wanted.length > 0 ? wanted : families).map(({ name }) => name);
  const expected = linesByName(wanted, names, format);
  const actual = linesByName(families, names, format);
  const differences = [...new Set([...expected.keys(), ...actual.keys()])].sort().flatMap((name) => {
    return differenceOf(expected.get(name) ?? [], actual.get(name) ?? []);
  });
  if (differences.length === 0) return;
  throw new ExpectationError(
    `Metrics are not as expected (- expected, + actual)${failures}:\n\n${differences.join("\n")}\n`,
    { expected: join(expected), actual: join(actual), cause },
  );
}

/** Writes each family as lines, in an order that does not depend on the order of its points. */
function linesByName(
  families: readonly MetricFamily[],
  names: readonly string[],
  format: ExpectedFormat,
): ReadonlyMap<string, readonly string[]> {
  const compared = families.filter(({ name }) => names.includes(name));
  const shown = format === "text" ? compared.map(withoutStates) : compared;
  return new Map(shown.map((family) => [family.name, linesOf(family, format)]));
}

/** Converts a state set to a gauge with a label for its states, as the text format has no state sets. */
function withoutStates(family: MetricFamily): MetricFamily {
  if (family.type !== "stateset") return family;
  const { name } = family;
  const points = [...family.points].flatMap(({ labels, timestampMs, states }) =>
    Object.entries(states).map(([state, isOn]) => ({
      labels: { ...labels, [name]: state },
      timestampMs,
      value: Number(isOn),
    }))
  );
  return { type: "gauge", name, help: family.help, points };
}

function linesOf(family: MetricFamily, format: ExpectedFormat): string[] {
  const keyed = Array.from<PointHead, [string, PointHead]>(family.points, (point) => [keyOf(point.labels), point]);
  const points = keyed.sort(([one], [other]) => one < other ? -1 : 1).map(([, point]) => point);
  // Parsers cannot distinguish spaces in a help text from spaces around it.
  const comparable = { ...family, help: family.help.trim(), points } as MetricFamily;
  const decoder = new TextDecoder();
  let text = "";
  for (const piece of FORMATS[format].encode([comparable], ENCODE_OPTIONS)) {
    text += decoder.decode(piece, { stream: true });
  }
  const lines = text.split("\n").filter((line) => line !== "" && line !== "# EOF");
  if (DISTRIBUTIONS.includes(family.type)) return lines;
  return [...lines.filter(isComment), ...lines.filter((line) => !isComment(line)).sort()];
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => one < other ? -1 : 1));
}

function isComment(line: string): boolean {
  return line.startsWith("#");
}

/**
 * Returns the difference of two lists of lines, or nothing if they are equal. A changed line follows the expected one.
 */
function differenceOf(expected: readonly string[], actual: readonly string[]): string[] {
  if (expected.join("\n") === actual.join("\n")) return [];
  const left = new Set(actual);
  const bySeries = new Map(actual.map((line) => [seriesOf(line), line]));
  const lines = expected.flatMap((line) => {
    if (left.delete(line)) return [`  ${line}`];
    const changed = bySeries.get(seriesOf(line));
    return changed !== undefined && left.delete(changed) ? [`- ${line}`, `+ ${changed}`] : [`- ${line}`];
  });
  return [...lines, ...Array.from(left, (line) => `+ ${line}`)];
}

/** Returns the part of a line before the value, or before the text of a comment. */
function seriesOf(line: string): string | undefined {
  return /^(?:# \w+|[^ {]*(?:\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?)/.exec(line)?.[0];
}

function join(lines: ReadonlyMap<string, readonly string[]>): string {
  return [...lines.values()].flat().join("\n");
}
