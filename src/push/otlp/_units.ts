/** Unit words of Prometheus, and their symbols. */
const SYMBOLS: Readonly<Record<string, string>> = {
  days: "d",
  hours: "h",
  minutes: "min",
  seconds: "s",
  milliseconds: "ms",
  microseconds: "us",
  nanoseconds: "ns",
  bytes: "By",
  kibibytes: "KiBy",
  mebibytes: "MiBy",
  gibibytes: "GiBy",
  tebibytes: "TiBy",
  tibibytes: "TiBy",
  kilobytes: "kBy",
  megabytes: "MBy",
  gigabytes: "GBy",
  terabytes: "TBy",
  bits: "bit",
  meters: "m",
  metres: "m",
  volts: "V",
  amperes: "A",
  joules: "J",
  watts: "W",
  grams: "g",
  kilograms: "kg",
  celsius: "Cel",
  kelvin: "K",
  hertz: "Hz",
  ratio: "1",
  percent: "%",
};

/** Words after `_per_`. */
const PER_SYMBOLS: Readonly<Record<string, string>> = {
  nanosecond: "ns",
  microsecond: "us",
  millisecond: "ms",
  second: "s",
  minute: "min",
  hour: "h",
  day: "d",
  week: "wk",
  month: "mo",
  year: "a",
};

/**
 * Translates a unit to UCUM, as OpenTelemetry uses it. Words without a symbol stay as they are.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata
 */
export function ucumOf(unit: string): string {
  const [dividend = "", divisor] = unit.split(/_per_(.*)/s);
  const symbol = symbolOf(SYMBOLS, dividend);
  return divisor === undefined ? symbol : `${symbol}/${symbolOf(PER_SYMBOLS, divisor)}`;
}

function symbolOf(symbols: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(symbols, word) ? symbols[word] as string : word;
}
