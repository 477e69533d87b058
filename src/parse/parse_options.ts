import type { ParseError } from "./parse_error.ts";

/** Limits of a parser, so that untrusted input cannot use up all memory, and how strictly it reads text. */
export interface ParseOptions {
  /**
   * `true` reads text and OpenMetrics 1.0 as the scraper of Prometheus does, to pass metrics on: a wrong line is left out, not
   * the whole input, and no value is changed. Samples that do not make up a histogram or summary become families of unknown
   * type. OpenMetrics 2.0 and protobuf are always read strictly.
   *
   * @default {false}
   */
  readonly lenient?: boolean;
  /**
   * Called for each line that a lenient parser leaves out, and for each family whose type it drops.
   *
   * @param problem What is wrong, and where
   */
  readonly onProblem?: (problem: ParseError) => void;
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
