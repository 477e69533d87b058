/**
 * Reads what Prometheus reads: the text format, OpenMetrics and protobuf become the same families that collectors give.
 *
 * @module
 */

export { type OpenMetricsOptions, parseOpenMetrics } from "./openmetrics/openmetrics.ts";
export { parse, type ParseAnyOptions } from "./parse.ts";
export { ParseError, type ParsePlace } from "./parse_error.ts";
export type { ParseOptions } from "./parse_options.ts";
export { parseProtobuf } from "./protobuf/protobuf.ts";
export { parseText } from "./text/text.ts";
