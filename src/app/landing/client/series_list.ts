/// <reference lib="dom" />
import type { MetricType } from "../../../model/metric_family.ts";
import type { PageFamily } from "../_answers.ts";
import { el, place } from "./elements.ts";
import { Pager } from "./pager.ts";
import type { Family, RecordedSeries } from "./recorder.ts";
import { DistributionView, LabelsView, NumberView, type SeriesView, StatesView } from "./series_views.ts";

const PAGE_SIZE = 20;

/** How to show the series of a type: in a table if there are columns, else in a list. */
interface SeriesKind {
  readonly columns?: readonly (readonly [title: string, kind?: string])[];
  makeView(series: RecordedSeries, head: PageFamily): SeriesView;
}

const LEVEL: SeriesKind = {
  columns: [["Labels"], ["Value", "number"], ["Trend", "trend"]],
  makeView: (series, head) => new NumberView(series, head),
};
const DISTRIBUTION: SeriesKind = { makeView: (series) => new DistributionView(series) };

const KINDS: Readonly<Record<MetricType, SeriesKind>> = {
  counter: { ...LEVEL, columns: [["Labels"], ["Value", "number"], ["Rate", "number"], ["Trend", "trend"]] },
  gauge: LEVEL,
  unknown: LEVEL,
  histogram: DISTRIBUTION,
  gaugehistogram: DISTRIBUTION,
  summary: DISTRIBUTION,
  stateset: { columns: [["Labels"], ["On"]], makeView: (series) => new StatesView(series) },
  info: { columns: [["Labels"]], makeView: (series) => new LabelsView(series) },
};

/** List of a family's series with pages. */
export class SeriesList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #makeView: SeriesKind["makeView"];
  readonly #views = new WeakMap<RecordedSeries, SeriesView>();
  readonly #pager: Pager;
  #last: { readonly family: Family; readonly series: readonly RecordedSeries[] } | undefined;

  constructor({ head }: Family) {
    const label = `Series of ${head.name}`;
    this.#pager = new Pager(label, PAGE_SIZE, () => this.#show());
    const { columns, makeView } = KINDS[head.type];
    this.#makeView = makeView;
    if (columns === undefined) {
      this.#list = el("ul", { class: "distributions", "aria-label": label });
      this.element = el("div", {}, this.#list, this.#pager.element);
    } else {
      this.#list = el("tbody");
      const cells = columns.map(([title, kind = ""]) => el("th", { scope: "col", class: kind }, title));
      const table = el("table", { "aria-label": label }, el("thead", {}, el("tr", {}, ...cells)), this.#list);
      this.element = el("div", {}, table, this.#pager.element);
    }
  }

  /**
   * Shows the current values.
   *
   * @param family The family
   * @param series The series to show
   */
  update(family: Family, series: readonly RecordedSeries[]): void {
    this.#last = { family, series };
    this.#show();
  }

  #show(): void {
    if (this.#last === undefined) return;
    const { family, series } = this.#last;
    place(
      this.#list,
      this.#pager.pick(series).map((one) => {
        const view = this.#views.get(one) ?? this.#makeView(one, family.head);
        this.#views.set(one, view);
        view.update(one, family.head);
        return view.element;
      }),
    );
  }
}
