import type { MetricFamily } from "../model/metric_family.ts";
import { encodeText, TEXT_CONTENT_TYPE } from "./text.ts";

/** A way to write families. */
export interface Format {
  /** Media type with version and character set. */
  readonly contentType: string;
  /**
   * Writes families.
   *
   * @param families What to write
   * @returns The whole body
   */
  encode(families: Iterable<MetricFamily>): string;
}

/** The names under which formats are asked for. */
export type FormatName = "text";

/** Every format. Adding one is one line here and one file beside it. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  text: { contentType: TEXT_CONTENT_TYPE, encode: encodeText },
};
