/// <reference lib="dom" />
import type { PageBucket } from "../_answers.ts";
import { el, svg, write } from "./elements.ts";
import { formatNumber } from "./numbers.ts";

const HEIGHT = 60;

/** Bar chart of a histogram, with one bar of equal width per bucket. */
export class BarChart {
  readonly element: HTMLElement;
  readonly #svg: SVGSVGElement = svg("svg", { class: "bars", preserveAspectRatio: "none", role: "img" });
  readonly #low = el("span");
  readonly #high = el("span");

  constructor() {
    this.element = el("div", {}, this.#svg, el("p", { class: "axis", "aria-hidden": "true" }, this.#low, this.#high));
  }

  /**
   * Draws the buckets.
   *
   * @param buckets In ascending order
   * @param unit Unit of the bounds
   */
  update(buckets: readonly PageBucket[], unit: string): void {
    const highest = Math.max(1, ...buckets.map(([, count]) => count));
    const bounds = buckets.map(([upper]) => formatNumber(Number(upper), unit));
    const labels = buckets.map(([, count], i) => `${rangeText(bounds, i)}: ${formatNumber(count)}`);
    while (this.#svg.children.length > buckets.length) this.#svg.lastElementChild?.remove();
    buckets.forEach(([, count], i) => {
      const bar = this.#svg.children[i] ?? this.#svg.appendChild(svg("rect", { width: "0.9" }, svg("title")));
      // Bars of buckets that are not empty have a minimum height.
      const height = count === 0 ? 0 : Math.max(1, HEIGHT * count / highest);
      bar.setAttribute("x", String(i + 0.05));
      bar.setAttribute("y", String(HEIGHT - height));
      bar.setAttribute("height", String(height));
      if (bar.firstChild !== null) write(bar.firstChild, labels[i] ?? "");
    });
    this.#svg.setAttribute("viewBox", `0 0 ${Math.max(1, buckets.length)} ${HEIGHT}`);
    this.#svg.ariaLabel = `Observations by value. ${
      labels.filter((_, i) => buckets[i]?.[1] !== 0).slice(0, 20).join(", ")
    }`;
    write(this.#low, `≤ ${bounds[0] ?? ""}`);
    write(this.#high, bounds.at(-1) === "∞" ? `> ${bounds.at(-2) ?? ""}` : `≤ ${bounds.at(-1) ?? ""}`);
  }
}

function rangeText(bounds: readonly string[], i: number): string {
  const [lower, upper] = [bounds[i - 1], bounds[i]];
  if (lower === undefined) return `≤ ${upper}`;
  return upper === "∞" ? `> ${lower}` : `${lower} – ${upper}`;
}
