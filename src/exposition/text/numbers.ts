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

/** Prints milliseconds as seconds, without an exponent. */
export function printSeconds(ms: number): string {
  const nanos = Math.round((ms - Math.floor(ms)) * 1e6);
  const whole = BigInt(Math.floor(ms)) * 1_000_000n + BigInt(nanos);
  const sign = whole < 0n ? "-" : "";
  const digits = String(whole < 0n ? -whole : whole).padStart(10, "0");
  const fraction = digits.slice(-9).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -9)}${fraction === "" ? "" : `.${fraction}`}`;
}
