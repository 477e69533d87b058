/**
 * Parsers for the formats that Prometheus scrapes: text, OpenMetrics and protobuf. All of them return the same metric
 * families that collectors return.
 *
 * @module
 */

export { type OpenMetricsOptions, parseOpenMetrics } from "./openmetrics/openmetrics.ts";
export { parse, type ParseAnyOptions } from "./parse.ts";
export { ParseError, type ParsePlace } from "./parse_error.ts";
export type { ParseOptions } from "./parse_options.ts";
export { parseProtobuf } from "./protobuf/protobuf.ts";
export { parseText } from "./text/text.ts";
