/// <reference lib="dom" />
import type { Failure } from "../_answers.ts";
import { el, find, place, write } from "./elements.ts";
import { formatNumber } from "./numbers.ts";
import type { Family, RecordedSeries } from "./recorder.ts";
import { Sparkline } from "./sparkline.ts";

/** Table of collectors with their last result; hidden if there are none. */
export class CollectorsTable {
  readonly #section = find("#collectors");
  readonly #body = find("#collectors tbody");
  readonly #rows = new Map<string, CollectorRow>();

  /**
   * Shows the current state, failed collectors first.
   *
   * @param families All families, including those about collectors
   * @param failures The last failure of each collector
   */
  update(families: readonly Family[], failures: readonly Failure[]): void {
    const success = byCollector(families, "webprom_collector_success");
    const durations = byCollector(families, "webprom_collector_duration_seconds");
    const failed = new Map(failures.map((failure) => [failure.collector, failure]));
    const names = [...new Set([...success.keys(), ...durations.keys(), ...failed.keys()])];
    const rank = (name: string) => success.get(name)?.point.value === 0 ? 0 : failed.has(name) ? 1 : 2;
    names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
    this.#section.hidden = names.length === 0;
    place(
      this.#body,
      names.map((name) => {
        const row = this.#rows.get(name) ?? new CollectorRow(name);
        this.#rows.set(name, row);
        row.update(success.get(name), durations.get(name), failed.get(name));
        return row.element;
      }),
    );
  }
}

class CollectorRow {
  readonly element: HTMLTableRowElement;
  readonly #state = el("span");
  readonly #duration = el("td", { class: "number" });
  readonly #failure = el("td", { class: "failure" });
  readonly #sparkline = new Sparkline();

  constructor(name: string) {
    this.#sparkline.cell.classList.add("wide");
    this.element = el(
      "tr",
      {},
      el("th", { scope: "row", class: "labels" }, name),
      el("td", {}, this.#state),
      this.#duration,
      this.#sparkline.cell,
      this.#failure,
    );
  }

  update(
    success: RecordedSeries | undefined,
    duration: RecordedSeries | undefined,
    failure: Failure | undefined,
  ): void {
    const isGood = success === undefined ? undefined : Number(success.point.value) === 1;
    this.#state.className = isGood === undefined ? "" : isGood ? "good" : "bad";
    write(this.#state, isGood === undefined ? "" : isGood ? "Succeeded" : "Failed");
    write(this.#duration, duration === undefined ? "" : formatNumber(Number(duration.point.value), "seconds"));
    this.#sparkline.update(duration === undefined ? [] : [duration.trend]);
    const what = failure?.message === undefined ? failure?.kind : `${failure.kind}: ${failure.message}`;
    write(this.#failure, failure === undefined ? "" : `${new Date(failure.timeMs).toLocaleTimeString()} ${what}`);
  }
}

function byCollector(families: readonly Family[], name: string): Map<string, RecordedSeries> {
  const family = families.find(({ head }) => head.name === name);
  return new Map([...family?.series.values() ?? []].map((series) => [series.point.labels.collector ?? "", series]));
}
