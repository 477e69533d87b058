/**
 * The protocol of `src/share/_replica.ts` as a model: what isolates know of each other, without bytes and without time. Every
 * message may arrive late, twice, in another order or never: an action can happen whenever its message was ever sent. The only
 * assumption on time is that of the protocol: a minute after an isolate has ended, its messages have arrived or are lost, and the
 * others have sent each other what they know of it.
 */

/** `away` has not begun, `new` has not heard of the others yet, `dead` was killed. */
export type Status = "away" | "dead" | "new" | "ready";

/** What all isolates know. Arrays of pairs have the entry of `of` at `by`: `by * N + of`. */
export interface State {
  /** By isolate: the sequence number of its state, which is also what it has counted. */
  readonly counts: readonly number[];
  readonly statuses: readonly Status[];
  /** By pair: the last state that one has of another. */
  readonly seqs: readonly number[];
  /** By pair: whether one knows that another has ended. */
  readonly ended: readonly boolean[];
  /** By pair: whether one has retired another. */
  readonly retired: readonly boolean[];
}

/** One step of the system. */
export type Action =
  /** An isolate counts, and sends its state. */
  | { readonly kind: "frame"; readonly by: number }
  /** A state arrives. */
  | { readonly kind: "deliver"; readonly of: number; readonly seq: number; readonly to: number }
  | { readonly kind: "crash"; readonly by: number }
  /** An isolate finds out that another one has ended. */
  | { readonly kind: "notice"; readonly by: number; readonly of: number }
  /** An isolate retires all that have ended, after the time in which they send each other what they know. */
  | { readonly kind: "retire"; readonly by: number }
  /** An isolate sends another one what that lacks. */
  | { readonly kind: "gossip"; readonly from: number; readonly to: number }
  /** An isolate answers the `hello` of another one with everything. */
  | { readonly kind: "welcome"; readonly from: number; readonly to: number }
  /** An isolate begins. */
  | { readonly kind: "begin"; readonly by: number }
  /** An isolate stops to wait for an answer. */
  | { readonly kind: "give up"; readonly by: number };

/** What bounds the model, and what weakens it to see that it finds that. */
export interface Bounds {
  readonly frames: number;
  readonly crashes: number;
  /** Whether isolates retire others without waiting. */
  readonly isHasty?: boolean;
}

/** Number of isolates. */
export const N = 3;
const ALL = Array.from({ length: N }, (_, i) => i);

/** Two isolates that know each other, and a third one that has not begun. */
export function start(): State {
  return {
    counts: ALL.map(() => 0),
    statuses: ["ready", "ready", "away"],
    seqs: Array.from({ length: N * N }, () => 0),
    ended: Array.from({ length: N * N }, () => false),
    retired: Array.from({ length: N * N }, () => false),
  };
}

/** Whether an isolate runs. */
export function isAlive({ statuses }: State, i: number): boolean {
  return statuses[i] === "new" || statuses[i] === "ready";
}

/** What an isolate would report as the total of all. */
export function totalOf({ counts, seqs }: State, by: number): number {
  return ALL.reduce((sum, of) => sum + at(of === by ? counts : seqs, of === by ? of : by * N + of), 0);
}

/** Lists what can happen. */
export function actionsOf(state: State, { frames, crashes, isHasty = false }: Bounds): Action[] {
  const { counts, statuses, seqs, ended, retired } = state;
  const actions: Action[] = [];
  const sum = counts.reduce((sum, count) => sum + count, 0);
  const dead = statuses.filter((status) => status === "dead").length;
  for (const by of ALL) {
    if (statuses[by] === "away") actions.push({ kind: "begin", by });
    if (!isAlive(state, by)) continue;
    if (statuses[by] === "new") actions.push({ kind: "give up", by });
    if (sum < frames) actions.push({ kind: "frame", by });
    if (dead < crashes) actions.push({ kind: "crash", by });
    let isRetiring = false;
    for (const of of ALL) {
      if (of === by) continue;
      const pair = by * N + of;
      const isOver = ALL.some((other) => retired[other * N + of]);
      for (let seq = at(seqs, pair) + 1; seq <= at(counts, of); seq++) {
        if (!isOver) actions.push({ kind: "deliver", of, seq, to: by });
      }
      if (statuses[of] === "dead" && at(seqs, pair) > 0 && !ended[pair]) actions.push({ kind: "notice", by, of });
      if (ended[pair] && !retired[pair] && statuses[by] === "ready") isRetiring = true;
      if (!isAlive(state, of)) continue;
      actions.push({ kind: "gossip", from: of, to: by });
      if (statuses[of] === "ready") actions.push({ kind: "welcome", from: of, to: by });
    }
    if (isRetiring && (isHasty || isSettled(state, by))) actions.push({ kind: "retire", by });
  }
  return actions;
}

/** Whether all have the last states of those that an isolate is about to retire. One that has just begun may know less. */
function isSettled({ statuses, seqs, ended }: State, by: number): boolean {
  return ALL.every((of) => !ended[by * N + of] || ALL.every((other) => isSettledWith(other, of)));

  function isSettledWith(other: number, of: number): boolean {
    const [own, theirs] = [at(seqs, by * N + of), at(seqs, other * N + of)];
    return statuses[other] === "ready" ? theirs === own : statuses[other] !== "new" || theirs <= own;
  }
}

/** Returns the state after an action. */
export function step(state: State, action: Action): State {
  const next = {
    counts: [...state.counts],
    statuses: [...state.statuses],
    seqs: [...state.seqs],
    ended: [...state.ended],
    retired: [...state.retired],
  };
  switch (action.kind) {
    case "frame":
      next.counts[action.by] = at(state.counts, action.by) + 1;
      break;
    case "deliver": {
      const pair = action.to * N + action.of;
      if (!state.retired[pair]) next.seqs[pair] = Math.max(at(state.seqs, pair), action.seq);
      break;
    }
    case "crash":
      next.statuses[action.by] = "dead";
      break;
    case "begin":
      next.statuses[action.by] = "new";
      break;
    case "give up":
      next.statuses[action.by] = "ready";
      break;
    case "notice":
      next.ended[action.by * N + action.of] = true;
      break;
    case "retire":
      for (const of of ALL) if (state.ended[action.by * N + of]) next.retired[action.by * N + of] = true;
      break;
    case "gossip":
      learn(state, next, action.from, action.to);
      break;
    case "welcome":
      learn(state, next, action.from, action.to);
      adopt(state, next, action.from, action.to);
      next.statuses[action.to] = "ready";
      break;
  }
  return next;
}

type Mutable = { -readonly [K in keyof State]: State[K][number][] };

function learn({ counts, seqs, ended, retired }: State, next: Mutable, from: number, to: number): void {
  for (const of of ALL) {
    const [theirs, own] = [from * N + of, to * N + of];
    if (of === to || retired[own] || retired[theirs]) continue;
    const seq = of === from ? at(counts, of) : at(seqs, theirs);
    if (seq <= at(seqs, own)) continue;
    next.seqs[own] = seq;
    if (ended[theirs]) next.ended[own] = true;
  }
}

function adopt({ seqs, retired }: State, next: Mutable, from: number, to: number): void {
  const theirs = ALL.filter((of) => retired[from * N + of]);
  const own = ALL.filter((of) => retired[to * N + of]);
  const isNew = theirs.every((of) => !own.includes(of));
  const isWhole = theirs.length > own.length &&
    own.every((of) => theirs.includes(of) && seqs[from * N + of] === seqs[to * N + of]);
  if (!isNew && !isWhole) return;
  for (const of of theirs) {
    next.seqs[to * N + of] = at(seqs, from * N + of);
    next.retired[to * N + of] = true;
  }
}

/** Returns the state after all messages have flowed. */
export function settle(state: State): State {
  let [before, now] = [keyOf(state), state];
  for (let isChanging = true; isChanging;) {
    for (const from of ALL) {
      for (const to of ALL) {
        if (from === to || !isAlive(now, from) || !isAlive(now, to)) continue;
        now = step(now, { kind: "gossip", from, to });
        if (now.statuses[from] === "ready") now = step(now, { kind: "welcome", from, to });
      }
    }
    const key = keyOf(now);
    isChanging = key !== before;
    before = key;
  }
  return now;
}

/** Frames that {@linkcode keyOf} can tell apart. */
export const MAX_FRAMES = 4;

/** Number that identifies a state of {@linkcode N} isolates with at most {@linkcode MAX_FRAMES} frames. */
export function keyOf({ counts, statuses, seqs, ended, retired }: State): number {
  let key = 0;
  for (const of of ALL) key = key * (MAX_FRAMES + 1) + at(counts, of);
  for (const status of statuses) key = key * 4 + ["away", "dead", "new", "ready"].indexOf(status);
  for (let pair = 0; pair < N * N; pair++) {
    if (pair % (N + 1) === 0) continue; // itself
    key = key * (MAX_FRAMES + 1) * 4 + at(seqs, pair) * 4 + Number(ended[pair]) * 2 + Number(retired[pair]);
  }
  return key;
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}
