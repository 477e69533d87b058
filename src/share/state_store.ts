import type { Bytes } from "../model/bytes.ts";

/** The state of one isolate, as it is written into a store. */
export interface StoredState {
  /** Unique name of the isolate. */
  readonly id: string;
  /** Counts the states of the isolate; each includes everything before. */
  readonly seq: number;
  /** Whether the isolate ends with this state. */
  readonly isLast: boolean;
  /** The state; `undefined` if it is the one that was written before, and this is only a sign of life. */
  readonly bytes: Bytes | undefined;
}

/** What became of a write. */
export type WriteOutcome =
  | { readonly kind: "written"; readonly epoch: string }
  /** The store does not have the state that the sign of life is about. */
  | { readonly kind: "missing"; readonly epoch: string }
  /** The others have retired the isolate with this state, because it had not written for minutes. Nothing was written. */
  | { readonly kind: "retired"; readonly seq: number };

/** One isolate as the store knows it. */
export interface StoredPeer {
  /** Unique name of the isolate. */
  readonly id: string;
  /** Number of its last state. */
  readonly seq: number;
  /** Time since it has written, in milliseconds. */
  readonly silentMs: number;
  /** Whether it has ended with this state. */
  readonly isLast: boolean;
  /** Its state; `undefined` if the reader knows it. */
  readonly bytes: Bytes | undefined;
}

/** Everything in a store at one moment. */
export interface StoreView {
  /** All isolates that were not retired. */
  readonly peers: readonly StoredPeer[];
  /** Version of what was retired, unique for the lifetime of the store. */
  readonly version: string;
  /** Totals of all isolates that were retired; `undefined` if the reader knows them, or if there are none. */
  readonly retired: Bytes | undefined;
  /** Number of isolates that were retired. */
  readonly ended: number;
}

/** Puts the totals of some isolates into those of all that have ended. */
export interface Retirement {
  /** The version that the totals are based on. Nothing happens if it is not the current one. */
  readonly version: string;
  /** The new totals. */
  readonly bytes: Bytes;
  /** The isolates, with the states that are in the totals. Nothing happens if one of them has written another since. */
  readonly peers: readonly { readonly id: string; readonly seq: number }[];
  /** Nothing happens if one of the isolates has written in this time, and not ended itself, in milliseconds. */
  readonly silentMs: number;
}

/**
 * Keeps the states of isolates that share a registry, so that none needs to hear of another while it is frozen, and all may end.
 * Each method is atomic, and rejects if it is unknown whether it took place.
 */
export interface StateStore {
  /** Name for logs, such as `redis`. */
  readonly name: string;
  /** Writes the state of this isolate. */
  write(state: StoredState): Promise<WriteOutcome>;
  /**
   * Reads the states of all isolates.
   *
   * @param version Version of what was retired, as far as it is known
   * @param known Sequence numbers of the states that are known, by ID
   */
  read(version: string, known: ReadonlyMap<string, number>): Promise<StoreView>;
  /**
   * Retires isolates.
   *
   * @returns Whether it took place
   */
  retire(retirement: Retirement): Promise<boolean>;
}
