/// <reference lib="dom" />
import { el, svg } from "./elements.ts";

const [WIDTH, HEIGHT, MARGIN] = [100, 24, 2];

/** Fewer values than this do not fill the width. */
const MIN_LENGTH = 12;

/**
 * Draws lines over each other, on one scale. The latest values stand at the right, and what is no number is a gap.
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

/** A small drawing of how values went. Whoever does not see it reads the values beside it. */
export class Sparkline {
  readonly element: SVGSVGElement = svg("svg", {
    class: "sparkline",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  /** The same, in a cell of a table. */
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
