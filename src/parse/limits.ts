import type { ParseOptions } from "./parse_options.ts";

/** Name of an option that sets a limit. */
export type LimitName = Exclude<keyof ParseOptions, "lenient" | "onProblem">;

/** Limits of a parser, with defaults applied and validated. */
export class ParseLimits implements Required<Pick<ParseOptions, LimitName>> {
  readonly maxBytes: number;
  readonly maxFamilies: number;
  readonly maxSamples: number;
  readonly maxLabelLength: number;

  constructor(
    { maxBytes = 2 ** 28, maxFamilies = 100_000, maxSamples = 10_000_000, maxLabelLength = 2 ** 16 }: ParseOptions,
  ) {
    this.maxBytes = maxBytes;
    this.maxFamilies = maxFamilies;
    this.maxSamples = maxSamples;
    this.maxLabelLength = maxLabelLength;
    for (const name of Object.keys(WHAT) as LimitName[]) {
      if (this[name] >= 0) continue;
      throw new RangeError(`Cannot parse: ${name} must be >= 0, current value is ${this[name]}`);
    }
  }

  /** Describes that a limit is exceeded, and which option raises it. */
  problem(name: LimitName): string {
    return `${WHAT[name]} must be at most ${this[name]}, raise ${name} to take more`;
  }
}

const WHAT: Readonly<Record<LimitName, string>> = {
  maxBytes: "bytes of the input",
  maxFamilies: "number of families",
  maxSamples: "number of samples",
  maxLabelLength: "length of a label name or value",
};
