import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { ParseLimits } from "../limits.ts";
import type { ParseOptions } from "../parse_options.ts";
import { readStream } from "../read_input.ts";
import { readFamily } from "./_family.ts";
import { ProtobufFrames } from "./_frames.ts";
import type { ProtobufReader } from "./reader.ts";

/**
 * Parses families in the protobuf format, each preceded by its length. Unknown fields are ignored. Messages with the
 * same family name are merged into one family, as Prometheus does. Infos and state sets are gauges in this format.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#protobuf-format
 * @example Parse a response body
 * ```ts
 * import { parseProtobuf } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const body = Uint8Array.of(19, 10, 2, 117, 112, 24, 1, 34, 11, 18, 9, 9, 0, 0, 0, 0, 0, 0, 240, 63);
 *
 * assertEquals(parseProtobuf(body), [{ type: "gauge", name: "up", help: "", points: [{ labels: {}, value: 1 }] }]);
 * ```
 *
 * @param input The complete input
 * @param options The limits
 * @returns The families in the order of the input
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseProtobuf(input: Uint8Array, options?: ParseOptions): MetricFamily[];
/**
 * Parses a stream of families in the protobuf format.
 *
 * @param input A stream of bytes; it is cancelled if the input is invalid
 * @param options The limits
 * @returns The families, after the stream has ended
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseProtobuf(input: ReadableStream<Uint8Array>, options?: ParseOptions): Promise<MetricFamily[]>;
/**
 * Parses input that may be bytes or a stream.
 *
 * @param input Bytes, or a stream of them
 * @param options The limits
 * @returns The families in the order of the input; a promise of them if the input is a stream
 * @throws {ParseError} If the input is invalid or exceeds a limit
 */
export function parseProtobuf(
  input: Uint8Array | ReadableStream<Uint8Array>,
  options?: ParseOptions,
): MetricFamily[] | Promise<MetricFamily[]>;
export function parseProtobuf(
  input: Uint8Array | ReadableStream<Uint8Array>,
  options: ParseOptions = {},
): MetricFamily[] | Promise<MetricFamily[]> {
  const families = new Families(options);
  if (!(input instanceof Uint8Array)) return readStream(input, families);
  families.push(input);
  return families.end();
}

/** Family to which points are still added. */
type Growing = MetricFamily & { readonly points: PointHead[] };

/** Collects the families of the input. */
class Families {
  readonly #limits: ParseLimits;
  readonly #frames: ProtobufFrames;
  readonly #byName = new Map<string, Growing>();
  #samples = 0;

  constructor(options: ParseOptions) {
    this.#limits = new ParseLimits(options);
    this.#frames = new ProtobufFrames(this.#limits);
  }

  push(piece: Uint8Array): void {
    this.#frames.push(piece);
    for (let reader = this.#frames.next(); reader !== undefined; reader = this.#frames.next()) this.#add(reader);
  }

  end(): MetricFamily[] {
    this.#frames.end();
    return [...this.#byName.values()];
  }

  #add(reader: ProtobufReader): void {
    const family = readFamily(reader) as Growing;
    const { name, type, points } = family;
    const before = this.#byName.get(name);
    if (before === undefined) this.#byName.set(name, family);
    else if (before.type === type) { for (const point of points) before.points.push(point); }
    else throw reader.error(`type of family "${name}" was "${before.type}" before, current value is "${type}"`, 0);
    this.#samples += points.length;
    if (this.#byName.size > this.#limits.maxFamilies) throw reader.error(this.#limits.problem("maxFamilies"), 0);
    if (this.#samples > this.#limits.maxSamples) throw reader.error(this.#limits.problem("maxSamples"), 0);
  }
}
