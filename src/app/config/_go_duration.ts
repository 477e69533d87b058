const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};

const NUMBER = String.raw`(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)`;

/**
 * Reads a duration as Go writes it, such as `1s`, `1m30s` or `1.5h`.
 *
 * @param text The duration
 * @returns Milliseconds; `undefined` if it is not a duration: every number except 0 needs a unit
 */
export function parseGoDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (!new RegExp(`^(?:${NUMBER})+$`).test(text)) return undefined;
  const parts = text.matchAll(new RegExp(NUMBER, "g"));
  return [...parts].reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? NaN), 0);
}
