import type { Bytes } from "../model/bytes.ts";
import type { Clock } from "../model/clock.ts";
import { copyPoint } from "../model/copy_point.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { difference } from "../merge/difference.ts";
import { FamilyMerger } from "../merge/family_merger.ts";
import { mergeFamilies, type MergeProblem, type MergeSource } from "../merge/merge_families.ts";
import { markLive } from "../model/live_family.ts";
import { totalsOf } from "../merge/totals_of.ts";
import {
  decodeMessage,
  encodeMessage,
  type Envelope,
  type Identity,
  type Message,
  type StateMessage,
} from "./_message.ts";
import { withInstances } from "./_instances.ts";
import { Retired } from "./_retired.ts";
import { StateReader } from "./_state_reader.ts";
import { allOf, StateWriter } from "./_state_writer.ts";

type KnownMessage = Extract<Message, { readonly kind: "known" }>;
type FamilyChanges = StateMessage["changes"];

/** Number of isolates that are silent for long, and of their series, that are kept apart in case that they send again. */
const MAX_SILENT = 1000;
const MAX_SILENT_SERIES = 200_000;

/** Times of the protocol, in milliseconds. */
export interface ReplicaTimes {
  /** Without a message for this long, an isolate counts as silent: its gauges are left out. */
  readonly silentMs: number;
  /** Without a message for this long, an isolate counts as ended. If it sends again, it counts as live again. */
  readonly endedMs: number;
  /** Time after the end of an isolate in which the others send each other its last state. Then it is retired. */
  readonly graceMs: number;
}

/** What a replica needs from the isolate it runs in. */
export interface ReplicaHost {
  /** This isolate. */
  readonly identity: Identity;
  /** Source of time. */
  readonly clock: Clock;
  /** Sends a message to all others. */
  readonly post: (message: Bytes) => void;
  /** Called if another isolate asks for the changes of this one. */
  readonly onAsk: (round: string, timeoutMs: number) => void;
  /** Whether an isolate that does not answer has certainly ended. */
  readonly hasEnded?: ((identity: Identity) => boolean) | undefined;
  /** Creates another identity, for an isolate that the others may have retired because it was silent. */
  readonly renew: () => Identity;
}

/** Another isolate, as far as it is known. */
interface Peer {
  readonly identity: Identity;
  readonly state: StateReader;
  seq: number;
  /** Monotonic time of its last message. */
  heardMs: number;
  /** Wall time of its last state. */
  stateMs: number;
  /** Monotonic time at which it was known to have ended; `undefined` if it may still send. */
  endedMs: number | undefined;
  isReady: boolean;
  /** Last round that it has answered. */
  round: string | undefined;
  /** Whether it has confirmed the last state of this isolate. */
  isAware: boolean;
  /** Totals of its state with this number, once they were needed. */
  totals?: { readonly seq: number; readonly families: readonly MetricFamily[] } | undefined;
}

/** Numbers of other isolates, by what is known of them. */
export interface PeerCounts {
  /** They answer. */
  readonly live: number;
  /** They did not answer for a while, and may have ended. */
  readonly silent: number;
  /** They have ended; only their totals remain. */
  readonly ended: number;
}

/**
 * What one isolate knows of all isolates that share a registry. Every isolate sends its state, which includes everything it has
 * counted since its start, so a message that arrives twice, late or in another order changes nothing. Of each isolate the state
 * with the highest sequence number counts. The last states of those that have ended are kept by all others, which send each
 * other what one of them has missed. After a while they are retired: only the sum of their totals is kept.
 */
export class Replica {
  readonly #host: ReplicaHost;
  readonly #times: ReplicaTimes;
  readonly #peers = new Map<string, Peer>();
  readonly #retired = new Retired();
  readonly #merger = new FamilyMerger();
  /** Monotonic times at which isolates were retired. */
  readonly #retiredMs = new Map<string, number>();
  /** Monotonic times since which others know other retired isolates than this one. */
  readonly #differsSinceMs = new Map<string, number>();
  #identity: Identity;
  #writer = new StateWriter();
  #seq = 0;
  #isReady = false;
  /** Whether the last state was sent. */
  #isLast = false;
  #hellos = 0;
  /** Monotonic time of the last message of an isolate that is ready. */
  #heardReadyMs = -Infinity;
  #sentMs: number;
  /** What was counted under earlier identities, and is not to be sent again. */
  #base: readonly MetricFamily[] | undefined;
  #rejected = 0;

  constructor(host: ReplicaHost, times: ReplicaTimes) {
    this.#host = host;
    this.#times = times;
    this.#identity = host.identity;
    this.#sentMs = host.clock.monotonic();
  }

  /** This isolate. */
  get identity(): Identity {
    return this.#identity;
  }

  /** Whether everything is known that others knew when this isolate began. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Number of messages that were refused, because they were of another version, truncated or invalid. */
  get rejected(): number {
    return this.#rejected;
  }

  /** Counts the other isolates. */
  get counts(): PeerCounts {
    let [live, silent, ended] = [0, 0, this.#retired.seqs.size];
    for (const peer of this.#peers.values()) {
      if (peer.endedMs !== undefined || this.#silenceOf(peer) > this.#times.endedMs) ended++;
      else if (this.#isSilent(peer)) silent++;
      else live++;
    }
    return { live, silent, ended };
  }

  /** Asks the others for what they know. The first time, only the eldest answers with all of it. */
  hello(): void {
    this.#post({ kind: "hello", toAll: this.#hellos++ > 0 });
  }

  /** Stops to wait for the answer of others, because there are none, or all are as new as this one. */
  beReady(): void {
    this.#isReady = true;
  }

  /** Whether another isolate is ready, so that its answer to `hello` is worth waiting for. */
  get hasReadyPeer(): boolean {
    return this.#host.clock.monotonic() - this.#heardReadyMs < this.#times.silentMs;
  }

  /**
   * Asks all others for their changes.
   *
   * @param round Name of the question
   * @param timeoutMs Time that the others have
   */
  ask(round: string, timeoutMs: number): void {
    this.#post({ kind: "ask", round, timeoutMs });
  }

  /** Counts the isolates from which an answer to a question is missing. */
  missing(round: string): number {
    let count = 0;
    for (const peer of this.#peers.values()) {
      if (!this.#isGone(peer) && peer.round !== round) count++;
    }
    return count;
  }

  /** Number of isolates that have not confirmed the last state of this one. */
  get unaware(): number {
    let count = 0;
    for (const peer of this.#peers.values()) if (!this.#isGone(peer) && !peer.isAware) count++;
    return count;
  }

  /**
   * Sends what has changed. Without changes nothing is sent, unless others need a sign of life or an answer.
   *
   * @param families Families of this isolate
   * @param options Whether they are all, whether they answer a question, whether they are the last
   */
  send(
    families: Iterable<MetricFamily>,
    { isComplete, round, isLast = false }: { isComplete: boolean; round?: string | undefined; isLast?: boolean },
  ): void {
    const nowMs = this.#host.clock.monotonic();
    if (nowMs - this.#sentMs > this.#times.endedMs / 2) this.#renew();
    const own = this.#since(families);
    const { changes, gone, values } = this.#writer.write(own, isComplete && this.#base === undefined);
    const isQuiet = changes.length === 0 && gone.length === 0 && this.#seq > 0;
    if (isQuiet && round === undefined && !isLast && nowMs - this.#sentMs < this.#times.silentMs / 4) return;
    const base = this.#seq;
    if (!isQuiet) this.#seq++;
    this.#sentMs = nowMs;
    this.#isLast ||= isLast;
    this.#post(this.#state({ base, round, changes, gone }), values);
  }

  /** Sends everything again, because messages may have been lost. */
  sendAll(): void {
    if (this.#seq > 0) this.#sendAll();
    this.#sendKnown();
  }

  /**
   * Receives a message of another isolate. An invalid one is counted and ignored.
   *
   * @param bytes The message
   */
  receive(bytes: Uint8Array): void {
    try {
      const envelope = decodeMessage(bytes, this.#identity.id);
      if (envelope !== undefined && envelope.from.id !== this.#identity.id) this.#receive(envelope);
    } catch {
      this.#rejected++;
    }
  }

  /** Retires those that have ended, and keeps the others informed. Call it regularly. */
  tick(): void {
    const nowMs = this.#host.clock.monotonic();
    const { graceMs } = this.#times;
    for (const peer of this.#peers.values()) {
      if (this.#isSilent(peer) && this.#host.hasEnded?.(peer.identity) === true) peer.endedMs ??= nowMs;
      // A new isolate retires nothing that the others may hand to it.
      if (this.#isReady && peer.endedMs !== undefined && nowMs - peer.endedMs >= graceMs) this.#retire(peer);
    }
    if (this.#isReady) this.#retireSilent();
    for (const [id, retiredMs] of this.#retiredMs) if (nowMs - retiredMs > graceMs) this.#retiredMs.delete(id);
    if (this.#isEldest()) this.#sendKnown();
  }

  /**
   * Merges the families of all isolates.
   *
   * @param own Families of this isolate
   * @param onProblem Called for families that isolates define differently
   * @returns New families
   */
  merge(own: Iterable<MetricFamily>, onProblem?: (problem: MergeProblem) => void): MetricFamily[] {
    const sources: (MergeSource & Identity)[] = [
      { ...this.#identity, families: this.#since(own), timeMs: this.#host.clock.now() },
    ];
    for (const peer of this.#peers.values()) {
      const families = this.#isGone(peer) ? totalsNow(peer) : peer.state.families;
      sources.push({ ...peer.identity, families, timeMs: peer.stateMs });
    }
    const ended: MergeSource = { families: this.#retired.families, instance: "ended", process: "ended" };
    return this.#merger.merge([...withInstances(sources), ended], { onProblem });
  }

  #receive({ from, by, message, values }: Envelope): void {
    if (this.#retired.seqs.has(from.id)) {
      if (by === undefined && message.kind === "state" && message.isLast) {
        this.#post({ kind: "seen" }, undefined, from.id);
      }
      return;
    }
    const peer = this.#peers.get(from.id);
    if (by === undefined && peer !== undefined) peer.heardMs = this.#host.clock.monotonic();
    switch (message.kind) {
      case "state":
        return this.#receiveState(from, by, message, values, peer);
      case "hello":
        if (!this.#isReady) return this.#seq > 0 ? this.#sendAll(from.id) : undefined;
        if (message.toAll || this.#isEldest(from.id)) this.#welcome(from.id);
        else this.#sendKnown(from.id);
        return;
      case "again":
        return this.#sendAll(from.id);
      case "ask":
        return this.#host.onAsk(message.round, message.timeoutMs);
      case "seen":
        if (peer !== undefined) peer.isAware = true;
        return;
      case "retired":
        return this.#adopt(message.seqs, message.changes, values);
      case "known":
        if (message.isReady) this.#heardReadyMs = this.#host.clock.monotonic();
        this.#sendMissing(from.id, message);
        return this.#compare(from.id, message.digest);
      default:
        throw new SyntaxError("kind of message is unknown");
    }
  }

  #receiveState(
    from: Identity,
    by: string | undefined,
    { seq, base, isLast, isReady, round, changes, gone }: StateMessage,
    values: Float64Array,
    known: Peer | undefined,
  ): void {
    const nowMs = this.#host.clock.monotonic();
    // Of an isolate that others forward, it is not known whether it still answers.
    const heardMs = by === undefined ? nowMs : nowMs - this.#times.silentMs;
    const peer = known ??
      {
        identity: from,
        state: new StateReader(),
        seq: 0,
        heardMs,
        stateMs: 0,
        endedMs: undefined,
        isReady,
        round,
        isAware: false,
      };
    if (seq > peer.seq) {
      if (base !== 0 && base !== peer.seq) {
        if (by === undefined) this.#post({ kind: "again" }, undefined, from.id);
        return;
      }
      peer.state.apply(changes, gone, values, base === 0);
      peer.seq = seq;
      peer.stateMs = this.#host.clock.now();
    }
    this.#peers.set(from.id, peer);
    if (isLast && by === undefined) this.#post({ kind: "seen" }, undefined, from.id);
    if (isLast) peer.endedMs ??= nowMs;
    if (by !== undefined) return;
    if (isReady) this.#heardReadyMs = nowMs;
    peer.isReady = isReady;
    peer.round = round ?? peer.round;
  }

  /** Sends everything that is known to a new isolate. */
  #welcome(to: string): void {
    for (const peer of this.#peers.values()) if (peer.identity.id !== to) this.#forward(peer, to);
    if (this.#seq > 0) this.#sendAll(to);
    this.#sendRetired(to);
  }

  #sendRetired(to: string): void {
    const { changes, values } = allOf(this.#retired.families);
    this.#post({ kind: "retired", seqs: Object.fromEntries(this.#retired.seqs), changes }, values, to);
  }

  #adopt(seqs: Readonly<Record<string, number>>, changes: FamilyChanges, values: Float64Array): void {
    const reader = new StateReader();
    reader.apply(changes, [], values, true);
    if (this.#retired.adopt(seqs, reader.families)) { for (const id in seqs) this.#peers.delete(id); }
    this.#isReady = true;
  }

  /** Sends states that another isolate lacks and that their isolates cannot send any more. */
  #sendMissing(to: string, { states, retired, isAnswer }: KnownMessage): void {
    for (const peer of this.#peers.values()) {
      const { id } = peer.identity;
      if (!this.#isGone(peer) || id === to || retired.includes(id)) continue;
      if (peer.seq > (states[id] ?? 0)) this.#forward(peer, to);
    }
    if (this.#seq > (states[this.#identity.id] ?? 0)) this.#sendAll(to);
    if (isAnswer) return;
    const lacks = Object.entries(states).some(([id, seq]) =>
      id !== this.#identity.id && !this.#retired.seqs.has(id) && seq > (this.#peers.get(id)?.seq ?? 0)
    );
    if (lacks) this.#sendKnown(to, true);
  }

  /**
   * Sends what is retired here to an isolate that has known something else for a while: one that began without an answer to its
   * `hello`, or was separated from the others.
   */
  #compare(from: string, digest: number): void {
    const nowMs = this.#host.clock.monotonic();
    const sinceMs = this.#differsSinceMs.get(from);
    if (digest === this.#retired.digest || !this.#isReady) this.#differsSinceMs.delete(from);
    else if (sinceMs === undefined) this.#differsSinceMs.set(from, nowMs);
    // Isolates do not retire others at the same moment.
    else if (nowMs - sinceMs >= this.#times.graceMs / 2) {
      this.#differsSinceMs.set(from, nowMs);
      this.#sendRetired(from);
      this.#sendKnown(from, true);
    }
  }

  #forward(peer: Peer, to: string): void {
    const { identity, seq, endedMs, isReady } = peer;
    const { changes, values } = allOf(peer.state.families);
    const message: StateMessage = {
      kind: "state",
      seq,
      base: 0,
      isLast: endedMs !== undefined,
      isReady,
      changes,
      gone: [],
    };
    this.#host.post(encodeMessage({ from: identity, by: this.#identity.id, to, message, values }));
  }

  #sendAll(to?: string): void {
    const { changes, gone, values } = this.#writer.writeAll();
    this.#post(this.#state({ base: 0, changes, gone }), values, to);
  }

  #sendKnown(to?: string, isAnswer = false): void {
    const states: Record<string, number> = { [this.#identity.id]: this.#seq };
    for (const { identity, seq } of this.#peers.values()) states[identity.id] = seq;
    const { digest } = this.#retired;
    const retired = [...this.#retiredMs.keys()];
    this.#post({ kind: "known", isReady: this.#isReady, isAnswer, states, retired, digest }, undefined, to);
  }

  #state(rest: Omit<StateMessage, "kind" | "seq" | "isLast" | "isReady">): StateMessage {
    return { kind: "state", seq: this.#seq, isLast: this.#isLast, isReady: this.#isReady, ...rest };
  }

  #post(message: Message, values: Float64Array = NO_VALUES, to?: string): void {
    this.#host.post(encodeMessage({ from: this.#identity, to, message, values }));
  }

  #silenceOf({ heardMs }: Peer): number {
    return this.#host.clock.monotonic() - heardMs;
  }

  #isSilent(peer: Peer): boolean {
    return this.#silenceOf(peer) >= this.#times.silentMs;
  }

  #isGone(peer: Peer): boolean {
    return peer.endedMs !== undefined || this.#isSilent(peer);
  }

  /** Whether this isolate is the first of those that are ready and answer. */
  #isEldest(except?: string): boolean {
    if (!this.#isReady) return false;
    for (const peer of this.#peers.values()) {
      const { id } = peer.identity;
      if (id < this.#identity.id && id !== except && peer.isReady && !this.#isGone(peer)) {
        return false;
      }
    }
    return true;
  }

  /** Leaves out what was counted under earlier identities. */
  #since(families: Iterable<MetricFamily>): Iterable<MetricFamily> {
    return this.#base === undefined ? families : difference(families, this.#base);
  }

  #retire({ identity: { id }, state, seq }: Peer): void {
    this.#retired.add(id, seq, totalsOf(state.families));
    this.#retiredMs.set(id, this.#host.clock.monotonic());
    this.#peers.delete(id);
    this.#differsSinceMs.delete(id);
  }

  /** Retires those that were silent longest, if together they need much memory. They may only be separated from this one. */
  #retireSilent(): void {
    const silent = [...this.#peers.values()].filter((peer) => this.#silenceOf(peer) > this.#times.endedMs);
    let series = silent.reduce((sum, peer) => sum + seriesOf(peer), 0);
    silent.sort((one, other) => one.heardMs - other.heardMs);
    for (const peer of silent) {
      if (series <= MAX_SILENT_SERIES && silent.length <= MAX_SILENT) return;
      series -= seriesOf(peer);
      this.#retire(peer);
    }
  }

  /**
   * Takes a new identity. The others may have retired this isolate while it was suspended: what it has sent stays with the old
   * identity, and only what it counts from now on is sent.
   */
  #renew(): void {
    const old = this.#identity;
    const reader = new StateReader();
    const { changes, values } = this.#writer.writeAll();
    reader.apply(changes, [], values, true);
    const sent = reader.families.map((family) => copyOf(family));
    this.#base = this.#base === undefined ? sent : mergeFamilies([this.#base, sent]);
    const nowMs = this.#host.clock.monotonic();
    this.#peers.set(old.id, {
      identity: old,
      state: reader,
      seq: this.#seq,
      heardMs: nowMs,
      stateMs: 0,
      endedMs: nowMs,
      isReady: true,
      round: undefined,
      isAware: true,
    });
    this.#identity = this.#host.renew();
    this.#writer = new StateWriter();
    this.#seq = 0;
  }
}

/** Returns the totals of an isolate that is gone. Its state hardly changes, so they are kept. */
function totalsNow(peer: Peer): readonly MetricFamily[] {
  if (peer.totals?.seq !== peer.seq) {
    peer.totals = { seq: peer.seq, families: totalsOf(peer.state.families).map((family) => markLive(family)) };
  }
  return peer.totals.families;
}

function seriesOf({ state }: Peer): number {
  return state.families.reduce((sum, { points }) => sum + (points as readonly unknown[]).length, 0);
}

const NO_VALUES = new Float64Array(0);

function copyOf(family: MetricFamily): MetricFamily {
  return {
    ...family,
    points: Array.from(family.points as Iterable<never>, (point) => copyPoint(point)),
  } as MetricFamily;
}
