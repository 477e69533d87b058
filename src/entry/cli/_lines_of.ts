/** The metric name at the start of a metadata or sample line. It may be quoted, and in samples between braces. */
const NAME = /^(?:# (?:TYPE|HELP|UNIT) )?(?:\{?"((?:[^"\\]|\\.)*)"|([^\s{#]+))/;

/** Suffixes that formats append to family names to name samples. */
const SUFFIXES = ["_total", "_info", "_bucket", "_count", "_sum", "_created", "_gcount", "_gsum"];

/** A position in text. */
interface Place {
  /** Starts at 1. */
  readonly line: number;
  /** Starts at 1. */
  readonly column: number;
}

/**
 * Finds the lines of families in the text that they were read from.
 *
 * @returns A function that returns the position of the first line of a family, by its name
 */
export function linesOf(bytes: Uint8Array): (metric: string) => Place | undefined {
  const lines = new Map<string, number>();
  for (const [i, line] of new TextDecoder().decode(bytes).split("\n").entries()) {
    const [, quoted, plain] = NAME.exec(line) ?? [];
    const name = quoted?.replace(/\\(.)/g, (_, rune) => rune === "n" ? "\n" : rune) ?? plain;
    if (name !== undefined && !lines.has(name)) lines.set(name, i + 1);
  }
  return (metric) => {
    // A parser may have removed a suffix, or added the one that OpenMetrics omits in metadata.
    const suffix = SUFFIXES.find((suffix) => metric.endsWith(suffix)) ?? "";
    const names = [
      metric,
      metric.slice(0, metric.length - suffix.length),
      ...SUFFIXES.map((suffix) => metric + suffix),
    ];
    const name = names.find((name) => lines.has(name)) ?? "";
    const line = lines.get(name);
    return line === undefined ? undefined : { line, column: 1 };
  };
}
