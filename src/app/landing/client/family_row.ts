/// <reference lib="dom" />
import type { PageProblem } from "../_answers.ts";
import { type Child, el, place, write } from "./elements.ts";
import { formatNumber, formatValue } from "./numbers.ts";
import { type Family, isTotal, type RecordedSeries } from "./recorder.ts";
import { SeriesList } from "./series_list.ts";
import { rateText } from "./series_views.ts";
import { Sparkline } from "./sparkline.ts";

/** Same as in the style sheet. */
const NARROW = "(max-width: 45rem)";

/** Row of a family in the table, with a second row for its details. */
export class FamilyRow {
  readonly element: HTMLTableSectionElement;
  readonly #button: HTMLButtonElement;
  readonly #help = el("p", { class: "help" });
  readonly #badge = el("span", { class: "badge" });
  readonly #type = el("span");
  readonly #unit = el("td", { class: "wide" });
  readonly #series = el("td", { class: "number wide" });
  readonly #value = el("span");
  readonly #note = el("small");
  readonly #sparkline = new Sparkline();
  readonly #problems = el("ul", { class: "problems" });
  readonly #kind = el("p", { class: "help narrow" });
  readonly #cut = el("p", { class: "help" });
  readonly #inside = el("td");
  readonly #more: HTMLTableRowElement;
  #list: SeriesList | undefined;
  #update: () => void = () => {};

  /** @param id Unique ID of the details in the page */
  constructor(name: string, id: string) {
    this.#more = el("tr", { class: "more", id }, this.#inside);
    this.#more.hidden = true;
    this.#button = el("button", { type: "button", "aria-expanded": "false", "aria-controls": id }, ...words(name));
    this.#button.addEventListener("click", () => {
      this.#more.hidden = !this.#more.hidden;
      this.#button.ariaExpanded = String(!this.#more.hidden);
      this.#update();
    });
    const row = el(
      "tr",
      {},
      el("th", { scope: "row" }, this.#button, this.#badge, this.#help),
      el("td", { class: "wide" }, this.#type),
      this.#unit,
      this.#series,
      el("td", { class: "number" }, this.#value, this.#note),
      this.#sparkline.cell,
    );
    this.element = el("tbody", {}, row, this.#more);
  }

  /**
   * Shows the current values.
   *
   * @param family The family
   * @param series The series that match the search
   * @param problems Lint warnings about the family
   */
  update(family: Family, series: readonly RecordedSeries[], problems: readonly PageProblem[]): void {
    this.#update = () => this.#updateMore(family, series, problems);
    const { head, lines } = family;
    write(this.#help, head.help);
    write(this.#type, head.type);
    this.#type.className = `type ${head.type}`;
    write(this.#unit, head.unit ?? "");
    write(this.#series, formatNumber(head.series));
    write(this.#value, valueText(family));
    write(this.#note, isTotal(head) ? rateText(lines[0] ?? [], head) : "");
    write(
      this.#badge,
      problems.length === 0 ? "" : problems.length === 1 ? "1 warning" : `${problems.length} warnings`,
    );
    this.#sparkline.update(lines);
    this.#update();
  }

  #updateMore(family: Family, series: readonly RecordedSeries[], problems: readonly PageProblem[]): void {
    if (this.#more.hidden) return;
    // Spanning hidden columns would give them width in a narrow window.
    this.#inside.colSpan = matchMedia(NARROW).matches ? 3 : 6;
    if (this.#list === undefined) {
      this.#list = new SeriesList(family);
      this.#inside.append(this.#kind, this.#problems, this.#list.element, this.#cut);
    }
    const texts = problems.map(({ message, fix }) => `${message}. ${fix}`);
    while (this.#problems.children.length < texts.length) this.#problems.append(el("li"));
    place(this.#problems, [...this.#problems.children].slice(0, texts.length));
    [...this.#problems.children].forEach((item, i) => write(item, texts[i] ?? ""));
    const { head } = family;
    write(
      this.#kind,
      `${head.type}${head.unit === undefined ? "" : ` in ${head.unit}`}, ${formatNumber(head.series)} series`,
    );
    const isCut = head.series > head.points.length;
    write(
      this.#cut,
      isCut
        ? `Only the first ${formatNumber(head.points.length)} of ${formatNumber(head.series)} series are shown.`
        : "",
    );
    this.#list.update(family, series);
  }
}

/** Summarizes a family: the sum of totals, or the range of gauges. */
function valueText({ head, series }: Family): string {
  const points = [...series.values()].map(({ point }) => point);
  if (head.type === "info") return "";
  if (head.type === "stateset") {
    const on = points.map(({ states = {} }) => Object.keys(states).filter((state) => states[state]).join(", "));
    return on.length === 1 ? on[0] ?? "" : "";
  }
  const values = points.map(({ value, count }) => Number(value ?? count));
  const total = values.reduce((sum, value) => sum + value, 0);
  if (head.type === "counter") return formatValue(total, head);
  if (head.type === "gauge" || head.type === "unknown") {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const texts = new Set([low, high].map((value) => formatValue(value, head)));
    return points.length === 0 ? "" : [...texts].join(" – ");
  }
  return formatNumber(total);
}

/** Allows line breaks after the underscores of a name. */
function words(name: string): Child[] {
  return name.split(/(?<=_)/).flatMap((word) => [word, el("wbr")]);
}
