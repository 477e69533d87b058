import type { Labels } from "../model/labels.ts";
import { isLegacyLabelName } from "../model/names.ts";
import { CLOSING_BRACE, COMMA, EQUALS, isNamePart, isNameStart, QUOTE } from "./characters.ts";
import type { LineScanner } from "./line_scanner.ts";
import { readQuoted, type UnknownEscape } from "./read_quoted.ts";

/** Syntax of labels in a format. */
export interface LabelRules {
  /** Whether to allow blanks, a comma after the last label, and a metric name at any position, even without quotes. */
  readonly isLenient: boolean;
  /** Replaces an unknown escape sequence; if `undefined`, such a sequence is an error. */
  readonly unknownEscape?: UnknownEscape;
}

/** Syntax without blanks; an unknown escape sequence is kept as it is. */
export const STRICT_LABELS: LabelRules = { isLenient: false, unknownEscape: (sequence) => sequence };

/** Number of values that are kept; a power of two. */
const KEPT_VALUES = 1024;

/**
 * Reads consecutive label sets. Most have the same names as the previous set, and values that occurred before: these are
 * compared in place instead of being sliced, so that each string is allocated only once.
 */
export class LabelReader {
  /** Number of labels. */
  count = 0;
  /** Names in the order of the text; entries beyond `count` are left over from earlier sets. */
  readonly names: string[] = [];
  /** Values in the same order. */
  readonly values: string[] = [];
  /** Metric name, if it was between the braces. */
  metricName: string | undefined;
  readonly #scanner: LineScanner;
  readonly #rules: LabelRules;
  /** Beginning of each label in the text, up to and including the opening quote of its value. */
  readonly #openings: (string | undefined)[] = [];
  /** Values that were sliced before, indexed by a hash of their length and last characters. */
  readonly #keptValues: string[] = new Array(KEPT_VALUES).fill("");
  #isChanged = false;
  #isSorted = false;
  #hasProto = false;
  #isPlain = false;
  #firstLabel = 0;
  #labelsEnd = 0;

  constructor(scanner: LineScanner, rules: LabelRules) {
    this.#scanner = scanner;
    this.#rules = rules;
  }

  /** Forgets the labels of the previous line, for a line without labels. */
  clear(): void {
    this.count = 0;
    this.metricName = undefined;
  }

  /**
   * Reads the labels after an opening brace, and the closing brace.
   *
   * @param mayName Whether the metric name is allowed here
   */
  read(mayName: boolean): void {
    const scanner = this.#scanner;
    const { text } = scanner;
    this.metricName = undefined;
    this.#isPlain = true;
    let { at } = scanner;
    this.#firstLabel = at;
    let isAfterLabel = false;
    let i = 0;
    for (let end = this.#readKnown(text, at, 0); end > 0; end = this.#readKnown(text, at, i)) {
      at = end;
      i++;
      isAfterLabel = text.charCodeAt(at) !== COMMA;
      if (isAfterLabel) break;
      at++;
    }
    scanner.at = at;
    this.count = i;
    if (!isAfterLabel || !scanner.isAt(CLOSING_BRACE)) this.#readOthers(mayName, isAfterLabel);
    this.#labelsEnd = scanner.at++;
    if (this.#isChanged) this.#checkNames();
  }

  /** Returns the index of the label with a name, or -1. */
  placeOf(name: string): number {
    for (let i = 0; i < this.count; i++) if (this.names[i] === name) return i;
    return -1;
  }

  /** Creates an object of the labels; the one at index `without` is left out, none if -1. */
  toLabels(without: number): Labels {
    const { names, values, count } = this;
    if (this.#hasProto) {
      const pairs = names.slice(0, count).map((name, i) => [name, values[i] as string] as const);
      return Object.fromEntries(pairs.filter((_, i) => i !== without));
    }
    const labels: Record<string, string> = {};
    for (let i = 0; i < count; i++) if (i !== without) labels[names[i] as string] = values[i] as string;
    return labels;
  }

  /** Creates a key that is the same for any order of the labels; the one at index `without` is left out, none if -1. */
  toKey(without: number): string {
    const { names, values, count } = this;
    if (count === 0) return "";
    if (without < 0 && this.#isSorted && this.#isPlain) {
      return this.#scanner.text.slice(this.#firstLabel, this.#labelsEnd);
    }
    const places = names.slice(0, count).map((_, i) => i).filter((i) => i !== without);
    places.sort((one, other) => (names[one] as string) < (names[other] as string) ? -1 : 1);
    return places.map((i) => writePair(names[i] as string, values[i] as string)).join();
  }

  /** Reads a label that begins like the one at the same index in the previous set; returns its end, or -1. */
  #readKnown(text: string, at: number, i: number): number {
    const opening = this.#openings[i];
    if (opening === undefined || !text.startsWith(opening, at)) return -1;
    const scanner = this.#scanner;
    const start = at + opening.length;
    const end = text.indexOf('"', start);
    if (end < 0 || end > scanner.end || end > scanner.findBackslash(start)) return -1;
    const length = end - start;
    if (length > scanner.limits.maxLabelLength) return -1;
    const place = (length * 7 + text.charCodeAt(end - 1) * 31 + text.charCodeAt(end - 2)) % KEPT_VALUES;
    const kept = this.#keptValues[place] as string;
    if (kept.length === length && text.startsWith(kept, start)) this.values[i] = kept;
    else this.values[i] = this.#keptValues[place] = text.slice(start, end);
    return end + 1;
  }

  /** Reads the remaining labels, up to the closing brace. */
  #readOthers(mayName: boolean, isAfterLabel: boolean): void {
    const scanner = this.#scanner;
    const { isLenient } = this.#rules;
    for (let isAfter = isAfterLabel;; isAfter = true) {
      if (isAfter) {
        if (isLenient) scanner.skipBlanks();
        if (scanner.isAt(CLOSING_BRACE)) return;
        if (!scanner.isAt(COMMA)) throw scanner.error(`"," or "}" is missing after a label`);
        scanner.at++;
      }
      if (isLenient) {
        this.#isPlain = false;
        scanner.skipBlanks();
      }
      if (scanner.isAt(CLOSING_BRACE) && (isLenient || (this.count === 0 && this.metricName === undefined))) return;
      if (this.#readName(mayName)) this.#readValue();
    }
  }

  /** Reads a label up to its value and returns `true`, or reads the metric name and returns `false`. */
  #readName(mayName: boolean): boolean {
    const scanner = this.#scanner;
    const { isLenient } = this.#rules;
    const i = this.count;
    const start = scanner.at;
    const isQuoted = scanner.isAt(QUOTE);
    const name = isQuoted ? readQuoted(scanner, this.#rules.unknownEscape) : this.#readBareName();
    if (name === "") throw scanner.error("name must not be empty", start);
    this.#checkLength(name, start);
    if (isLenient) scanner.skipBlanks();
    if (!scanner.isAt(EQUALS)) {
      if (!mayName || this.metricName !== undefined || !(isLenient || (i === 0 && isQuoted))) {
        throw scanner.error(`"=" is missing after label name ${JSON.stringify(name)}`);
      }
      this.metricName = name;
      this.#isPlain = false;
      return false;
    }
    scanner.at++;
    if (name === "__name__") throw scanner.error(`label name "__name__" is reserved`, start);
    if (isLenient) scanner.skipBlanks();
    if (!scanner.isAt(QUOTE)) throw scanner.error("label value must begin with a quote");
    this.#openings.length = i;
    this.#openings.push(scanner.text.slice(start, scanner.at + 1));
    this.names[i] = name;
    this.#isChanged = true;
    return true;
  }

  #readBareName(): string {
    const scanner = this.#scanner;
    const start = scanner.at;
    if (!isNameStart(scanner.code)) {
      throw scanner.error(`label name is missing, current value is ${scanner.quoteToken()}`);
    }
    do scanner.at++; while (isNamePart(scanner.code));
    return scanner.text.slice(start, scanner.at);
  }

  #readValue(): void {
    const scanner = this.#scanner;
    const start = scanner.at;
    const value = readQuoted(scanner, this.#rules.unknownEscape);
    const isPlain = value.length === scanner.at - start - 2;
    this.values[this.count] = this.#checkLength(value, start);
    this.#isPlain &&= isPlain;
    this.count++;
  }

  #checkLength(text: string, at: number): string {
    const { limits } = this.#scanner;
    if (text.length > limits.maxLabelLength) throw this.#scanner.error(limits.problem("maxLabelLength"), at);
    return text;
  }

  #checkNames(): void {
    const names = this.names.slice(0, this.count);
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) throw this.#scanner.error(`label name ${JSON.stringify(name)} is repeated`);
      seen.add(name);
    }
    this.#isChanged = false;
    this.#isSorted = names.every((name, i) =>
      this.#openings[i] === `${name}="` && isLegacyLabelName(name) && (i === 0 || (names[i - 1] as string) < name)
    );
    this.#hasProto = names.includes("__proto__");
  }
}

/** Writes a label in the form that it usually has in the text. */
function writePair(name: string, value: string): string {
  const escaped = /[\\"\n]/.test(value) ? value.replace(/[\\"\n]/g, (special) => `\\${special}`) : value;
  return `${isLegacyLabelName(name) ? name : JSON.stringify(name)}="${escaped}"`;
}
