import { wordsOfUcum } from "../push/otlp/units.ts";

/**
 * How names of OpenTelemetry become names of Prometheus, as in the configuration of Prometheus:
 *
 * | Strategy | `http.server.request.duration` in `s` |
 * | --- | --- |
 * | `UnderscoreEscapingWithSuffixes` | `http_server_request_duration_seconds` |
 * | `UnderscoreEscapingWithoutSuffixes` | `http_server_request_duration` |
 * | `NoUTF8EscapingWithSuffixes` | `http.server.request.duration_seconds` |
 * | `NoTranslation` | `http.server.request.duration` |
 *
 * Names with dots are sent to scrapers that accept them. All others get underscores.
 */
export type TranslationStrategy =
  | "UnderscoreEscapingWithSuffixes"
  | "UnderscoreEscapingWithoutSuffixes"
  | "NoUTF8EscapingWithSuffixes"
  | "NoTranslation";

/** What a strategy does. */
interface Rules {
  readonly escapes: boolean;
  readonly addsSuffixes: boolean;
}

const STRATEGIES: Readonly<Record<TranslationStrategy, Rules>> = {
  UnderscoreEscapingWithSuffixes: { escapes: true, addsSuffixes: true },
  UnderscoreEscapingWithoutSuffixes: { escapes: true, addsSuffixes: false },
  NoUTF8EscapingWithSuffixes: { escapes: false, addsSuffixes: true },
  NoTranslation: { escapes: false, addsSuffixes: false },
};

/** Maximum number of remembered label names. When it is reached, all are forgotten. */
const MAX_LABEL_NAMES = 10_000;
/** Maximum length of a label name that is remembered. */
const MAX_REMEMBERED = 256;

/** Types of Prometheus that OpenTelemetry's metrics become. */
export type TranslatedType = "counter" | "gauge" | "histogram" | "info" | "summary" | "unknown";

/** A metric as OpenTelemetry describes it, and its type in Prometheus. */
export interface NamedMetric {
  readonly name: string;
  /** Unit in UCUM. */
  readonly unit: string;
  readonly type: TranslatedType;
}

/** Name and unit of a family. */
export interface TranslatedName {
  readonly name: string;
  readonly unit?: string;
}

/**
 * Translates names of metrics and labels.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
 */
export class Translation {
  readonly #rules: Rules;
  readonly #labels = new Map<string, string>();

  /**
   * @param strategy How names are translated
   * @throws {TypeError} If the strategy is unknown
   */
  constructor(strategy: TranslationStrategy) {
    if (!Object.hasOwn(STRATEGIES, strategy)) {
      const names = Object.keys(STRATEGIES).join(", ");
      throw new TypeError(
        `Cannot translate names: translation must be one of ${names}, current value is "${strategy}"`,
      );
    }
    this.#rules = STRATEGIES[strategy];
  }

  /** Names a family. */
  familyName({ name, unit, type }: NamedMetric): TranslatedName {
    const { main, per } = wordsOfUcum(unit);
    const ending = type === "counter" ? "_total" : "";
    let base = this.#escapeName(name.toWellFormed().replaceAll("\0", "_"));
    const isTotal = ending !== "" && base.endsWith(ending) && base !== ending;
    if (isTotal) base = base.slice(0, -ending.length);
    const word = this.#escapeUnit(unit.trim() === "1" && type === "gauge" ? "ratio" : main);
    const perWord = this.#escapeUnit(per);
    const unitWord = [word, perWord].filter(Boolean).join("_");
    if (this.#rules.addsSuffixes) base = withUnit(base, word, perWord);
    const isSuffixed = isTotal || this.#rules.addsSuffixes;
    return {
      name: isSuffixed ? base + ending : base,
      ...unitWord !== "" && base.endsWith(`_${unitWord}`) && { unit: unitWord },
    };
  }

  /** Names a label. The result is never reserved for Prometheus, as names are that begin with two underscores. */
  labelName(key: string): string {
    let name = this.#labels.get(key);
    if (name === undefined) {
      name = this.#translateLabel(key);
      if (this.#labels.size >= MAX_LABEL_NAMES) this.#labels.clear();
      if (key.length <= MAX_REMEMBERED) this.#labels.set(key, name);
    }
    return name;
  }

  #translateLabel(key: string): string {
    const text = key.toWellFormed().replaceAll("\0", "_");
    if (!this.#rules.escapes) return text === "" || text.startsWith("__") ? `key${text === "" ? "_" : text}` : text;
    const name = text.replaceAll(/[^a-zA-Z0-9]+/g, "_");
    if (name === "" || /^\d/.test(name)) return `key_${name}`;
    return name.startsWith("_") ? `key${name}` : name;
  }

  #escapeName(name: string): string {
    if (!this.#rules.escapes) return name === "" ? "_" : name;
    const escaped = name.replaceAll(/[^a-zA-Z0-9:]+/g, "_");
    return escaped === "" || /^\d/.test(escaped) ? `_${escaped}` : escaped;
  }

  #escapeUnit(word: string): string {
    return word.toWellFormed().replaceAll(/[^a-zA-Z0-9]+/g, "_").replaceAll(/^_|_$/g, "");
  }
}

/** Appends the words of a unit, unless the name already ends with them. */
function withUnit(name: string, main: string, per: string): string {
  const unit = [main, per].filter(Boolean).join("_");
  if (unit === "" || endsWithWord(name, unit)) return name;
  if (main !== "" && per !== "" && endsWithWord(name, main)) return `${name}_${per}`;
  return `${name}_${unit}`;
}

function endsWithWord(name: string, word: string): boolean {
  if (!name.endsWith(word)) return false;
  const before = name.at(-word.length - 1);
  return before === undefined || !/[a-zA-Z0-9]/.test(before);
}
