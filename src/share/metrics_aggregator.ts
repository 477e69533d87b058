import type { MetricFamily } from "../model/metric_family.ts";
import { messageOf } from "../model/message_of.ts";
import { AggregatorRows, type SqlStorage } from "./aggregator_rows.ts";
import { decodeMessage, encodeMessage } from "./_message.ts";
import { StateReader } from "./_state_reader.ts";
import { StateWriter } from "./_state_writer.ts";

/** The part of a Durable Object's state that is used here. */
export interface AggregatorState {
  /** Its storage, with SQL. */
  readonly storage: {
    readonly sql: SqlStorage;
    /** Runs a function, and undoes its changes if it throws. */
    transactionSync<T>(change: () => T): T;
    /** Returns when the next alarm is due, in milliseconds since the epoch. */
    getAlarm(): Promise<number | null>;
    /** Sets the next alarm. */
    setAlarm(timeMs: number): Promise<void>;
  };
}

/** Options of a {@linkcode MetricsAggregator}. */
export interface AggregatorOptions {
  /**
   * Seconds after which the gauges of an isolate that sends nothing are left out.
   *
   * @default {60}
   */
  readonly liveSeconds?: number | undefined;
  /**
   * Days after which a series of which nothing was counted is forgotten.
   *
   * @default {30}
   */
  readonly seriesDays?: number | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Largest frame. */
const MAX_BYTES = 2 ** 25;
/** Time in which an isolate repeats a frame at most. After that, its number is forgotten. */
const ISOLATE_MS = DAY_MS;

/**
 * A Durable Object that adds up what the isolates of a Worker count; `withMetrics()` sends it there. Export it from the module
 * of the Worker, and bind it as a class with SQLite storage. A subclass can set options:
 *
 * ```ts ignore
 * export class Metrics extends MetricsAggregator {
 *   constructor(state: AggregatorState, env: unknown) {
 *     super(state, env, { seriesDays: 7 });
 *   }
 * }
 * ```
 */
export class MetricsAggregator {
  readonly #state: AggregatorState;
  readonly #rows: AggregatorRows;
  #rejected = 0;
  readonly #conflicts = new Set<string>();

  /**
   * Creates the tables if necessary. The runtime calls it.
   *
   * @param state State of the object
   * @param _env Bindings
   * @param options Liveness and expiry
   */
  constructor(state: AggregatorState, _env: unknown, options: AggregatorOptions = {}) {
    const { liveSeconds = 60, seriesDays = 30 } = options;
    this.#state = state;
    const times = { liveMs: liveSeconds * 1000, isolateMs: ISOLATE_MS, seriesMs: seriesDays * DAY_MS };
    this.#rows = new AggregatorRows(state.storage.sql, times);
  }

  /**
   * Adds a frame (`POST`), or returns all families as one (`GET`). Only `withMetrics()` calls it.
   *
   * @param request The request
   * @returns 204 if the frame was added, now or before; 400 if it was refused
   */
  async fetch(request: Request): Promise<Response> {
    if (request.method === "GET") return new Response(frameOf(this.#families()));
    try {
      if (Number(request.headers.get("content-length")) > MAX_BYTES) throw new RangeError("frame is too long");
      this.#add(new Uint8Array(await request.arrayBuffer()));
    } catch (error) {
      this.#rejected++;
      return new Response(`${messageOf(error)}\n`, { status: 400 });
    }
    // An alarm that has failed too often is not repeated by the runtime.
    const { storage } = this.#state;
    if (await storage.getAlarm() === null) await storage.setAlarm(Date.now() + HOUR_MS);
    return new Response(null, { status: 204 });
  }

  /** Removes what has expired. The runtime calls it, and again if it fails. */
  async alarm(): Promise<void> {
    const { storage } = this.#state;
    const isUsed = storage.transactionSync(() => this.#rows.expire(Date.now()));
    if (isUsed) await storage.setAlarm(Date.now() + HOUR_MS);
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length > MAX_BYTES) throw new RangeError("frame is too long");
    const envelope = decodeMessage(bytes, "");
    if (envelope?.message.kind !== "state") throw new SyntaxError("frame is not a state");
    const { from, message: { seq, changes }, values } = envelope;
    if (!Number.isSafeInteger(seq) || seq < 1) throw new SyntaxError("frame has no number");
    const reader = new StateReader();
    reader.apply(changes, [], values, true);
    const refused = this.#state.storage.transactionSync(() =>
      this.#rows.add(from.id, seq, reader.families, Date.now())
    );
    for (const name of refused) this.#conflicts.add(name);
  }

  #families(): MetricFamily[] {
    const { liveIsolates, series } = this.#rows.counts(Date.now());
    const gauge = (name: string, help: string, value: number): MetricFamily => {
      return { type: "gauge", name, help, points: [{ labels: {}, value }] };
    };
    return [
      ...this.#rows.read(Date.now()),
      gauge("webprom_aggregator_isolates", "Isolates that have sent metrics lately.", liveIsolates),
      gauge("webprom_aggregator_series", "Series whose totals are stored.", series),
      gauge("webprom_aggregator_conflicts", "Metrics that isolates define differently.", this.#conflicts.size),
      {
        type: "counter",
        name: "webprom_aggregator_rejected_frames_total",
        help: "Frames that were of another version, too long or invalid.",
        points: [{ labels: {}, value: this.#rejected }],
      },
    ];
  }
}

/** Writes all families as one frame. */
function frameOf(families: readonly MetricFamily[]): Uint8Array<ArrayBuffer> {
  const { changes, gone, values } = new StateWriter().write(families, true);
  const identity = { id: "aggregator", process: "aggregator", label: "aggregator" };
  const message = { kind: "state", seq: 1, base: 0, isLast: false, isReady: true, changes, gone } as const;
  return encodeMessage({ from: identity, message, values });
}

/**
 * Reads the families that an aggregator returns.
 *
 * @param bytes The frame
 * @returns The families
 * @throws {SyntaxError} If the frame is of another version, or invalid
 */
export function familiesOf(bytes: Uint8Array): readonly MetricFamily[] {
  const envelope = decodeMessage(bytes, "");
  if (envelope?.message.kind !== "state") throw new SyntaxError("frame is not a state");
  const reader = new StateReader();
  reader.apply(envelope.message.changes, [], envelope.values, true);
  return reader.families;
}
