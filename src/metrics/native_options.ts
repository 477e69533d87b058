import { quote } from "./definition.ts";
import type { NativeLimits } from "./_native_buckets.ts";

/**
 * How native buckets are kept. Their bounds need no choice, only how fine they are.
 *
 * @see https://prometheus.io/docs/specs/native_histograms/
 */
export interface NativeOptions {
  /** How many times the bound before it a bucket's bound may be at most, above 1; or give `schema`. */
  readonly factor?: number | undefined;
  /** Resolution from -4 (each bound 65,536 times the one before) to 8 (0.3 % more); or give `factor`. */
  readonly schema?: number | undefined;
  /**
   * Largest absolute value that counts as zero.
   *
   * @default {2 ** -128}
   */
  readonly zeroThreshold?: number | undefined;
  /**
   * How many buckets one series may fill; 0 for no limit. Beyond it, in this order, it begins again if that is not too
   * soon, the zero bucket widens, or resolution is halved.
   *
   * @default {160}
   */
  readonly maxBuckets?: number | undefined;
  /**
   * How long a series lasts before it may begin again to get rid of buckets, in milliseconds; 0 for never.
   *
   * @default {0}
   */
  readonly minResetDurationMs?: number | undefined;
  /**
   * How far the zero bucket may widen.
   *
   * @default {0}
   */
  readonly maxZeroThreshold?: number | undefined;
  /**
   * How many exemplars one series keeps.
   *
   * @default {10}
   */
  readonly maxExemplars?: number | undefined;
  /**
   * How old an exemplar becomes before a new one replaces it first, in milliseconds.
   *
   * @default {300000}
   */
  readonly exemplarTtlMs?: number | undefined;
}

/** Native options, checked and complete. */
export interface NativeSettings extends NativeLimits {
  readonly minResetDurationMs: number;
  readonly maxExemplars: number;
  readonly exemplarTtlMs: number;
}

/**
 * Checks native options.
 *
 * @param options As the caller gave them
 * @param subject What could not be done, for the message
 * @returns All settings
 * @throws {RangeError} If one is out of range
 * @throws {TypeError} If neither or both of factor and schema are given
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
