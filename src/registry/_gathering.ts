import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { sampleNames } from "../model/sample_names.ts";
import { LabelKeys } from "../model/labels_key.ts";
import { conflictOf, isSameFamily, type Store } from "./_store.ts";

/** Combines the families of all collectors of one scrape. */
export class Gathering {
  readonly #store: Store;
  readonly #families: MetricFamily[] = [];
  readonly #owners = new Map<string, MetricFamily>();
  /** Index by name; created only if families do not arrive sorted. */
  #places: Map<string, number> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Returns all families that have points, sorted by name. Nothing can be added after that. */
  finish(): MetricFamily[] {
    const families = this.#families.every(hasPoints) ? this.#families : this.#families.filter(hasPoints);
    return this.#places === undefined ? families : families.sort((one, other) => one.name < other.name ? -1 : 1);
  }

  /** Adds the families of an instrument. Its names were checked when it was registered. */
  addInstruments(families: readonly MetricFamily[]): void {
    for (const family of families) {
      const last = this.#families[this.#families.length - 1];
      if (this.#places === undefined && (last === undefined || last.name < family.name)) this.#families.push(family);
      else this.#put(join(this.#find(family.name), family));
    }
  }

  /** Adds the families of a collector: all of them, or none if one conflicts with a family that is already there. */
  addCollected(families: readonly MetricFamily[]): void {
    const joined = new Map<string, MetricFamily>();
    const owners = new Map<string, MetricFamily>();
    for (const family of families) {
      const { type, name } = family;
      for (const sampleName of sampleNames(type, name)) {
        const owner = this.#store.ownerOf(sampleName) ?? this.#owners.get(sampleName) ?? owners.get(sampleName);
        if (owner !== undefined && !isSameFamily(owner, family)) {
          throw new TypeError(`Cannot expose ${type} "${name}": ${conflictOf(owner, family, sampleName)}`);
        }
        owners.set(sampleName, family);
      }
      joined.set(name, join(joined.get(name) ?? this.#find(name), family));
    }
    for (const family of joined.values()) assertDistinct(family);
    for (const family of joined.values()) this.#put(family);
    for (const [sampleName, family] of owners) this.#owners.set(sampleName, family);
  }

  #find(name: string): MetricFamily | undefined {
    this.#places ??= new Map(this.#families.map((family, i) => [family.name, i]));
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.#families[place];
  }

  #put(family: MetricFamily): void {
    const place = this.#places?.get(family.name) ?? this.#families.length;
    this.#places?.set(family.name, place);
    this.#families[place] = family;
  }
}

function hasPoints({ points }: MetricFamily): boolean {
  return !Array.isArray(points) || points.length > 0;
}

function join(one: MetricFamily | undefined, other: MetricFamily): MetricFamily {
  if (one === undefined) return other;
  return { ...one, points: [...one.points, ...other.points] } as MetricFamily;
}

function assertDistinct({ type, name, points }: MetricFamily): void {
  const keys = new LabelKeys();
  const seen = new Set<string>();
  for (const { labels, timestampMs } of points as Iterable<PointHead>) {
    const key = timestampMs === undefined ? keys.of(labels) : `${timestampMs} ${keys.of(labels)}`;
    if (seen.has(key)) {
      throw new TypeError(`Cannot expose ${type} "${name}": two points have the same labels ${JSON.stringify(labels)}`);
    }
    seen.add(key);
  }
}
