import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { isAmbiguous, isKept, markAmbiguous } from "../model/live_family.ts";
import { exposedNames, lacksSuffix, sampleNames } from "../model/sample_names.ts";
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

  /**
   * Adds the families of a collector. A family whose names another one uses is left out, and so are points with the labels of
   * others.
   *
   * @returns Why something was left out
   */
  addCollected(families: readonly MetricFamily[]): readonly Error[] {
    const problems: Error[] = [];
    for (const family of families) {
      const { type, name } = family;
      const conflict = this.#conflictOf(family);
      if (conflict !== undefined) {
        problems.push(new TypeError(`Cannot expose ${type} "${name}": ${conflict}`));
        continue;
      }
      const { joined, twice } = joinDistinct(this.#find(name), family);
      if (twice !== undefined) {
        const labels = JSON.stringify(twice);
        problems.push(new TypeError(`Cannot expose ${type} "${name}": two points have the same labels ${labels}`));
      }
      this.#put(joined);
      for (const sampleName of claimsOf(family)) this.#owners.set(sampleName, joined);
    }
    return problems;
  }

  /** Describes why a family cannot be exposed together with another one. Marks it if only OpenMetrics 1.0 cannot do it. */
  #conflictOf(family: MetricFamily): string | undefined {
    const { type, name } = family;
    for (const sampleName of claimsOf(family)) {
      const owner = this.#store.ownerOf(sampleName) ?? this.#owners.get(sampleName);
      if (owner === undefined) continue;
      const isOwn = owner.type === type && owner.name === name;
      // Another registry has the same families about its own collectors, which are exposed together.
      if (isOwn && (!this.#store.isReserved(name) || isSameFamily(owner, family))) continue;
      if (exposedNames(type, name).includes(sampleName) && exposedNames(owner.type, owner.name).includes(sampleName)) {
        return conflictOf(owner, family, sampleName);
      }
      if (isSuffixed(family)) markAmbiguous(family);
      else if ("points" in owner) markAmbiguous(owner as MetricFamily);
    }
    return undefined;
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

/** Sample names of kept families: building and hashing them at each scrape takes longer than everything else. */
const CLAIMS = new WeakMap<MetricFamily, readonly string[]>();

/** Names that a family takes. */
function claimsOf(family: MetricFamily): readonly string[] {
  let claims = CLAIMS.get(family);
  if (claims === undefined) {
    claims = sampleNames(family.type, family.name);
    if (isKept(family)) CLAIMS.set(family, claims);
  }
  return claims;
}

function hasPoints({ points }: MetricFamily): boolean {
  return !Array.isArray(points) || points.length > 0;
}

function join(one: MetricFamily | undefined, other: MetricFamily): MetricFamily {
  if (one === undefined) return other;
  return { ...one, points: [...one.points, ...other.points] } as MetricFamily;
}

/** Adds points to a family, unless it has points with their labels. Returns the labels of one that is left out. */
function joinDistinct(
  one: MetricFamily | undefined,
  other: MetricFamily,
): { joined: MetricFamily; twice?: PointHead["labels"] | undefined } {
  if (one === undefined && isKept(other)) return { joined: other };
  const keys = new LabelKeys();
  const seen = new Set<string>();
  let twice: PointHead["labels"] | undefined;
  const isNew = ({ labels, timestampMs }: PointHead): boolean => {
    const key = timestampMs === undefined ? keys.of(labels) : `${timestampMs} ${keys.of(labels)}`;
    const { size } = seen;
    return seen.add(key).size > size;
  };
  for (const point of one?.points as Iterable<PointHead> ?? []) isNew(point);
  const points = [...other.points as Iterable<PointHead>];
  const added = points.filter((point) => {
    const isAdded = isNew(point);
    if (!isAdded) twice ??= point.labels;
    return isAdded;
  });
  if (one === undefined && added.length === points.length) return { joined: other };
  const head = one ?? other;
  const joined = { ...head, points: [...one?.points ?? [], ...added] } as MetricFamily;
  if (isAmbiguous(other) || one !== undefined && isAmbiguous(one)) markAmbiguous(joined);
  return { joined, twice };
}

function isSuffixed({ type, name }: MetricFamily): boolean {
  return (type === "counter" || type === "info") && !lacksSuffix(type, name);
}
