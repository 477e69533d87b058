import {
  type Action,
  actionsOf,
  type Bounds,
  isAlive,
  keyOf,
  MAX_FRAMES,
  N,
  settle,
  start,
  type State,
  step,
  totalOf,
} from "./protocol.ts";

/** A rule that was broken, and the actions that lead there. */
export interface Violation {
  readonly rule: string;
  readonly trace: readonly Action[];
}

const ALL = Array.from({ length: N }, (_, i) => i);

/**
 * Visits every state that can be reached, and checks the rules in each.
 *
 * @param bounds Bounds of the model
 * @returns The number of states, and the first violation
 */
export function explore(bounds: Bounds): { readonly states: number; readonly violation: Violation | undefined } {
  if (bounds.frames > MAX_FRAMES) throw new RangeError(`at most ${MAX_FRAMES} frames can be explored`);
  const first = start();
  const seen = new Set([keyOf(first)]);
  const waiting: { readonly state: State; readonly path: Path | undefined }[] = [{ state: first, path: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { state, path } = next;
    for (const action of actionsOf(state, bounds)) {
      const after = step(state, action);
      const longer = { action, before: path };
      const rule = brokenByStep(state, after);
      if (rule !== undefined) return { states: seen.size, violation: { rule, trace: traceOf(longer) } };
      const key = keyOf(after);
      if (seen.has(key)) continue;
      seen.add(key);
      const broken = brokenBySettling(after);
      if (broken !== undefined) return { states: seen.size, violation: { rule: broken, trace: traceOf(longer) } };
      waiting.push({ state: after, path: longer });
    }
  }
  return { states: seen.size, violation: undefined };
}

interface Path {
  readonly action: Action;
  readonly before: Path | undefined;
}

function traceOf(path: Path | undefined): Action[] {
  const trace: Action[] = [];
  for (let at = path; at !== undefined; at = at.before) trace.unshift(at.action);
  return trace;
}

function brokenByStep(before: State, after: State): string | undefined {
  const real = after.counts.reduce((sum, count) => sum + count, 0);
  for (const by of ALL) {
    if (!isAlive(after, by)) continue;
    if (totalOf(after, by) > real) return "no isolate reports more than was counted";
    if (before.statuses[by] === "ready" && totalOf(after, by) < totalOf(before, by)) return "no total goes down";
  }
  return undefined;
}

/** When all messages have flowed, all agree on everything that a survivor has ever known. */
function brokenBySettling(state: State): string | undefined {
  const survivors = ALL.filter((i) => isAlive(state, i));
  const expected = ALL.reduce((sum, of) => {
    const known = survivors.map((by) => by === of ? state.counts[of] ?? 0 : state.seqs[by * N + of] ?? 0);
    return sum + Math.max(0, ...known);
  }, 0);
  const settled = settle(state);
  return survivors.every((by) => totalOf(settled, by) === expected) ? undefined : "all agree in the end";
}
