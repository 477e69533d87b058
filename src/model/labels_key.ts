import type { Labels } from "./labels.ts";

/**
 * Creates a key that is equal for two label sets if Prometheus treats them as the same: neither order nor labels with
 * an empty value matter.
 *
 * @param labels Names and values
 * @returns The key
 */
export function labelsKey(labels: Labels): string {
  return new LabelKeys().of(labels);
}

/** Creates keys of many label sets. Names are sorted once while consecutive label sets have the same names. */
export class LabelKeys {
  #given: readonly string[] = [];
  #sorted: readonly string[] = [];

  /** Creates the key of a label set; see {@linkcode labelsKey}. */
  of(labels: Labels): string {
    const names = Object.keys(labels);
    if (!this.#isGiven(names)) {
      this.#given = names;
      this.#sorted = names.toSorted();
    }
    let key = "";
    for (const name of this.#sorted) {
      const value = labels[name] as string;
      // Lengths separate names and values, so that any character may occur in them.
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
