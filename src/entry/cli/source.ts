import type { MetricFamily } from "../../model/metric_family.ts";
import { type FormatId, formatOfContent, formatOfType } from "../../parse/find_format.ts";
import { parse } from "../../parse/parse.ts";

/** Input of a command. */
export interface Input {
  /** File, URL, or `-`. */
  readonly name: string;
  /** Content of the input. */
  readonly bytes: Uint8Array;
  /** `Content-Type` header of the response. */
  readonly contentType?: string | undefined;
}

/** The families of a source. */
export interface Content {
  /** Format of the source. */
  readonly format: FormatId;
  /** Its families. */
  readonly families: readonly MetricFamily[];
}

/** Thrown for input that cannot be used, and for invalid arguments. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Content types by the names of formats on the command line. */
export const CONTENT_TYPES: Readonly<Record<FormatId, string>> = {
  "text": "text/plain; version=0.0.4",
  "openmetrics": "application/openmetrics-text; version=1.0.0",
  "openmetrics-2": "application/openmetrics-text; version=2.0.0",
  "protobuf": "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
};

/** Values of the flag `--format`. */
export const FORMAT_NAMES: readonly string[] = Object.keys(CONTENT_TYPES);

/**
 * Reads the families of a source.
 *
 * @param source Input to parse
 * @param format Its format; by default, it is detected from the content type or the content
 * @throws {ParseError} If the input is not valid in the format
 * @throws {UsageError} If the format is unknown
 */
export function readFamilies(source: Input, format: FormatId = findFormat(source)): Content {
  return { format, families: parse(source.bytes, { contentType: CONTENT_TYPES[format] }) };
}

/**
 * Detects the format of a source.
 *
 * @throws {UsageError} If the content type is not one of a known format
 */
export function findFormat({ name, bytes, contentType }: Input): FormatId {
  if (!contentType) return formatOfContent(bytes);
  try {
    return formatOfType(contentType);
  } catch (error) {
    throw new UsageError(
      `Cannot read ${name}: unknown content type "${contentType}"; set the format with --format`,
      { cause: error },
    );
  }
}
