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

/** Unit words by symbol. Of several words, the first counts. */
const WORDS = wordsOf(SYMBOLS);
const PER_WORDS = wordsOf(PER_SYMBOLS);

/** A unit in words. Both parts are empty if it has no name in Prometheus, as `{requests}`. */
export interface UnitWords {
  /** The unit without the part after the slash: `bytes` of `By/s`. */
  readonly main: string;
  /** The part after the slash: `per_second` of `By/s`. */
  readonly per: string;
}

/**
 * Translates a unit from UCUM. Parts in braces are dropped, and unknown symbols stay as they are.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1
 * @param unit Symbol such as `s`, `By/s` or `{request}`
 */
export function wordsOfUcum(unit: string): UnitWords {
  const [dividend = "", divisor = ""] = unit.replaceAll(/\{[^}]*\}/g, "").split(/\/(.*)/s).map((part) => part.trim());
  const per = symbolOf(PER_WORDS, divisor);
  return { main: dividend === "1" ? "" : symbolOf(WORDS, dividend), per: per === "" ? "" : `per_${per}` };
}

function wordsOf(symbols: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(symbols).reverse().map(([word, symbol]) => [symbol, word]));
}
