import type { Labels } from "./labels.ts";

/**
 * Writes labels such that two label sets have the same text if a reader takes them for the same: neither order nor labels
 * without a value count.
 *
 * @param labels Names and values
 * @returns The text
 */
export function labelsKey(labels: Labels): string {
  return new LabelKeys().of(labels);
}

/** Writes keys of many label sets, which mostly have the same names: those are sorted once. */
export class LabelKeys {
  #given: readonly string[] = [];
  #sorted: readonly string[] = [];

  /** Writes the key of a label set; see {@linkcode labelsKey}. */
  of(labels: Labels): string {
    const names = Object.keys(labels);
    if (!this.#isGiven(names)) {
      this.#given = names;
      this.#sorted = names.toSorted();
    }
    let key = "";
    for (const name of this.#sorted) {
      const value = labels[name] as string;
      // The lengths mark where a name or a value ends, whatever characters it has.
      if (value !== "") key += `${name.length}:${name}${value.length}:${value.toWellFormed()}`;
    }
    return key;
  }

  #isGiven(names: readonly string[]): boolean {
    if (names.length !== this.#given.length) return false;
    for (let i = 0; i < names.length; i++) if (names[i] !== this.#given[i]) return false;
    return true;
  }
}
