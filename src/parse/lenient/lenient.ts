import type { Exemplar } from "../../model/exemplar.ts";
import type { MetricFamily, MetricType } from "../../model/metric_family.ts";
import { HASH, OPENING_BRACE, QUOTE } from "../characters.ts";
import { LabelReader, type LabelRules } from "../label_reader.ts";
import { ParseLimits } from "../limits.ts";
import { LineScanner } from "../line_scanner.ts";
import { NameReader } from "../name_reader.ts";
import { ExemplarReader, readTime } from "../exemplar_reader.ts";
import { ParseError } from "../parse_error.ts";
import type { ParseOptions } from "../parse_options.ts";
import type { LineFormat } from "../read_input.ts";
import { readQuoted, unescape } from "../read_quoted.ts";
import { Assembly } from "./_assembly.ts";
import { Metadata } from "./_metadata.ts";

/** Which text format a lenient parser reads. */
export type LenientFormatName = "text" | "OpenMetrics";

/** Blanks are allowed everywhere, and unknown escape sequences are kept as they are. */
const LENIENT: LabelRules = { isLenient: true, unknownEscape: (sequence) => sequence };

const BYTE_ORDER_MARK = 0xfeff;
const CARRIAGE_RETURN = 13;

const TYPES: Readonly<Record<string, MetricType>> = {
  counter: "counter",
  gauge: "gauge",
  gauge_histogram: "gaugehistogram",
  gaugehistogram: "gaugehistogram",
  histogram: "histogram",
  info: "info",
  stateset: "stateset",
  summary: "summary",
  unknown: "unknown",
  untyped: "unknown",
};

/** Largest time in milliseconds that is written without rounding. */
const MAX_TIME_MS = Number.MAX_SAFE_INTEGER;

/**
 * Reads text as the scraper of Prometheus does, and leaves out only the lines that are wrong: metadata may be repeated and
 * anywhere, families need not be together, and suffixes have no meaning for families that do not declare them. No sample is
 * changed: where samples do not make up a histogram or summary, they become families of their own.
 */
export class LenientFormat implements LineFormat {
  readonly scanner: LineScanner;
  readonly #isOpenMetrics: boolean;
  readonly #names: NameReader;
  readonly #labels: LabelReader;
  readonly #exemplars: ExemplarReader;
  readonly #metadata: Metadata;
  readonly #assembly: Assembly;
  readonly #onProblem: NonNullable<ParseOptions["onProblem"]>;
  #samples = 0;
  #hasEnded = false;

  constructor(format: LenientFormatName, options: ParseOptions) {
    const { onProblem = () => {} } = options;
    this.#isOpenMetrics = format === "OpenMetrics";
    this.#onProblem = onProblem;
    this.scanner = new LineScanner(format, new ParseLimits(options));
    this.#names = new NameReader(this.scanner);
    this.#labels = new LabelReader(this.scanner, LENIENT);
    this.#exemplars = new ExemplarReader(this.scanner, false);
    this.#metadata = new Metadata(this.#isOpenMetrics);
    this.#assembly = new Assembly(this.#metadata, (problem) => onProblem(new ParseError(problem, {})));
  }

  readLines(): void {
    const { scanner } = this;
    while (scanner.nextLine()) {
      const { text, line } = scanner;
      if (text.charCodeAt(scanner.end - 1) === CARRIAGE_RETURN && scanner.end > scanner.start) scanner.end--;
      if (line === 1 && scanner.isAt(BYTE_ORDER_MARK)) scanner.at++;
      scanner.skipBlanks();
      if (scanner.at >= scanner.end || this.#hasEnded) continue;
      try {
        if (scanner.isAt(HASH)) this.#readComment();
        else this.#readSample();
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        this.#onProblem(error);
      }
      if (this.#samples > scanner.limits.maxSamples) throw scanner.limitError("maxSamples");
      if (this.#assembly.size > scanner.limits.maxFamilies) throw scanner.limitError("maxFamilies");
    }
  }

  end(): MetricFamily[] {
    this.#metadata.end();
    return this.#assembly.finish();
  }

  #readComment(): void {
    const { scanner } = this;
    scanner.at++;
    scanner.skipBlanks();
    const start = scanner.at;
    while (!scanner.isAfterToken) scanner.at++;
    const keyword = scanner.text.slice(start, scanner.at);
    if (keyword === "EOF" && this.#isOpenMetrics) this.#hasEnded = true;
    if (keyword !== "HELP" && keyword !== "TYPE" && !(keyword === "UNIT" && this.#isOpenMetrics)) return;
    scanner.skipBlanks();
    if (scanner.at >= scanner.end) return;
    const name = this.#readName();
    scanner.skipBlanks();
    const value = scanner.text.slice(scanner.at, scanner.end);
    if (keyword === "TYPE") this.#metadata.setType(name, this.#typeOf(value));
    else if (keyword === "UNIT") this.#metadata.setUnit(name, value.trim());
    else this.#metadata.setHelp(name, unescape(value, LENIENT.unknownEscape, scanner, scanner.at));
  }

  #typeOf(value: string): MetricType {
    const type = TYPES[value.trim().toLowerCase()];
    if (type !== undefined) return type;
    this.#onProblem(this.scanner.error(`type is not known, current value is ${this.scanner.quoteToken()}`));
    return "unknown";
  }

  #readSample(): void {
    const { scanner } = this;
    const labels = this.#labels;
    let name = scanner.isAt(OPENING_BRACE) ? undefined : this.#readName();
    scanner.skipBlanks();
    if (scanner.isAt(OPENING_BRACE)) {
      scanner.at++;
      labels.read(name === undefined);
      name ??= labels.metricName;
      scanner.skipBlanks();
    } else labels.clear();
    if (name === undefined) throw scanner.error("metric name is missing", scanner.start);
    const value = scanner.readNumber("value");
    scanner.skipBlanks();
    const timestampMs = scanner.at < scanner.end && !scanner.isAt(HASH) ? this.#readTime() : undefined;
    scanner.skipBlanks();
    const exemplar = scanner.at < scanner.end ? this.#readExemplar() : undefined;
    this.#samples++;
    this.#metadata.endOfBlock();
    this.#assembly.add(name, { labels: labels.toLabels(-1), value, timestampMs, exemplar });
  }

  #readTime(): number {
    const { scanner } = this;
    const { at } = scanner;
    const timeMs = this.#isOpenMetrics ? readTime(scanner, "timestamp") : scanner.readNumber("timestamp");
    if (timeMs >= 0 && timeMs <= MAX_TIME_MS && (this.#isOpenMetrics || Number.isInteger(timeMs))) return timeMs;
    throw scanner.error(
      `timestamp must be an integer from 0 to 2 ** 53, current value is ${scanner.quoteToken(at)}`,
      at,
    );
  }

  /** Reads the exemplar at the end of a line. A wrong one costs only itself. */
  #readExemplar(): Exemplar | undefined {
    const { scanner } = this;
    if (!this.#isOpenMetrics || !scanner.isAt(HASH)) throw scanner.error("nothing must follow the timestamp");
    try {
      return this.#exemplars.read()[0];
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.#onProblem(error);
      return undefined;
    }
  }

  #readName(): string {
    const { scanner } = this;
    if (!scanner.isAt(QUOTE)) return this.#names.read();
    const name = readQuoted(scanner, LENIENT.unknownEscape);
    if (name === "") throw scanner.error("metric name must not be empty", scanner.start);
    return name;
  }
}
