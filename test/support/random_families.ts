import type { Exemplar } from "../../src/model/exemplar.ts";
import type { Labels } from "../../src/model/labels.ts";
import { markLive } from "../../src/model/live_family.ts";
import type { BucketRun, MetricFamily, MetricType, PointHead } from "../../src/model/metric_family.ts";
import { HOSTILE_TEXTS } from "./hostile_text.ts";
import type { Random } from "./property.ts";

/** The word for each type. */
export const METRIC_TYPES: readonly MetricType[] = [
  "counter",
  "gauge",
  "gaugehistogram",
  "histogram",
  "info",
  "stateset",
  "summary",
  "unknown",
];

const NAMES = ["plain", "with:colon", "http.requests", "größe", 'q"u\\o\nte', "9lives", "😱", " "];
const LABEL_NAMES = ["a", "B", "_", "1", "http.method", "größe", "a:b", 'q"u\\o\nte', "😱", " ", "a.b", "a_b"];
const SUFFIXES: Readonly<Partial<Record<MetricType, string>>> = { counter: "_total", info: "_info" };
const BOUNDS: readonly ArrayLike<number>[] = [
  [],
  [0],
  [0.00001, 0.5, 1, 1_000_000],
  new Float64Array([-2.5, 0, 1e21]),
];

/** A number of any kind, NaN and the infinite ones among them. */
export function randomNumber(random: Random): number {
  const kinds = [
    () => random.below(10),
    () => random.below(2 ** 32) - 2 ** 31,
    () => random.below(2 ** 32) * random.below(2 ** 32),
    () => (random.below(2 ** 32) - 2 ** 31) / 10 ** random.below(20),
    () => new Float64Array(new Uint32Array([random.below(2 ** 32), random.below(2 ** 32)]).buffer)[0] as number,
    () => random.pick([0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 0.1 + 0.2]),
  ];
  return random.pick(kinds)();
}

/** Families that change from scrape to scrape, as those of instruments and of collectors do. */
export class RandomFamilies {
  readonly #random: Random;
  #families: Changing[] = [];
  #made = 0;

  constructor(random: Random, count: number = 1 + random.below(8)) {
    this.#random = random;
    this.#families = random.list(count, () => this.#make());
  }

  /** The families of one scrape. */
  get families(): MetricFamily[] {
    return this.#families.map(({ head, points }) => ({ ...head, points }) as MetricFamily);
  }

  /** The same, where each family that was there before is the same object again, and most are marked as live. */
  get liveFamilies(): MetricFamily[] {
    return this.#families.map((family) => {
      family.live.points = family.points;
      return family.live as unknown as MetricFamily; // its points are those of its type
    });
  }

  /** Adds, removes and changes what is there. */
  change(): void {
    const random = this.#random;
    if (random.below(8) === 0) this.#families.splice(random.below(this.#families.length), 1);
    if (random.below(4) === 0) this.#families.push(this.#make());
    for (const family of this.#families) {
      const { head, points } = family;
      const changes = [
        () => {},
        () => points.push(...random.list(1 + random.below(3), () => this.#point(head.type))),
        () => family.points = points.toSpliced(random.below(points.length + 1), 1),
        () => family.points = points.map((point) => ({ ...point })),
        () => family.points = points.toReversed(),
        () => {
          for (const point of points) Object.assign(point, valuesOf(random, head.type));
        },
      ];
      random.pick(changes)();
    }
  }

  #make(): Changing {
    const random = this.#random;
    const type = random.pick(METRIC_TYPES);
    const hasUnit = type !== "info" && type !== "stateset" && random.below(3) === 0;
    const unit = hasUnit ? random.pick(["seconds", "m/s", "°C"]) : undefined;
    const name = `${random.pick(NAMES)}_${this.#made++}${unit === undefined ? "" : `_${unit}`}${SUFFIXES[type] ?? ""}`;
    const help = random.pick([...HOSTILE_TEXTS, "Help.", "\ud800"]);
    const points = random.list(random.below(6), () => this.#point(type));
    const head = { type, name, help, ...unit !== undefined && { unit } };
    const live = { ...head, points };
    return { head, points, live: random.below(4) === 0 ? live : markLive(live) };
  }

  #point(type: MetricType): PointHead {
    const random = this.#random;
    const labels: Record<string, string> = {};
    if (random.below(4) > 0) {
      for (let i = random.below(4); i > 0; i--) labels[random.pick(LABEL_NAMES)] = random.pick(HOSTILE_TEXTS);
    }
    labels.id = String(this.#made++);
    return { labels, ...valuesOf(random, type) };
  }
}

interface Changing {
  readonly head: { readonly type: MetricType; readonly name: string; readonly help: string; readonly unit?: string };
  points: PointHead[];
  readonly live: Changing["head"] & { points: PointHead[] };
}

/** All of a point but its labels. */
function valuesOf(random: Random, type: MetricType): object {
  const timestamp = random.below(4) === 0 ? { timestampMs: random.below(2 ** 32) * 500.25 } : {};
  const created = random.below(2) === 0 ? { createdMs: 1_700_000_000_000 + random.below(2 ** 20) / 8 } : {};
  const value = randomNumber(random);
  switch (type) {
    case "counter":
      return { ...timestamp, ...created, value: Math.abs(value), exemplar: maybeExemplar(random) };
    case "gauge":
    case "unknown":
      return { ...timestamp, value };
    case "info":
      return timestamp;
    case "stateset":
      return { ...timestamp, states: { on: random.below(2) === 0, 'o"f\\f\n': random.below(2) === 0, 7: true } };
    case "summary": {
      const quantiles = [0, 0.5, 0.99, 1].slice(random.below(5)).map((quantile) => ({ quantile, value }));
      return { ...timestamp, ...created, quantiles, sum: randomNumber(random), count: random.below(2 ** 32) };
    }
    case "histogram":
    case "gaugehistogram":
      return { ...timestamp, ...created, sum: value, ...bucketsOf(random) };
  }
}

function bucketsOf(random: Random): object {
  const bounds = random.pick(BOUNDS);
  const offset = random.below(3);
  const counts = random.list(offset + bounds.length + 2, () => random.below(1000));
  return {
    bounds,
    counts: random.below(2) === 0 ? counts : Float64Array.from(counts),
    ...offset > 0 && { offset },
    ...random.below(2) === 0 && { exemplars: random.list(bounds.length + 1, () => maybeExemplar(random)) },
    ...random.below(3) === 0 && { native: nativeOf(random) },
  };
}

function nativeOf(random: Random): object {
  const run = (): BucketRun => ({
    offset: random.below(9) - 4,
    counts: random.list(1 + random.below(3), () => random.below(99)),
  });
  return {
    schema: random.below(13) - 4,
    zeroThreshold: random.pick([0, 2 ** -128]),
    zeroCount: random.below(5),
    positive: random.list(random.below(3), run),
    negative: random.list(random.below(3), run),
    ...random.below(2) === 0 && { exemplars: random.list(random.below(3), () => exemplarOf(random)) },
  };
}

function maybeExemplar(random: Random): Exemplar | undefined {
  return random.below(3) === 0 ? exemplarOf(random) : undefined;
}

function exemplarOf(random: Random): Exemplar {
  const labels: Labels = random.below(3) === 0 ? {} : { [random.pick(LABEL_NAMES)]: random.pick(HOSTILE_TEXTS) };
  const timestampMs = random.below(2) === 0 ? undefined : 1_700_000_000_000 + random.below(2 ** 20) / 8;
  return { labels, value: randomNumber(random), timestampMs };
}
