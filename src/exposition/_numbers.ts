/** Prints a value: JavaScript's shortest decimal that reads back as the same number, and Prometheus' words for the rest. */
export function printValue(value: number): string {
  if (value - value === 0) return String(value);
  return value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN";
}

/**
 * Prints a bound as client_golang does, so that the same bucket is the same series whoever exposes it: the shortest
 * decimal, with an exponent where it is below -4 or from 6 on.
 */
export function printBound(bound: number): string {
  if (!Number.isFinite(bound)) return printValue(bound);
  const [mantissa = "", exponent = ""] = bound.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(bound);
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
}
