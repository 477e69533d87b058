import { type Clock, systemClock } from "../model/clock.ts";
import type { Collector } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import { sampleNames } from "../model/sample_names.ts";
import { changeHelp, type Definition, differenceOf } from "../metrics/definition.ts";
import { labelsKey } from "../model/labels_key.ts";
import type { Entry, Identity } from "./_entry.ts";
import { sourceOf } from "./_source.ts";
import { type CollectorOptions, settingsOf, UNNAMED } from "./collector_options.ts";

/** Instruments that share a family. There can be several if their constant labels differ. */
interface Owner {
  readonly identity: Identity;
  readonly members: { readonly definition: Definition; readonly collector: Collector; readonly isDirect: boolean }[];
}

/** An instrument, possibly created by another copy of this package. */
type KnownInstrument = Collector & { readonly definition: Definition };

/** An instrument that can take over the callback of a newer one with the same definition, and its help text. */
type Adopter = Collector & { adopt?(newer: Collector): void; setHelp?(help: string): void };

/** Keeps all registered collectors, and the names used by instruments. */
export class Store {
  readonly #entries = new Map<Collector, Entry[]>();
  readonly #owners = new Map<string, Owner>();
  readonly #reserved: ReadonlyMap<string, Identity>;
  readonly #clock: Clock;
  readonly #replacesHelp: boolean;
  /** All entries in order; cached until an entry is added or removed. */
  #ordered: readonly Entry[] | undefined;

  /**
   * @param reserved Heads of the families about collectors and instruments
   * @param clock Source of the current time
   * @param replacesHelp Whether a changed help text is taken over
   */
  constructor(reserved: readonly Identity[], clock: Clock = systemClock, replacesHelp = false) {
    this.#clock = clock;
    this.#replacesHelp = replacesHelp;
    this.#reserved = new Map(reserved.map((identity) => [identity.name, identity]));
  }

  /** All entries: instruments sorted by name, then collectors in order of registration. */
  get entries(): readonly Entry[] {
    return this.#ordered ??= this.#order();
  }

  /** All entries except instruments. */
  get collectors(): Entry[] {
    return this.entries.filter(({ instrument }) => instrument === undefined);
  }

  #order(): readonly Entry[] {
    const all = [...this.#entries.values()].flat();
    const instruments = all.filter(({ instrument }) => instrument !== undefined);
    const collectors = all.filter(({ instrument }) => instrument === undefined);
    return [...instruments.sort(byName), ...collectors];
  }

  /** Finds the family, of an instrument or of the registry itself, that uses a sample name. */
  ownerOf(sampleName: string): Identity | undefined {
    return this.#reserved.get(sampleName) ?? this.#owners.get(sampleName)?.identity;
  }

  /** Checks whether a name is that of a family of the registry itself. */
  isReserved(name: string): boolean {
    return this.#reserved.has(name);
  }

  /** Returns the instrument with the same definition, or adds this one. May take over its help text. */
  getOrAdd(made: KnownInstrument): Collector {
    const { name, help } = made.definition;
    const owner = this.#owners.get(name);
    const isNewHelp = this.#replacesHelp && owner?.identity.name === name && owner.identity.help !== help;
    if (!isNewHelp) return this.#getOrAdd(made);
    // All else must be the same: that is compared with the old text.
    (made as Adopter).setHelp?.(owner.identity.help);
    const found = this.#getOrAdd(made);
    for (const { collector, definition, isDirect } of owner.members) {
      (collector as Adopter).setHelp?.(help);
      if (!isDirect) changeHelp(definition, help);
    }
    return found;
  }

  #getOrAdd(made: KnownInstrument): Collector {
    const { name, fingerprint } = made.definition;
    const members = this.#owners.get(name)?.members ?? [];
    const same = members.find(({ definition, isDirect }) => isDirect && definition.fingerprint === fingerprint);
    if (same === undefined) this.add(made, "", {}, {});
    else (same.collector as Adopter).adopt?.(made);
    return same?.collector ?? made;
  }

  /** Adds a collector once for each combination of prefix and labels. Returns its entry. */
  add(collector: Collector, prefix: string, labels: Labels, options: CollectorOptions): Entry {
    const siblings = this.#entries.get(collector) ?? [];
    const existing = siblings.find((entry) => isWithin(entry, prefix, labels));
    if (existing !== undefined) return existing;
    const settings = settingsOf(collector, options);
    const { timeoutMs, enabled, scope } = settings;
    const source = sourceOf(settings, this.#clock);
    const common = { collector, timeoutMs, enabled, scope, prefix, labels, source };
    let entry: Entry;
    if (isInstrument(collector)) {
      const definition = defineWithin(collector.definition, prefix, labels);
      const isDirect = definition === collector.definition;
      this.#claim({ definition, collector, isDirect });
      entry = { ...common, name: definition.name, chosenName: undefined, instrument: { definition, isDirect } };
    } else {
      const { name, replace } = settings;
      const holder = this.collectors.find((other) => isWithin(other, prefix, labels) && hasName(other, name));
      if (holder !== undefined) {
        if (!replace && !isInterchangeable(holder.collector, collector)) {
          throw new TypeError(
            `Cannot register collector "${name}": the name is already used; choose another one, or set replace to replace that collector`,
          );
        }
        this.deleteEntry(holder);
      }
      entry = { ...common, name: this.#unique(name ?? UNNAMED), chosenName: name, instrument: undefined };
    }
    this.#entries.set(collector, [...siblings, entry]);
    this.#ordered = undefined;
    return entry;
  }

  /** Removes a collector. Returns `true` if it was registered. */
  delete(collector: Collector, prefix: string, labels: Labels): boolean {
    const entry = this.#entries.get(collector)?.find((sibling) => isWithin(sibling, prefix, labels));
    return entry !== undefined && this.deleteEntry(entry);
  }

  /** Removes an entry. Returns `true` if it was there. */
  deleteEntry(entry: Entry): boolean {
    const siblings = this.#entries.get(entry.collector) ?? [];
    if (!siblings.includes(entry)) return false;
    const others = siblings.filter((sibling) => sibling !== entry);
    if (others.length > 0) this.#entries.set(entry.collector, others);
    else this.#entries.delete(entry.collector);
    this.#ordered = undefined;
    entry.source?.stop();
    if (entry.instrument !== undefined) this.#release(entry.instrument.definition);
    return true;
  }

  /** Stops collecting between scrapes. */
  stop(): void {
    for (const { source } of this.entries) source?.stop();
  }

  /** Removes everything. */
  clear(): void {
    this.stop();
    this.#entries.clear();
    this.#ordered = undefined;
    this.#owners.clear();
  }

  #claim(member: Owner["members"][number]): void {
    const { definition } = member;
    const { type, name } = definition;
    const taken = sampleNames(type, name);
    for (const sampleName of taken) {
      const identity = this.ownerOf(sampleName);
      if (identity !== undefined && !isSameFamily(identity, definition)) {
        throw new TypeError(`Cannot register ${type} "${name}": ${conflictOf(identity, definition, sampleName)}`);
      }
    }
    const owner = this.#owners.get(name) ?? { identity: definition, members: [] };
    for (const { definition: other } of owner.members) {
      const constNames = Object.keys(other.constLabels);
      if (
        !isSameList(constNames, Object.keys(definition.constLabels)) ||
        !isSameList(other.labelNames, definition.labelNames)
      ) {
        throw new TypeError(
          `Cannot register ${type} "${name}": it is already registered with label names [${other.labelNames}] and constant labels [${constNames}]`,
        );
      }
      if (isSame(other.constLabels, definition.constLabels)) {
        throw new TypeError(
          `Cannot register ${type} "${name}": it is already registered with ${differenceOf(other, definition)}`,
        );
      }
    }
    owner.members.push(member);
    for (const sampleName of taken) this.#owners.set(sampleName, owner);
  }

  #release(definition: Definition): void {
    const members = this.#owners.get(definition.name)?.members ?? [];
    members.splice(members.findIndex((member) => member.definition === definition), 1);
    if (members.length > 0) return;
    for (const sampleName of sampleNames(definition.type, definition.name)) this.#owners.delete(sampleName);
  }

  #unique(name: string): string {
    const taken = new Set(this.entries.map((entry) => entry.name));
    let candidate = name;
    for (let i = 2; taken.has(candidate); i++) candidate = `${name}_${i}`;
    return candidate;
  }
}

function isInterchangeable(one: Collector, { replaceKey }: Collector): boolean {
  return replaceKey !== undefined && one.replaceKey === replaceKey;
}

function hasName(entry: Entry, name: string | undefined): boolean {
  return name !== undefined && (entry.name === name || entry.chosenName === name);
}

function byName(one: Entry, other: Entry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/** Describes how a family conflicts with the one that already uses a sample name. */
export function conflictOf(owner: Identity, family: Identity, sampleName: string): string {
  const used = `the name "${sampleName}" is already used by ${owner.type} "${owner.name}"`;
  if (owner.type !== family.type || owner.name !== family.name) return used;
  return owner.help === family.help ? `${used} with unit "${owner.unit ?? ""}"` : `${used} with help "${owner.help}"`;
}

/** Checks whether two families can be exposed as one. */
export function isSameFamily(one: Identity, other: Identity): boolean {
  return one.type === other.type && one.name === other.name && one.help === other.help && one.unit === other.unit;
}

function isInstrument(collector: Collector): collector is KnownInstrument {
  const { definition } = collector as Partial<KnownInstrument>;
  return typeof definition?.fingerprint === "string";
}

/** Checks whether an entry was registered through a view, or could have been created by it. */
function isWithin(entry: Entry, prefix: string, labels: Labels): boolean {
  if (entry.prefix === prefix && isSame(entry.labels, labels)) return true;
  if (!entry.instrument?.isDirect) return false;
  const { name, constLabels } = entry.instrument.definition;
  return name.startsWith(prefix) && Object.entries(labels).every(([label, value]) => constLabels[label] === value);
}

function isSame(one: Labels, other: Labels): boolean {
  return labelsKey(one) === labelsKey(other);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}

function defineWithin(definition: Definition, prefix: string, labels: Labels): Definition {
  if (prefix === "" && isSame(labels, {})) return definition;
  const twice = [...definition.labelNames, ...Object.keys(definition.constLabels)].find((name) =>
    Object.hasOwn(labels, name)
  );
  if (twice !== undefined) {
    throw new TypeError(
      `Cannot register ${definition.type} "${definition.name}": it already has a label "${twice}"`,
    );
  }
  return { ...definition, name: prefix + definition.name, constLabels: { ...definition.constLabels, ...labels } };
}
