import type { EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { LineCache } from "./_line_cache.ts";

/** How families are written. */
export interface EncodeOptions {
  /**
   * How names are written that Prometheus before version 3 does not know.
   *
   * @default {"underscores"}
   */
  readonly escaping?: EscapingScheme | undefined;
  /**
   * Whether OpenMetrics 1.0 tells when counting began, in `_created` samples. Protobuf and OpenMetrics 2.0 always do.
   *
   * @default {false}
   */
  readonly created?: boolean | undefined;
  /**
   * Remembers from scrape to scrape how series are written. Share it between all formats of one handler. A point that is
   * given again, the same object, is taken to have the same labels and bounds.
   */
  readonly cache?: LineCache | undefined;
}

/** A way to write families. */
export interface Format {
  /** Media type with version and character set, without the escaping scheme. */
  readonly contentType: string;
  /**
   * Writes families piece by piece, each of some 64 kB: who has little memory or time takes one after the other.
   *
   * @param families What to write
   * @param options How to write it
   * @returns The pieces of the body
   */
  encode(families: Iterable<MetricFamily>, options?: EncodeOptions): Iterable<Uint8Array<ArrayBuffer>>;
}
