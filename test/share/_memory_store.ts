import type { ManualClock } from "../support/manual_clock.ts";
import type { Retirement, StateStore, StoredState, StoreView, WriteOutcome } from "../../src/share/state_store.ts";

interface Row {
  readonly seq: number;
  readonly heardMs: number;
  readonly isLast: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A store in the memory of a test, and what each method of a store has to do. */
export class MemoryStore implements StateStore {
  readonly name = "memory";
  readonly #clock: ManualClock;
  #epochs = 0;
  #rows = new Map<string, Row>();
  #ended = new Map<string, number>();
  #version = 0;
  #retired: Uint8Array<ArrayBuffer> | undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  /** Forgets everything, as a server without persistence does when it starts again. */
  forget(): void {
    this.#epochs++;
    this.#rows = new Map();
    this.#ended = new Map();
    this.#version = 0;
    this.#retired = undefined;
  }

  write({ id, seq, isLast, bytes }: StoredState): Promise<WriteOutcome> {
    const epoch = `${this.#epochs}`;
    const end = this.#ended.get(id);
    if (end !== undefined) return Promise.resolve({ kind: "retired", seq: end });
    const row = this.#rows.get(id);
    const state = bytes ?? (row?.seq === seq ? row.bytes : undefined);
    if (state === undefined) return Promise.resolve({ kind: "missing", epoch });
    if ((row?.seq ?? 0) <= seq) this.#rows.set(id, { seq, heardMs: this.#clock.now(), isLast, bytes: state });
    return Promise.resolve({ kind: "written", epoch });
  }

  read(version: string, known: ReadonlyMap<string, number>): Promise<StoreView> {
    const current = `${this.#epochs}/${this.#version}`;
    return Promise.resolve({
      version: current,
      retired: version === current ? undefined : this.#retired,
      ended: this.#ended.size,
      peers: Array.from(this.#rows, ([id, { seq, heardMs, isLast, bytes }]) => ({
        id,
        seq,
        silentMs: this.#clock.now() - heardMs,
        isLast,
        bytes: known.get(id) === seq ? undefined : bytes,
      })),
    });
  }

  retire({ version, bytes, peers, silentMs }: Retirement): Promise<boolean> {
    const isCurrent = version === `${this.#epochs}/${this.#version}` && peers.every(({ id, seq }) => {
      const row = this.#rows.get(id);
      return row?.seq === seq && (row.isLast || this.#clock.now() - row.heardMs >= silentMs);
    });
    if (!isCurrent) return Promise.resolve(false);
    for (const { id, seq } of peers) {
      this.#rows.delete(id);
      this.#ended.set(id, seq);
    }
    this.#version++;
    this.#retired = bytes;
    return Promise.resolve(true);
  }
}
