import type { Exemplar } from "../../model/exemplar.ts";
import type { MetricFamily, MetricType } from "../../model/metric_family.ts";
import { HASH, OPENING_BRACE, QUOTE, SPACE } from "../characters.ts";
import { LenientFormat } from "../lenient/lenient.ts";
import { LabelReader, STRICT_LABELS } from "../label_reader.ts";
import { ParseLimits } from "../limits.ts";
import { LineScanner } from "../line_scanner.ts";
import { NameReader } from "../name_reader.ts";
import type { ParseOptions } from "../parse_options.ts";
import { type LineFormat, readInput, type TextInput } from "../read_input.ts";
import { readQuoted, unescape } from "../read_quoted.ts";
import { readComposite } from "./_composite_value.ts";
import { ExemplarReader, readTime } from "../exemplar_reader.ts";
import { StrictFamily } from "./_family.ts";
import type { Sample } from "./_sample.ts";
import { type OpenMetricsVersion, VERSIONS } from "./_versions.ts";

/** Options of {@linkcode parseOpenMetrics}. */
export interface OpenMetricsOptions extends ParseOptions {
  /**
   * Version of the format; 2.0.0 is a release candidate.
   *
   * @default {"1.0.0"}
   */
  readonly version?: "1.0.0" | "2.0.0";
}

/**
 * Parses families in the OpenMetrics format, and rejects everything that the specification forbids, with three
 * exceptions that other parsers make, too: quoted names in version 1.0.0, label names that begin with an underscore,
 * and unescaped quotes in a help text. A missing sum is NaN.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 * @example Parse a response body
 * ```ts
 * import { parseOpenMetrics } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const [family] = parseOpenMetrics('# TYPE jobs counter\njobs_total{queue="a"} 3\n# EOF\n');
 *
 * const points = [{ labels: { queue: "a" }, value: 3 }];
 * assertEquals(family, { type: "counter", name: "jobs_total", help: "", points });
 * ```
 *
 * @param input Text, or its bytes in UTF-8
 * @param options The version and the limits
 * @returns The families in the order of the text
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseOpenMetrics(input: string | Uint8Array, options?: OpenMetricsOptions): MetricFamily[];
/**
 * Parses a stream of text.
 *
 * @param input A stream of bytes; it is cancelled if the input is invalid
 * @param options The version and the limits
 * @returns The families in the order of the text, after the stream has ended
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseOpenMetrics(
  input: ReadableStream<Uint8Array>,
  options?: OpenMetricsOptions,
): Promise<MetricFamily[]>;
/**
 * Parses input that may be text, bytes or a stream.
 *
 * @param input Text, bytes, or a stream of bytes
 * @param options The version and the limits
 * @returns The families in the order of the input; a promise of them if the input is a stream
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseOpenMetrics(
  input: string | Uint8Array | ReadableStream<Uint8Array>,
  options?: OpenMetricsOptions,
): MetricFamily[] | Promise<MetricFamily[]>;
export function parseOpenMetrics(
  input: TextInput,
  options: OpenMetricsOptions = {},
): MetricFamily[] | Promise<MetricFamily[]> {
  const { lenient = false, version = "1.0.0" } = options;
  const isLenient = lenient && version === "1.0.0";
  return readInput(input, isLenient ? new LenientFormat("OpenMetrics", options) : new OpenMetricsFormat(options));
}

const TYPES: ReadonlySet<string> = new Set(Object.keys(VERSIONS["1.0.0"].suffixes));

class OpenMetricsFormat implements LineFormat {
  readonly scanner: LineScanner;
  readonly #version: OpenMetricsVersion;
  readonly #names: NameReader;
  readonly #labels: LabelReader;
  readonly #exemplars: ExemplarReader;
  readonly #families: MetricFamily[] = [];
  /** Name of the family that uses a name, by that name. */
  readonly #owners = new Map<string, string>();
  #family: StrictFamily | undefined;
  #hasEnded = false;
  #samples = 0;
  readonly #sample: Sample = {
    role: "value",
    name: "",
    own: "",
    value: 0,
    composite: undefined,
    timestampMs: undefined,
    timestampText: "",
    createdMs: undefined,
    exemplars: [],
  };

  constructor({ version = "1.0.0", ...options }: OpenMetricsOptions) {
    if (!Object.hasOwn(VERSIONS, version)) {
      throw new RangeError(`Cannot parse OpenMetrics: version must be one of ${Object.keys(VERSIONS)}`);
    }
    this.#version = VERSIONS[version];
    this.scanner = new LineScanner("OpenMetrics", new ParseLimits(options));
    this.#names = new NameReader(this.scanner);
    this.#labels = new LabelReader(this.scanner, STRICT_LABELS);
    this.#exemplars = new ExemplarReader(this.scanner, this.#version.hasTimedExemplars);
  }

  readLines(): void {
    const { scanner } = this;
    while (scanner.nextLine()) {
      if (this.#hasEnded) throw scanner.error("nothing must follow # EOF");
      if (scanner.isAt(HASH)) this.#readMetadata();
      else this.#readSample();
      if (!scanner.isWhole && !this.#hasEnded) throw scanner.error("# EOF is missing", scanner.end);
    }
  }

  end(): MetricFamily[] {
    const { scanner } = this;
    if (!this.#hasEnded) throw scanner.errorIn("", "# EOF is missing", 0, scanner.line + 1);
    return this.#families;
  }

  #readMetadata(): void {
    const { scanner } = this;
    const { text, start } = scanner;
    if (scanner.end - start === "# EOF".length && text.startsWith("# EOF", start)) {
      this.#hasEnded = true;
      this.#finishFamily();
      return;
    }
    const keyword = ["# HELP ", "# TYPE ", "# UNIT "].find((keyword) => text.startsWith(keyword, start));
    if (keyword === undefined) throw scanner.error("comment must be HELP, TYPE, UNIT or EOF");
    scanner.at += keyword.length;
    const name = this.#readName();
    scanner.expect(SPACE);
    const family = this.#family?.name === name ? this.#family : this.#startFamily(name);
    if (family.hasSamples) throw scanner.error("metadata must come before samples", start);
    const value = text.slice(scanner.at, scanner.end);
    if (keyword === "# HELP ") this.#setHelp(family, value);
    else if (keyword === "# TYPE ") this.#setType(family, value);
    else this.#setUnit(family, value);
  }

  #setHelp(family: StrictFamily, value: string): void {
    if (family.help !== undefined) throw this.scanner.error("family must have only one HELP", this.scanner.start);
    family.help = unescape(value, STRICT_LABELS.unknownEscape, this.scanner, this.scanner.at);
  }

  #setType(family: StrictFamily, value: string): void {
    if (family.type !== undefined) throw this.scanner.error("family must have only one TYPE", this.scanner.start);
    if (!TYPES.has(value)) throw this.scanner.error(`type is not known, current value is ${JSON.stringify(value)}`);
    family.type = value as MetricType;
  }

  #setUnit(family: StrictFamily, value: string): void {
    if (family.unit !== undefined) throw this.scanner.error("family must have only one UNIT", this.scanner.start);
    if (!/^[\w:]*$/.test(value)) {
      throw this.scanner.error(
        `unit must have only letters, digits, _ and :, current value is ${JSON.stringify(value)}`,
      );
    }
    if (value !== "" && this.#version.hasUnitInName && !family.name.endsWith(`_${value}`)) {
      throw this.scanner.error(`unit must be the last word of the name, current value is ${JSON.stringify(value)}`);
    }
    family.unit = value;
  }

  #readSample(): void {
    const { scanner } = this;
    if (scanner.at >= scanner.end) throw scanner.error("line must not be blank");
    const sample = this.#sample;
    const family = this.#readSeries(sample);
    scanner.expect(SPACE);
    this.#readValue(sample);
    sample.timestampMs = sample.createdMs = undefined;
    sample.timestampText = "";
    if (scanner.at < scanner.end) this.#readTimes(family, sample);
    sample.exemplars = scanner.at < scanner.end ? this.#readExemplars(family, sample) : [];
    if (++this.#samples > scanner.limits.maxSamples) throw scanner.limitError("maxSamples");
    family.add(this.#labels, sample);
  }

  /** Reads name and labels, and returns the family that they belong to. */
  #readSeries(sample: Sample): StrictFamily {
    const { scanner } = this;
    const labels = this.#labels;
    let name = scanner.isAt(OPENING_BRACE) ? undefined : this.#names.read();
    if (scanner.isAt(OPENING_BRACE)) {
      scanner.at++;
      labels.read(name === undefined);
      name ??= labels.metricName;
    } else labels.clear();
    if (name === undefined) throw scanner.error("metric name is missing", scanner.start);
    let family = this.#family;
    let role = name === sample.name && family?.hasSamples ? sample.role : family?.roleOf(name);
    if (family === undefined || role === undefined) {
      if (family?.name === name) throw scanner.error(family.namingProblem, scanner.start);
      family = this.#startFamily(name);
      role = "value";
    }
    sample.name = name;
    sample.role = role;
    return family;
  }

  #readValue(sample: Sample): void {
    const { scanner } = this;
    sample.composite = undefined;
    const isComposite = sample.role === "composite";
    if (scanner.isAt(OPENING_BRACE) && (isComposite || this.#version.hasTimedExemplars)) {
      sample.composite = readComposite(scanner);
      sample.role = "composite";
      return;
    }
    if (isComposite) throw scanner.error(`value must be composite, current value is ${scanner.quoteToken()}`);
    if (sample.role === "created") sample.value = readTime(scanner, "created time");
    else sample.value = scanner.readNumber("value");
  }

  #readTimes(family: StrictFamily, sample: Sample): void {
    const { scanner } = this;
    scanner.expect(SPACE);
    const { at } = scanner;
    if (!scanner.isAt(HASH) && !this.#isStart()) {
      sample.timestampMs = readTime(scanner, "timestamp");
      sample.timestampText = scanner.text.slice(at, scanner.at);
      if (scanner.at >= scanner.end) return;
      scanner.expect(SPACE);
    }
    if (this.#isStart()) {
      if (!this.#version.starts.has(family.type ?? "unknown")) {
        throw scanner.error(`a ${family.type ?? "unknown"} must not have a start timestamp`);
      }
      scanner.at += "st@".length;
      sample.createdMs = readTime(scanner, "start timestamp");
      if (scanner.at >= scanner.end) return;
      scanner.expect(SPACE);
    }
    if (!scanner.isAt(HASH)) {
      throw scanner.error(`exemplar must begin with "# {", current value is ${scanner.quoteToken()}`);
    }
  }

  #isStart(): boolean {
    return this.#version.starts.size > 0 && this.scanner.text.startsWith("st@", this.scanner.at);
  }

  #readExemplars(family: StrictFamily, sample: Sample): Exemplar[] {
    const type = sample.composite?.type ?? family.type ?? "unknown";
    if (this.#version.exemplars[type] === sample.role) return this.#exemplars.read();
    throw this.scanner.error(`sample "${sample.name}" of a ${type} must not have an exemplar`);
  }

  #readName(): string {
    const { scanner } = this;
    if (!scanner.isAt(QUOTE)) return this.#names.read();
    const start = scanner.at;
    const name = readQuoted(scanner, STRICT_LABELS.unknownEscape);
    if (name === "") throw scanner.error("metric name must not be empty", start);
    return name;
  }

  #startFamily(name: string): StrictFamily {
    this.#finishFamily();
    if (this.#families.length >= this.scanner.limits.maxFamilies) throw this.scanner.limitError("maxFamilies");
    return this.#family = new StrictFamily(name, this.scanner, this.#version);
  }

  #finishFamily(): void {
    const family = this.#family;
    if (family === undefined) return;
    this.#family = undefined;
    this.#families.push(family.finish());
    for (const name of family.claims) {
      const owner = this.#owners.get(name);
      if (owner === family.name) throw family.error(`lines of family ${JSON.stringify(owner)} must be together`);
      if (owner !== undefined) {
        throw family.error(`name ${JSON.stringify(name)} is taken by family ${JSON.stringify(owner)}`);
      }
      this.#owners.set(name, family.name);
    }
  }
}
