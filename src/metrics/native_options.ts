import { quote } from "../model/quote.ts";
import type { NativeLimits } from "./_native_buckets.ts";

/**
 * Options of native buckets. Only their resolution has to be chosen, not their bounds.
 *
 * @see https://prometheus.io/docs/specs/native_histograms/
 */
export interface NativeOptions {
  /** Largest ratio between neighbouring bounds, > 1. Set either this or `schema`. */
  readonly factor?: number | undefined;
  /** Resolution from -4 (ratio 65,536 between neighbouring bounds) to 8 (ratio 1.003). Set either this or `factor`. */
  readonly schema?: number | undefined;
  /**
   * Largest absolute value that counts as zero.
   *
   * @default {2 ** -128}
   */
  readonly zeroThreshold?: number | undefined;
  /**
   * Maximum number of buckets of one series; 0 means no limit. A series with more is reset if `minResetDurationMs`
   * allows it; otherwise its zero bucket is widened, or else its resolution is halved.
   *
   * @default {160}
   */
  readonly maxBuckets?: number | undefined;
  /**
   * Minimum time between resets of a series with too many buckets, in milliseconds; 0 means never reset.
   *
   * @default {0}
   */
  readonly minResetDurationMs?: number | undefined;
  /**
   * Largest zero threshold to which the zero bucket can be widened, to reduce the number of buckets.
   *
   * @default {0}
   */
  readonly maxZeroThreshold?: number | undefined;
  /**
   * Maximum number of exemplars of one series.
   *
   * @default {10}
   */
  readonly maxExemplars?: number | undefined;
  /**
   * Age from which an exemplar is replaced before all others, in milliseconds.
   *
   * @default {300000}
   */
  readonly exemplarTtlMs?: number | undefined;
}

/** Checked native options, with defaults filled in. */
export interface NativeSettings extends NativeLimits {
  readonly minResetDurationMs: number;
  readonly maxExemplars: number;
  readonly exemplarTtlMs: number;
}

/**
 * Checks native options.
 *
 * @param options Options passed by the caller
 * @param subject Beginning of the error message, such as `Cannot define histogram "x"`
 * @returns All settings
 * @throws {RangeError} If an option is out of range
 * @throws {TypeError} If neither or both of `factor` and `schema` are set
 */
export function nativeSettings(options: NativeOptions, subject: string): NativeSettings {
  const { zeroThreshold = 2 ** -128, maxBuckets = 160, minResetDurationMs = 0, maxZeroThreshold = 0 } = options;
  const { maxExemplars = 10, exemplarTtlMs = 300_000 } = options;
  const numbers = { zeroThreshold, maxBuckets, minResetDurationMs, maxZeroThreshold, maxExemplars, exemplarTtlMs };
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value !== "number" || !(value >= 0)) {
      throw new RangeError(`${subject}: native.${name} must be >= 0, current value is ${quote(value)}`);
    }
  }
  return { schema: schemaOf(options, subject), ...numbers };
}

function schemaOf({ factor, schema }: NativeOptions, subject: string): number {
  if ((factor === undefined) === (schema === undefined)) {
    throw new TypeError(
      `${subject}: native must have either factor or schema, current value is ${quote({ factor, schema })}`,
    );
  }
  if (factor === undefined) {
    if (Number.isInteger(schema) && (schema as number) >= -4 && (schema as number) <= 8) return schema as number;
    throw new RangeError(
      `${subject}: native.schema must be an integer from -4 to 8, current value is ${quote(schema)}`,
    );
  }
  if (!(factor > 1) || factor === Infinity) {
    throw new RangeError(`${subject}: native.factor must be finite and > 1, current value is ${quote(factor)}`);
  }
  return Math.min(8, Math.max(-4, 0 - Math.floor(Math.log2(Math.log2(factor)))));
}
