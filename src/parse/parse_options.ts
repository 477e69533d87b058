/** Limits of a parser, so that untrusted input cannot use up all memory. */
export interface ParseOptions {
  /**
   * Maximum size of the input in bytes; in UTF-16 code units if the input is a string.
   *
   * @default {268435456}
   */
  readonly maxBytes?: number;
  /**
   * Maximum number of families.
   *
   * @default {100000}
   */
  readonly maxFamilies?: number;
  /**
   * Maximum number of samples in all families together. A sample is a line with a value in text, a metric in protobuf.
   *
   * @default {10000000}
   */
  readonly maxSamples?: number;
  /**
   * Maximum length of a label name or value, in UTF-16 code units.
   *
   * @default {65536}
   */
  readonly maxLabelLength?: number;
}
