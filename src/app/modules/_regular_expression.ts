import { RE2JS } from "re2js";

/**
 * Compiles an RE2 regular expression, the syntax that Prometheus uses. Matching takes time linear in the length of the text for
 * every expression, so neither the configuration nor a response can make it hang.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 * @param source The expression; groups are named with `(?P<name>…)` or `(?<name>…)`
 * @returns The compiled expression
 * @throws {SyntaxError} If the expression is invalid
 */
export function compileExpression(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw new SyntaxError(`must be a regular expression: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Compiles a regular expression that must match the whole text, including line feeds, as in the relabelling of Prometheus.
 *
 * @param source The expression
 * @returns The compiled, anchored expression
 * @throws {SyntaxError} If the expression is invalid
 */
export function compileAnchored(source: string): RE2JS {
  compileExpression(source); // rejects an unbalanced ")", which would close the group below
  return compileExpression(`^(?s:${source})$`);
}
