import type { MetricFamily } from "../../model/metric_family.ts";
import type { FormatId } from "../../parse/find_format.ts";
import { ParseError } from "../../parse/parse_error.ts";
import { type Input, readFamilies } from "./source.ts";

/** Maximum number of problems of one source. */
const MAX_PROBLEMS = 100;
/** Maximum number of bytes that are parsed for all problems of one source. */
const MAX_BYTES = 2 ** 28;

/** What a source has, apart from lines that are wrong. */
export interface CheckedSource {
  readonly families: readonly MetricFamily[];
  /** Problems in the order of their lines. */
  readonly problems: readonly ParseError[];
}

/**
 * Parses a source strictly, and again without each line that is wrong, to find the problems of all lines.
 *
 * @param source Input to parse
 * @param format Its format
 * @returns The families of the other lines, and the problems
 */
export function readWithProblems(source: Input, format: FormatId): CheckedSource {
  let first: ParseError;
  try {
    return { families: readFamilies(source, format).families, problems: [] };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (error.line === 0) return { families: [], problems: [error] }; // binary input
    first = error;
  }
  return withoutLines(source, format, first);
}

function withoutLines(source: Input, format: FormatId, first: ParseError): CheckedSource {
  const lines = new TextDecoder().decode(source.bytes).split("\n");
  const numbers = lines.map((_, i) => i + 1);
  const problems = [first];
  let error = first;
  for (let parsed = 0; problems.length < MAX_PROBLEMS && parsed < MAX_BYTES;) {
    if (error.line >= lines.length) break; // the end is missing
    lines.splice(error.line - 1, 1);
    numbers.splice(error.line - 1, 1);
    const bytes = new TextEncoder().encode(lines.join("\n"));
    parsed += bytes.length;
    try {
      return { families: readFamilies({ ...source, bytes }, format).families, problems };
    } catch (next) {
      if (!(next instanceof ParseError)) throw next;
      error = next;
    }
    const { message, column, excerpt } = error;
    const line = numbers[error.line - 1] ?? error.line;
    problems.push(new ParseError(message.replace(`line ${error.line},`, `line ${line},`), { line, column, excerpt }));
  }
  return { families: [], problems };
}
