/** Reads a value from a row of a source; `undefined` is for one that is not there. */
export type Read<Row> = (row: Row) => unknown;

/** Finds out what an expression means for a source. */
export type CompileRead<Row> = (expression: string) => Read<Row>;

/** Text with expressions in braces. */
export interface Template<Row> {
  /** The expressions, without braces. */
  readonly expressions: readonly string[];
  /** Fills the template in. */
  readonly read: Read<Row>;
}

const PARTS = /\{((?:"[^"]*"|[^{}"])*)\}/g;

/**
 * Compiles text with expressions in braces, such as `planet-{ .location }`. Where an expression is all there is, what it
 * reads keeps its type; else what is not there becomes empty text.
 *
 * @param text Text around expressions
 * @param compile What an expression means
 * @returns The template
 * @throws {SyntaxError} If an expression is wrong, or a brace is not closed
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
 * Makes a template that is the same for all rows.
 *
 * @param value What it is
 * @returns The template
 */
export function constant(value: unknown): Template<unknown> {
  return { expressions: [], read: () => value };
}

/**
 * Writes any value as text.
 *
 * @param value Text, number, boolean, or what else JSON may have
 * @returns Itself; of a list or mapping its JSON; of nothing the empty text
 */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
