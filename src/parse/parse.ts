import type { MetricFamily } from "../model/metric_family.ts";
import { type FormatId, formatOfContent, formatOfType } from "./find_format.ts";
import { ParseLimits } from "./limits.ts";
import { parseOpenMetrics } from "./openmetrics/openmetrics.ts";
import { ParseError } from "./parse_error.ts";
import type { ParseOptions } from "./parse_options.ts";
import { parseProtobuf } from "./protobuf/protobuf.ts";
import { parseText } from "./text/text.ts";

/** Options of {@linkcode parse}. */
export interface ParseAnyOptions extends ParseOptions {
  /**
   * Value of the `Content-Type` header. Without one the format is detected from the content, and a stream is read to
   * its end before parsing.
   */
  readonly contentType?: string | null | undefined;
}

/**
 * Parses families in any format that Prometheus scrapes.
 *
 * @example Parse the response to a scrape
 * ```ts
 * import { parse } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const response = new Response("up 1\n# EOF\n", { headers: { "Content-Type": "application/openmetrics-text" } });
 *
 * const families = parse(await response.text(), { contentType: response.headers.get("Content-Type") });
 * assertEquals(families.map(({ name }) => name), ["up"]);
 * ```
 *
 * @param input Text or bytes
 * @param options The content type and the limits
 * @returns The families in the order of the input
 * @throws {ParseError} If the input is invalid or exceeds a limit
 * @throws {TypeError} If the content type is not one of a known format
 */
export function parse(input: string | Uint8Array, options?: ParseAnyOptions): MetricFamily[];
/**
 * Parses a stream of families in any format that Prometheus scrapes.
 *
 * @param input A stream of bytes; it is cancelled if the input is invalid
 * @param options The content type and the limits
 * @returns The families in the order of the input, after the stream has ended
 * @throws {ParseError} If the input is invalid or exceeds a limit
 * @throws {TypeError} If the content type is not one of a known format
 */
export function parse(input: ReadableStream<Uint8Array>, options?: ParseAnyOptions): Promise<MetricFamily[]>;
/**
 * Parses input that may be text, bytes or a stream.
 *
 * @param input Text, bytes, or a stream of bytes
 * @param options The content type and the limits
 * @returns The families in the order of the input; a promise of them if the input is a stream
 * @throws {ParseError} If the input is invalid or exceeds a limit
 * @throws {TypeError} If the content type is not one of a known format
 */
export function parse(
  input: string | Uint8Array | ReadableStream<Uint8Array>,
  options?: ParseAnyOptions,
): MetricFamily[] | Promise<MetricFamily[]>;
export function parse(
  input: string | Uint8Array | ReadableStream<Uint8Array>,
  { contentType, ...options }: ParseAnyOptions = {},
): MetricFamily[] | Promise<MetricFamily[]> {
  const format = contentType ? formatOfType(contentType) : undefined;
  if (typeof input === "string" || input instanceof Uint8Array) {
    return parseAs(format ?? formatOfContent(input), input, options);
  }
  if (format !== undefined) return parseAs(format, input, options);
  return readAll(input, new ParseLimits(options)).then((bytes) => parse(bytes, options));
}

function parseAs(
  format: FormatId,
  input: string | Uint8Array | ReadableStream<Uint8Array>,
  options: ParseOptions,
): MetricFamily[] | Promise<MetricFamily[]> {
  switch (format) {
    case "text":
      return parseText(input, options);
    case "openmetrics":
      return parseOpenMetrics(input, options);
    case "openmetrics-2":
      return parseOpenMetrics(input, { ...options, version: "2.0.0" });
    case "protobuf":
      return parseProtobuf(typeof input === "string" ? new TextEncoder().encode(input) : input, options);
  }
}

async function readAll(stream: ReadableStream<Uint8Array>, limits: ParseLimits): Promise<Uint8Array> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (value === undefined) continue;
    pieces.push(value);
    length += value.length;
    if (length <= limits.maxBytes) continue;
    const error = new ParseError(`Cannot parse: ${limits.problem("maxBytes")}`, { offset: limits.maxBytes });
    await reader.cancel(error).catch(() => {});
    throw error;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
