/** Prints a value: the shortest decimal that reads back as the same number, or Prometheus' notation of infinities and NaN. */
export function printValue(value: number): string {
  if (value - value === 0) return String(value);
  return value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN";
}

/**
 * Prints a bound as client_golang does, so that the same bucket has the same series in every client: the shortest
 * decimal, with an exponent if that is below -4 or at least 6.
 */
export function printBound(bound: number): string {
  if (!Number.isFinite(bound)) return printValue(bound);
  const [mantissa = "", exponent = ""] = bound.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(bound);
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
}

/** Prints a bound or quantile as OpenMetrics 1.0 requires: as {@linkcode printBound}, and always as a float. */
export function printFloat(value: number): string {
  const printed = printBound(value);
  return /^-?\d+$/.test(printed) ? `${printed}.0` : printed;
}

/** Converts a bigint to a number, and leaves everything else as it is. */
export function toNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
