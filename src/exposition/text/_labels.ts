import type { EscapingScheme } from "../../model/escaping.ts";
import type { Labels } from "../../model/labels.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../../model/names.ts";
import { escapeQuoted } from "./escape.ts";
import { wireLabelNames } from "../wire_names.ts";

/** Writes a metric name on its own, as in metadata: in quotes if it needs them. */
export function writeName(name: string): string {
  return isLegacyMetricName(name) ? name : `"${escapeQuoted(name)}"`;
}

/** Writes a label name, quoted if it has characters outside `[a-zA-Z0-9_]` or begins with a digit. */
export function writeLabelName(name: string): string {
  return isLegacyLabelName(name) ? name : `"${escapeQuoted(name)}"`;
}

/** Writes label sets. They mostly have the same names, which are sorted, escaped and quoted once. */
export class LabelWriter {
  readonly #escaping: EscapingScheme;
  #given: readonly string[] = [];
  #sorted: readonly string[] = [];
  #openings: readonly string[] = [];
  /** Last value and encoded pair of each label. Consecutive series have many values in common. */
  #lastValues: string[] = [];
  #lastPairs: string[] = [];

  constructor(escaping: EscapingScheme) {
    this.#escaping = escaping;
  }

  /** Writes labels, sorted by name, as they are written between braces. */
  write(labels: Labels): string {
    const names = Object.keys(labels);
    if (!isSameList(names, this.#given)) this.#setNames(names);
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

  /** Writes labels and the name of one more, whose value follows. It comes last, but is escaped together with the others. */
  writeBefore(labels: Labels, last: string): string {
    const names = [...Object.keys(labels), last].sort();
    const wireNames = wireLabelNames(names, this.#escaping);
    const opening = (i: number): string => `${writeLabelName(wireNames[i] as string)}="`;
    const pairs = names.map((name, i) => name === last ? "" : `${opening(i)}${escapeQuoted(labels[name] as string)}",`);
    return `${pairs.join("")}${opening(names.indexOf(last))}`;
  }

  #setNames(names: readonly string[]): void {
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
