import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import type {
  BucketRun,
  FamilyHead,
  HistogramPoint,
  MetricFamily,
  MetricType,
  NativeHistogram,
  PointHead,
} from "../../src/model/metric_family.ts";
import { reservedLabel, sampleNames } from "../../src/model/sample_names.ts";
import { HOSTILE_TEXTS } from "./hostile_text.ts";
import { Random } from "./property.ts";

/** What is written, and how. */
export interface RandomRegistry {
  /** Makes the same again. */
  readonly seed: number;
  readonly families: readonly MetricFamily[];
  readonly escaping: EscapingScheme;
  /** Whether some counts are fractions, as only protobuf can say. */
  readonly hasFractions: boolean;
}

const TYPES: readonly MetricType[] = [
  ...["counter", "gauge", "gaugehistogram", "histogram"] as const,
  ...["info", "stateset", "summary", "unknown"] as const,
];
const WORDS = [
  "a",
  "b_c",
  "b.c",
  "b:c",
  "größe",
  "花火",
  "😱",
  "a b",
  'a"b',
  "a\\b",
  "a\nb",
  "1",
  ":",
  "_",
  "U__a",
  "{}",
  "#",
];
const UNITS = ["seconds", "bytes", "größe"];
const VALUES = [0, -0, 1, -1, 0.1, 1e6, 1e-7, 1e21, 2 ** 53, 5e-324, -5e-324, 2.2e-308, 1.7976931348623157e308];
/** What old readers know; they have no quoted names. */
const ESCAPINGS: readonly EscapingScheme[] = ["underscores", "dots", "values"];

/** Makes a registry that this project takes, of anything that it takes. */
export function randomRegistry(seed: number): RandomRegistry {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1));
  for (let i = 0; i < 8; i++) random.below(2); // similar seeds begin alike
  const maker = new FamilyMaker(random, random.below(20) === 0);
  const families: MetricFamily[] = [];
  const taken = new Set<string>();
  for (let i = random.below(5); i >= 0; i--) {
    const family = maker.make();
    const names = sampleNames(family.type, family.name);
    if (names.some((name) => taken.has(name))) continue;
    for (const name of names) taken.add(name);
    families.push(family);
  }
  return { seed, families, escaping: random.pick(ESCAPINGS), hasFractions: maker.hasFractions };
}

class FamilyMaker {
  readonly hasFractions: boolean;
  readonly #random: Random;

  constructor(random: Random, hasFractions: boolean) {
    this.#random = random;
    this.hasFractions = hasFractions;
  }

  make(): MetricFamily {
    const type = this.#random.pick(TYPES);
    const head = this.#head(type);
    const points = this.#points(type, head.name);
    switch (type) {
      case "counter":
        return { ...head, type, points: points.map((point) => ({ ...point, ...this.#counter() })) };
      case "gauge":
      case "unknown":
        return { ...head, type, points: points.map((point) => ({ ...point, value: this.#value() })) };
      case "histogram":
      case "gaugehistogram":
        return { ...head, type, points: points.map((point) => ({ ...point, ...this.#histogram() })) };
      case "info":
        return { ...head, type, points };
      case "stateset":
        return { ...head, type, points: points.map((point) => ({ ...point, states: this.#states() })) };
      case "summary":
        return { ...head, type, points: points.map((point) => ({ ...point, ...this.#summary() })) };
    }
  }

  #chance(): boolean {
    return this.#random.below(2) === 0;
  }

  #head(type: MetricType): FamilyHead {
    const random = this.#random;
    const unit = type !== "info" && type !== "stateset" && random.below(3) === 0 ? random.pick(UNITS) : undefined;
    const words = random.list(1 + random.below(2), () => random.pick(WORDS));
    const suffix = type === "counter" ? "_total" : type === "info" ? "_info" : "";
    const name = [...words, ...unit === undefined ? [] : [unit]].join("_") + suffix;
    // Readers drop space at either end.
    const help = this.#chance() ? `x${this.#text()}x` : "";
    return { name, help, unit };
  }

  #points(type: MetricType, family: string): PointHead[] {
    const names = new Set(this.#random.list(this.#random.below(4), () => this.#labelName()));
    for (const reserved of ["le", "quantile", reservedLabel(type, family) ?? ""]) names.delete(reserved);
    const hasTimes = this.#random.below(3) === 0;
    const byLabels = new Map<string, PointHead>();
    for (let i = this.#random.below(3); i >= 0; i--) {
      const labels = Object.fromEntries(Array.from(names, (name) => [name, this.#text()]));
      const key = JSON.stringify(Object.values(labels).map((value) => value.toWellFormed()));
      byLabels.set(key, hasTimes ? { labels, timestampMs: this.#time() } : { labels });
    }
    return [...byLabels.values()];
  }

  #labelName(): string {
    for (;;) {
      const name = this.#random.list(1 + this.#random.below(2), () => this.#random.pick(WORDS)).join("");
      if (!name.startsWith("__")) return name;
    }
  }

  #text(): string {
    const texts = [...HOSTILE_TEXTS, "\ud800", "\udc00", " # {", "x"];
    return this.#random.list(this.#random.below(4), () => this.#random.pick(texts)).join("");
  }

  #time(): number {
    return this.#random.below(2 ** 31) * this.#random.below(1000);
  }

  #value(): number {
    const random = this.#random;
    if (random.below(4) === 0) return random.pick([...VALUES, NaN, Infinity, -Infinity]);
    if (this.#chance()) return random.below(1e6) / random.pick([1, 8, 1000]);
    const [value = 0] = new Float64Array(new Uint32Array([random.below(2 ** 32), random.below(2 ** 32)]).buffer);
    return value;
  }

  #finite(): number {
    const value = this.#value();
    return Number.isFinite(value) ? value : 1;
  }

  #count(): number {
    const random = this.#random;
    const count = random.below(random.pick([1, 10, 2 ** 31])) * random.pick([1, 1, 1000]);
    return this.hasFractions && this.#chance() ? count + 0.5 : count;
  }

  #created(): { createdMs?: number } {
    return this.#chance() ? { createdMs: this.#time() } : {};
  }

  #exemplar(): Exemplar {
    const random = this.#random;
    const names = random.list(random.below(3), () => this.#labelName());
    // One of the readers takes a brace for the end of the labels.
    const labels = Object.fromEntries(names.map((name) => [name, this.#text().replace(/[{}]/g, "")]));
    const exemplar = { labels, value: this.#finite() };
    return this.#chance() ? { ...exemplar, timestampMs: this.#time() } : exemplar;
  }

  #counter(): { value: number; createdMs?: number; exemplar?: Exemplar } {
    const value = Math.abs(this.#value());
    const exemplar = this.#chance() ? { exemplar: this.#exemplar() } : {};
    return { value: Number.isNaN(value) ? 1 : value, ...this.#created(), ...exemplar };
  }

  #summary() {
    const quantiles = [...new Set(this.#random.list(this.#random.below(4), () => this.#random.below(1001) / 1000))]
      .sort((one, other) => one - other)
      .map((quantile) => ({ quantile, value: this.#value() }));
    return { count: Math.floor(this.#count()), sum: this.#value(), quantiles, ...this.#created() };
  }

  #states(): Record<string, boolean> {
    const names = this.#random.list(1 + this.#random.below(3), () => this.#text().toWellFormed());
    return Object.fromEntries(names.map((name) => [name, this.#chance()]));
  }

  #histogram(): Omit<HistogramPoint, keyof PointHead> {
    const random = this.#random;
    const bounds = [...new Set(random.list(random.below(5), () => this.#finite() + 0))].sort((one, other) =>
      one - other
    );
    const offset = random.below(2);
    const counts = random.list(offset + bounds.length + 1, () => this.#count());
    const exemplars = bounds.map((bound, i) =>
      this.#chance() ? { ...this.#exemplar(), value: between(bounds[i - 1] ?? -Infinity, bound) } : undefined
    );
    if (this.#chance()) exemplars.push({ ...this.#exemplar(), value: between(bounds.at(-1) ?? -Infinity, Infinity) });
    const native = this.#chance() ? { native: this.#native(counts, offset) } : {};
    return { sum: this.#value(), bounds, counts, offset, exemplars, ...native, ...this.#created() };
  }

  /** Of the same observations as classic buckets: some are added there or here, until there are as many. */
  #native(counts: number[], offset: number): NativeHistogram {
    const random = this.#random;
    const positive = this.#runs();
    const negative = this.#runs();
    const missing = total(counts.slice(offset)) - total([...positive, ...negative].flatMap(({ counts }) => counts));
    if (missing < 0) counts[counts.length - 1] = (counts.at(-1) as number) - missing;
    return {
      schema: random.below(13) - 4,
      zeroThreshold: random.pick([0, 2 ** -128, 0.5]),
      zeroCount: Math.max(0, missing),
      positive,
      negative,
      exemplars: random.list(random.below(3), () => this.#exemplar()),
    };
  }

  #runs(): BucketRun[] {
    const random = this.#random;
    const runs = random.list(random.below(3), () => ({
      offset: 1 + random.below(1000),
      counts: random.list(1 + random.below(4), () => this.#count()),
    }));
    return runs.map((run, i) => i === 0 ? { ...run, offset: run.offset - 500 } : run);
  }
}

/** A value of a bucket. */
function between(low: number, high: number): number {
  if (high === Infinity) return low === -Infinity ? 1 : low + Math.abs(low) || 1;
  const middle = low === -Infinity ? high - 1 : low / 2 + high / 2;
  return middle > low && middle <= high ? middle : high;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
