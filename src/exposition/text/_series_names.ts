import { ByteWriter } from "../byte_writer.ts";
import { writeName } from "./_labels.ts";

/** The metadata of a family and the names at the start of its lines, encoded at once. */
export class SeriesNames {
  readonly #name: string;
  readonly #headLength: number;
  readonly #series: SeriesName[] = [];
  #text: string;

  /**
   * @param head The metadata
   * @param name Name of the family
   */
  constructor(head: string, name: string) {
    this.#text = head;
    this.#headLength = head.length;
    this.#name = name;
  }

  /** Adds the name of the family with a suffix. */
  add(suffix: string): SeriesName {
    return this.#add(this.#name + suffix);
  }

  /** Adds the name of a counter with `_created` in place of `_total`. */
  addCreated(): SeriesName {
    const base = this.#name.endsWith("_total") ? this.#name.slice(0, -"_total".length) : this.#name;
    return this.#add(`${base}_created`);
  }

  /**
   * Writes the metadata and all names.
   *
   * @param bytes Where to write
   * @returns The first byte after the metadata
   */
  write(bytes: ByteWriter): number {
    const text = this.#text;
    const start = bytes.length;
    bytes.text(text);
    const isAscii = bytes.length - start === text.length;
    const byteAt = (length: number): number => start + (isAscii ? length : utf8Length(text.slice(0, length)));
    for (const series of this.#series) series.toBytes(bytes, byteAt);
    return byteAt(this.#headLength);
  }

  #add(name: string): SeriesName {
    const shown = writeName(name);
    const isQuoted = shown !== name;
    const start = this.#text.length;
    this.#text += isQuoted ? `{${shown},` : `${name}{`;
    const bareStart = this.#text.length;
    this.#text += isQuoted ? `{${shown}} ` : `${name} `;
    const series = new SeriesName(start, bareStart, this.#text.length);
    this.#series.push(series);
    return series;
  }
}

/** Upper limit of the bytes of a value and a line feed. */
const VALUE_LENGTH = 40;

/** `} `: after the labels of a series, before its value. */
const CLOSING = 0x7d | 0x20 << 8;

/** The name at the start of a line. A quoted name is written inside the braces, before the labels. */
export class SeriesName {
  #bytes: ByteWriter | undefined;
  /** First byte of the name as it is written before labels. */
  #start: number;
  /** First byte of the name as it is written without labels. */
  #bareStart: number;
  #end: number;

  /** Takes offsets in characters; {@linkcode toBytes} converts them to offsets in bytes. */
  constructor(start: number, bareStart: number, end: number) {
    this.#start = start;
    this.#bareStart = bareStart;
    this.#end = end;
  }

  /**
   * Converts offsets in characters to offsets in bytes.
   *
   * @param bytes Contains the name
   * @param byteAt Converts an offset
   */
  toBytes(bytes: ByteWriter, byteAt: (offset: number) => number): void {
    this.#bytes = bytes;
    this.#start = byteAt(this.#start);
    this.#bareStart = byteAt(this.#bareStart);
    this.#end = byteAt(this.#end);
  }

  /**
   * Writes a series up to its value, and makes room for that.
   *
   * @param out Where to write
   * @param labels Contains the bytes of the labels
   * @param start First byte of the labels
   * @param end First byte after them
   */
  write(out: ByteWriter, labels: ByteWriter, start: number, end: number): void {
    const bytes = this.#bytes as ByteWriter;
    out.reserve(this.#end - this.#start + end - start + VALUE_LENGTH);
    if (start === end) {
      out.copy(bytes, this.#bareStart, this.#end);
    } else {
      out.copy(bytes, this.#start, this.#bareStart);
      out.copy(labels, start, end);
      out.pair(CLOSING);
    }
  }

  /** Writes a series up to the position of one more label. */
  open(out: ByteWriter, labels: ByteWriter, start: number, end: number): void {
    const bytes = this.#bytes as ByteWriter;
    out.reserve(this.#bareStart - this.#start + end - start);
    out.copy(bytes, this.#start, this.#bareStart);
    if (start !== end) out.copy(labels, start, end);
  }
}

/** The `le` or `quantile` label of each bucket or quantile, encoded once for all points with the same bounds. */
export class BoundLabels {
  readonly #name: string;
  readonly #print: (value: number) => string;
  readonly #values: number[] = [];
  readonly #ends: number[] = [];
  readonly #bytes = new ByteWriter(240);

  /**
   * @param name Name of the label
   * @param print Writes its value
   */
  constructor(name: string, print: (value: number) => string) {
    this.#name = name;
    this.#print = print;
  }

  /**
   * Writes the label and the end of the series, and makes room for the value of the series.
   *
   * @param out Where to write
   * @param i Index of the bucket or quantile
   * @param value Its bound or quantile, mostly the same for all points of a family
   * @param hasLabels Whether other labels come before this one
   */
  write(out: ByteWriter, i: number, value: number, hasLabels: boolean): void {
    if (i >= this.#values.length || this.#values[i] !== value) this.#setBound(i, value);
    const comma = i === 0 ? 0 : this.#ends[i - 1] as number;
    const end = this.#ends[i] as number;
    out.reserve(end - comma + VALUE_LENGTH);
    out.copy(this.#bytes, hasLabels ? comma : comma + 1, end);
  }

  #setBound(i: number, value: number): void {
    this.#bytes.length = i === 0 ? 0 : this.#ends[i - 1] as number;
    this.#bytes.text(`,${this.#name}="${this.#print(value)}"} `);
    this.#values.length = this.#ends.length = i;
    this.#values.push(value);
    this.#ends.push(this.#bytes.length);
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
