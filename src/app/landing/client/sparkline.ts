/// <reference lib="dom" />
import { el, svg } from "./elements.ts";

const [WIDTH, HEIGHT, MARGIN] = [100, 24, 2];

/** Minimum number of values that fill the width. */
const MIN_LENGTH = 12;

/**
 * Draws lines on a common scale. The latest values are at the right; a value that is not finite is a gap.
 *
 * @returns The `d` of a path for each line
 */
export function linePaths(lines: readonly (readonly number[])[]): string[] {
  const known = lines.flat().filter(Number.isFinite);
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const capacity = Math.max(MIN_LENGTH, ...lines.map(({ length }) => length));
  return lines.map((line) => {
    let path = "";
    let isAfterGap = true;
    line.forEach((value, i) => {
      if (Number.isFinite(value)) {
        const x = WIDTH * (capacity - line.length + i) / (capacity - 1);
        const y = range > 0 ? HEIGHT - MARGIN - (value - low) / range * (HEIGHT - 2 * MARGIN) : HEIGHT / 2;
        path += `${isAfterGap ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
      }
      isAfterGap = !Number.isFinite(value);
    });
    return path;
  });
}

/** Small line chart. It is hidden from screen readers, as the values are next to it. */
export class Sparkline {
  readonly element: SVGSVGElement = svg("svg", {
    class: "sparkline",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  /** Table cell with the sparkline. */
  readonly cell: HTMLTableCellElement = el("td", { class: "trend" }, this.element);

  update(lines: readonly (readonly number[])[]): void {
    const paths = linePaths(lines);
    while (this.element.children.length > paths.length) this.element.lastElementChild?.remove();
    paths.forEach((path, i) => {
      const drawn = this.element.children[i] ?? this.element.appendChild(svg("path"));
      drawn.setAttribute("d", path);
    });
  }
}
