/** Reads a value from a row of a source; returns `undefined` if it is missing. */
export type ReadField<Row> = (row: Row) => unknown;

/** Compiles an expression for a kind of source. */
export type CompileRead<Row> = (expression: string) => ReadField<Row>;

/** Text with expressions in braces. */
export interface Template<Row> {
  /** The expressions, without braces. */
  readonly expressions: readonly string[];
  /** Fills in the template for a row. */
  readonly read: ReadField<Row>;
}

const PARTS = /\{((?:"[^"]*"|[^{}"])*)\}/g;

/**
 * Compiles text with expressions in braces, such as `planet-{ .location }`. If the text is a single expression, its value keeps
 * its type; otherwise values become text, and missing values empty text.
 *
 * @param text Text with expressions
 * @param compile Compiles an expression
 * @returns The template
 * @throws {SyntaxError} If an expression is invalid, or a brace is not closed
 */
export function compileTemplate<Row>(text: string, compile: CompileRead<Row>): Template<Row> {
  const literals: string[] = [];
  const expressions: string[] = [];
  let end = 0;
  for (const { 0: part, 1: expression = "", index } of text.matchAll(PARTS)) {
    literals.push(text.slice(end, index));
    expressions.push(expression.trim());
    end = index + part.length;
  }
  literals.push(text.slice(end));
  if (literals.some((literal) => /[{}]/.test(literal))) {
    throw new SyntaxError("must have braces only around expressions, such as {name}");
  }
  const reads = expressions.map(compile);
  const [read] = reads;
  if (read === undefined) return constant(text);
  if (reads.length === 1 && literals.every((literal) => literal === "")) return { expressions, read };
  return {
    expressions,
    read: (row) => literals.map((literal, i) => i === 0 ? literal : textOf(reads[i - 1]?.(row)) + literal).join(""),
  };
}

/**
 * Creates a template with the same value for all rows.
 *
 * @param value The value
 * @returns The template
 */
export function constant(value: unknown): Template<unknown> {
  return { expressions: [], read: () => value };
}

/**
 * Converts a value to text.
 *
 * @param value Any JSON value, or `undefined`
 * @returns The text: JSON for lists and objects, empty for `null` and `undefined`
 * @throws {RangeError} If a list or an object has more than a thousand parts
 */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  assertSmall(value);
  return JSON.stringify(value);
}

/** Maximum number of parts of a list or an object that becomes text. Writing millions would hold up everything else. */
const MAX_PARTS = 1000;

function assertSmall(value: object): void {
  const rest: unknown[] = [value];
  for (let parts = 0; rest.length > 0; parts++) {
    if (parts > MAX_PARTS) {
      throw new RangeError(`a list or an object of more than ${MAX_PARTS} parts cannot become text`);
    }
    const part = rest.pop();
    if (typeof part !== "object" || part === null) continue;
    for (const name in part) {
      rest.push((part as Record<string, unknown>)[name]);
      if (rest.length > MAX_PARTS) break;
    }
  }
}
