/**
 * Reads what Prometheus reads: the text format, OpenMetrics and protobuf. The result is the same kind of families that
 * collectors return, so it can be filtered, linted and exposed again.
 *
 * {@linkcode parseText} reads text 0.0.4 and 1.0.0, {@linkcode parseOpenMetrics} versions 1.0 and 2.0, and
 * {@linkcode parseProtobuf} delimited protobuf with native histograms. {@linkcode parse} detects the format. Each accepts a
 * string or bytes, or a `ReadableStream`.
 *
 * The parsers are strict: input that the specification forbids is a {@linkcode ParseError} with line, column and the text at
 * that place. The size of the input is limited, and {@linkcode ParseOptions} change the limits.
 *
 * @example Read a scrape
 * ```ts
 * import { parse } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const [family] = parse('# TYPE jobs counter\njobs_total{queue="mail"} 3\n# EOF\n');
 * assertEquals([family?.type, family?.name], ["counter", "jobs_total"]);
 * assertEquals([...family?.points ?? []].length, 1);
 * ```
 *
 * @example Report an error with its place
 * ```ts
 * import { ParseError, parseOpenMetrics } from "@webprom/exporter/parse";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => parseOpenMetrics("jobs 0x10\n# EOF\n"), ParseError);
 * assertEquals([error.line, error.column], [1, 6]);
 * ```
 *
 * @module
 */

export { type OpenMetricsOptions, parseOpenMetrics } from "./openmetrics/openmetrics.ts";
export { parse, type ParseAnyOptions } from "./parse.ts";
export { ParseError, type ParsePlace } from "./parse_error.ts";
export type { ParseOptions } from "./parse_options.ts";
export { parseProtobuf } from "./protobuf/protobuf.ts";
export { parseText } from "./text/text.ts";
