import { FamilyMerger } from "../merge/family_merger.ts";
import { difference } from "../merge/difference.ts";
import { mergeFamilies, type MergeSource } from "../merge/merge_families.ts";
import { totalsOf } from "../merge/totals_of.ts";
import type { Bytes } from "../model/bytes.ts";
import type { Clock } from "../model/clock.ts";
import type { CollectorState, Gatherer, GatherOptions } from "../model/collector.ts";
import { markLive } from "../model/live_family.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { withInstances } from "./_instances.ts";
import { decodeMessage, encodeMessage, type Identity } from "./_message.ts";
import { startInterval } from "./_node.ts";
import { byName, ProblemReporter, shareMetrics } from "./_share_report.ts";
import { StateReader } from "./_state_reader.ts";
import { allOf, type Changes, StateWriter } from "./_state_writer.ts";
import type { StateStore, StoreView } from "./state_store.ts";
import type { SharedRegistry, Sharing } from "./sharing.ts";

/** Time after which collectors run for the store if no scrape has run them, in milliseconds. */
const COLLECT_MS = 15_000;
/** Time between looks whether an isolate has ended, in milliseconds. */
const RETIRE_MS = 10_000;
/** Time that the last write may take, in milliseconds. */
const CLOSE_MS = 2000;

/** Tasks that wait for a store that does not answer. */
const MAX_TASKS = 4;

/** Another isolate, as far as it was read. */
interface Peer {
  readonly identity: Identity;
  readonly seq: number;
  readonly silentMs: number;
  readonly isLast: boolean;
  readonly families: readonly MetricFamily[];
  readonly totals: readonly MetricFamily[];
}

/** A state of this isolate. */
interface State {
  readonly seq: number;
  readonly bytes: Bytes;
}

/** What was read from the store at one moment. */
interface Snapshot {
  readonly version: string;
  readonly retired: readonly MetricFamily[];
  readonly peers: ReadonlyMap<string, Peer>;
  readonly ended: number;
}

/** A registry whose isolates know each other only by a store. */
export class StoredRegistry implements SharedRegistry {
  readonly mailbox: string;
  readonly label: string;
  readonly #gatherer: Gatherer;
  readonly #store: StateStore;
  readonly #sharing: Sharing;
  readonly #clock: Clock;
  readonly #merger = new FamilyMerger();
  readonly #problems: ProblemReporter;
  #identity: Identity;
  #writer = new StateWriter();
  #seq = 0;
  /** The state that is in the store. */
  #stored: State | undefined;
  /** A later one, while it is unknown whether it is in the store. */
  #pending: State | undefined;
  #epoch: string | undefined;
  #snapshot: Snapshot | undefined;
  /** What was counted under earlier identities, and is not to be written again. */
  #base: readonly MetricFamily[] | undefined;
  /** Writes and reads, one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #tasks = 0;
  #writtenMs = -Infinity;
  #collectedMs = -Infinity;
  #lookedMs: number;
  #rejected = 0;
  #stop = () => {};
  #isClosed = false;

  constructor(gatherer: Gatherer, store: StateStore, sharing: Sharing) {
    const { clock, label } = sharing;
    this.mailbox = store.name;
    this.label = label;
    this.#gatherer = gatherer;
    this.#store = store;
    this.#sharing = sharing;
    this.#clock = clock;
    this.#problems = new ProblemReporter(sharing.onProblem);
    this.#identity = sharing.renew();
    this.#lookedMs = clock.monotonic() + Math.random() * RETIRE_MS;
  }

  get collectors(): readonly CollectorState[] {
    return this.#gatherer.collectors ?? [];
  }

  /** Writes the first state. It does not wait longer than a scrape for a store that does not answer. */
  async open(): Promise<void> {
    await settledWithin(this.flush(), this.#sharing.timeoutMs);
    this.#stop = startInterval(this.#sharing.flushSeconds * 1000, () => void this.flush());
  }

  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const { silentMs, timeoutMs } = this.#sharing;
    const isFiltered = options.collect !== undefined || options.exclude !== undefined;
    const own = await this.#gatherer.gather(options);
    const exchange = this.#queue(async () => {
      await this.#write(own, !isFiltered);
      await this.#read();
    });
    const isLate = !await settledWithin(exchange, timeoutMs);
    if (this.#snapshot === undefined) throw new Error(`Cannot gather shared metrics: ${this.mailbox} does not answer`);
    const { peers, retired, ended } = this.#snapshot;
    const others = [...peers.values()].filter(({ identity }) => identity.id !== this.#identity.id);
    const live = others.filter((peer) => isLive(peer, silentMs));
    const sources: (MergeSource & Identity)[] = [
      { ...this.#identity, families: this.#since(own), timeMs: this.#clock.now() },
      ...others.map((peer) => ({
        ...peer.identity,
        families: isLive(peer, silentMs) ? peer.families : peer.totals,
        timeMs: this.#clock.now() - peer.silentMs,
      })),
    ];
    const past: MergeSource = { families: retired, instance: "ended", process: "ended" };
    const { merged, conflicts } = this.#problems.during((onProblem) =>
      this.#merger.merge([...withInstances(sources), past], { onProblem })
    );
    if (isFiltered) {
      const names = new Set(own.map(({ name }) => name));
      return merged.filter(({ name }) => names.has(name));
    }
    const closed = others.filter(({ isLast }) => isLast).length;
    const states = {
      live: isLate ? 0 : live.length,
      late: isLate ? live.length : 0,
      silent: others.length - live.length - closed,
      ended: ended + closed,
    };
    return [...merged, ...shareMetrics(states, conflicts, this.#rejected)].sort(byName);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    const last = this.#gatherer.gather({ storedOnly: true }).then((own) =>
      this.#queue(() => this.#write(own, false, true))
    );
    if (!await settledWithin(last, CLOSE_MS)) {
      this.#sharing.onEvent?.(`The last state could not be written to ${this.mailbox}`);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Writes what has changed, and retires those that have ended. */
  async flush(): Promise<void> {
    const nowMs = this.#clock.monotonic();
    const isComplete = nowMs - this.#collectedMs >= COLLECT_MS;
    const exclude = new Set(this.collectors.flatMap(({ name, scope }) => scope === "global" ? [name] : []));
    try {
      const own = await this.#gatherer.gather(isComplete ? { exclude } : { storedOnly: true });
      if (this.#isClosed) return;
      await this.#queue(() => this.#write(own, isComplete));
      if (nowMs - this.#lookedMs < RETIRE_MS) return;
      this.#lookedMs = nowMs + Math.random() * RETIRE_MS; // isolates look at different moments
      await this.#queue(async () => {
        await this.#read();
        await this.#retire();
      });
    } catch {
      // The next flush tries again.
    }
  }

  /** Runs a task after those before it. */
  #queue(task: () => Promise<void>): Promise<void> {
    if (this.#tasks >= MAX_TASKS) return Promise.reject(new Error(`${this.mailbox} does not answer`));
    this.#tasks++;
    const next = this.#last.then(task).finally(() => this.#tasks--);
    this.#last = next.catch(() => {});
    return next;
  }

  async #write(families: readonly MetricFamily[], isComplete: boolean, isLast = false): Promise<void> {
    if (this.#isClosed && !isLast) return;
    if (this.#pending !== undefined && await this.#put(this.#pending, false)) {
      return this.#write(families, isComplete, isLast);
    }
    const nowMs = this.#clock.monotonic();
    if (isComplete) this.#collectedMs = nowMs;
    const own = Array.from(this.#since(families)).filter(({ scope }) => scope !== "global");
    const { changes, gone } = this.#writer.write(own, isComplete && this.#base === undefined);
    const isSame = this.#stored !== undefined && changes.length === 0 && gone.length === 0;
    if (isSame && !isLast && nowMs - this.#writtenMs < this.#sharing.silentMs / 4) return;
    if (!isSame) this.#pending = this.#nextState();
    if (await this.#put(this.#pending, isLast)) return this.#write(families, isComplete, isLast);
  }

  /**
   * Writes a state, or a sign of life.
   *
   * @returns Whether everything has to be written again
   */
  async #put(state: State | undefined, isLast: boolean): Promise<boolean> {
    const seq = state?.seq ?? this.#stored?.seq ?? 0;
    const outcome = await this.#store.write({ id: this.#identity.id, seq, isLast, bytes: state?.bytes });
    if (outcome.kind === "retired") {
      await this.#renew(outcome.seq);
      return true;
    }
    const hasLostAll = this.#epoch !== undefined && this.#epoch !== outcome.epoch;
    this.#epoch = outcome.epoch;
    this.#writtenMs = this.#clock.monotonic();
    if (state !== undefined) this.#stored = state;
    this.#pending = undefined;
    if (hasLostAll && this.#base !== undefined) {
      // The totals of the earlier identities are lost, too: from now on this one has them.
      this.#base = undefined;
      this.#writer = new StateWriter();
      this.#stored = undefined;
      return true;
    }
    if (outcome.kind === "written") return false;
    this.#pending = this.#stored;
    return this.#put(this.#pending, isLast);
  }

  #nextState(): State {
    const seq = ++this.#seq;
    return { seq, bytes: encodeState(this.#identity, seq, this.#writer.writeAll()) };
  }

  async #read(): Promise<void> {
    const known = new Map(Array.from(this.#snapshot?.peers ?? [], ([id, { seq }]) => [id, seq]));
    this.#apply(await this.#store.read(this.#snapshot?.version ?? "", known));
  }

  #apply(view: StoreView): void {
    const before = this.#snapshot;
    const peers = new Map<string, Peer>();
    for (const { id, seq, silentMs, isLast, bytes } of view.peers) {
      const known = before?.peers.get(id);
      try {
        const peer = bytes !== undefined ? peerFrom(bytes) : known;
        if (peer !== undefined) peers.set(id, { ...peer, seq, silentMs, isLast });
      } catch {
        this.#rejected++;
        if (known !== undefined) peers.set(id, known);
      }
    }
    const isSame = view.version === before?.version;
    const retired = isSame ? before.retired : view.retired === undefined ? [] : peerFrom(view.retired).totals;
    const { version, ended } = view;
    this.#snapshot = { version, retired, peers, ended };
  }

  /** Puts the totals of those that have ended into one. */
  async #retire(): Promise<void> {
    const { peers, version, retired } = this.#snapshot as Snapshot;
    const { endedMs } = this.#sharing;
    const ended = [...peers.values()].filter(({ identity, silentMs, isLast }) =>
      identity.id !== this.#identity.id && (isLast || silentMs >= endedMs)
    );
    if (ended.length === 0) return;
    const totals = mergeFamilies([retired, ...ended.map(({ totals }) => totals)]);
    const bytes = encodeState({ id: "ended", process: "ended", label: "ended" }, 0, allOf(totals));
    await this.#store.retire({
      version,
      bytes,
      peers: ended.map(({ identity, seq }) => ({ id: identity.id, seq })),
      silentMs: endedMs,
    });
  }

  /**
   * Takes a new identity, because the others have retired this isolate while it was suspended: what it had written stays with the
   * old identity.
   */
  async #renew(retiredSeq: number): Promise<void> {
    await this.#read(); // so that the totals have what is left out from now on
    const state = [this.#stored, this.#pending].find((state) => state?.seq === retiredSeq);
    const written = state === undefined ? [] : peerFrom(state.bytes).families;
    this.#base = this.#base === undefined ? written : mergeFamilies([this.#base, written]);
    this.#identity = this.#sharing.renew();
    this.#writer = new StateWriter();
    this.#stored = undefined;
    this.#pending = undefined;
    this.#seq = 0;
  }

  /** Leaves out what was counted under earlier identities. */
  #since(families: readonly MetricFamily[]): Iterable<MetricFamily> {
    return this.#base === undefined ? families : difference(families, this.#base);
  }
}

function encodeState(from: Identity, seq: number, changes: Changes): Bytes {
  const { values, ...rest } = changes;
  return encodeMessage({
    from,
    message: { kind: "state", seq, base: 0, isLast: false, isReady: true, ...rest },
    values,
  });
}

function peerFrom(bytes: Uint8Array): Peer {
  const envelope = decodeMessage(bytes, "");
  if (envelope?.message.kind !== "state") throw new SyntaxError("state is invalid");
  const { seq, changes } = envelope.message;
  const reader = new StateReader();
  reader.apply(changes, [], envelope.values, true);
  const { families } = reader;
  const totals = totalsOf(families).map((family) => markLive(family));
  return { identity: envelope.from, seq, silentMs: 0, isLast: false, families, totals };
}

function isLive({ isLast, silentMs }: Peer, limitMs: number): boolean {
  return !isLast && silentMs < limitMs;
}

/** Waits for a promise, at most for some time. Returns whether it was fulfilled. */
async function settledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), ms));
  try {
    return await Promise.race([promise.then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
