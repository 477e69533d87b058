import type { EscapingScheme } from "../../model/escaping.ts";
import type { Labels } from "../../model/labels.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../../model/names.ts";
import { ByteWriter } from "../byte_writer.ts";
import { escapeQuoted } from "./escape.ts";
import { wireLabelNames } from "../wire_names.ts";

/** Writes a metric name where it stands alone, as in metadata: in quotes if it needs them. */
export function writeName(name: string): string {
  return isLegacyMetricName(name) ? name : `"${escapeQuoted(name)}"`;
}

/** Writes a label name: in quotes if it needs them. */
export function writeLabelName(name: string): string {
  return isLegacyLabelName(name) ? name : `"${escapeQuoted(name)}"`;
}

/** Writes label sets one after the other, which mostly have the same names: those are sorted, escaped and quoted once. */
export class LabelWriter {
  readonly #escaping: EscapingScheme;
  #given: readonly string[] = [];
  #sorted: readonly string[] = [];
  #openings: readonly string[] = [];
  /** By place: the last value, and how the pair was written. Series that follow each other have many values in common. */
  #lastValues: string[] = [];
  #lastPairs: string[] = [];

  constructor(escaping: EscapingScheme) {
    this.#escaping = escaping;
  }

  /** Writes labels, sorted by name, as they stand between braces. */
  write(labels: Labels): string {
    const names = Object.keys(labels);
    if (!isSameList(names, this.#given)) this.#learn(names);
    let pairs = "";
    for (let i = 0; i < this.#sorted.length; i++) {
      const value = labels[this.#sorted[i] as string] as string;
      if (value !== this.#lastValues[i]) {
        this.#lastValues[i] = value;
        this.#lastPairs[i] = `${this.#openings[i]}${escapeQuoted(value)}"`;
      }
      pairs += this.#lastPairs[i] as string;
    }
    return pairs;
  }

  /** Writes labels and one more, whose value has to follow: it stands last, but is named together with the others. */
  writeBefore(labels: Labels, last: string): string {
    const names = [...Object.keys(labels), last].sort();
    const wireNames = wireLabelNames(names, this.#escaping);
    const opening = (i: number): string => `${writeLabelName(wireNames[i] as string)}="`;
    const pairs = names.map((name, i) => name === last ? "" : `${opening(i)}${escapeQuoted(labels[name] as string)}",`);
    return `${pairs.join("")}${opening(names.indexOf(last))}`;
  }

  #learn(names: readonly string[]): void {
    this.#given = names;
    this.#sorted = names.toSorted();
    this.#lastValues = [];
    this.#lastPairs = [];
    this.#openings = wireLabelNames(this.#sorted, this.#escaping)
      .map((name, i) => `${i === 0 ? "" : ","}${writeLabelName(name)}="`);
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** The names of one family's series, as bytes before the bytes of their labels. */
export class SeriesNames {
  readonly #bytes: ByteWriter;
  readonly #name: string;

  /**
   * @param bytes Where the names are kept
   * @param name Name of the family
   */
  constructor(bytes: ByteWriter, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  /** Keeps the name of the family with a suffix. */
  add(suffix: string): SeriesName {
    return new SeriesName(this.#bytes, this.#name + suffix);
  }

  /** Keeps the name of a counter with `_created` in place of `_total`. */
  addCreated(): SeriesName {
    const base = this.#name.endsWith("_total") ? this.#name.slice(0, -"_total".length) : this.#name;
    return new SeriesName(this.#bytes, `${base}_created`);
  }
}

/** More bytes than a value and a line feed take. */
const VALUE_LENGTH = 40;

/** `} `: after the labels of a series, before its value. */
const CLOSING = 0x7d | 0x20 << 8;

/** A name that lines begin with. One that needs quotes stands between the braces, before the labels. */
export class SeriesName {
  readonly #bytes: ByteWriter;
  /** First byte of the name as it is written before labels. */
  readonly #start: number;
  /** First byte of the name as it is written without labels. */
  readonly #bareStart: number;
  readonly #end: number;

  /**
   * @param bytes Where the name is kept, and after it labels
   * @param name Any name
   */
  constructor(bytes: ByteWriter, name: string) {
    const isLegacy = isLegacyMetricName(name);
    const shown = writeName(name);
    this.#bytes = bytes;
    this.#start = bytes.length;
    bytes.text(isLegacy ? `${shown}{` : `{${shown},`);
    this.#bareStart = bytes.length;
    bytes.text(isLegacy ? `${shown} ` : `{${shown}} `);
    this.#end = bytes.length;
  }

  /**
   * Writes a series up to its value, and makes room for that.
   *
   * @param out Where to write
   * @param start First byte of the labels
   * @param end First byte after them
   */
  write(out: ByteWriter, start: number, end: number): void {
    out.reserve(this.#end - this.#start + end - start + VALUE_LENGTH);
    if (start === end) {
      out.copy(this.#bytes, this.#bareStart, this.#end);
    } else {
      out.copy(this.#bytes, this.#start, this.#bareStart);
      out.copy(this.#bytes, start, end);
      out.pair(CLOSING);
    }
  }

  /** Writes a series up to where one more label begins. */
  open(out: ByteWriter, start: number, end: number): void {
    out.reserve(this.#bareStart - this.#start + end - start);
    out.copy(this.#bytes, this.#start, this.#bareStart);
    if (start !== end) out.copy(this.#bytes, start, end);
  }
}

/** A label that is one more than those of a point, `le` or `quantile`, by its place among the values of the point. */
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
   * @param i Place of the value of the label
   * @param value The value, mostly the same for all points of a family
   * @param hasLabels Whether other labels come before this one
   */
  write(out: ByteWriter, i: number, value: number, hasLabels: boolean): void {
    if (i >= this.#values.length || this.#values[i] !== value) this.#learn(i, value);
    const comma = i === 0 ? 0 : this.#ends[i - 1] as number;
    const end = this.#ends[i] as number;
    out.reserve(end - comma + VALUE_LENGTH);
    out.copy(this.#bytes, hasLabels ? comma : comma + 1, end);
  }

  #learn(i: number, value: number): void {
    this.#bytes.length = i === 0 ? 0 : this.#ends[i - 1] as number;
    this.#bytes.text(`,${this.#name}="${this.#print(value)}"} `);
    this.#values.length = this.#ends.length = i;
    this.#values.push(value);
    this.#ends.push(this.#bytes.length);
  }
}
