/**
 * Writes metric families in every format that Prometheus reads, and chooses the format that a scraper asks for.
 *
 * {@linkcode FORMATS} has text 0.0.4 and 1.0.0, OpenMetrics 0.0.1, 1.0.0 and 2.0, protobuf, and the text forms of protobuf for
 * people. {@linkcode negotiate} chooses one by an `Accept` header, and text 0.0.4 without a usable header. OpenMetrics 2.0 is a
 * release candidate and is chosen only if the client names its version. Native histograms are written in protobuf and
 * OpenMetrics 2.0. UTF-8 names are escaped as the scraper negotiates.
 *
 * `metricsHandler()` of the main module does all of this. Use this module to write files, or to serve metrics over another
 * protocol than HTTP.
 *
 * @example Write metrics in a format
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders." }).inc(3, { trace_id: "4bf92f35" });
 *
 * assertStringIncludes(await expose(registry, "openmetrics"), 'shop_orders_total 3 # {trace_id="4bf92f35"} 3');
 * ```
 *
 * @example Answer an Accept header
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { FORMATS, negotiate } from "@webprom/exporter/exposition";
 * import { assert, assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders." }).inc();
 *
 * const { contentType } = negotiate("application/openmetrics-text;version=1.0.0,text/plain;q=0.1");
 * assertStringIncludes(contentType, "application/openmetrics-text; version=1.0.0");
 *
 * const encoder = FORMATS.protobuf.encoder(); // keeps encoded labels from scrape to scrape
 * const chunks = [...encoder.encode(await registry.gather())];
 * assert(chunks.length > 0);
 * ```
 *
 * @module
 */

export type { EscapingScheme } from "../model/escaping.ts";
export { expose } from "./expose.ts";
export type { EncodeOptions, Encoder, EncoderOptions, Format, RememberingFormat } from "./format.ts";
export { type FormatName, FORMATS } from "./formats.ts";
export { negotiate, type Negotiated } from "./negotiate.ts";
export { encodeText } from "./text/text.ts";
