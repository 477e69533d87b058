import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { mergeFamilies, type MergeSource } from "../merge/merge_families.ts";
import { isCounted } from "./_counted.ts";
import { fromJson, toJson } from "./_json.ts";

/** The part of a Durable Object's SQL storage that is used here. */
export interface SqlStorage {
  /** Runs a statement, and returns its rows. */
  exec(statement: string, ...values: (number | string)[]): Iterable<Record<string, unknown>>;
}

/** Times of an aggregator, in milliseconds. */
export interface AggregatorTimes {
  /** An isolate that sent nothing for this long is not live: its gauges are left out. */
  readonly liveMs: number;
  /** An isolate that sent nothing for this long is forgotten. */
  readonly isolateMs: number;
  /** A series of which nothing was counted for this long is forgotten. */
  readonly seriesMs: number;
}

/** What an aggregator knows about itself. */
export interface AggregatorCounts {
  readonly liveIsolates: number;
  readonly series: number;
}

/** Points of a family that is not counted, in one row. */
const POINTS_PER_ROW = 500;

const SCHEMA = [
  "CREATE TABLE IF NOT EXISTS isolates (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, heard_ms INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS families (name TEXT PRIMARY KEY, head TEXT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS series (family TEXT NOT NULL, labels TEXT NOT NULL, point TEXT NOT NULL,
    counted_ms INTEGER NOT NULL, PRIMARY KEY (family, labels)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS levels (isolate TEXT NOT NULL, family TEXT NOT NULL, part INTEGER NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY (isolate, family, part)) WITHOUT ROWID`,
];

/** Totals of many isolates, in the tables of a Durable Object. */
export class AggregatorRows {
  readonly #sql: SqlStorage;
  readonly #times: AggregatorTimes;

  /**
   * Creates the tables if necessary.
   *
   * @param sql The database
   * @param times Liveness and expiry
   */
  constructor(sql: SqlStorage, times: AggregatorTimes) {
    this.#sql = sql;
    this.#times = times;
    for (const statement of SCHEMA) this.#run(statement);
  }

  /**
   * Adds a frame. Run it in a transaction.
   *
   * @param isolate Sender
   * @param seq Number of the frame; one that is not greater than that of an earlier frame was added already
   * @param families Increases of totals, and current values of all else
   * @param nowMs Time, in milliseconds since the epoch
   * @returns Families that were refused, because others define them differently
   */
  add(isolate: string, seq: number, families: readonly MetricFamily[], nowMs: number): readonly string[] {
    const [known] = this.#run("SELECT seq FROM isolates WHERE id = ?", isolate);
    if (known !== undefined && seq <= Number(known["seq"])) return [];
    this.#run("INSERT OR REPLACE INTO isolates VALUES (?, ?, ?)", isolate, seq, nowMs);
    this.#run("DELETE FROM levels WHERE isolate = ?", isolate);
    const refused: string[] = [];
    for (const family of families) {
      if (!isCounted(family)) this.#addLevels(isolate, family);
      else if (!this.#addTotals(family, nowMs)) refused.push(family.name);
    }
    return refused;
  }

  /**
   * Reads the totals, and the values of live isolates.
   *
   * @param nowMs Time, in milliseconds since the epoch
   * @returns The merged families
   */
  read(nowMs: number): MetricFamily[] {
    const totals = new Map<string, MetricFamily & { readonly points: PointHead[] }>();
    for (const { name, head } of this.#run("SELECT name, head FROM families")) {
      totals.set(String(name), { ...fromJson(String(head)) as object, points: [] } as never);
    }
    for (const { family, point } of this.#run("SELECT family, point FROM series ORDER BY family, labels")) {
      totals.get(String(family))?.points.push(fromJson(String(point)) as PointHead);
    }
    const sources: MergeSource[] = [{ families: totals.values(), instance: "" }];
    const since = nowMs - this.#times.liveMs;
    for (const { id, heard_ms } of this.#run("SELECT id, heard_ms FROM isolates WHERE heard_ms > ?", since)) {
      const rows = this.#run("SELECT content FROM levels WHERE isolate = ? ORDER BY family, part", String(id));
      const families = rows.map(({ content }) => fromJson(String(content)) as MetricFamily);
      sources.push({ families, instance: String(id), timeMs: Number(heard_ms) });
    }
    return mergeFamilies(sources);
  }

  /**
   * Removes what has expired.
   *
   * @param nowMs Time, in milliseconds since the epoch
   * @returns Whether anything is left that can expire
   */
  expire(nowMs: number): boolean {
    const { liveMs, isolateMs, seriesMs } = this.#times;
    const silent = "SELECT id FROM isolates WHERE heard_ms <= ?";
    this.#run(`DELETE FROM levels WHERE isolate IN (${silent})`, nowMs - liveMs);
    this.#run("DELETE FROM isolates WHERE heard_ms <= ?", nowMs - isolateMs);
    this.#run("DELETE FROM series WHERE counted_ms <= ?", nowMs - seriesMs);
    this.#run("DELETE FROM families WHERE name NOT IN (SELECT DISTINCT family FROM series)");
    return this.#run("SELECT 1 FROM isolates LIMIT 1").length + this.#run("SELECT 1 FROM series LIMIT 1").length > 0;
  }

  /** Counts live isolates, and series with totals. */
  counts(nowMs: number): AggregatorCounts {
    const [isolates] = this.#run("SELECT COUNT(*) AS n FROM isolates WHERE heard_ms > ?", nowMs - this.#times.liveMs);
    const [series] = this.#run("SELECT COUNT(*) AS n FROM series");
    return { liveIsolates: Number(isolates?.["n"]), series: Number(series?.["n"]) };
  }

  #addTotals({ points, ...head }: MetricFamily, nowMs: number): boolean {
    const { name } = head;
    const [known] = this.#run("SELECT head FROM families WHERE name = ?", name);
    const stored = known === undefined ? head : fromJson(String(known["head"])) as typeof head;
    if (stored.type !== head.type) return false;
    if (known === undefined || toJson(head) !== known["head"]) {
      this.#run("INSERT OR REPLACE INTO families VALUES (?, ?)", name, toJson(head));
    }
    for (const point of points as Iterable<PointHead>) {
      const key = keyOf(point);
      const [row] = this.#run("SELECT point FROM series WHERE family = ? AND labels = ?", name, key);
      const before = row === undefined ? [] : [fromJson(String(row["point"])) as PointHead];
      const parts = [before, [point]].map((points) => [{ ...head, points } as MetricFamily]);
      const [merged] = mergeFamilies(parts);
      const [sum] = merged?.points as PointHead[];
      this.#run("INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?)", name, key, toJson(sum), nowMs);
    }
    return true;
  }

  #addLevels(isolate: string, { points, ...head }: MetricFamily): void {
    const all = [...points as Iterable<PointHead>];
    for (let part = 0; part * POINTS_PER_ROW < all.length; part++) {
      const some = all.slice(part * POINTS_PER_ROW, (part + 1) * POINTS_PER_ROW);
      const content = toJson({ ...head, points: some });
      this.#run("INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?)", isolate, head.name, part, content);
    }
  }

  #run(statement: string, ...values: (number | string)[]): Record<string, unknown>[] {
    return [...this.#sql.exec(statement, ...values)];
  }
}

/** Labels in an order of their own, without those that are empty. */
function keyOf({ labels }: PointHead): string {
  return JSON.stringify(Object.entries(labels).filter(([, value]) => value !== "").sort(([a], [b]) => a < b ? -1 : 1));
}
