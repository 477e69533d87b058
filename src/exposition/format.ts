import type { Bytes } from "../model/bytes.ts";
import type { EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";

/** How families are written. */
export interface EncodeOptions {
  /**
   * How to write names that Prometheus before version 3 does not support.
   *
   * @default {"underscores"}
   */
  readonly escaping?: EscapingScheme | undefined;
  /**
   * Whether OpenMetrics 1.0 and 0.0.1 contain `_created` samples with the start time of each series. Protobuf and OpenMetrics
   * 2.0 always contain start times.
   *
   * @default {false}
   */
  readonly created?: boolean | undefined;
}

/** How an encoder writes families, and how much it remembers. */
export interface EncoderOptions extends EncodeOptions {
  /**
   * Approximate limit of memory for labels, in bytes. Labels that do not fit are written again at each scrape.
   *
   * @default {20971520}
   */
  readonly maxBytes?: number | undefined;
}

/** Writes every scrape of one registry, and caches the encoded labels of its instruments. */
export interface Encoder {
  /** Approximate memory in use between scrapes, in bytes. */
  readonly size: number;
  /**
   * Writes families in pieces of about 64 kB. Several bodies can be in progress at once.
   *
   * @param families What to write
   * @returns The pieces of the body
   */
  encode(families: Iterable<MetricFamily>): Iterable<Bytes>;
}

/** A way to write families. */
export interface Format {
  /** Media type with version and character set, without the escaping scheme. */
  readonly contentType: string;
  /**
   * Writes families once, in pieces of about 64 kB. The caller can pause between pieces.
   *
   * @param families What to write
   * @param options How to write it
   * @returns The pieces of the body
   */
  encode(families: Iterable<MetricFamily>, options?: EncodeOptions): Iterable<Bytes>;
  /**
   * Makes an encoder for many scrapes of one registry. Missing if the format has nothing to remember.
   *
   * @param options How to write, and how much to remember
   * @returns The encoder
   */
  encoder?(options?: EncoderOptions): Encoder;
}

/** A format whose encoders cache encoded labels between scrapes. */
export interface RememberingFormat extends Format {
  /**
   * Makes an encoder for many scrapes of one registry.
   *
   * @param options How to write, and how much to remember
   * @returns The encoder
   */
  encoder(options?: EncoderOptions): Encoder;
}
