import type { Bytes } from "../model/bytes.ts";
import { copyPoint } from "../model/copy_point.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { difference } from "../merge/difference.ts";
import { encodeMessage } from "./_message.ts";
import { StateWriter } from "./_state_writer.ts";
import { isCounted } from "./_counted.ts";

/**
 * Writes what an isolate has counted as a series of frames, for a receiver that adds them up. A frame that was not confirmed is
 * sent again with the same number, so that the receiver counts it once.
 */
export class DeltaSender {
  readonly #id: string;
  #seq = 0;
  #confirmed: readonly MetricFamily[] | undefined;
  #pending: { readonly bytes: Bytes; readonly totals: readonly MetricFamily[] } | undefined;

  /** @param id Unique name of the isolate */
  constructor(id: string) {
    this.#id = id;
  }

  /** Whether a frame was not confirmed yet. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /**
   * Returns the next frame: the one before, if it was not confirmed, else what has changed since then.
   *
   * @param families The current families of the isolate
   * @returns The frame; `undefined` if there is nothing to send
   */
  take(families: readonly MetricFamily[]): Bytes | undefined {
    if (this.#pending !== undefined) return this.#pending.bytes;
    const totals = families.filter(isCounted).map(copyOf);
    const counted = this.#confirmed === undefined ? totals : difference(totals, this.#confirmed);
    const changes = [...counted, ...families.filter((family) => !isCounted(family))];
    if (changes.length === 0) return undefined;
    const state = new StateWriter().write(changes, true);
    const bytes = encodeMessage({
      from: { id: this.#id, process: this.#id, label: this.#id },
      message: { kind: "state", seq: ++this.#seq, base: 0, isLast: false, isReady: true, ...withoutValues(state) },
      values: state.values,
    });
    this.#pending = { bytes, totals };
    return bytes;
  }

  /**
   * Notes that the receiver has a frame.
   *
   * @param bytes The frame that `take()` returned. An older one, whose answer comes late, changes nothing
   */
  confirm(bytes: Bytes): void {
    if (this.#pending?.bytes !== bytes) return;
    this.#confirmed = this.#pending.totals;
    this.#pending = undefined;
  }
}

function withoutValues({ changes, gone }: ReturnType<StateWriter["write"]>) {
  return { changes, gone };
}

function copyOf(family: MetricFamily): MetricFamily {
  const points = Array.from(family.points as Iterable<PointHead>, (point) => copyPoint(point));
  return { ...family, points } as MetricFamily; // the points are of the same type
}
