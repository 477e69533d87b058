/** The name at the start of a line: of metadata or of a sample, whose name may be quoted between braces. */
const NAME = /^(?:# (?:TYPE|HELP|UNIT) )?(?:\{?"((?:[^"\\]|\\.)*)"|([^\s{#]+))/;

/** What formats append to the names of families to name their samples. */
const SUFFIXES = ["_total", "_info", "_bucket", "_count", "_sum", "_created", "_gcount", "_gsum"];

/** A place in text. */
interface Place {
  /** The first of which is 1. */
  readonly line: number;
  /** The first of which is 1. */
  readonly column: number;
}

/**
 * Finds families in the text that they were read from.
 *
 * @returns Tells where the first line of a family is, by its name
 */
export function linesOf(bytes: Uint8Array): (metric: string) => Place | undefined {
  const lines = new Map<string, number>();
  for (const [i, line] of new TextDecoder().decode(bytes).split("\n").entries()) {
    const [, quoted, plain] = NAME.exec(line) ?? [];
    const name = quoted?.replace(/\\(.)/g, (_, rune) => rune === "n" ? "\n" : rune) ?? plain;
    if (name !== undefined && !lines.has(name)) lines.set(name, i + 1);
  }
  return (metric) => {
    // A parser may have taken a suffix away, or added the one that OpenMetrics leaves out of metadata.
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
