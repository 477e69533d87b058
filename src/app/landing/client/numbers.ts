/** A factor and the name of the resulting unit. */
type Step = readonly [factor: number, unit: string];

const DURATIONS: readonly Step[] = [
  ...[[1e-9, "ns"], [1e-6, "µs"], [1e-3, "ms"], [1, "s"]] as const,
  ...[[60, "min"], [3600, "h"], [86_400, "d"]] as const,
];
const SIZES: readonly Step[] = ["B", "KiB", "MiB", "GiB", "TiB"].map((unit, i) => [1024 ** i, unit]);

const LARGE = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const SMALL = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Returns the unit of a family, or the unit in its name. */
export function unitOf({ name, unit }: { readonly name: string; readonly unit?: string | undefined }): string {
  return unit ?? /_(seconds|bytes|ratio)(?:_total)?$/.exec(name)?.[1] ?? "";
}

/** Formats a number in a suitable multiple of its unit. */
export function formatNumber(value: number, unit = ""): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  if (unit === "seconds") return formatSteps(value, DURATIONS);
  if (unit === "bytes") return formatSteps(value, SIZES);
  if (unit === "ratio") return `${formatPlain(value * 100)} %`;
  return formatPlain(value);
}

/** Formats a value of a family. A Unix timestamp is shown as date and time. */
export function formatValue(
  value: number,
  family: { readonly name: string; readonly unit?: string | undefined },
): string {
  const isMoment = /_time(?:stamp)?_seconds$/.test(family.name) && value > 1e8 && value < 1e11;
  return isMoment ? new Date(value * 1000).toLocaleString() : formatNumber(value, unitOf(family));
}

function formatPlain(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2).replace("e+", "e");
  return (size < 1 ? SMALL : LARGE).format(value);
}

function formatSteps(value: number, steps: readonly Step[]): string {
  const size = Math.abs(value) || 1;
  const [factor, unit] = steps.findLast(([factor]) => size >= factor) ?? steps[0] ?? [1, ""];
  return `${formatPlain(Number((value / factor).toPrecision(3)))} ${unit}`;
}
