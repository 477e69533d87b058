import type { PageProblem } from "../_answers.ts";
import { find, place, write } from "./elements.ts";
import { FamilyRow } from "./family_row.ts";
import { formatNumber } from "./numbers.ts";
import { Pager } from "./pager.ts";
import type { Family, RecordedSeries } from "./recorder.ts";

/// <reference lib="dom" />

const PAGE_SIZE = 50;

/** Compares two families for sorting. */
type Order = (one: Family, other: Family) => number;

const ORDERS: Readonly<Record<string, Order>> = {
  name: ({ head: one }, { head: other }) => one.name < other.name ? -1 : 1,
  type: ({ head: one }, { head: other }) => one.type < other.type ? -1 : Number(one.type > other.type),
  series: ({ head: one }, { head: other }) => one.series - other.series,
};

/** Table of all families with search, sorting and pages. The search text is kept in the fragment of the URL. */
export class FamiliesTable {
  readonly #table = find("#families table");
  readonly #head = find("#families thead");
  readonly #search = find<HTMLInputElement>("#search");
  readonly #found = find("#found");
  readonly #pager = new Pager("Pages of metrics", PAGE_SIZE, () => this.#show());
  readonly #rows = new Map<string, FamilyRow>();
  #families: readonly Family[] = [];
  #problems: ReadonlyMap<string, readonly PageProblem[]> = new Map();
  #sort = { by: "name", isDescending: false };

  constructor() {
    this.#table.after(this.#pager.element);
    this.#search.addEventListener("input", () => this.#start());
    this.#search.addEventListener("change", () => {
      history.replaceState(null, "", `#${encodeURIComponent(this.#search.value)}`);
    });
    addEventListener("hashchange", () => this.#readAddress());
    addEventListener("keydown", (event) => {
      const isTyping = event.target instanceof HTMLInputElement;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#search.select();
    });
    this.#head.addEventListener("click", ({ target }) => {
      const by = target instanceof HTMLElement ? target.dataset.sort : undefined;
      if (by !== undefined) this.#sortBy(by);
    });
    this.#readAddress();
  }

  /** Shows the current families. */
  update(families: readonly Family[]): void {
    this.#families = families;
    this.#show();
  }

  /** Shows lint warnings, by family name. */
  warn(problems: ReadonlyMap<string, readonly PageProblem[]>): void {
    this.#problems = problems;
    this.#show();
  }

  #readAddress(): void {
    try {
      this.#search.value = decodeURIComponent(location.hash.slice(1));
    } catch {
      this.#search.value = "";
    }
    this.#start();
  }

  #sortBy(by: string): void {
    this.#sort = { by, isDescending: this.#sort.by === by && !this.#sort.isDescending };
    for (const button of this.#head.querySelectorAll<HTMLElement>("[data-sort]")) {
      const column = button.closest("th");
      if (button.dataset.sort !== by) column?.removeAttribute("aria-sort");
      else column?.setAttribute("aria-sort", this.#sort.isDescending ? "descending" : "ascending");
    }
    this.#start();
  }

  #start(): void {
    this.#pager.rewind();
    this.#show();
  }

  #show(): void {
    const search = searchFor(this.#search.value, (family) => this.#warningsOf(family));
    const found: { family: Family; series: readonly RecordedSeries[] }[] = [];
    for (const family of this.#inOrder()) {
      const series = search(family);
      if (series !== undefined) found.push({ family, series });
    }
    const rows = this.#pager.pick(found).map(({ family, series }) => {
      const row = this.#rowOf(family);
      row.update(family, series, this.#problems.get(family.head.name) ?? []);
      return row.element;
    });
    place(this.#table, [this.#head, ...rows]);
    const count = found.reduce((sum, { series }) => sum + series.length, 0);
    const text = `${formatNumber(found.length)} of ${formatNumber(this.#families.length)} metrics, ${
      formatNumber(count)
    } series`;
    write(this.#found, this.#search.value === "" ? "" : text);
  }

  #inOrder(): Family[] {
    const order = ORDERS[this.#sort.by] ?? (() => 0);
    const sorted = [...this.#families].sort(order);
    return this.#sort.isDescending ? sorted.reverse() : sorted;
  }

  #warningsOf({ head }: Family): string {
    return this.#problems.get(head.name)?.map(({ severity, message }) => `${severity} ${message}`).join(" ") ?? "";
  }

  #rowOf({ head: { name, type } }: Family): FamilyRow {
    const key = `${type} ${name}`;
    const row = this.#rows.get(key) ?? new FamilyRow(name, `family-${this.#rows.size}`);
    this.#rows.set(key, row);
    return row;
  }
}

/** Returns the series of a family that match; `undefined` if the family does not match. */
export type Search = (family: Family) => readonly RecordedSeries[] | undefined;

/**
 * Creates a search function. Each word must be in the name, help, type, unit or description of a family, or in the labels of
 * a series.
 *
 * @param query Words to search for; quotes are ignored
 * @param describe Returns more text by which a family can be found
 * @returns The search
 */
export function searchFor(query: string, describe: (family: Family) => string): Search {
  const words = plain(query).split(/\s+/).filter((word) => word !== "");
  return function search(family) {
    const all = [...family.series.values()];
    if (words.length === 0) return all;
    const { name, help, type, unit = "" } = family.head;
    const description = plain(`${name} ${help} ${type} ${unit} ${describe(family)}`);
    const rest = words.filter((word) => !description.includes(word));
    if (rest.length === 0) return all;
    const fitting = all.filter(({ text }) => {
      const labels = plain(text);
      return rest.every((word) => labels.includes(word));
    });
    return fitting.length === 0 ? undefined : fitting;
  };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('"', "");
}
