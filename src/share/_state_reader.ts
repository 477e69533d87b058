import { markLive } from "../model/live_family.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { fromJson } from "./_json.ts";
import type { FamilyChange } from "./_message.ts";
import { type RowKind, rowKindOf, type Shape } from "./_rows.ts";

/** Families of another isolate, kept up to date with its messages. */
export class StateReader {
  readonly #families = new Map<string, ReadFamily>();

  /** The current families. Later messages change their points. */
  get families(): readonly MetricFamily[] {
    return Array.from(this.#families.values(), (read) => read.family);
  }

  /**
   * Applies changes, all of them or none.
   *
   * @param changes What has changed
   * @param gone Names of families that have gone
   * @param values Numbers of the changed series
   * @param isFull Whether families that are not mentioned have gone, too
   * @throws {SyntaxError} If the changes are invalid or do not fit what is known
   */
  apply(changes: readonly FamilyChange[], gone: readonly string[], values: Float64Array, isFull: boolean): void {
    let at = 0;
    const next = changes.map((change) => {
      const read = readChange(change, isFull ? undefined : this.#families.get(change.name), values, at);
      at = read.end;
      return read;
    });
    if (at !== values.length) throw new SyntaxError(`message has ${values.length} numbers, expected ${at}`);
    if (isFull) this.#families.clear();
    for (const name of gone) this.#families.delete(name);
    for (const read of next) {
      read.commit();
      this.#families.set(read.family.name, read);
    }
  }
}

/** A family after a change. */
interface ReadFamily {
  readonly family: MetricFamily & { readonly points: readonly PointHead[] };
  readonly shape: Shape;
  /** Index after the last number of the change. */
  readonly end: number;
  /** Sets the points to the numbers of the change. */
  commit(): void;
}

function readChange(
  change: FamilyChange,
  known: ReadFamily | undefined,
  values: Float64Array,
  start: number,
): ReadFamily {
  const { name, head, rows, extras = {} } = change;
  if (head === undefined && known === undefined) throw new SyntaxError(`family "${name}" is not known`);
  const family = (head ?? known?.family) as unknown as ReadFamily["family"];
  const kind: RowKind | undefined = rowKindOf(family.type);
  if (kind === undefined || family.name !== name) throw new SyntaxError(`family "${name}" is invalid`);
  const { bounds = [], states = [] } = (head ?? known?.shape ?? {}) as Partial<Shape>;
  const shape = { bounds, states };
  if (change.odd !== undefined) {
    const points = (fromJson(change.odd) as PointHead[]).map(withoutNulls);
    return { family: markLive({ ...family, points } as ReadFamily["family"]), shape, end: start, commit() {} };
  }
  const points = pointsOf(change, head === undefined ? known?.family.points ?? [] : []);
  const width = kind.width(shape);
  const count = rows?.length ?? points.length;
  const end = start + count * width;
  if (end > values.length) throw new SyntaxError(`family "${name}" has too few numbers`);
  if (rows?.some((row) => points[row] === undefined)) throw new SyntaxError(`family "${name}" has too few series`);
  return {
    family: markLive({ ...headOf(family), points } as unknown as ReadFamily["family"]),
    shape,
    end,
    commit() {
      for (let i = 0; i < count; i++) kind.read(points[rows?.[i] ?? i] as never, values, start + i * width, shape);
      for (const row in extras) {
        if (points[row] !== undefined) kind.setExtra?.(points[row] as never, extras[row] as never);
      }
    },
  };
}

/** Keeps the series that were there before, and makes the new ones. */
function pointsOf(
  { name, from, length, names, texts }: FamilyChange,
  before: readonly PointHead[],
): readonly PointHead[] {
  if (from === length && length === before.length) return before;
  if (from > before.length || texts.length !== (length - from) * names.length) {
    throw new SyntaxError(`family "${name}" has ${before.length} series, expected ${from}`);
  }
  const points = before.slice(0, from);
  for (let at = 0; points.length < length; at += names.length) {
    const labels: Record<string, string> = {};
    for (let i = 0; i < names.length; i++) labels[names[i] as string] = texts[at + i] as string;
    points.push({ labels });
  }
  return points;
}

/** Missing exemplars are null in JSON. */
function withoutNulls(point: PointHead & { readonly exemplars?: readonly unknown[] }): PointHead {
  const { exemplars } = point;
  return exemplars === undefined
    ? point
    : { ...point, exemplars: exemplars.map((one) => one ?? undefined) } as PointHead;
}

/** The head that was sent has the shape, too. */
function headOf(family: object): object {
  const { bounds: _bounds, states: _states, points: _points, ...head } = family as Record<string, unknown>;
  return head;
}
