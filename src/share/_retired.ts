import { mergeFamilies } from "../merge/merge_families.ts";
import { markLive } from "../model/live_family.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { hashOf } from "./_message.ts";

/** Isolates that are remembered, so that a late message of one does not count twice. */
const MAX_REMEMBERED = 10_000;

/** Totals of all isolates that have ended and are not listed one by one any more. */
export class Retired {
  #families: readonly MetricFamily[] = [];
  readonly #seqs = new Map<string, number>();
  #digest = 0;

  /** Sums of their counters, histograms and summaries. */
  get families(): readonly MetricFamily[] {
    return this.#families;
  }

  /** Sequence numbers of their last states, by ID. */
  get seqs(): ReadonlyMap<string, number> {
    return this.#seqs;
  }

  /** Number that is the same for the same isolates and states. */
  get digest(): number {
    return this.#digest;
  }

  /**
   * Adds an isolate.
   *
   * @param id The isolate
   * @param seq Sequence number of its last state
   * @param totals Its totals
   */
  add(id: string, seq: number, totals: readonly MetricFamily[]): void {
    this.#families = live(mergeFamilies([this.#families, totals]));
    this.#remember(id, seq);
  }

  /**
   * Takes over what another isolate has retired: adds it if all of it is new, and replaces the own if it is contained in it.
   * Otherwise no sum would be exact, and nothing changes: that needs isolates that ended while others were separated.
   *
   * @param seqs Its isolates, with the sequence numbers of their last states
   * @param families Their totals
   * @returns Whether anything has changed
   */
  adopt(seqs: Readonly<Record<string, number>>, families: readonly MetricFamily[]): boolean {
    const others = Object.entries(seqs);
    const isNew = others.every(([id]) => !this.#seqs.has(id));
    const isWhole = others.length > this.#seqs.size && [...this.#seqs].every(([id, seq]) => seqs[id] === seq);
    if (others.length === 0 || !isNew && !isWhole) return false;
    this.#families = live(isNew ? mergeFamilies([this.#families, families]) : families);
    for (const [id, seq] of others) if (!this.#seqs.has(id)) this.#remember(id, seq);
    return true;
  }

  #remember(id: string, seq: number): void {
    this.#seqs.set(id, seq);
    this.#digest = digestWith(this.#digest, id, seq);
    if (this.#seqs.size <= MAX_REMEMBERED) return;
    const [oldest = ""] = [...this.#seqs.keys()].sort(); // everywhere the same one
    this.#digest = digestWith(this.#digest, oldest, this.#seqs.get(oldest) ?? 0);
    this.#seqs.delete(oldest);
  }
}

/** Each change makes new families with new points. */
function live(families: readonly MetricFamily[]): readonly MetricFamily[] {
  return families.map((family) => markLive({ ...family }));
}

/** Adds an isolate to a digest, or removes it again. The order does not matter. */
function digestWith(digest: number, id: string, seq: number): number {
  return (digest ^ hashOf(`${id} ${seq}`)) >>> 0;
}
