/** How much a parser takes: input of others must not use up all memory. */
export interface ParseOptions {
  /**
   * How many bytes the input may have; of a string, how many UTF-16 code units.
   *
   * @default {268435456}
   */
  readonly maxBytes?: number;
  /**
   * How many families there may be.
   *
   * @default {100000}
   */
  readonly maxFamilies?: number;
  /**
   * How many samples there may be, of all families together: in text, lines with a value.
   *
   * @default {10000000}
   */
  readonly maxSamples?: number;
  /**
   * How many UTF-16 code units the name or value of a label may have.
   *
   * @default {65536}
   */
  readonly maxLabelLength?: number;
}
