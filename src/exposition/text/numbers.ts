/** Prints milliseconds as seconds, without an exponent. */
export function printSeconds(ms: number): string {
  const nanos = Math.round((ms - Math.floor(ms)) * 1e6);
  const whole = BigInt(Math.floor(ms)) * 1_000_000n + BigInt(nanos);
  const sign = whole < 0n ? "-" : "";
  const digits = String(whole < 0n ? -whole : whole).padStart(10, "0");
  const fraction = digits.slice(-9).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -9)}${fraction === "" ? "" : `.${fraction}`}`;
}
