import type { MetricFamily } from "../../model/metric_family.ts";
import { type FormatId, formatOfContent, formatOfType } from "../../parse/find_format.ts";
import { parse } from "../../parse/parse.ts";

/** What a command reads. */
export interface Source {
  /** File, URL, or `-`. */
  readonly name: string;
  /** What is in it. */
  readonly bytes: Uint8Array;
  /** What its server says that it is. */
  readonly contentType?: string | undefined;
}

/** The families of a source. */
export interface Content {
  /** The format that it was read in. */
  readonly format: FormatId;
  /** What is in it. */
  readonly families: readonly MetricFamily[];
}

/** Input that cannot be used, or a call that makes no sense. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Formats by the names that users give them. */
export const CONTENT_TYPES: Readonly<Record<FormatId, string>> = {
  "text": "text/plain; version=0.0.4",
  "openmetrics": "application/openmetrics-text; version=1.0.0",
  "openmetrics-2": "application/openmetrics-text; version=2.0.0",
  "protobuf": "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
};

/** Names of the formats that can be asked for. */
export const FORMAT_NAMES: readonly string[] = Object.keys(CONTENT_TYPES);

/**
 * Reads the families of a source.
 *
 * @param source What to read
 * @param format Its format; told from its content type or content, if left out
 * @throws {ParseError} If it is not in its format
 * @throws {UsageError} If its format is not known
 */
export function readFamilies(source: Source, format: FormatId = findFormat(source)): Content {
  return { format, families: parse(source.bytes, { contentType: CONTENT_TYPES[format] }) };
}

/**
 * Tells the format of a source.
 *
 * @throws {UsageError} If its server says that it is none that is known
 */
export function findFormat({ name, bytes, contentType }: Source): FormatId {
  if (!contentType) return formatOfContent(bytes);
  try {
    return formatOfType(contentType);
  } catch (error) {
    throw new UsageError(
      `Cannot read ${name}: content type must be that of a known format, current value is "${contentType}"; ` +
        "the option --format overrules it",
      { cause: error },
    );
  }
}
