import type { MetricFamily, MetricType } from "../../model/metric_family.ts";
import { HASH, OPENING_BRACE, QUOTE } from "../characters.ts";
import { LenientFormat } from "../lenient/lenient.ts";
import { LabelReader } from "../label_reader.ts";
import { ParseLimits } from "../limits.ts";
import { LineScanner } from "../line_scanner.ts";
import { NameReader } from "../name_reader.ts";
import type { ParseOptions } from "../parse_options.ts";
import { type LineFormat, readInput, type TextInput } from "../read_input.ts";
import { readQuoted, unescape } from "../read_quoted.ts";
import { LenientFamily, type LenientRole } from "./_family.ts";

/**
 * Parses families in the Prometheus text format, version 0.0.4 or 1.0.0. Like Prometheus' Go library, it accepts
 * the samples of a family anywhere, in any order and more than once, and inconsistent buckets. A missing sum of a
 * histogram or summary is NaN, a missing count is 0. Families without samples are omitted.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 * @example Parse a response body
 * ```ts
 * import { parseText } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const [family] = parseText('room_celsius{room="attic"} 21.5\n');
 *
 * const points = [{ labels: { room: "attic" }, value: 21.5 }];
 * assertEquals(family, { type: "unknown", name: "room_celsius", help: "", points });
 * ```
 *
 * @param input Text, or its bytes in UTF-8
 * @param options The limits
 * @returns The families in the order of the text
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseText(input: string | Uint8Array, options?: ParseOptions): MetricFamily[];
/**
 * Parses a stream of text.
 *
 * @param input A stream of bytes; it is cancelled if the input is invalid
 * @param options The limits
 * @returns The families in the order of the text, after the stream has ended
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseText(input: ReadableStream<Uint8Array>, options?: ParseOptions): Promise<MetricFamily[]>;
/**
 * Parses input that may be text, bytes or a stream.
 *
 * @param input Text, bytes, or a stream of bytes
 * @param options The limits
 * @returns The families in the order of the input; a promise of them if the input is a stream
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseText(
  input: string | Uint8Array | ReadableStream<Uint8Array>,
  options?: ParseOptions,
): MetricFamily[] | Promise<MetricFamily[]>;
export function parseText(input: TextInput, options: ParseOptions = {}): MetricFamily[] | Promise<MetricFamily[]> {
  return readInput(input, options.lenient ? new LenientFormat("text", options) : new TextFormat(options));
}

/** Types by keyword in upper case. The last two are not in the format, but Prometheus' Go library accepts them. */
const TYPES: Readonly<Record<string, MetricType>> = {
  COUNTER: "counter",
  GAUGE: "gauge",
  HISTOGRAM: "histogram",
  SUMMARY: "summary",
  UNTYPED: "unknown",
  GAUGEHISTOGRAM: "gaugehistogram",
  GAUGE_HISTOGRAM: "gaugehistogram",
};

/** Largest signed 64-bit integer. */
const MAX_TIME = 2n ** 63n - 1n;

class TextFormat implements LineFormat {
  readonly scanner: LineScanner;
  readonly #labels: LabelReader;
  readonly #names: NameReader;
  readonly #families = new Map<string, LenientFamily>();
  #samples = 0;
  /** Name of the last sample; `#family` and `#role` belong to it. */
  #lastName: string | undefined;
  #family: LenientFamily | undefined;
  #role: LenientRole = "value";

  constructor(options: ParseOptions) {
    this.scanner = new LineScanner("text", new ParseLimits(options));
    this.#labels = new LabelReader(this.scanner, { isLenient: true });
    this.#names = new NameReader(this.scanner);
  }

  readLines(): void {
    const { scanner } = this;
    while (scanner.nextLine()) {
      scanner.skipBlanks();
      if (scanner.at >= scanner.end) continue;
      if (scanner.isAt(HASH)) this.#readComment();
      else this.#readSample();
      if (!scanner.isWhole) throw scanner.error("the last line must end with a line feed", scanner.end);
    }
  }

  end(): MetricFamily[] {
    return [...this.#families.values()].filter(({ isEmpty }) => !isEmpty).map((family) => family.finish());
  }

  #readComment(): void {
    const { scanner } = this;
    scanner.at++;
    scanner.skipBlanks();
    const start = scanner.at;
    while (!scanner.isAfterToken) scanner.at++;
    const keyword = scanner.text.slice(start, scanner.at);
    if (keyword !== "HELP" && keyword !== "TYPE") return;
    scanner.skipBlanks();
    if (scanner.at >= scanner.end) return;
    const name = this.#readName();
    if (scanner.at >= scanner.end) return;
    if (!scanner.isAfterToken) throw scanner.error("a blank is missing after the metric name");
    const family = this.#select(name);
    this.#lastName = undefined; // the type may change which family a name belongs to
    scanner.skipBlanks();
    if (scanner.at >= scanner.end) return;
    if (keyword === "HELP") this.#readHelp(family);
    else this.#readType(family);
  }

  #readHelp(family: LenientFamily): void {
    const { scanner } = this;
    if (family.help !== undefined) {
      throw scanner.error(`family "${family.name}" must have only one HELP`, scanner.start);
    }
    family.help = unescape(scanner.text.slice(scanner.at, scanner.end), undefined, scanner, scanner.at);
  }

  #readType(family: LenientFamily): void {
    const { scanner } = this;
    if (family.type !== undefined) {
      throw scanner.error(`family "${family.name}" must have only one TYPE, before its samples`, scanner.start);
    }
    const word = scanner.text.slice(scanner.at, scanner.end);
    const type = word.toUpperCase();
    if (!Object.hasOwn(TYPES, type)) throw scanner.error(`type is not known, current value is ${scanner.quoteToken()}`);
    family.type = TYPES[type];
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
    const family = name === this.#lastName && this.#family !== undefined ? this.#family : this.#select(name);
    family.type ??= "unknown";
    const value = scanner.readNumber("value");
    const timestampMs = scanner.at < scanner.end ? this.#readTime() : undefined;
    if (++this.#samples > scanner.limits.maxSamples) throw scanner.limitError("maxSamples");
    family.add(this.#role, labels, value, timestampMs);
  }

  /** Reads a timestamp in milliseconds. Nothing may follow it, not even a blank. */
  #readTime(): number {
    const { scanner } = this;
    scanner.skipBlanks();
    const token = scanner.text.slice(scanner.at, scanner.end);
    const digits = /^[-+]?0*(\d{1,19})$/.exec(token)?.[1];
    if (digits === undefined || BigInt(digits) > MAX_TIME + (token.startsWith("-") ? 1n : 0n)) {
      throw scanner.error(`timestamp must be an integer of 64 bits, current value is ${scanner.quoteToken()}`);
    }
    return Number(token);
  }

  #readName(): string {
    const { scanner } = this;
    if (!scanner.isAt(QUOTE)) return this.#names.read();
    const start = scanner.at;
    const name = readQuoted(scanner, undefined);
    if (name === "") throw scanner.error("metric name must not be empty", start);
    return name;
  }

  /** Selects the family that a name belongs to, and creates it if necessary. */
  #select(name: string): LenientFamily {
    this.#lastName = name;
    this.#role = "value";
    this.#family = this.#families.get(name);
    if (this.#family !== undefined) return this.#family;
    const suffix = /_(?:bucket|count|sum)$/.exec(name)?.[0] ?? "";
    const family = this.#families.get(name.slice(0, name.length - suffix.length));
    if (family === undefined || !family.has(suffix)) return this.#family = this.#create(name);
    if (suffix === "_sum") this.#role = "sum";
    if (suffix === "_count") this.#role = "count";
    return this.#family = family;
  }

  #create(name: string): LenientFamily {
    const { scanner } = this;
    if (this.#families.size >= scanner.limits.maxFamilies) throw scanner.limitError("maxFamilies");
    const family = new LenientFamily(name, scanner);
    this.#families.set(name, family);
    return family;
  }
}
